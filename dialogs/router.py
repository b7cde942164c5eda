"""Which dialog an event belongs to. The dialogs themselves do not know each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import ModuleType

from dialogs import apply, ask, assess, personal
from dialogs.acts import Acted, Kept, NotKept
from dialogs.ask import browse, cards, compare, feedback, region
from dialogs.core import (
    Calendar,
    Card,
    Command,
    Context,
    Event,
    Pressed,
    Reply,
    Said,
    Say,
    Sent,
    State,
    Turn,
    say,
)
from dialogs.shared import memory, phrases, reading
from knowledge.answer import Assistant

Press = Callable[[State, str, str, Assistant], Turn]
_DIALOGS: tuple[ModuleType, ...] = (ask, browse, compare, feedback, region)
PRESSED: dict[str, Press] = {dialog.NAME: dialog.pressed for dialog in _DIALOGS}
LONGEST_NAME = 20
"""Characters of an unknown command that are repeated."""


class Rongcuo:
    """All dialogs, bound to one assistant; holds no state of any chat."""

    def __init__(self, mind: Assistant, calendar: Calendar) -> None:
        self.mind = mind
        self.calendar = calendar

    def step(self, state: State, event: Event, *, private: bool = True, today: date | None = None) -> Turn:
        """One event in, all it causes out."""
        state = self._known(state)
        context = Context(self.mind, self.calendar, today)
        match event:
            case Said(text, edited):
                return self._typed(state, text, private, context, edited)
            case Pressed(data):
                return self._pressed(state, data, private, context)
            case Command(name, argument):
                return self._command(state, name, argument.strip(), private, context)
            case Sent():
                return self._file(state, event, private, context)
            case Kept() | NotKept():
                return personal.came(state, event)
            case Acted():
                return personal.acted(state, event, context)

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        """Provisions for an inline query, best first, at most ten."""
        return cards.cards(self._known(state).region, query, self.mind)

    def _known(self, state: State) -> State:
        """The state without regions and provisions that are no longer here."""
        library, kept = self.mind.library, memory.recall(state)
        rows = tuple(row for row in kept.asked if (row.best is None or library.has(row.best))
                     and (row.region is None or row.region in library.policies))  # fmt: skip
        if rows != kept.asked:
            state = memory.keep(state, replace(kept, asked=rows))
        return state if state.region in (None, *library.policies) else replace(state, region=None)

    # ── what is under way ────────────────────────────────────────────────────────────────────────
    def _typed(self, state: State, text: str, private: bool, context: Context, edited: bool) -> Turn:
        """Words that are waited for, or anything else, and then the open question once more."""
        if private and (turn := personal.said(state, text, context, edited)):
            return turn
        turn = self._said(state, text, private)
        return personal.back_to_it(turn, context) if private else turn

    def _file(self, state: State, event: Sent, private: bool, context: Context) -> Turn:
        kind = phrases.KINDS.get(event.kind, phrases.OTHER_KIND)
        if private and (turn := personal.sent(state, event, kind, context)):
            return turn
        turn = self._sent(state, kind, event.caption, private)
        return personal.back_to_it(turn, context) if private else turn

    # ── typed ────────────────────────────────────────────────────────────────────────────────────
    def _said(self, state: State, text: str, private: bool) -> Turn:
        match reading.read(text, self.mind, memory.recall(state), state.region):
            case reading.Small(kind):
                return Turn(state, (say(phrases.SMALL[kind]),))
            case reading.Home(there):
                return self._chosen(state, there, private)
            case reading.There(there):
                return ask.repeat(state, there, self.mind, private)
            case reading.Perhaps(regions):
                return Turn(state, (region.maybe(regions, self.mind),))
            case reading.Nowhere(place):
                return Turn(state, (region.unknown(place, self.mind),))
            case reading.GoOn(kind):
                return ask.go_on(state, kind, self.mind)
            case reading.Question(leads_on):
                return ask.said(state, text, self.mind, private, leads_on)

    def _chosen(self, state: State, there: str, private: bool) -> Turn:
        return self._resumed(region.remember(state, there, self.mind), private)

    def _resumed(self, turn: Turn, private: bool) -> Turn:
        """After a region was chosen: answer at once what waited for it, or invite a question."""
        if private:
            here = Context(self.mind, self.calendar)
            moved = apply.moved(turn, here)
            moved = assess.moved(turn, here) if moved is turn else moved
            if moved is not turn:
                return moved
        answer = ask.resume(turn.state, self.mind, private)
        if answer is None:
            return replace(turn, replies=tuple(_inviting(reply) for reply in turn.replies))
        return Turn(answer.state, (*turn.replies, *answer.replies))

    def _sent(self, state: State, kind: str, caption: str, private: bool) -> Turn:
        if not caption.strip():
            return Turn(state, (say(phrases.NOT_TEXT.format(kind=kind)),))
        turn = self._said(state, caption, private)
        return replace(turn, replies=(say(phrases.ONLY_CAPTION.format(kind=kind)), *turn.replies))

    # ── pressed ──────────────────────────────────────────────────────────────────────────────────
    def _pressed(self, state: State, data: str, private: bool, context: Context) -> Turn:
        dialog, _, rest = data.partition("/")
        key, _, value = rest.partition("=")
        if dialog in personal.IN_GROUP:
            if not private:
                return Turn(state, (say(personal.IN_GROUP[dialog]),))
            return personal.pressed(state, dialog, key, value, context)
        if dialog not in PRESSED:
            return Turn(state, (phrases.stale(),))
        turn = PRESSED[dialog](state, key, value, self.mind)
        if dialog == region.NAME and key == "set" and turn.state.region == value:
            return self._resumed(turn, private)
        in_place = any(reply.edit for reply in turn.replies)
        return personal.back_to_it(turn, context) if private and not in_place else turn

    # ── commands ─────────────────────────────────────────────────────────────────────────────────
    def _command(self, state: State, name: str, argument: str, private: bool, context: Context) -> Turn:
        if name in personal.COMMANDS:
            if not private:
                return Turn(state, (say(personal.IN_GROUP[personal.COMMANDS[name]]),))
            return personal.command(state, name, argument, context)
        match name:
            case "start":
                return self._start(state, argument, private, context)
            case "help":
                return Turn(state, (phrases.helped(self.mind.library),))
            case "ask":
                return self._said(state, argument, private) if argument else Turn(state, (say(ask.HINT),))
            case "region":
                turn = region.choose(state, argument, self.mind)
                return self._resumed(turn, private) if turn.state is not state else turn
            case "policies":
                return browse.policies(state, self.mind)
            case "articles":
                return browse.articles(state, argument, self.mind)
            case "compare":
                return compare.asked(state, argument, self.mind)
            case "cancel":
                if paused := personal.pause(state):
                    return paused
                return Turn(memory.keep(state, memory.recall(state).forget()), (say(phrases.CANCELLED),))
            case _:
                return Turn(state, (say(phrases.UNKNOWN.format(name=name[:LONGEST_NAME])),))

    def _start(self, state: State, payload: str, private: bool, context: Context) -> Turn:
        """A greeting, or what a deep link asks for: a region (weihai) or a provision (weihai_3_13)."""
        if payload in self.mind.library.policies:
            return self._chosen(state, payload, private)
        if id_ := self._linked(payload):
            return Turn(state, (browse.show(state, id_, self.mind),))
        state, draft = personal.left(state, context) if private else (state, None)
        return Turn(state, (self._greeting(state), *([draft] if draft else [])))

    def _linked(self, payload: str) -> str | None:
        """The provision that a payload names; a region may hold underscores of its own."""
        places = [(name, payload.removeprefix(name + "_")) for name in self.mind.library.policies]
        ids = [f"{name}.{rest.replace('_', '.')}" for name, rest in places if rest != payload]
        return next((id_ for id_ in ids if self.mind.library.has(id_)), None)

    def _greeting(self, state: State) -> Reply:
        if state.region is None:
            return say(phrases.GREETING, region.ASK, buttons=phrases.region_rows(self.mind))
        now = region.KNOWN.format(short=self.mind.library.short[state.region])
        return Reply((Say(phrases.GREETING), Say(now)))


def _inviting(reply: Reply) -> Reply:
    return replace(reply, parts=(*reply.parts, Say(region.INVITE)))
