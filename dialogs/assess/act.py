"""What a button of the self-assessment does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dialogs import memory
from dialogs.assess import words
from dialogs.assess.ask import AGAIN, chosen, mark_of, next_mark, shown
from dialogs.assess.card import Card, due_line, elsewhere
from dialogs.assess.questions import CARRY_ON, DONE, Line, Question, Way, told_day, walk
from dialogs.assess.record import NO, UNSURE, WORDS, YES, Record, keep, recall
from dialogs.core import Button, Context, Json, Part, Reply, Say, Sheet, State, Turn, say
from knowledge import traps
from knowledge.answer.wording import cited, spot
from knowledge.judge import Judge
from knowledge.quote import Quote
from knowledge.regime import Phrase, Regime, Trap

ON_A_PAGE = 8
"""Questions on one page of 改前面的."""


# ── beginning ────────────────────────────────────────────────────────────────────────────────────
def introduced(state: State, region: str, ctx: Context, own_words: str) -> Turn:
    """What it is and what it is not. The own words of a question wait in the last question's memory."""
    asked = next((row for row in memory.recall(state).asked if own_words and row.text == own_words), None)
    number = asked.number if asked else 0
    rows = (
        (
            Button(words.BEGIN, f"assess/begin={region}.{number}"),
            Button(words.ONLY_TEXT, f"browse/policy={region}"),
        ),
    )
    return Turn(state, (say(words.INTRO.format(short=ctx.mind.library.short[region]), buttons=rows),))


def started(state: State, value: str, ctx: Context) -> Turn:
    """`region.number`: afresh, with the words of that remembered question if there is one."""
    region, _, number = value.rpartition(".")
    if region not in ctx.mind.library.regimes or not ctx.mind.library.regimes[region].decision:
        return Turn(state, (say(words.OVER),))
    asked = memory.recall(state).find(number)
    record = Record(region, {"words": asked.text[:WORDS]} if asked else {})
    return onward(state, record, ctx)


def onward(
    state: State,
    record: Record,
    ctx: Context,
    before: tuple[Part, ...] = (),
    edit: bool = False,
) -> Turn:
    """The next question, or the result."""
    way = walk(ctx.mind.library, record)
    state = keep(state, replace(record, paused=False))
    if way.current is not None:
        return Turn(state, (shown(ctx.mind, record, way, edit, before),))
    replies = (Reply(before),) if before else ()
    return Turn(state, (*replies, result(ctx, record, way)))


# ── the result ───────────────────────────────────────────────────────────────────────────────────
def result(ctx: Context, record: Record, way: Way) -> Reply:
    card = Card(ctx.mind.library, record.region, record, way, ctx.calendar, ctx.today)
    if record.answers.get("after") == "appeal":
        return _after_decision(ctx, record, card)
    more: tuple[Button, ...] = ()
    if card.judgement.only in ("barred", "gate_failed", "no_situation", "not_applicable"):
        more = (Button("仍想看其余分析", "assess/carry=on"),) if CARRY_ON not in record.answers else ()
    rows = (
        (Button("改答案", "assess/change=0"), Button(words.AFRESH, "assess/go=afresh"), *more),
        (Button("其他地区怎么规定", "assess/elsewhere=1"), Button("保存／打印", "assess/save=1")),
        (Button("去申请", "assess/apply=1"), Button(words.DELETE, "assess/go=delete")),
    )
    return Reply(card.parts(), rows)


def _after_decision(ctx: Context, record: Record, card: Card) -> Reply:
    """The decision has been made: what the policy still allows."""
    regime, policy = ctx.mind.library.regimes[record.region], ctx.mind.library.policies[record.region]
    parts: list[Part] = [Say(words.APPEAL_HEAD.format(short=card.short), strong=True)]
    for name in ("decided", "effective"):
        if nudge := regime.stages.get(name):
            parts += [Say(nudge.say), Quote(policy.full_text(nudge.at), policy.citation(nudge.at))]
    parts += [
        Say(f"{trap.say}（{spot(policy, trap.at)}“{trap.quote}”）")
        for trap in card.traps()
        if trap.step == "stage"
    ]
    parts.append(Say(words.NOT_A_RULING.format(organ=regime.organ), strong=True))
    row = (Button("接着自评", "assess/a=after:go_on"), Button(words.CHANGE, "assess/change=0"))
    return Reply(tuple(parts), (row,))


def applying(ctx: Context, record: Record, way: Way) -> Reply:
    """To whom, by when, with what; all in the policy's words."""
    card = Card(ctx.mind.library, record.region, record, way, ctx.calendar, ctx.today)
    regime, policy = ctx.mind.library.regimes[record.region], ctx.mind.library.policies[record.region]
    parts: list[Part] = [Say(words.APPLY_HEAD.format(short=card.short), strong=True)]
    if card.judgement.only in ("barred", "gate_failed", "no_situation", "not_applicable"):
        parts.append(Say(words.APPLY_NOT_YET))
    lines = [f"交给谁：{regime.addressee or regime.organ}", f"谁来申请：{regime.applicant or '文件没有写'}"]
    lines.append(f"用什么表：{_form(regime, ctx, record.region)}")
    parts += [Say("\n".join("· " + line for line in lines))]
    parts += [Say(cited(policy, phrase)) for phrase in regime.apply]
    if proofs := list(dict.fromkeys(card.proofs())):
        parts.append(Say("\n".join(["要准备的材料：", *("· " + line for line in proofs)])))
    parts.append(Say("\n".join(["期限：", *("· " + line for line in dict.fromkeys(card.days()))])))
    parts.append(Say(words.NOT_A_RULING.format(organ=regime.organ)))
    return Reply(tuple(parts), ((Button("看结果", "assess/go=on"),),))


def _form(regime: Regime, ctx: Context, region: str) -> str:
    if regime.form is None:
        return "文件没有附申请表，可以用同样的几项写《申请书》：申请事项、主要事实及理由、证明材料"
    form = next((one for one in regime.forms if one.at == regime.form), None)
    label = spot(ctx.mind.library.policies[region], regime.form)
    fields = f"，要填：{'、'.join(form.fields)}；“所在党组织意见”由党组织填写" if form else ""
    return f"{label}《容错申请表》{fields}"


# ── buttons ──────────────────────────────────────────────────────────────────────────────────────
def pressed(state: State, record: Record, key: str, value: str, ctx: Context) -> Turn | None:
    """None for a button that nobody knows."""
    way = walk(ctx.mind.library, record)
    match key:
        case "go":
            return _go(state, record, value, ctx)
        case "pause":
            return _paused(state, record)
        case "change":
            return Turn(state, (_changing(way, value),))
        case "open" if question := way.find(value):
            return onward(state, record.reopen(question.id), ctx)
        case "carry":
            return onward(state, record.answer(**{CARRY_ON: YES}), ctx)
        case "elsewhere" | "save" | "apply":
            return _with_result(state, record, way, key, ctx)
        case "a" | "m" | "p" | "g" | "picked" | "done" | "unsure" | "back" | "text" | "why":
            return _on_question(state, record, way, key, value, ctx)
        case _:
            return None


def _go(state: State, record: Record, value: str, ctx: Context) -> Turn | None:
    match value:
        case "on":
            return onward(state, record, ctx)
        case "afresh":
            return introduced(state, state.region or record.region, ctx, "")
        case "delete":
            return Turn(keep(state, None), (say(words.DELETED),))
        case _:
            return None


def _paused(state: State, record: Record) -> Turn:
    row = (Button(words.GO_ON, "assess/go=on"), Button(words.DELETE, "assess/go=delete"))
    return Turn(keep(state, replace(record, paused=True)), (say(words.PAUSED, buttons=(row,)),))


def _changing(way: Way, page: str) -> Reply:
    """The questions that are answered, to open one again."""
    start = int(page) * ON_A_PAGE if page.isdecimal() else 0
    answered = [(n, one) for n, one in enumerate(way.questions, 1) if one.answered]
    rows: list[tuple[Button, ...]] = [
        (Button(f"{n}. {_short(one)}", f"assess/open={one.id}"),)
        for n, one in answered[start : start + ON_A_PAGE]
    ]
    turns = [("上一页", start // ON_A_PAGE - 1, start > 0),
             ("下一页", start // ON_A_PAGE + 1, start + ON_A_PAGE < len(answered))]  # fmt: skip
    if turning := tuple(Button(label, f"assess/change={n}") for label, n, there in turns if there):
        rows.append(turning)
    rows.append((Button("不改了", "assess/go=on"),))
    return say(words.CHANGE_WHICH, buttons=tuple(rows))


def _short(question: Question) -> str:
    return question.ask if len(question.ask) <= 20 else question.ask[:19] + "…"


def _with_result(state: State, record: Record, way: Way, key: str, ctx: Context) -> Turn:
    """What can be done with a result; while a question is open, that comes first."""
    if way.current is not None:
        return onward(state, record, ctx, (Say(words.STALE),))
    if key == "apply":
        return Turn(state, (applying(ctx, record, way),))
    if key == "elsewhere":
        parts = tuple(elsewhere(ctx.mind.library, record, way, ctx.calendar))
        return Turn(state, (Reply(parts, ((Button("看结果", "assess/go=on"),),)),))
    card = Card(ctx.mind.library, record.region, record, way, ctx.calendar, ctx.today)
    sheet = Sheet(
        words.FILE_NAME.format(short=card.short), words.HEAD.format(short=card.short), card.parts()[1:]
    )
    return Turn(state, (Reply((Say(words.SAVED),), sheet=sheet),))


# ── on the open question ─────────────────────────────────────────────────────────────────────────
def _on_question(state: State, record: Record, way: Way, key: str, value: str, ctx: Context) -> Turn:
    question = way.current
    if question is None:
        if key == "a" and value.startswith("after:") and (asked := way.find("after")):
            return answered(state, record, asked, value.partition(":")[2], ctx)
        return onward(state, record, ctx, (Say(words.STALE),))
    id_, _, last = value.rpartition(":")
    turn: Turn | None = None
    match key:
        case "a" if id_ == question.id and last in dict(question.options):
            turn = answered(state, record, question, last, ctx)
        case "m" if id_ == question.id and last.isdecimal() and 1 <= int(last) <= len(question.lines):
            turn = _marked(state, record, question, question.lines[int(last) - 1], ctx)
        case "done" | "unsure" if value == question.id and question.kind == "list":
            turn = listed(state, record, question, ctx, unsure=key == "unsure")
        case "p" | "g" | "picked" if question.kind == "pick":
            turn = _picking(state, record, key, value, ctx)
        case "back" if value == question.id:
            turn = back(state, record, way, ctx)
        case "text" if value == question.id:
            turn = Turn(state, (sources(ctx, record, way),))
        case "why" if value == question.id:
            turn = Turn(state, (reasons(ctx, record, way),))
    return turn or onward(state, record, ctx, (Say(words.STALE),))


def answered(
    state: State,
    record: Record,
    question: Question,
    value: str,
    ctx: Context,
    note: tuple[Part, ...] = (),
) -> Turn:
    """One answer, and what it brings up at once."""
    if question.id == "again" and value == "again":
        return onward(state, record.reopen("pick"), ctx)
    after = record.answer(**{question.id: value})
    said = tuple(_brought_up(ctx, record, after, question))
    return onward(state, after, ctx, (*note, *said))


def listed(
    state: State,
    record: Record,
    question: Question,
    ctx: Context,
    unsure: bool = False,
) -> Turn:
    """A whole list: what is not marked is what it says, or all is open."""
    given: dict[str, Json] = {question.id: DONE}
    for line in question.lines:
        mark = UNSURE if unsure else mark_of(line, record, question) or line.rest
        given[line.fact] = None if mark == AGAIN else mark
    after = record.put(given)
    said = tuple(_brought_up(ctx, record, after, question))
    return onward(state, after, ctx, said)


def _marked(state: State, record: Record, question: Question, line: Line, ctx: Context) -> Turn:
    marks = {one.fact: mark_of(one, record, question) for one in question.lines}
    marks[line.fact] = next_mark(line, marks[line.fact], question)
    record = replace(record, marks=marks)
    return Turn(keep(state, record), (shown(ctx.mind, record, walk(ctx.mind.library, record), edit=True),))


def _picking(state: State, record: Record, key: str, value: str, ctx: Context) -> Turn | None:
    ticked = chosen(record)
    if key == "p":
        if ctx.mind.library.regimes[record.region].situation(value) is None:
            return None
        now = [at for at in ticked if at != value] + ([] if value in ticked else [value])
        record = replace(record, marks={"pick": "begun", **dict.fromkeys(now, YES)})
    elif key == "g":
        record = replace(record, page="" if value == "best" else value)
    elif value == "ids" and not ticked:
        return Turn(state, (say(words.NOTHING_PICKED),))
    elif value in ("ids", "none", "unsure"):
        picked: list[Json] = [*ticked] if value == "ids" else [] if value == "none" else [UNSURE]
        after = record.put({"pick": picked, "again": None})
        return onward(state, after, ctx)
    else:
        return None
    return Turn(keep(state, record), (shown(ctx.mind, record, walk(ctx.mind.library, record), edit=True),))


def back(state: State, record: Record, way: Way, ctx: Context) -> Turn:
    """The question before, with its answer."""
    place = way.questions.index(way.current) if way.current else len(way.questions)
    if place == 0:
        return onward(state, record, ctx, (Say(words.FIRST_STEP),))
    return onward(state, record.reopen(way.questions[place - 1].id), ctx)


def sources(ctx: Context, record: Record, way: Way) -> Reply:
    """The provisions behind the open question, whole."""
    policy = ctx.mind.library.policies[record.region]
    question = way.current
    ids = question.sources if question else ()
    return Reply((*(Quote(policy.full_text(at), policy.citation(at)) for at in ids), *_again(ctx, record, way).parts),
                 _again(ctx, record, way).buttons)  # fmt: skip


def reasons(ctx: Context, record: Record, way: Way) -> Reply:
    why = Say(words.WHY_SAYS.format(why=way.current.why if way.current else ""))
    again = _again(ctx, record, way)
    return Reply((why, *again.parts), again.buttons)


def _again(ctx: Context, record: Record, way: Way) -> Reply:
    return shown(ctx.mind, record, way, before=(Say(words.BACK_TO_IT),))


# ── what an answer brings up ─────────────────────────────────────────────────────────────────────
def _brought_up(ctx: Context, before: Record, after: Record, question: Question) -> Iterator[Part]:
    """Nudges and warnings, at the step that they belong to."""
    regime = ctx.mind.library.regimes[after.region]
    if question.id == "stage":
        yield from _nudge(ctx, after, regime)
    if question.id == "told_on" and (told := told_day(after)):
        step = next(s for s in regime.procedure if s.deadline and s.deadline.start == "told")
        yield Say(
            due_line(told, (step.deadline.days if step.deadline else 0) or 0, ctx.calendar, ctx.today),
            strong=True,
        )
    if question.id == "overlay" and after.answers.get("overlay") == YES:
        yield Say(words.OVERLAY.format(short=ctx.mind.library.short[after.region]))
    if question.id == "route" and regime.route and after.answers.get("route") in ("simple", "complex"):
        way = regime.route.simple if after.answers["route"] == "simple" else regime.route.complex
        phrase = Phrase(at=way.at, quote=way.quote)
        yield Say(f"{way.say}{cited(ctx.mind.library.policies[after.region], phrase)}")
    policy = ctx.mind.library.policies[after.region]
    was = {trap.id for trap in _fired(ctx, before)}
    for trap in _fired(ctx, after):
        if trap.id not in was and trap.step == question.part:
            pattern = words.REMINDER if trap.quote else words.REMINDER_PLAIN
            yield Say(pattern.format(say=trap.say, label=policy.provision(trap.at).label, quote=trap.quote))


def _nudge(ctx: Context, record: Record, regime: Regime) -> Iterator[Part]:
    nudge = next((one for name, one in regime.stages.items() if name == record.answers.get("stage")), None)
    if nudge:
        yield Say(
            (words.NOW_URGENT if nudge.urgent else words.NOW).format(say=nudge.say), strong=nudge.urgent
        )
        if nudge.quote:
            policy = ctx.mind.library.policies[record.region]
            yield Say(cited(policy, Phrase(at=nudge.at, quote=nudge.quote)))


def _fired(ctx: Context, record: Record) -> tuple[Trap, ...]:
    """Warnings that apply to what is certain so far."""
    regime = ctx.mind.library.regimes[record.region]
    facts = walk(ctx.mind.library, record).facts
    certain = Judge(regime).certain(facts)
    return traps.fired(regime, facts, (certain,) if certain else ())


def current(state: State, ctx: Context) -> tuple[Record, Way] | None:
    """The assessment that is under way, if any."""
    record = recall(state)
    if record is None or record.paused or record.region not in ctx.mind.library.regimes:
        return None
    return record, walk(ctx.mind.library, record)


__all__ = [
    "NO",
    "answered",
    "back",
    "current",
    "introduced",
    "listed",
    "onward",
    "pressed",
    "reasons",
    "sources",
    "started",
]
