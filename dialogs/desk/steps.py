"""A step of a case, from its button to what comes of it: entered field by field, looked over, done."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import assert_never

from dialogs import acts
from dialogs.acts import Act, Case, Discard, Enter, How, Kept, NotKept, Piece, is_number, spelled
from dialogs.core import Button, Context, Reply, Sent, State, Turn, say
from dialogs.desk import asking, heard, words
from dialogs.desk.board import SIGNS, next_steps
from dialogs.desk.form import (
    BETWEEN,
    DAY,
    FILES,
    JOTTED,
    NAME,
    StepForm,
    asked_anew,
    begun,
    keep,
    recall,
    resumes,
)
from dialogs.shared import memory, reading, tray
from dialogs.shared.phrases import stale
from dialogs.shared.states import STATES
from dialogs.shared.tray import Tray
from knowledge.hearing.language import fold

HOWS: dict[str, How] = {sign: how for how, sign in SIGNS.items()}
ASKING = re.compile(r"[?？吗呢]\W*$|多久|几天|是什么|有哪些|哪一条|怎么")
"""What a handler writes names provisions all the time and asks for none."""
LONGEST = 20
"""Of the name of a step in a button."""


def opening(number: str, label: str) -> Button:
    """Opens an application, wherever it stands."""
    return Button(label, f"{NAME}/open={number}")


# ── what a person does ──────────────────────────────────────────────────────────────────────────
def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    if key == "do":
        return _begin(state, value, ctx)
    if key == "later":
        return _paused(state, ctx)
    form, (shown, _, token) = recall(state), value.partition(".")
    if form is None or not form.active or shown != str(form.shown):
        return _over(state, ctx)
    match key:
        case "a":
            return _answer(state, form, token, ctx)
        case "edit" if form.pending is None:
            return _ask(state, replace(form, changing=True), ctx)
        case "field" if form.changing and token in {str(n) for n in range(len(form.fields))}:
            return _ask(state, form.without(form.fields[int(token)]), ctx)
        case "sure" if form.pending is None:
            return Turn(state, (), (form.enacted(),))
        case "drop":
            let_go = (form.jotted(None),) if form.how in JOTTED else ()
            return Turn(keep(state, None), (say(words.DROPPED),), (Discard(form.tray.draft), *let_go))
        case _:
            return _over(state, ctx)


def _over(state: State, ctx: Context) -> Turn:
    """An old button; what stands, once more."""
    there = waiting(state, ctx)
    return Turn(state, (stale(), there) if there else (stale(),))


def _begin(state: State, value: str, ctx: Context) -> Turn:
    number, version, sign, step = (*value.split("."), "", "", "", "")[:4]
    if not is_number(number) or not version.isdigit() or sign not in HOWS or not 0 < len(step) <= LONGEST:
        return _over(state, ctx)
    return Turn(paused(state), (), (Enter(number, HOWS[sign], step, int(version[:9])),))


def _paused(state: State, ctx: Context) -> Turn:
    form = recall(state)
    if form is None:
        return _over(state, ctx)
    return Turn(paused(state), (say(words.PAUSED, buttons=((opening(form.number, words.OPEN_AGAIN),),)),))


def paused(state: State) -> State:
    """Nothing is waited for; all that was entered stays."""
    form = recall(state)
    return keep(state, replace(form, active=False)) if form and form.active else state


def active(state: State) -> StepForm | None:
    form = recall(state)
    return form if form and form.active else None


def _ask(state: State, form: StepForm, ctx: Context, *above: str) -> Turn:
    """Another question, or all of it."""
    state, form = asked_anew(state, form)
    return Turn(state, (asking.shown(form, ctx, *above),))


def waiting(state: State, ctx: Context) -> Reply | None:
    """What stands, once more."""
    form = active(state)
    return asking.shown(form, ctx) if form else None


def _answer(state: State, form: StepForm, token: str, ctx: Context) -> Turn:
    field = form.pending
    if field is None or form.changing or token not in {one for one, _ in asking.offered(form, field, ctx)}:
        return _over(state, ctx)
    if token == "nowait":
        return _ask(state, replace(form, tray=replace(form.tray, fetching=())), ctx)
    return _taken(state, form, heard.pressed(form, field, token, ctx), ctx)


def _taken(state: State, form: StepForm, did: heard.Heard, ctx: Context) -> Turn:
    if isinstance(did, heard.Amiss):
        return Turn(state, (asking.shown(form, ctx, did.words),))
    return _went_on(state, form, did or form, ctx, _told_back(form, did, ctx))


def _went_on(state: State, form: StepForm, did: StepForm, ctx: Context, told: str) -> Turn:
    """What was entered is kept before the next is asked, for something may have been entered elsewhere meanwhile."""
    if did.how not in JOTTED:
        return _ask(state, did, ctx, told)
    return Turn(keep(state, did), (), (did.jotted(form, told),))


def _told_back(form: StepForm, did: StepForm | None, ctx: Context) -> str:
    """What was just understood, where more is asked; at the end all is told anyway."""
    field = form.pending
    if field is None or did is None or did.pending in (None, field):
        return ""
    return words.TOLD.format(label=field.label, value=asking.told(did, field, ctx))


def said(state: State, text: str, ctx: Context) -> Turn | None:
    """None where it is not for us."""
    form = active(state)
    if form is None or not text.strip():
        return None
    folded = fold(text).strip().rstrip("。!")
    labels = {fold(one.label): one for row in asking.shown(form, ctx).buttons for one in row}
    if button := labels.get(folded):
        key, _, value = button.data.partition("/")[2].partition("=")
        return pressed(state, key, value, ctx)
    field = form.pending
    if field is None or form.changing or _asks_rule(state, form, text, ctx):
        return None
    did = heard.typed(form, field, text, ctx)
    return _taken(state, form, did, ctx) if did else None


def _asks_rule(state: State, form: StepForm, text: str, ctx: Context) -> bool:
    """It asks for a rule instead; said once more right away, it is meant for the field after all."""
    last = memory.recall(state).asked[-1:]
    again = bool(last) and last[0].text.strip() == text.strip()
    return (
        not again and ASKING.search(fold(text)) is not None and reading.asks_rule(text, form.region, ctx.mind)
    )


# ── files ───────────────────────────────────────────────────────────────────────────────────────
def sent(state: State, event: Sent, kind: str, ctx: Context) -> Turn | None:
    """A file for a field that asks for one."""
    form = active(state)
    field = form.pending if form else None
    if form is None or field is None or field.kind not in FILES or event.file is None:
        return None
    after, reply = tray.taken(form.tray, event.file, event.caption, kind)
    return Turn(keep(state, replace(form, tray=after)), (reply,))


def kept(state: State, event: Kept) -> Turn:
    form = recall(state)
    if form is None:
        return Turn(state, ())
    form = replace(form, tray=form.tray.arrived(event.ref))
    return Turn(keep(state, form), (), (acts.Attach(event.draft, event.piece),))


def not_kept(state: State, event: NotKept) -> Turn:
    form = recall(state)
    if form is not None:
        state = keep(state, replace(form, tray=form.tray.arrived(event.ref)))
    return Turn(state, (say(tray.refused(event, form.tray if form else None)),))


def attached(state: State, piece: Piece, ctx: Context) -> Turn:
    """A file is in, or was there already: it belongs to the field that is asked."""
    form = recall(state)
    field = form.pending if form else None
    if form is None or field is None or field.kind not in FILES:
        return Turn(state, ())
    same = next((one for one in form.tray.pieces if one.sha256 == piece.sha256), None)
    filled = form if same else replace(form, tray=form.tray.add(piece))
    places = [one for one in form.entered.get(field.key, "").split(BETWEEN) if one]
    named = list(dict.fromkeys((*places, (same or piece).place)))
    told = tray.same(piece) if same else tray.received(piece, Tray("", filled.tray.pieces))
    filled = filled.with_value(field, BETWEEN.join(named), done=False)
    if not form.active:
        return Turn(keep(state, filled), (say(told),))
    return _went_on(state, form, filled, ctx, told)


# ── what came of it ─────────────────────────────────────────────────────────────────────────────
def acted(state: State, event: acts.OfSteps, ctx: Context) -> Turn:
    match event:
        case acts.Entering():
            return _entering(state, event, ctx)
        case acts.Jotted(act, entered, amiss, early):
            form = recall(state)
            if form is None or not form.active or (form.number, form.step) != (act.number, act.step):
                return Turn(state, ())
            form = replace(form.with_jotted(entered), early=early)
            odd = (
                early if DAY in act.changed and form.pending else ""
            )  # at the end it stands below all that was entered
            return _ask(state, form, ctx, amiss or act.told, odd)
        case acts.Rewritten(_, entered, early):
            form = recall(state)
            if form is None:
                return Turn(state, ())
            return _ask(state, replace(form.with_jotted(entered), early=early), ctx, words.REWRITTEN)
        case acts.Enacted():
            return Turn(keep(state, None), (_done(event, event.case, recall(state), ctx),))
        case acts.Hindered():
            return _hindered(state, event, ctx)
        case acts.Outrun(act, say_):
            note = (words.KEPT,) if isinstance(act, acts.Enact) else ()
            return Turn(paused(state), (say(say_, *note, buttons=_back(act.number)),))
        case _:
            assert_never(event)


def _hindered(state: State, event: acts.Hindered, ctx: Context) -> Turn:
    """What was entered stays to be changed."""
    form, why = recall(state), f"{event.say}。"
    if not isinstance(event.act, acts.Enact) or form is None:
        return Turn(state, (say(why, buttons=_back(event.act.number)),))
    return _ask(state, form, ctx, why)


def refused(state: State, act: Act) -> State:
    """What is entered for a case that is theirs no more is not kept."""
    return keep(state, None) if isinstance(act, acts.Enact | acts.Jot) else state


def _entering(state: State, event: acts.Entering, ctx: Context) -> Turn:
    """What was being entered for something else is let go."""
    before = recall(state)
    resumed = before is not None and resumes(event, before)
    drop = (Discard(before.tray.draft),) if before and not resumed and before.tray.pieces else ()
    form = begun(event, before)
    again = form.entered if event.jotted is not None or resumed else {}
    state = replace(state, region=event.case.region)  # whose rules are asked about in between
    turn = _ask(state, form, ctx, asking.so_far(form, ctx) if again or (resumed and form.done) else "")
    return replace(turn, effects=drop)


def _back(number: str) -> tuple[tuple[Button, ...], ...]:
    return ((opening(number, words.OPEN_AGAIN),),)


def _done(event: acts.Enacted, case: Case, form: StepForm | None, ctx: Context) -> Reply:
    do = form.act.plain if form else event.act.step
    text = words.DONE[event.act.how].format(do=do, number=spelled(case.number), state=STATES[case.state])
    if event.board is None:
        return say(text, words.GONE)
    if event.act.how == "propose":
        return say(text, buttons=_back(case.number))
    told, rows = next_steps(case.number, event.board, ctx)
    return say(text, *told, buttons=(*rows, _back(case.number)[0]))
