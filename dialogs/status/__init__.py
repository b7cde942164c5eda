"""What has become of an application: where it stands, whose turn it is; more material, withdrawing, a new query code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from dialogs import acts
from dialogs.acts import Act, Acted, Case, Wanted, is_number, spelled
from dialogs.core import Button, Context, Dialog, Part, Reply, Say, Slash, State, Turn, say
from dialogs.shared import persons, wanting
from dialogs.shared.paper import refiled
from dialogs.shared.phrases import TIRED, stale
from dialogs.shared.spans import written
from dialogs.shared.states import BEFORE, STATES, SUPPLIED
from dialogs.shared.steps import after_applying
from dialogs.status import finding, progress, supply, words
from dialogs.status.supply import LIMIT, MORE, NAME, cleared, kept, not_kept, seeing, sent, supplying

__all__ = ["DIALOG", "NAME", "draft", "seeing", "supplying"]

SHOWN = 20
"""Applications in a list."""
_TYPED: dict[str, Wanted] = {"补充材料": "more", "补交材料": "more", "申请表副本": "copy", "换查询码": "recode", "撤回": "withdraw", "撤回申请": "withdraw",
          "查进度": "see"}  # fmt: skip
"""Buttons under an application, typed."""


def waits(state: State) -> bool:
    """Words that are typed now are meant for us."""
    return bool(state.of(NAME).get("waits"))


def draft(state: State) -> str:
    """The id under which files for staff are collected, if there is one."""
    there = supply.recall(state)
    return there.tray.draft if there else ""


def _waiting(state: State, **data: str) -> State:
    return state.put(NAME, {**cleared(state).of(NAME), **data})


# ── what a person does ──────────────────────────────────────────────────────────────────────────
def begin(state: State, argument: str, ctx: Context) -> Turn:
    """/status [number code]"""
    if argument:
        return finding.looked_up(state, argument) or finding.asked(state)
    return Turn(cleared(state), (), (acts.ListMine(),))


def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    """A button; what it may do is decided where the application is."""
    match key:
        case "find":
            return finding.asked(state)
        case "done" | "later" | "drop" | "nowait":
            return supply.pressed(state, key, value)
        case "stay":
            return Turn(
                cleared(state), (say(words.NOT_WITHDRAWN if value == "withdraw" else words.NOT_RECODED),)
            )
        case "see" | "copy" | "more" | "withdraw" | "sure" | "gone" | "recode" | "renew" if is_number(value):
            return _on_case(state, key, value)
        case _:
            return Turn(state, (stale(),))


def _on_case(state: State, key: str, value: str) -> Turn:
    """A button under an application."""
    match key:
        case "see" | "copy" | "more":
            return Turn(cleared(state), (), (acts.See(value, key),))
        case "withdraw":
            return _withdrawing(state, value)
        case "sure":
            return _sure(state, value)
        case "gone":
            return _withdrawn(state, value)
        case "recode":
            row = (Button("确定换", f"status/renew={value}"), Button("不换了", "status/stay=recode"))
            return Turn(state, (say(words.SURE_RECODE, buttons=(row,)),))
        case "renew":
            return Turn(state, (), (acts.Recode(value),))
        case _:
            return Turn(state, (stale(),))


def _withdrawing(state: State, number: str) -> Turn:
    """Why, first of all; it may be left open."""
    row = (Button("不写原因", f"status/sure={number}"), Button("不撤了", "status/stay=withdraw"))
    text = words.WHY_WITHDRAW.format(number=spelled(number))
    return Turn(_waiting(state, waits="reason", number=number), (say(text, buttons=(row,)),))


def _sure(state: State, number: str, reason: str = words.NO_REASON) -> Turn:
    row = (Button("确定撤回", f"status/gone={number}"), Button("不撤了", "status/stay=withdraw"))
    text = words.SURE_WITHDRAW.format(number=spelled(number), reason=reason)
    return Turn(_waiting(state, waits="sure", number=number, reason=reason), (say(text, buttons=(row,)),))


def _withdrawn(state: State, number: str) -> Turn:
    """Only with the reason that was shown; otherwise it is asked once more."""
    remembered = state.of(NAME)
    if (remembered.get("waits"), remembered.get("number")) != ("sure", number):
        return _sure(state, number)
    reason = str(remembered.get("reason") or words.NO_REASON)
    return Turn(cleared(state), (), (acts.Withdraw(number, reason, words.TOLD_WITHDRAWN),))


def said(state: State, text: str, ctx: Context) -> Turn | None:
    """Typed words that are waited for; None where nothing is."""
    waited_for = state.of(NAME).get("waits")
    if waited_for == "reason" and text.strip() and wanting.wanted(text) != wanting.FORGET:
        return _reason(state, text)
    if waited_for == MORE:
        return supply.told(state, text)
    key = _TYPED.get(text.strip().rstrip("。！!"))
    return Turn(state, (), (acts.ListMine(key),)) if key else finding.said(state, text)


def _reason(state: State, text: str) -> Turn:
    if len(text) > LIMIT:
        return Turn(state, (say(words.TOO_LONG.format(limit=LIMIT, count=len(text))),))
    turn = _sure(state, str(state.of(NAME).get("number")), persons.hidden(text).strip())
    if not (kinds := persons.kinds(text)):
        return turn
    return replace(turn, replies=(say(words.MASKED.format(kinds="、".join(kinds))), *turn.replies))


# ── what comes back from outside ────────────────────────────────────────────────────────────────
def acted(state: State, event: Acted[Act], ctx: Context) -> Turn:
    """What came of an act of ours."""
    assert isinstance(event, acts.OfStatus)
    match event:
        case acts.Collecting(wanted, draft_):
            return supply.begun(state, wanted, draft_)
        case acts.Attached(taken) | acts.Changed(acts.Attach() as taken):
            return supply.received(state, taken.piece, isinstance(event, acts.Changed))
        case acts.Supplemented(case=case):
            done = words.MORE_DONE.format(number=case.spelled, state=STATES[case.state])
            return Turn(supply.keep(state, None), (say(done),))
        case acts.Refused() | acts.TooOften() | acts.Changed():
            return _not_done(state, event)
        case acts.Detached():
            return Turn(state, ())
        case acts.Listed() | acts.Seen() | acts.Found() | acts.Withdrawn() | acts.Recoded():
            return _looked_up(state, event, ctx)
        case _:
            assert_never(event)


def _looked_up(state: State, event: acts.OfLookup, ctx: Context) -> Turn:
    match event:
        case acts.Listed(acts.ListMine(then), cases):
            over = then == "withdraw" and cases and cases[0].state not in BEFORE
            if then and len(cases) == 1 and not over:
                return pressed(state, then, cases[0].number, ctx)
            return Turn(state if cases else finding.none(state), (_listed(ctx, cases),))
        case acts.Seen():
            return _seen(state, event.case, event.act.then, ctx)
        case acts.Found(case=case):
            return Turn(state, (_shown(ctx, case, mine=False),))
        case acts.Withdrawn(case=case):
            told = say(words.WITHDRAWN_NOW.format(number=case.spelled), buttons=((_copying(case),),))
            return Turn(state, (told,))
        case acts.Recoded(case=case, code=code):
            return Turn(state, (say(words.RECODED.format(number=case.spelled, code=code)),))
        case _:
            assert_never(event)


def _not_done(state: State, event: acts.NotDone) -> Turn:
    """What is collected for a case that takes nothing any more is let go."""
    there = supply.recall(state)
    over = isinstance(event.act, acts.Supplement) and not isinstance(event, acts.TooOften)
    if over and there is not None:
        return Turn(supply.keep(state, None), (_refusal(event),), (acts.Discard(there.tray.draft),))
    return Turn(state, (_refusal(event),))


def _refusal(event: acts.NotDone) -> Reply:
    match event:
        case acts.TooOften():
            return say(TIRED)
        case acts.Changed(case=Case() as case):
            return say(words.CHANGED.format(state=STATES[case.state]))
        case acts.Refused() | acts.Changed():
            return say(words.NOT_FOUND if isinstance(event.act, acts.Find) else words.NOT_YOURS)


def _seen(state: State, case: Case, then: Wanted, ctx: Context) -> Turn:
    """One's own application, for what it was wanted."""
    match then:
        case "copy" if not case.erased:
            return Turn(state, (Reply((Say(words.COPY),), sheet=refiled(ctx.mind.library, case)),))
        case "more" if case.state in SUPPLIED:
            return _more(state, case)
        case "more":
            return Turn(state, (say(words.CHANGED.format(state=STATES[case.state])),))
        case "see" | "copy" | "recode" | "withdraw":
            return Turn(state, (_shown(ctx, case, mine=True),))


def _more(state: State, case: Case) -> Turn:
    """Go on collecting, or begin; what was collected for another application is let go."""
    there = supply.recall(state)
    if there is not None and (there.number, there.asked) == (case.number, case.asked):
        return Turn(supply.keep(state, there, MORE), (supply.asking(there),))
    drop = (acts.Discard(there.tray.draft),) if there else ()
    return Turn(supply.keep(state, None), (), (*drop, acts.Collect(case.number, case.asked)))


# ── how it is shown ─────────────────────────────────────────────────────────────────────────────
def _listed(ctx: Context, all_: tuple[Case, ...]) -> Reply:
    finding, cases = (Button(words.FIND, "status/find=1"),), all_[:SHOWN]
    if not cases:
        return say(words.NONE, buttons=(finding,))
    if len(cases) == 1:
        only = _shown(ctx, cases[0], mine=True)
        return replace(only, buttons=(*only.buttons, finding))
    lines = "\n".join(f"{n}. {_line(ctx, case)}" for n, case in enumerate(cases, 1))
    rows = tuple((Button(case.spelled, f"status/see={case.number}"),) for case in cases)
    cut = (Say(words.LIST_CUT.format(count=SHOWN)),) if len(all_) > SHOWN else ()
    return Reply((Say(words.LIST), Say(lines), *cut), (*rows, finding))


def _line(ctx: Context, case: Case) -> str:
    short = ctx.mind.library.short.get(case.region, case.region)
    return words.LINE.format(
        number=case.spelled, short=short, state=STATES[case.state], since=written(case.since)
    )


def _shown(ctx: Context, case: Case, mine: bool) -> Reply:
    """Where it stands, since when, and whose turn it is."""
    filed = words.FILED.format(day=written(case.filed))
    parts: list[Part] = [Say(_line(ctx, case), strong=True), Say(filed), *_next(ctx, case, mine)]
    return Reply(tuple(parts), tuple(_rows(case)) if mine else ())


def _next(ctx: Context, case: Case, mine: bool) -> Iterator[Say]:
    match case.state:
        case "submitted":
            if case.region in ctx.mind.library.regimes:
                yield Say(words.NEXT.format(next=after_applying(ctx.mind.library, case.region)))
                yield Say(words.ON_PAPER)
        case "returned":
            yield Say(
                words.RETURNED.format(asked=case.asked) if mine and case.asked else words.WAITS_FOR_APPLICANT
            )
        case "withdrawn":
            yield Say(words.ERASED if case.erased else words.WITHDRAWN)
        case "accepted" | "concluded" | "closed" | "not_opened":
            yield from progress.lines(case)
            if case.state == "not_opened":
                yield Say(words.NOT_OPENED)
            if case.erased:
                yield Say(words.ERASED)


def _rows(case: Case) -> Iterator[tuple[Button, ...]]:
    if case.state in SUPPLIED:
        label = "补充材料" if case.state == "returned" else "补交材料"
        yield (supplying(case.number, label),)
    below = [
        Button("申请表副本", f"status/copy={case.number}"),
        Button("换查询码", f"status/recode={case.number}"),
    ]
    if case.state in BEFORE:
        below.append(Button("撤回", f"status/withdraw={case.number}"))
    yield tuple(below)
    if case.state == "withdrawn" and not case.erased:
        yield (_copying(case),)


def _copying(case: Case) -> Button:
    return Button(words.COPY_IT, f"intake/copy={case.region}.{case.number}")


DIALOG = Dialog(
    NAME,
    pressed,
    words.IN_GROUP,
    (Slash("status", "查申请进度", begin),),
    said=said,
    sent=sent,
    waits=waits,
    asks=supply.asks,
    cleared=cleared,
    acts=frozenset(
        {acts.Collect, acts.ListMine, acts.See, acts.Find, acts.Withdraw, acts.Supplement, acts.Recode}
    ),
    acted=acted,
    draft=draft,
    kept=kept,
    not_kept=not_kept,
)
