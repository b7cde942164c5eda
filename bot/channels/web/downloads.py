"""Documents and files that an answer brought, for the visitor alone whose answer it was."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot import documents
from bot.casework.printing import NotMade, PaperFiles, handed
from bot.channels.web import visitors
from bot.channels.web.limits import spending
from bot.channels.web.refusing import NOT_THERE, Sorry
from bot.channels.web.site import Site, site_of
from bot.files import Gone
from bot.store.mail import Changes
from dialogs.core import Reply

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "png": "image/png",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_PDF = "这台机器上做不了这种文件，请下载 Word 的。"


async def document(request: Request) -> Response:
    """/documents/12/docx"""
    site, kind = site_of(request), request.path_params["kind"]
    reply = await _reply(request, site)
    if reply.sheet is None or kind not in documents.kinds(reply.sheet):
        raise Sorry(404, NOT_THERE)
    content = await site.made(reply.sheet, kind)
    if content is None:
        raise Sorry(503, NO_PDF)
    return Response(content, headers=_as(documents.file_name(reply.sheet, kind)), media_type=KINDS[kind])


async def printed(request: Request) -> Response:
    """/papers/12/0/docx"""
    site, number, kind = site_of(request), request.path_params["number"], request.path_params["kind"]
    reply = await _reply(request, site)
    if not 0 <= number < len(reply.prints) or kind not in handed():
        raise Sorry(404, NOT_THERE)
    made = await site.printed(reply.prints[number], kind)
    match made:
        case PaperFiles(name, _, content):
            return Response(content, headers=_as(name), media_type=KINDS[kind])
        case NotMade(words):
            raise Sorry(409, words)
        case None:
            raise Sorry(404, NOT_THERE)


async def paper(request: Request) -> Response:
    """/files/12/0"""
    site, number = site_of(request), request.path_params["number"]
    reply = await _reply(request, site)
    if not 0 <= number < len(reply.papers):
        raise Sorry(404, NOT_THERE)
    piece = reply.papers[number]
    try:
        path = site.keep.path(piece.place)
    except Gone:
        raise Sorry(404, NOT_THERE) from None
    return FileResponse(path, headers=_as(piece.name), media_type="application/octet-stream")


async def _reply(request: Request, site: Site) -> Reply:
    """The answer, if it is this visitor's. Raises Sorry, TooFast."""
    visitor, line = visitors.known(request), request.path_params["line"]
    if visitor is None or line >= 2**63:
        raise Sorry(404, NOT_THERE)
    lines = await site.quickly(site.store.transcript.at, visitor.chat, line)
    reply = next((one.reply for one in lines if one.reply), None)
    if reply is None:
        raise Sorry(404, NOT_THERE)
    address = request.client.host if request.client else ""
    paid = spending(visitor.chat, address)
    await site.quickly(site.store.write, Changes(writes=[paid.look, paid.write]))
    return reply


def _as(name: str) -> dict[str, str]:
    """To be kept under this name, never opened in the place of a page."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
