"""Which dialog an event belongs to. The dialogs themselves do not know each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import ModuleType

from dialogs import (
    ask,
    assess,
    browse,
    cards,
    compare,
    feedback,
    forget,
    intake,
    memory,
    phrases,
    reading,
    region,
    review,
    status,
)
from dialogs.acts import Act, Acted, ActName, Kept, NotKept
from dialogs.calendar import Calendar
from dialogs.core import Card, Command, Context, Event, Pressed, Reply, Said, Say, Sent, State, Turn, say
from knowledge.answer import Assistant

Press = Callable[[State, str, str, Assistant], Turn]
_DIALOGS: tuple[ModuleType, ...] = (ask, browse, compare, feedback, region)
PRESSED: dict[str, Press] = {dialog.NAME: dialog.pressed for dialog in _DIALOGS}
LONGEST_NAME = 20
"""Characters of an unknown command that are repeated."""
PERSONAL: dict[str, str] = {assess.NAME: assess.IN_GROUP, intake.NAME: intake.IN_GROUP, status.NAME: status.IN_GROUP,
                            forget.NAME: forget.IN_GROUP, review.NAME: review.IN_GROUP}  # fmt: skip
"""Dialogs that are nobody else's business, and what is said in a group."""
COMMANDS = {"assess": assess.NAME, "apply": intake.NAME, "status": status.NAME, "forget": forget.NAME,
            "queue": review.NAME, "staff": review.NAME}  # fmt: skip
OWNERS: dict[ActName, str] = {
    "submit": intake.NAME, "lend": intake.NAME, "borrow": intake.NAME, "mine": status.NAME, "find": status.NAME,
    "withdraw": status.NAME, "supplement": status.NAME, "recode": status.NAME, "owned": forget.NAME,
    "erase": forget.NAME, "bind": review.NAME, "queue": review.NAME, "open": review.NAME, "papers": review.NAME,
    "request": review.NAME,
}  # fmt: skip
"""Whose act it was, where its name tells; drafts and their files belong to whoever holds the draft."""


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
            case Said(text):
                return self._typed(state, text, private, context)
            case Pressed(data):
                return self._pressed(state, data, private, context)
            case Command(name, argument):
                return self._command(state, name, argument.strip(), private, context)
            case Sent():
                return self._file(state, event, private, context)
            case Kept() | NotKept():
                return self._came(state, event)
            case Acted():
                return self._acted(state, event, context)

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

    # ── a self-assessment under way ──────────────────────────────────────────────────────────────
    def _typed(self, state: State, text: str, private: bool, context: Context) -> Turn:
        """An answer to the open question, or anything else, and then the question once more."""
        if private and (turn := self._answered(state, text, context)):
            return turn
        turn = self._said(state, text, private)
        return self._back_to_it(turn, context) if private else turn

    def _answered(self, state: State, text: str, context: Context) -> Turn | None:
        """What is waited for, the newest first."""
        return (review.said(state, text) or status.said(state, text)
                or intake.said(state, text, context, self._offer(state, context)) or assess.said(state, text, context))  # fmt: skip

    def _offer(self, state: State, context: Context) -> intake.Offer:
        return lambda: assess.offered(state, context)

    def _back_to_it(self, turn: Turn, context: Context) -> Turn:
        last = [b.data for row in turn.replies[-1].buttons for b in row] if turn.replies else []
        if not turn.replies or {"assess/pause=1", "assess/a=begin:yes", "intake/pause=1"} & set(last):
            return turn  # it is the last thing said anyway
        again = intake.waiting(turn.state, context) or assess.waiting(turn.state, context)
        return replace(turn, replies=(*turn.replies, again)) if again else turn

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
            moved = intake.moved(turn, here)
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
        if dialog in PERSONAL:
            return (
                self._personal(state, dialog, key, value, context)
                if private
                else Turn(state, (say(PERSONAL[dialog]),))
            )
        if dialog not in PRESSED:
            return Turn(state, (phrases.stale(),))
        turn = PRESSED[dialog](state, key, value, self.mind)
        if dialog == region.NAME and key == "set" and turn.state.region == value:
            return self._resumed(turn, private)
        in_place = any(reply.edit for reply in turn.replies)
        return self._back_to_it(turn, context) if private and not in_place else turn

    def _personal(self, state: State, dialog: str, key: str, value: str, context: Context) -> Turn:
        """A button of what only its owner may see; what is under way elsewhere is set aside."""
        state = _aside(state, dialog)
        match dialog:
            case assess.NAME:
                return assess.pressed(state, key, value, context)
            case intake.NAME:
                return intake.pressed(state, key, value, context, self._offer(state, context))
            case status.NAME:
                return status.pressed(state, key, value)
            case forget.NAME:
                return forget.pressed(state, key, value)
            case _:
                return review.pressed(state, key, value)

    # ── files, and what comes back from outside ──────────────────────────────────────────────────
    def _file(self, state: State, event: Sent, private: bool, context: Context) -> Turn:
        kind = phrases.KINDS.get(event.kind, phrases.OTHER_KIND)
        if private and event.file:
            turn = status.sent(state, kind, event.file, event.caption)
            turn = turn or intake.sent(state, kind, event.file, event.caption, context)
            if turn:
                return turn
        return self._back_to_it(self._sent(state, kind, event.caption, private), context)

    def _came(self, state: State, event: Kept | NotKept) -> Turn:
        """A file that was asked for, or the word that it will not come; too late, and it is let go again."""
        drafting, supplying = intake.holds(state, event.draft), status.draft(state) == event.draft
        match event:
            case Kept() if drafting:
                return intake.kept(state, event)
            case Kept() if supplying:
                return status.kept(state, event)
            case Kept(draft, _, piece):
                late = say(phrases.TOO_LATE.format(name=piece.name))
                return Turn(state, (late,), (Act("drop", draft=draft, places=(piece.place,)),))
            case NotKept():
                return intake.not_kept(state, event) if drafting else status.not_kept(state, event)

    def _acted(self, state: State, event: Acted, context: Context) -> Turn:
        act = event.act
        mine = status.NAME if act.number or status.draft(state) == act.draft != "" else intake.NAME
        match OWNERS.get(act.name, mine):
            case intake.NAME:
                return intake.acted(state, event, context, self._offer(state, context))
            case status.NAME:
                return status.acted(state, event, context)
            case forget.NAME:
                return forget.acted(state, event)
            case _:
                return review.acted(state, event, context)

    # ── commands ─────────────────────────────────────────────────────────────────────────────────
    def _command(self, state: State, name: str, argument: str, private: bool, context: Context) -> Turn:
        if name in COMMANDS:
            return (
                self._own(state, name, argument, context)
                if private
                else Turn(state, (say(PERSONAL[COMMANDS[name]]),))
            )
        match name:
            case "start":
                return self._start(state, argument, private)
            case "help":
                return Turn(state, (say(phrases.HELP),))
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
                state = review.cleared(status.cleared(state))
                if paused := intake.pause(state) or assess.pause(state):
                    return paused
                return Turn(memory.keep(state, memory.recall(state).forget()), (say(phrases.CANCELLED),))
            case _:
                return Turn(state, (say(phrases.UNKNOWN.format(name=name[:LONGEST_NAME])),))

    def _own(self, state: State, name: str, argument: str, context: Context) -> Turn:
        """A command that is nobody else's business."""
        state = _aside(state, COMMANDS[name])
        match name:
            case "assess":
                return assess.begin(state, context)
            case "apply":
                return intake.begin(state, context, argument)
            case "status":
                return status.begin(state, argument)
            case "forget":
                return forget.begin(state)
            case "staff":
                return review.bind(state, argument)
            case _:
                return review.begin(state, argument)

    def _start(self, state: State, payload: str, private: bool) -> Turn:
        """A greeting, or what a deep link asks for: a region (weihai) or a provision (weihai_3_13)."""
        if payload in self.mind.library.policies:
            return self._chosen(state, payload, private)
        if id_ := self._linked(payload):
            return Turn(state, (browse.show(state, id_, self.mind),))
        return Turn(state, (self._greeting(state),))

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


def _aside(state: State, dialog: str) -> State:
    """What else is under way is set aside, everything kept, so that what is typed next has one meaning."""
    if dialog == assess.NAME and (paused := intake.pause(state)):
        state = paused.state
    if dialog in (intake.NAME, status.NAME, review.NAME) and (paused := assess.pause(state)):
        state = paused.state
    if dialog in (status.NAME, review.NAME) and (paused := intake.pause(state)):
        state = paused.state
    state = (
        status.cleared(state) if dialog in (intake.NAME, assess.NAME) and not status.draft(state) else state
    )
    return review.cleared(state) if dialog in (intake.NAME, assess.NAME) else state


def _inviting(reply: Reply) -> Reply:
    return replace(reply, parts=(*reply.parts, Say(region.INVITE)))
