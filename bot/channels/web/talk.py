"""A conversation on the page: shown, gone on with, looked at in several windows, cleared."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse

from bot.channels.web import doing, stream, visitors
from bot.channels.web.doing import Shown
from bot.channels.web.forms import ours
from bot.channels.web.lines import latest
from bot.channels.web.refusing import Sorry
from bot.channels.web.site import Site, site_of
from bot.channels.web.stream import Batch
from bot.channels.web.templates import filled
from bot.channels.web.visitors import Visitor
from bot.files import MOST
from bot.store.mail import Changes
from bot.store.states import state_of
from bot.store.transcript import Remark, cleared
from dialogs.core import Command
from dialogs.router import MENU

ELSEWHERE = ("start", "region", "policies", "articles")
"""Commands that have a place of their own on the page."""
COMMANDS = tuple((name, words) for name, words in MENU if name not in ELSEWHERE)
DRAFT = 500
"""Characters of a text that an address brings."""
LINKS = ("start", "region")
"""Parts of an address that open something."""
_PAYLOAD = re.compile(r"[\w.-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Window:
    """What a window shows: lines that it had not, where its conversation begins and ends now, and what its next form
    carries."""

    lines: Sequence[Remark]
    first: int
    last: int
    asks: str
    region: str | None

    def hidden(self, visitor: Visitor) -> dict[str, str]:
        """A form's own fields: the visitor's word, a key for what is sent next, what is asked, what was shown."""
        return {
            "token": visitor.token,
            "once": secrets.token_urlsafe(16),
            "asks": self.asks,
            "seen": str(self.last),
        }


# ── showing ──────────────────────────────────────────────────────────────────────────────────────
async def page(request: Request) -> Response:
    """The whole page; a first-time visitor gets a secret with it."""
    visitor = visitors.known(request)
    if visitor is None and not visitors.came_by_itself(request):
        return HTMLResponse(filled("again.html", address=str(request.url.include_query_params(here=1))))
    visitor, site = visitor or visitors.new(), site_of(request)
    if link := _link(request):
        await doing.opened(site, request, visitor, Command("start", link))
        response: Response = RedirectResponse("/", 303)
    else:
        response = HTMLResponse(await _whole(site, visitor, request.query_params.get("draft", "")))
    visitors.remembered(response, request, visitor)
    return response


def _link(request: Request) -> str:
    """What a link wants opened: a policy, or a provision."""
    payload = next((value for name in LINKS if (value := request.query_params.get(name))), "")
    return payload if _PAYLOAD.fullmatch(payload) else ""


async def _whole(site: Site, visitor: Visitor, draft: str) -> str:
    view = await site.quickly(_seen, site, visitor.chat)
    greeting = [] if view.lines else await site.quickly(doing.greeting, site, visitor.chat)
    return filled(
        "page.html",
        greeting=site.lines.shown(greeting),
        lines=site.lines.shown(view.lines),
        hidden=view.hidden(visitor),
        library=site.mind.library,
        region=view.region,
        commands=COMMANDS,
        latest=latest(view.lines),
        draft=draft[:DRAFT],
        most=MOST // 2**20,
    )


def _seen(site: Site, chat: str, after: int = 0) -> Window:
    """What there is to see for this visitor behind a line."""
    return _window(site, _stands(site, chat, after))


def _stands(site: Site, chat: str, after: int) -> Shown:
    state = state_of(chat, site.store.load((), (chat,)).chats.get(chat))
    return Shown(state, site.store.transcript.since(chat, after))


def _window(site: Site, shown: Shown) -> Window:
    state, new = shown.state, shown.lines
    return Window(new.lines, new.first, new.last, site.talk.asks(state), state.region)


# ── going on ─────────────────────────────────────────────────────────────────────────────────────
async def say(request: Request) -> Response:
    """Something typed, pressed or handed over; done once, however often it is sent."""
    site = site_of(request)
    async with ours(request) as (visitor, sending):
        wanted = doing.wanted(sending)
        shown = await doing.done(site, request, visitor, wanted)
    if "application/json" in request.headers.get("accept", ""):
        if shown is None:
            shown = await site.quickly(_stands, site, visitor.chat, wanted.seen)
        told, batch = _answer(site, visitor, wanted, shown)
        site.listeners.ring(visitor.chat, batch)
        return JSONResponse(told)
    site.listeners.ring(visitor.chat)
    answer = await site.quickly(site.store.transcript.of, visitor.chat, wanted.once)
    top = next((one.place for one in answer if one.reply), None)
    return RedirectResponse(f"/#m{top}" if top else "/", 303)


def _answer(
    site: Site, visitor: Visitor, wanted: doing.Wanted, shown: Shown
) -> tuple[dict[str, object], Batch]:
    """What came of it, for a page that shows it without being loaded anew; and the same for its other windows."""
    view = _window(site, shown)
    lines = [_line(site, one) for one in view.lines]
    top = next((one.place for one in view.lines if one.reply and one.post == wanted.once), None)
    told: dict[str, object] = {
        "lines": lines,
        "top": top,
        "region": view.region,
        "hidden": view.hidden(visitor),
    }
    return told, _batch(view, lines, wanted.seen)


def _line(site: Site, one: Remark) -> dict[str, object]:
    return {"id": one.id, "place": one.place, "kind": one.kind, "html": str(site.lines.shown([one]))}


# ── several windows ──────────────────────────────────────────────────────────────────────────────
async def events(request: Request) -> Response:
    """What is new, as it happens."""
    visitor, site = visitors.known(request), site_of(request)
    if visitor is None:
        raise Sorry(403, "这个页面已经认不出您了，请重新打开。")
    if site.listeners.is_full(visitor.chat):
        return Response(status_code=204)  # a browser does not come again
    after = request.headers.get("last-event-id") or request.query_params.get("after", "")
    told = _stream(site, visitor.chat, int(after[:18]) if after.isascii() and after.isdigit() else 0)
    return StreamingResponse(told, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


async def _stream(site: Site, chat: str, last: int) -> AsyncIterator[str]:
    """Each line with its number; with each batch what is asked now and where the conversation begins."""
    await site.quickly(site.store.transcript.shown, chat, last)
    yield "retry: 1000\n\n"
    with site.listeners.listening(chat) as wake:
        over = asyncio.get_running_loop().time() + stream.LONGEST
        while asyncio.get_running_loop().time() < over and not site.listeners.over:
            batch, wake.ready = wake.ready, None
            if batch is None or batch.after != last:
                batch = await site.quickly(_news, site, chat, last)
            last, wake.newest = batch.last, batch.newest
            yield batch.text
            if not await stream.woken(wake):
                yield ": still here\n\n"


def _news(site: Site, chat: str, after: int) -> Batch:
    view = _seen(site, chat, after)
    return _batch(view, [_line(site, one) for one in view.lines], after)


def _batch(view: Window, lines: Sequence[dict[str, object]], after: int) -> Batch:
    """In the order in which they were written: the last number that a window has says what it has not."""
    last, order = max(after, view.last), sorted(lines, key=lambda one: int(str(one["id"])))
    texts = [f"id: {one['id']}\nevent: line\ndata: {json.dumps(one)}\n\n" for one in order]
    now = json.dumps(
        {"asks": view.asks, "region": view.region, "first": view.first or last + 1, "seen": last}
    )
    return Batch(after, "".join([*texts, f"event: now\ndata: {now}\n\n"]), last, view.last)


# ── leaving ──────────────────────────────────────────────────────────────────────────────────────
async def clear(request: Request) -> Response:
    """The conversation cannot be read any more; what is being written is kept."""
    async with ours(request) as (visitor, _):
        await _cleared(site_of(request), visitor.chat)
    return RedirectResponse("/", 303)


async def leave(request: Request) -> Response:
    """The next one at this machine begins anew."""
    async with ours(request) as (visitor, _):
        await _cleared(site_of(request), visitor.chat)
    response = RedirectResponse("/", 303)
    visitors.forgotten(response, request)
    return response


async def _cleared(site: Site, chat: str) -> None:
    await site.quickly(site.store.write, Changes(writes=[cleared(chat)]))
    site.listeners.ring(chat)
