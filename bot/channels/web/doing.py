"""What a visitor does, as events of a conversation, each done once."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from starlette.requests import Request

from bot.channels.web.limits import spending
from bot.channels.web.refusing import STRANGE, Sorry
from bot.channels.web.site import Site
from bot.channels.web.uploads import Sending, Upload
from bot.channels.web.visitors import Visitor
from bot.clean import clean
from bot.files import NotTaken, plain_name
from bot.store.mail import nowhere
from bot.store.records import Write
from bot.store.states import state_of
from bot.store.transcript import Posting, Remark, Since, exchanged, seen, shown
from dialogs.acts import Kept, NotKept
from dialogs.core import Command, Event, Fetch, File, Pressed, Reply, Said, Sent, State
from dialogs.shared import persons

_ONCE = re.compile(r"[\w-]{16,64}", re.ASCII)
_PRESSED = re.compile(r"(\d{1,18}):([!-~]{1,64})", re.ASCII)
NEW = 0
"""The number of a line that stands nowhere but on this page."""
NO_LABEL = "（按了一个按钮）"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was sent: `once`, its key; `asks`: what was asked on the screen; `seen`: the last line on it; `place` and
    `data` of a button that was pressed."""

    once: str
    asks: str
    seen: int
    text: str
    files: Sequence[Upload]
    place: int = 0
    data: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """How the conversation stands after something was done, and what came to it since the last line on the screen."""

    state: State
    lines: Since


def wanted(sending: Sending) -> Wanted:
    """Raises Sorry for what none of our pages sends."""
    once, seen, press = sending.text("once"), sending.text("seen"), sending.text("press")
    pressed = _PRESSED.fullmatch(press)
    if not _ONCE.fullmatch(once) or not re.fullmatch(r"\d{1,18}", seen, re.ASCII) or (press and not pressed):
        raise Sorry(400, STRANGE)
    place, data = (int(pressed[1]), pressed[2]) if pressed else (0, "")
    return Wanted(once, sending.text("asks"), int(seen), sending.text("text"), sending.files, place, data)


def greeting(site: Site, chat: str) -> list[Remark]:
    """Who comes in is greeted; that is no part of the conversation yet."""
    state = state_of(chat, site.store.load((), (chat,)).chats.get(chat))
    replies = site.talk.step(state, Command("start")).replies
    return [Remark(NEW, NEW, "reply", reply=reply) for reply in replies if reply.parts]


async def opened(site: Site, request: Request, visitor: Visitor, event: Command) -> None:
    """What a link opens."""
    link = Wanted(secrets.token_urlsafe(16), "", 0, f"/start {event.argument}", ())
    await done(site, request, visitor, link)


async def done(site: Site, request: Request, visitor: Visitor, one: Wanted) -> Shown | None:
    """What is there to be seen now; None where that is to be looked up. Raises TooFast, StoreUnavailable, and whatever the
    dialogs raise."""
    hand = _Hand(site, visitor.chat, request.client.host if request.client else "", one)
    async with site.turn(visitor.chat):
        for number, (event, exchange) in enumerate(_events(visitor.chat, one)):
            await hand.does(event, exchange, str(number))
        return hand.shown


def _events(chat: str, one: Wanted) -> Iterator[tuple[Event, Posting]]:
    """A button; or files, the first with the words beside them; or words."""
    if one.data:
        yield Pressed(one.data), Posting(chat, one.once, "pressed", NO_LABEL, one.place)
        return
    text = clean(one.text).strip()
    for number, file in enumerate(one.files):
        name, beside = plain_name(file.name), "" if number else text
        there = File(f"{one.once}.{number}", name, file.size)
        lines = persons.hidden("\n".join(filter(None, (name, beside))))
        yield Sent("document", beside, there), Posting(chat, one.once, "files", lines)
    if not one.files:
        yield _spoken(text, one.asks), Posting(chat, one.once, "typed", persons.hidden(text))


def _spoken(text: str, asks: str) -> Event:
    """/name is a command, as everywhere."""
    if text.startswith("/") and len(text) > 1:
        name, _, argument = text[1:].partition(" ")
        return Command(name.lower(), argument.strip())
    return Said(text, under=asks)


class _Hand:
    """What does it, step by step. What was done before under the same key is not done again."""

    def __init__(self, site: Site, chat: str, address: str, one: Wanted) -> None:
        self._site, self._chat, self._address, self._wanted = site, chat, address, one
        self.shown: Shown | None = None

    async def does(self, event: Event, exchange: Posting, step: str) -> None:
        """An event, and the file that it may lead to."""
        said = await self._site.quickly(self._handled, event, exchange, step)
        for wanted_ in [reply.fetch for reply in said if reply.fetch]:
            then = f"{step}-in"
            if await self._site.quickly(self._site.store.answered, self._chat, self._key(then)) is None:
                brought = await self._site.slowly(self._brought, wanted_)
                await self._site.quickly(self._handled, brought, Posting(self._chat, self._wanted.once), then)

    def _key(self, step: str) -> str:
        return f"{self._wanted.once}.{step}"

    def _handled(self, event: Event, exchange: Posting, step: str) -> tuple[Reply, ...]:
        labelled, paid, came = self._labelled(exchange), spending(self._chat, self._address), list[Since]()
        after: list[State] = []

        def record(state: State, replies: Sequence[Reply]) -> Sequence[Write]:
            after[:] = (state,)
            cost = [paid.write] if exchange.text else []
            told = shown(self._chat, self._wanted.seen), exchanged(labelled, replies)
            return [*told, *cost, seen(self._chat, self._wanted.seen, came)]

        look = paid.look if exchange.text else nowhere
        replies = self._site.app.handle(self._chat, event, once=self._key(step), record=record, look=look)
        self.shown = Shown(after[0], came[0]) if came else None
        return replies

    def _labelled(self, exchange: Posting) -> Posting:
        """With the label of the button that was pressed, as it stands on the message."""
        if exchange.pressed is None:
            return exchange
        lines = self._site.store.transcript.at(self._chat, exchange.pressed) or greeting(
            self._site, self._chat
        )
        buttons = (button for one in lines if one.reply for row in one.reply.buttons for button in row)
        label = next((one.label for one in buttons if one.data == self._wanted.data), NO_LABEL)
        return replace(exchange, text=label)

    def _brought(self, wanted_: Fetch) -> Kept | NotKept:
        """The file, in the keep; or why not."""
        file = wanted_.file
        found = next(
            (f for n, f in enumerate(self._wanted.files) if file.ref == f"{self._wanted.once}.{n}"), None
        )
        if found is None:
            return NotKept(wanted_.draft, file.ref, file.name, "gone")
        try:
            found.content.seek(0)
            return Kept(wanted_.draft, file.ref, self._site.keep.keep(found.content, file.name))
        except NotTaken as error:
            return NotKept(wanted_.draft, file.ref, file.name, error.why)
