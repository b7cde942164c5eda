"""A form that a browser sends: read only as far as it is one of our own page, filled in by whom it says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

from starlette.requests import ClientDisconnect, Request

from bot.channels.web import uploads, visitors
from bot.channels.web.guard import BODY
from bot.channels.web.refusing import NOT_OURS, STRANGE, Sorry
from bot.channels.web.site import site_of
from bot.channels.web.uploads import Sending
from bot.channels.web.visitors import Visitor


@asynccontextmanager
async def ours(request: Request) -> AsyncIterator[tuple[Visitor, Sending]]:
    """Whose form it is, and what is in it; what it brought is gone afterwards. Raises Sorry."""
    visitor = visitors.known(request)
    if visitor is None or not visitors.is_from_here(request):
        raise Sorry(403, NOT_OURS)
    site = site_of(request)
    with site.uploading(visitor.chat) if _is_large(request) else nullcontext():
        sending = await _read(request)
        try:
            if not visitors.knows(visitor, sending.text("token")):
                raise Sorry(403, NOT_OURS)
            yield visitor, sending
        finally:
            await sending.close()


def _is_large(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    return not (length.isascii() and length.isdigit() and int(length) <= BODY)


async def _read(request: Request) -> Sending:
    try:
        return await uploads.read(request)
    except (uploads.Unreadable, ClientDisconnect):  # nobody reads what is told to one who went away
        raise Sorry(400, STRANGE) from None
