"""Which dialog an event belongs to, and which makes room for which. Reads only the list of dialogs; they do not know each
other.

What is typed has one meaning: it goes to whoever waits for words; all others are set aside with everything kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from dialogs import acts, apply, ask, assess, desk, forget, status
from dialogs.acts import Act, Acted, Kept, NotKept
from dialogs.ask import browse, cards, compare, feedback, letter, matters, period, region, typed
from dialogs.core import (
    Calendar,
    Card,
    Command,
    Context,
    Dialog,
    Ears,
    Event,
    Pressed,
    Said,
    Sent,
    Slash,
    State,
    Turn,
    say,
)
from dialogs.core.venue import TELEGRAM, Venue
from dialogs.shared import care, memory, phrases, tray, wanting
from knowledge.answer import Assistant

DIALOGS: tuple[Dialog, ...] = (
    typed.DIALOG, period.DIALOG, letter.DIALOG, assess.DIALOG, apply.DIALOG, status.DIALOG, region.DIALOG, browse.DIALOG, compare.DIALOG, matters.DIALOG,
    feedback.DIALOG, forget.DIALOG, desk.DIALOG,
)  # fmt: skip
"""As their commands are listed. The last one hears first: whoever waits for one message only stands before what goes on
for long, and questions on the rules come when nobody else wants the words."""
HEARING = DIALOGS[::-1]
LONGEST_NAME = 20
"""Characters of an unknown command that are repeated."""
IN_A_ROW = 4
"""Commands in a line of /help."""


class Rongcuo:
    """All dialogs, bound to one assistant and to where they are held; holds no state of any chat."""

    def __init__(self, mind: Assistant, calendar: Calendar, venue: Venue = TELEGRAM) -> None:
        self.mind, self.calendar, self.venue = mind, calendar, venue

    def step(self, state: State, event: Event, *, private: bool = True, today: date | None = None) -> Turn:
        """One event in, all it causes out."""
        state = self._known(state)
        ctx = self._context(state, private, today)
        match event:
            case Said():
                return _said(state, event, ctx)
            case Pressed(data):
                return _pressed(state, data, ctx)
            case Command(name, argument):
                return _command(state, name, argument.strip(), ctx)
            case Sent():
                return _sent(state, event, ctx)
            case Kept() | NotKept():
                return _open_again(_came(state, event), ctx)
            case Acted():
                return _acted(state, event, ctx)

    def asks(self, state: State) -> str:
        """What words that are typed now would answer, as a key; empty where they would be a question."""
        state = self._known(state)
        return _asks(state, self._context(state, True, None))

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        """Provisions for an inline query, best first, at most ten."""
        return cards.cards(self._known(state).region, query, self.mind)

    def _context(self, state: State, private: bool, today: date | None) -> Context:
        drafts = tuple(id_ for one in DIALOGS if (id_ := one.draft(state)))
        ctx = Context(Ears(self.mind), self.calendar, today, private, drafts, venue=self.venue)
        # each thing once: a self-assessment knows better than the talk before it
        return replace(
            ctx, brought=lambda: (*{b.key: b for one in DIALOGS for b in one.offered(state, ctx)}.values(),)
        )

    def _known(self, state: State) -> State:
        """The state without regions and provisions that are no longer here."""
        library, kept = self.mind.library, memory.recall(state)
        rows = tuple(row for row in kept.asked if (row.best is None or library.has(row.best))
                     and (row.region is None or row.region in library.policies))  # fmt: skip
        if rows != kept.asked:
            state = memory.keep(state, replace(kept, asked=rows))
        return state if state.region in (None, *library.policies) else replace(state, region=None)


# ── what a person does ──────────────────────────────────────────────────────────────────────────
def _said(state: State, event: Said, ctx: Context) -> Turn:
    """Words that are waited for, or anything else, and then the open question once more. A correction of an old message
    is not taken for what is waited for, nor is what was typed on a screen that asked something else."""
    text = event.text
    if ctx.mind.library.lexicon.moods.despair(text):
        return _cared_for(state, text, ctx)
    if event.under not in (None, _asks(state, ctx)):
        return _open_again(Turn(state, (say(phrases.OTHER_SCREEN),)), ctx)
    own = ((one, one.said(state, text, ctx)) for one in HEARING if one.in_group and ctx.private)
    if found := next(((one, turn) for one, turn in own if turn), None):
        one, turn = found
        heard = _asked(turn, ctx) if one.lasting else _open_again(turn, ctx)
        return Turn(state, (say(phrases.EDITED),)) if event.edited else heard
    if wish := wanting.wanted(text):
        return _open_again(_command(state, *wish, ctx), ctx)
    return _open_again(_moved(typed.said(state, text, ctx), ctx), ctx)


def _asks(state: State, ctx: Context) -> str:
    keys = ((one, one.asks(state, ctx)) for one in HEARING)
    return next((f"{one.name}.{key}" for one, key in keys if key), "")


def _cared_for(state: State, text: str, ctx: Context) -> Turn:
    """Whoever is in despair gets people, nothing else. What is open stays as it is, and what more was told can be looked at
    later."""
    reply = care.people()
    waits = _open_again(Turn(state, (reply,)), ctx)
    if len(text) < care.LONG or len(waits.replies) > 1:
        return waits
    state, later = ask.set_aside(state, text)
    return Turn(state, (replace(reply, buttons=((later,),)),))


def _sent(state: State, event: Sent, ctx: Context) -> Turn:
    """A file that somebody can use, or the words beside it."""
    if ctx.mind.library.lexicon.moods.despair(event.caption):
        return _cared_for(state, event.caption, ctx)
    kind = phrases.KINDS.get(event.kind, phrases.OTHER_KIND)
    taken = (one.sent(state, event, kind, ctx) for one in HEARING if ctx.private)
    if turn := next((turn for turn in taken if turn), None):
        return turn if any(reply.fetch for reply in turn.replies) else _open_again(turn, ctx)
    return _open_again(_moved(typed.sent(state, event.caption, kind, ctx), ctx), ctx)


def _pressed(state: State, data: str, ctx: Context) -> Turn:
    name, _, rest = data.partition("/")
    key, _, value = rest.partition("=")
    dialog = next((one for one in DIALOGS if one.name == name), None)
    if dialog is None:
        return Turn(state, (phrases.stale(),))
    if dialog.in_group:
        return _asked(_own(dialog, state, ctx, lambda state: dialog.pressed(state, key, value, ctx)), ctx)
    turn = dialog.pressed(state, key, value, ctx)
    in_place = any(reply.edit for reply in turn.replies)
    return _moved(turn, ctx) if turn.chosen or in_place else _open_again(turn, ctx)


def _command(state: State, name: str, argument: str, ctx: Context) -> Turn:
    if name not in _BY_NAME:
        return Turn(state, (say(phrases.UNKNOWN.format(name=name[:LONGEST_NAME])),))
    dialog, slash = _BY_NAME[name]
    if dialog is not None and dialog.in_group:
        return _own(dialog, state, ctx, lambda state: slash.begin(state, argument, ctx))
    return _open_again(_moved(slash.begin(state, argument, ctx), ctx), ctx)


def _own(dialog: Dialog, state: State, ctx: Context, does: Callable[[State], Turn]) -> Turn:
    """Something in a dialog that is nobody else's business."""
    if not ctx.private:
        return Turn(state, (say(dialog.in_group.format(alone=ctx.venue.alone)),))
    before = _room_for(dialog, state) if dialog.lasting else state
    return _settled(before, does(before))


def _asked(turn: Turn, ctx: Context) -> Turn:
    """What turned out to be a question is answered."""
    if not turn.asked:
        return turn
    answer = _moved(typed.said(turn.state, turn.asked, ctx), ctx)
    return _open_again(replace(answer, replies=(*turn.replies, *answer.replies)), ctx)


def _moved(turn: Turn, ctx: Context) -> Turn:
    """After a region was chosen, whoever waited for it goes on."""
    if not turn.chosen:
        return turn
    there = [one for one in HEARING if ctx.private or not one.in_group]
    return next((moved for one in there if (moved := one.moved(turn, ctx)) is not turn), turn)


def _open_again(turn: Turn, ctx: Context) -> Turn:
    """After something else came in between, what is open is shown once more, unless it is the last thing said."""
    last = {b.data for row in turn.replies[-1].buttons for b in row} if turn.replies else _SHOWN
    if not ctx.private or last & _SHOWN:
        return turn
    again = next((reply for one in HEARING if (reply := one.waiting(turn.state, ctx))), None)
    return replace(turn, replies=(*turn.replies, again)) if again else turn


# ── who makes room ──────────────────────────────────────────────────────────────────────────────
def _cleared(state: State, but: Dialog | None = None) -> State:
    """Nobody waits for words any more, or only one."""
    for one in DIALOGS:
        state = state if one is but else one.cleared(state)
    return state


def _room_for(dialog: Dialog, state: State) -> State:
    """Everybody else is set aside."""
    for one in DIALOGS:
        paused = one.pause(state) if one is not dialog else None
        state = paused.state if paused else state
    return _cleared(state)


def _settled(before: State, turn: Turn) -> Turn:
    """Where words are waited for from now on, what was under way is set aside, and told of if need be."""
    state, notes = turn.state, []
    if not any(one.waits(state) for one in DIALOGS):
        return turn
    if new := next((one for one in DIALOGS if one.waits(state) != one.waits(before)), None):
        state = _cleared(state, but=new)
    for one in HEARING:
        if paused := one.pause(state):
            state = paused.state
            notes += [say(one.aside)] if one.aside else []
    return replace(turn, state=state, replies=(*notes, *turn.replies))


# ── files, and what comes back from outside ─────────────────────────────────────────────────────
def _came(state: State, event: Kept | NotKept) -> Turn:
    """A file that was asked for, or the word that it will not come; too late, and it is let go again."""
    holder = next((one for one in DIALOGS if one.draft(state) == event.draft), None)
    match event:
        case Kept() if holder:
            return holder.kept(state, event)
        case Kept(draft, _, piece):
            late = say(phrases.TOO_LATE.format(name=piece.name))
            return Turn(state, (late,), (acts.Detach(draft, (piece.place,)),))
        case NotKept() if holder:
            return holder.not_kept(state, event)
        case NotKept():
            return Turn(state, (say(tray.refused(event, None)),))


def _acted(state: State, event: Acted[Act], ctx: Context) -> Turn:
    """What came of an act, to the dialog whose act it was; files belong to whoever holds their draft."""
    act = event.act
    held = act.draft if isinstance(act, acts.Attach | acts.Detach | acts.Discard) else None
    owner = next((one for one in HEARING if type(act) in one.acts or one.draft(state) == held), None)
    return _settled(state, owner.acted(state, event, ctx)) if owner else Turn(state, ())


# ── commands that are no dialog's ───────────────────────────────────────────────────────────────
def _start(state: State, payload: str, ctx: Context) -> Turn:
    """A greeting, or what a deep link asks for. What is under way is set aside, and told of."""
    if turn := typed.linked(state, payload, ctx):
        return turn
    if not ctx.private:
        return Turn(state, (typed.greeting(state, ctx),))
    state = (_paused(state) or Turn(_cleared(state), ())).state
    left = (reply for one in HEARING if (reply := one.left(state, ctx)))
    return Turn(state, (typed.greeting(state, ctx), *left))


def _cancel(state: State, _: str, ctx: Context) -> Turn:
    """Whatever is under way is set aside; nothing is, and the last questions are forgotten."""
    if paused := _paused(state):
        return paused
    state = _cleared(state)
    return Turn(memory.keep(state, memory.recall(state).forget()), (say(phrases.CANCELLED),))


def _paused(state: State) -> Turn | None:
    state = _cleared(state)
    return next((turn for one in HEARING if (turn := one.pause(state))), None)


def _help(state: State, _: str, ctx: Context) -> Turn:
    """Who is staff is not known here, so that everybody reads where staff find theirs."""
    theirs = "　".join(f"/{one.name} {one.words}" for _, one in COMMANDS if one.staff)
    listed = [f"/{name} {words}" for name, words in MENU if name != "start"]
    rows = ["　".join(listed[n : n + IN_A_ROW]) for n in range(0, len(listed), IN_A_ROW)]
    return Turn(state, (phrases.helped(ctx.mind.library, "\n".join([*rows, phrases.FOR_STAFF + theirs])),))


_START = Slash("start", "开始", _start)
_LAST = Slash("cancel", "先放下", _cancel), Slash("help", "帮助", _help)
COMMANDS: tuple[tuple[Dialog | None, Slash], ...] = (
    (None, _START), *((one, slash) for one in DIALOGS for slash in one.commands), *((None, slash) for slash in _LAST)
)  # fmt: skip
"""Every command, in the order in which they are listed."""
MENU: tuple[tuple[str, str], ...] = tuple((one.name, one.words) for _, one in COMMANDS if not one.staff)
"""(name, words) of the commands that everybody is shown."""
_BY_NAME = {slash.name: (dialog, slash) for dialog, slash in COMMANDS}
_SHOWN = frozenset().union(*(one.shows for one in DIALOGS))
"""Buttons by which a message is known to show what is open anyway."""
