"""What a button of the self-assessment does."""

from __future__ import annotations

from dataclasses import replace

from dialogs.assess import result, words
from dialogs.assess.ask import chosen, mark_of, next_mark, shown
from dialogs.assess.own import cleaned
from dialogs.assess.questions import AGAIN, CARRY_ON, DONE, FactLine, Question, Way
from dialogs.assess.record import UNSURE, YES, Assessment, keep, recall
from dialogs.assess.reminders import brought_up
from dialogs.assess.walk import walk
from dialogs.core import Button, Context, Json, Part, Reply, Say, State, Turn, say
from dialogs.shared import notice
from dialogs.shared.paging import turning
from dialogs.shared.ticks import toggled
from knowledge.policy.quote import Quote
from knowledge.rules import oriented

ON_A_PAGE = 8
"""Questions on one page of 改前面的."""
PICK = "pick"
"""The question whose answer is a list of situations."""
PAGES = "all"
"""The page of the list of situations that shows them all, or their groups."""


# ── the next message ─────────────────────────────────────────────────────────────────────────────
def opened(state: State, region: str, ctx: Context, own_words: str) -> Turn:
    """Afresh: what it is, and whether to begin. The own words of a question come along."""
    kept, notes = cleaned(own_words)
    answers = {**told(kept, ctx), **_news(state)} if kept else {}
    return onward(state, Assessment(region, answers), ctx, tuple(notes))


def _news(state: State) -> dict[str, Json]:
    """What was told before of an inquiry: it is offered with what the own words tell."""
    kept = notice.recall(state)
    return {"news": kept.words, "news_kind": kept.kind, "news_on": kept.told} if kept else {}


def told(own_words: str, ctx: Context) -> dict[str, Json]:
    """The own words, and the day on which they were said: what is called 昨天 in them stays that day."""
    return {"words": own_words, "words_on": ctx.today.isoformat() if ctx.today else ""}


def onward(
    state: State, record: Assessment, ctx: Context, before: tuple[Part, ...] = (), edit: bool = False
) -> Turn:
    """The next question, or the result."""
    record = replace(record, paused=False)
    way = walk(ctx.ears, record)
    state = keep(state, record)
    if way.current is not None:
        return Turn(state, (shown(ctx.ears, record, way, edit, before),))
    replies = (Reply(before),) if before else ()
    return Turn(state, (*replies, result.result(ctx, record, way)))


def current(state: State, ctx: Context) -> tuple[Assessment, Way] | None:
    """The assessment that is under way, if any."""
    record = recall(state)
    if record is None or record.paused or record.region not in ctx.mind.library.regimes:
        return None
    return record, walk(ctx.ears, record)


def paused(state: State, record: Assessment) -> Turn:
    """Set aside, everything kept."""
    row = (Button(words.GO_ON, "assess/go=on"), Button(words.DELETE, "assess/go=delete"))
    return Turn(keep(state, replace(record, paused=True)), (say(words.PAUSED, buttons=(row,)),))


# ── buttons ──────────────────────────────────────────────────────────────────────────────────────
def pressed(state: State, record: Assessment, key: str, value: str, ctx: Context) -> Turn | None:
    """None for a button that nobody knows."""
    way = walk(ctx.ears, record)
    match key:
        case "go":
            return _go(state, record, value, ctx)
        case "pause":
            return paused(state, record)
        case "change":
            return Turn(state, (_changing(way, value),))
        case "open" if question := way.find(value):
            return onward(state, record.reopen(question.id), ctx)
        case "carry":
            return onward(state, record.answer(**{CARRY_ON: YES}), ctx)
        case "weigh" if way.current is None:
            return onward(state, record.answer(weigh=YES), ctx)
        case "elsewhere" | "save" | "apply":
            return _with_result(state, record, way, key, ctx)
        case "more" if way.current is None and (shown_ := result.more(ctx, record, way, value)):
            return Turn(state, (shown_,))
        case "a" | "m" | "p" | "g" | "picked" | "done" | "unsure" | "back" | "text" | "why":
            return _on_question(state, record, way, key, value, ctx)
        case _:
            return None


def _go(state: State, record: Assessment, value: str, ctx: Context) -> Turn | None:
    match value:
        case "on":
            return onward(state, record, ctx)
        case "afresh":
            row = (Button(words.SURE, "assess/go=clear"), Button(words.NOT_SURE, "assess/go=on"))
            return Turn(state, (say(words.SURE_AFRESH, buttons=(row,)),))
        case "clear":
            return opened(state, state.region or record.region, ctx, "")
        case "delete":
            return Turn(keep(state, None), (say(words.DELETED),))
        case _:
            return None


def _changing(way: Way, page: str) -> Reply:
    """The questions that are answered, to open one again."""
    start = int(page) * ON_A_PAGE if page.isdecimal() else 0
    answered_ = [(n, one) for n, one in enumerate(way.steps, 1) if one.answered]
    rows: list[tuple[Button, ...]] = [(Button(f"{n}. {_short(one)}", f"assess/open={one.id}"),)
                                      for n, one in answered_[start : start + ON_A_PAGE]]  # fmt: skip
    rows += turning("assess/change=", start // ON_A_PAGE, ON_A_PAGE, len(answered_))
    rows.append((Button("不改了", "assess/go=on"),))
    return say(words.CHANGE_WHICH, buttons=tuple(rows))


def _short(question: Question) -> str:
    return question.ask if len(question.ask) <= 20 else question.ask[:19] + "…"


def _with_result(state: State, record: Assessment, way: Way, key: str, ctx: Context) -> Turn:
    """What can be done with a result; while a question is open, that comes first."""
    if way.current is not None:
        return onward(state, record, ctx, (Say(words.NOT_YET),))
    make = {"apply": result.applying, "elsewhere": result.beside, "save": result.sheet}[key]
    return Turn(state, (make(ctx, record, way),))


# ── on the open question ─────────────────────────────────────────────────────────────────────────
def _on_question(state: State, record: Assessment, way: Way, key: str, value: str, ctx: Context) -> Turn:
    question = way.current
    if question is None:
        if key == "a" and value.startswith("after:") and (asked := way.find("after")):
            return answered(state, record, asked, value.partition(":")[2], ctx)
        return onward(state, record, ctx, (Say(words.STALE),))
    turn = _answering(state, record, question, key, value, ctx)
    if turn is None and value == question.id:
        turn = _around(state, record, way, key, ctx)
    return turn or onward(state, record, ctx, (Say(words.STALE),))


def _answering(
    state: State, record: Assessment, question: Question, key: str, value: str, ctx: Context
) -> Turn | None:
    id_, _, last = value.rpartition(":")
    match key:
        case "a" if id_ == question.id and last in dict(question.options):
            return answered(state, record, question, last, ctx)
        case "m" if id_ == question.id and last.isdecimal() and 1 <= int(last) <= len(question.lines):
            return marked(state, record, question, [question.lines[int(last) - 1]], ctx)
        case "done" | "unsure" if value == question.id and question.kind == "list":
            return listed(state, record, question, ctx, unsure=key == "unsure")
        case "p" if question.kind == "pick" and ctx.mind.library.regimes[record.region].situation(value):
            return ticked(state, record, [value], ctx)
        case "g" if question.kind == "pick":
            return _paged(state, record, "" if value == "best" else value, ctx)
        case "picked" if question.kind == "pick":
            return picked(state, record, value, ctx)
        case _:
            return None


def _around(state: State, record: Assessment, way: Way, key: str, ctx: Context) -> Turn | None:
    match key:
        case "back":
            return back(state, record, way, ctx)
        case "text":
            return Turn(state, (sources(ctx, record, way),))
        case "why":
            return Turn(state, (reasons(ctx, record, way),))
        case _:
            return None


def answered(
    state: State,
    record: Assessment,
    question: Question,
    value: str,
    ctx: Context,
    note: tuple[Part, ...] = (),
) -> Turn:
    """One answer, and what it brings up at once."""
    if question.id == "again" and value == "again":
        return onward(state, record.reopen("pick"), ctx)
    after = record.answer(**{question.id: value})
    return onward(state, after, ctx, (*note, *brought_up(ctx, record, after, question)))


def listed(state: State, record: Assessment, question: Question, ctx: Context, unsure: bool = False) -> Turn:
    """A whole list: what is not marked is what it says, or all is open."""
    given: dict[str, Json] = dict.fromkeys(question.stands_for or (question.id,), DONE)
    for line in question.lines:
        mark = UNSURE if unsure else mark_of(line, record, question) or line.rest
        given[line.fact] = None if mark == AGAIN else [mark] if line.fact == PICK else mark
    after = record.put(given)
    return onward(state, after, ctx, tuple(brought_up(ctx, record, after, question)))


def marked(state: State, record: Assessment, question: Question, lines: list[FactLine], ctx: Context) -> Turn:
    """The next mark of these lines."""
    marks = {one.fact: mark_of(one, record, question) for one in question.lines}
    for line in lines:
        marks[line.fact] = next_mark(line, marks[line.fact])
    return _redrawn(state, replace(record, marks=marks), ctx)


def set_to(
    state: State, record: Assessment, question: Question, lines: list[FactLine], mark: str, ctx: Context
) -> Turn:
    """These lines marked so, the others as they are."""
    marks = {one.fact: mark_of(one, record, question) for one in question.lines}
    return _redrawn(state, replace(record, marks=marks | {line.fact: mark for line in lines}), ctx)


def ticked(state: State, record: Assessment, ids: list[str], ctx: Context) -> Turn:
    """These situations ticked, or not any more."""
    now = chosen(record)
    for at in ids:
        now = toggled(now, at)
    return _redrawn(state, replace(record, marks={"pick": "begun", **dict.fromkeys(now, YES)}), ctx)


def _paged(state: State, record: Assessment, page: str, ctx: Context) -> Turn:
    return _redrawn(state, replace(record, page=page), ctx)


def _redrawn(state: State, record: Assessment, ctx: Context) -> Turn:
    way = walk(ctx.ears, record)
    return Turn(keep(state, record), (shown(ctx.ears, record, way, edit=True),))


def picked(state: State, record: Assessment, value: str, ctx: Context) -> Turn | None:
    """The list of situations is done with; 「以上都没有」 on a part of the list shows the rest first."""
    now = chosen(record)
    match value:
        case "ids" if not now:
            return onward(state, record, ctx, (Say(words.NOTHING_PICKED),))
        case "none" if record.page == "" and record.text("words") not in ("", "skip"):
            record = replace(record, page=PAGES, marks={})
            way = walk(ctx.ears, record)
            return Turn(keep(state, record), (shown(ctx.ears, record, way, before=(Say(words.THE_REST),)),))
        case "ids" | "none" | "unsure":
            given: dict[str, list[Json]] = {"ids": [*now], "none": [], "unsure": [UNSURE]}
            return onward(state, record.put({"pick": given[value], "again": None}), ctx)
        case _:
            return None


# ── round the open question ──────────────────────────────────────────────────────────────────────
def back(state: State, record: Assessment, way: Way, ctx: Context) -> Turn:
    """The question before, with its answer."""
    steps = way.steps
    place = steps.index(way.current) if way.current in steps else len(steps)
    if place == 0 or way.current is None:
        return onward(state, record, ctx, (Say(words.FIRST_STEP),))
    return onward(state, record.reopen(steps[place - 1].id), ctx)


def sources(ctx: Context, record: Assessment, way: Way) -> Reply:
    """The provisions behind the open question, whole."""
    policy = ctx.mind.library.policies[record.region]
    quotes = (
        Quote(policy.full_text(at), policy.citation(at))
        for at in (way.current.sources if way.current else ())
    )
    again = shown(ctx.ears, record, way, before=(Say(words.BACK_TO_IT),))
    return Reply((*quotes, *again.parts), again.buttons)


def reasons(ctx: Context, record: Assessment, way: Way) -> Reply:
    """Why the open question is asked."""
    why, asked = (way.current.why, way.current.facts) if way.current else ("", ())
    law = map(Say, oriented(ctx.mind.library.regimes[record.region].facts, asked))
    before = (Say(words.WHY_SAYS.format(why=why)), *law, Say(words.BACK_TO_IT))
    return shown(ctx.ears, record, way, before=before)
