"""Where no draft is open: how one begins, how one that is there is met, what is said of one that is gone."""

from __future__ import annotations

from dataclasses import replace

from dialogs import acts
from dialogs.acts import Case, is_number, spelled
from dialogs.apply import turns, words
from dialogs.apply.boxes import ORGANISATION, PERSON, boxes, current
from dialogs.apply.paper import Paper
from dialogs.apply.record import NAME, Record, gone, recall
from dialogs.core import Button, Context, Json, Reply, State, Turn, say
from dialogs.shared.phrases import choose, stale
from dialogs.shared.tray import Tray
from dialogs.shared.wanting import BLANK
from knowledge.library.corpus import Library

OF_A_DRAFT = ("go", "sure", "submit", "a", "open", "check", "skip", "back", "pause", "lend", "preview", "t", "picked", "erase",
              "clear")  # fmt: skip
"""Buttons that there are while a draft is there."""


def begin(state: State, code: str, ctx: Context) -> Turn:
    """/apply: consent first; or the question whether to go on with a draft; with a code, a draft from elsewhere."""
    record = recall(state)
    if code == BLANK:
        return blank(state, ctx)
    if code:
        return Turn(state, (say(words.HAVE_ONE),)) if record else Turn(state, (), (acts.Borrow(code),))
    if record is not None:
        return Turn(state, (unfinished(state, record, ctx),))
    if state.region is None:
        choosing = choose(state, words.CHOOSE, ctx.mind, "intake/region")
        return Turn(state.put(NAME, {"wanted": True}), (choosing,))
    return _asking_consent(state, state.region, ctx)


def blank(state: State, ctx: Context) -> Turn:
    """The form with nothing in it, to be printed and written by hand."""
    region = state.region
    if region is None:
        return Turn(state, (choose(state, words.CHOOSE, ctx.mind),))
    if not _may_begin(region, ctx):
        return Turn(state, (say(words.NO_RULES.format(short=ctx.mind.library.short[region])),))
    regime, short = ctx.mind.library.regimes[region], ctx.mind.library.short[region]
    form = Paper(ctx.mind.library, Record(region, Tray("")), None).form(words.BLANK)
    note = [words.FORM_NOTE.format(title=regime.paper.title)] if regime.form is None else []
    row = (Button(words.FILL_WITH_ME, "intake/begin=1"),)
    reply = say(words.BLANK_HERE.format(title=regime.paper.title, short=short), *note, buttons=(row,))
    return Turn(state, (replace(reply, sheet=form),))


def _asking_consent(state: State, region: str, ctx: Context) -> Turn:
    """Nothing is asked before it is given; no form where the policy has no rules for one."""
    if not _may_begin(region, ctx):
        return Turn(state, (say(words.NO_RULES.format(short=ctx.mind.library.short[region])),))
    body = {key: value for key, value in state.of(NAME).items() if key != "of"}
    return Turn(state.put(NAME, {**body, "consent": region}), (turns.consent(ctx, region),))


def _copying(state: State, value: str, ctx: Context) -> Turn:
    """A withdrawn application again, in a draft of its own; consent is asked for as ever."""
    region, _, number = value.rpartition(".")
    if not is_number(number) or not _may_begin(region, ctx):
        return Turn(state, (stale(),))
    turn = _asking_consent(state, region, ctx)
    return replace(turn, state=turn.state.put(NAME, {**turn.state.of(NAME), "of": number}))


def copied(library: Library, record: Record, case: Case) -> Record:
    """What stood in its boxes; files are not taken along."""
    regime = library.regimes[record.region]
    texts = {one.key: one.text for one in case.fields if not one.printed}
    clauses: list[Json] = [one.at for one in case.claims if regime.situation(one.at)]
    kind = ORGANISATION if texts.get("organisation") else PERSON
    known = record.put(applicant_kind=kind, **({"clauses": clauses} if clauses else {}))
    given: dict[str, Json] = {}
    for box in boxes(library, known):
        if box.key in texts and box.key not in known.answers and not box.kind.takes_files:
            values = {label: value for value, label in box.options}
            given[box.key] = values.get(texts[box.key], texts[box.key]) if values else texts[box.key]
    return replace(known.put(**given), whole=True)


def _may_begin(region: str, ctx: Context) -> bool:
    rules = ctx.mind.library.regimes.get(region)
    return rules is not None and bool(rules.decision)


def unfinished(state: State, record: Record, ctx: Context) -> Reply:
    """There is a draft: where it was left, and what can be done with it."""
    delete = Button(words.DELETE, "intake/go=delete")
    if record.region not in ctx.mind.library.regimes:
        return say(words.POLICY_GONE, buttons=((delete,),))
    short, all_ = ctx.mind.library.short, boxes(ctx.mind.library, record)
    box = current(all_, record)
    number = all_.index(box) + 1 if box else len(all_)
    text = words.UNFINISHED.format(short=short[record.region], number=number, count=len(all_))
    if state.region not in (None, record.region):
        text += words.OTHER_REGION.format(there=short[record.region], here=short[str(state.region)])
    row = (Button(words.GO_ON, "intake/go=on"), Button(words.AFRESH, "intake/go=afresh"), delete)
    return say(text, buttons=(row,))


def without(state: State, key: str, value: str, ctx: Context) -> Turn:
    """A button where there is no draft."""
    match key:
        case "region" if value in ctx.mind.library.policies:
            return begin(gone(replace(state, region=value)), "", ctx)
        case "agree" if _may_begin(value, ctx):
            of = str(state.of(NAME).get("of") or "") if state.of(NAME).get("consent") == value else ""
            return Turn(replace(state, region=value), (), (acts.Begin(value, of),))
        case "copy":
            return _copying(state, value, ctx)
        case "begin":
            return begin(state, "", ctx)
        case "blank":
            return blank(state, ctx)
        case "go" if value == "no":
            return Turn(state, (say(words.NOT_AGREED),))
        case "go" if value == "borrow":
            return Turn(state, (say(words.BORROW_HOW),))
        case _:
            return Turn(state, (_over(state, key),))


def _over(state: State, key: str) -> Reply:
    """A button of a draft that is not there any more: what has become of it."""
    if state.of(NAME).get("moved") is True:
        return say(words.MOVED)
    number = state.of(NAME).get("filed")
    if isinstance(number, str):
        row = (Button("查进度", f"status/see={number}"),)
        return say(words.FILED_ALREADY.format(number=spelled(number)), buttons=(row,))
    return say(words.OVER) if key in OF_A_DRAFT else stale()
