"""How a question of the self-assessment looks: its words, its list, its buttons."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.assess import words
from dialogs.assess.questions import AGAIN, BEGIN, FactLine, Question, Way
from dialogs.assess.record import NOT_APPLICABLE, UNSURE, YES, Assessment
from dialogs.core import Button, Ears, Part, Reply, Say
from dialogs.shared.paging import Rows, in_rows, turning
from dialogs.shared.phrases import provision_label
from knowledge.policy.quote import Quote
from knowledge.rules import oriented

PAGE = 8
"""Situations on one page."""
BEST = 5
"""Situations that are offered first, by the own words."""
MARKED = {UNSURE: "拿不准", NOT_APPLICABLE: "不适用", AGAIN: "再问我"}
DENIED = {"has": "有", "fits": "不符合", "heard": "说反了"}
"""What the first mark of a line says, by what the list asks."""


def shown(
    ears: Ears, record: Assessment, way: Way, edit: bool = False, before: tuple[Part, ...] = ()
) -> Reply:
    """The current question; `before`: what is said first."""
    question = way.current
    if question is None:
        raise ValueError("no question is open")
    intro = Say(words.INTRO.format(short=ears.mind.library.short[record.region]))
    if question.id == BEGIN:
        return Reply((*before, intro, Say(words.OR_TELL)), rows(ears, record, question), edit)
    if record.told_first and not record.begun and not edit and not before:
        before = (intro,)
    return Reply((*before, *_parts(ears, record, way, question)), rows(ears, record, question), edit)


# ── words ────────────────────────────────────────────────────────────────────────────────────────
def _parts(ears: Ears, record: Assessment, way: Way, question: Question) -> Iterator[Part]:
    policy = ears.mind.library.policies[record.region]
    number, count = way.place
    for at in question.show:
        yield Quote(policy.full_text(at), policy.citation(at))
    step = words.STEP.format(short=ears.mind.library.short[record.region], number=number, count=count)
    yield Say(f"（{step}）{question.ask}", strong=True)
    if question.quote and question.sources:
        yield Say(words.SAYS.format(label=policy.place(question.sources[0]), quote=question.quote))
    asked = (
        question.facts if question.kind != "list" else (one for one in question.facts if one in record.marks)
    )
    yield from map(Say, oriented(ears.mind.library.regimes[record.region].facts, asked))
    yield from _below(ears, record, question)


def _below(ears: Ears, record: Assessment, question: Question) -> Iterator[Part]:
    """The list that is marked, or what was answered before."""
    if question.kind == "list":
        yield Say("\n".join(_line(n, line, record, question) for n, line in enumerate(question.lines, 1)))
        yield Say(_hint(question))
    if question.kind == "pick":
        yield Say(_pick_head(ears, record))
    if question.kind == "choice" and question.answered and question.id == record.open:
        chosen = dict(question.options).get(str(record.answers.get(question.id)))
        if chosen:
            yield Say(f"原来答的是：{chosen}")


def _hint(question: Question) -> str:
    """What pressing a number again does."""
    marks = max((line.marks for line in question.lines), key=len)
    first, *more = (_marked(mark, question) for mark in marks)
    return f"（按一下是“{first}”，{''.join(f'再按是“{one}”，' for one in more)}再按取消。{words.OR_TYPED if question.style == 'heard' else ''}）"


def _line(number: int, line: FactLine, record: Assessment, question: Question) -> str:
    mark = mark_of(line, record, question)
    return f"{number}. {line.words}{f'　【{_marked(mark, question)}】' if mark else ''}"


def _marked(mark: str, question: Question) -> str:
    return MARKED.get(mark) or DENIED[question.style]


def mark_of(line: FactLine, record: Assessment, question: Question) -> str:
    """What the line is marked with; nothing where it is taken for what it says. A list that is shown again starts
    with its old answers."""
    if line.fact in record.marks:
        return record.marks[line.fact]
    given = str(record.answers.get(line.fact) or "")
    old = question.id == record.open and question.answered and given not in ("", line.rest)
    return given if old else ""


def next_mark(line: FactLine, mark: str) -> str:
    """The mark after this one; nothing comes round again."""
    cycle = ("", *line.marks)
    place = cycle.index(mark) if mark in cycle else 0
    return cycle[(place + 1) % len(cycle)]


# ── buttons ──────────────────────────────────────────────────────────────────────────────────────
def rows(ears: Ears, record: Assessment, question: Question) -> Rows:
    """The buttons under a question: its answers, then what is always there."""
    if question.id == BEGIN:
        texts = Button(words.ONLY_TEXT, f"browse/policy={record.region}")
        return ((*_choice_rows(question)[0], texts),)
    return (*answers(ears, record, question), *_always(question))


def answers(ears: Ears, record: Assessment, question: Question) -> Rows:
    """The buttons that answer it."""
    match question.kind:
        case "list":
            return tuple(_list_rows(record, question))
        case "pick":
            return tuple(_pick_rows(ears, record))
        case "choice" | "text":
            return _choice_rows(question)


def _always(question: Question) -> Rows:
    below = [Button(words.BACK, f"assess/back={question.id}")]
    if question.sources:
        below.append(Button(words.TEXT, f"assess/text={question.id}"))
    if question.why:
        below.append(Button(words.WHY, f"assess/why={question.id}"))
    return (
        tuple(below),
        (Button(words.CHANGE, "assess/change=0"), Button(words.PAUSE, "assess/pause=1")),
    )


def _choice_rows(question: Question) -> Rows:
    buttons = [Button(label, f"assess/a={question.id}:{value}") for value, label in question.options]
    short = all(len(button.label) <= 6 for button in buttons)
    return (tuple(buttons),) if short and len(buttons) <= 3 else tuple((button,) for button in buttons)


def _list_rows(record: Assessment, question: Question) -> Iterator[tuple[Button, ...]]:
    numbers = [Button(str(n), f"assess/m={question.id}:{n}") for n in range(1, len(question.lines) + 1)]
    yield from in_rows(numbers, 5)
    marked = any(mark_of(line, record, question) for line in question.lines)
    finish = [Button(_finish(question, marked), f"assess/done={question.id}")]
    if question.style != "heard" and not marked:
        finish.append(Button(words.ALL_UNSURE, f"assess/unsure={question.id}"))
    yield tuple(finish)


def _finish(question: Question, marked: bool) -> str:
    match question.style:
        case "heard":
            return words.RIGHT_BESIDES if marked else words.ALL_RIGHT
        case "has":
            return words.NONE_BESIDES if marked else words.NONE_OF_THEM
        case "fits":
            return words.ALL_BESIDES if marked else words.ALL_OF_THEM


# ── the list of situations ───────────────────────────────────────────────────────────────────────
def chosen(record: Assessment) -> tuple[str, ...]:
    """Situations that are ticked on the list that is shown now."""
    if record.marks.get("pick") == "begun":
        return tuple(key for key, mark in record.marks.items() if mark == YES)
    return tuple(at for at in record.picked("pick") if at != UNSURE)


def _said(record: Assessment) -> str:
    given = record.text("words")
    return "" if given == "skip" else given


def _page(ears: Ears, record: Assessment) -> tuple[str, list[str]]:
    """(what is said above, ids) of the list as it stands."""
    rules = ears.mind.library.regimes[record.region].situations
    ids = [one.at for one in rules.items]
    groups = list(rules.groups.items())
    name, _, number = record.page.partition(".")
    if name == "group" and number.isdecimal() and int(number) < len(groups):
        return f"{groups[int(number)][0]}：", list(groups[int(number)][1])
    if record.page == "" and _said(record):
        best = ears.ranked(_said(record), (at for at in ids if at != rules.catch_all), record.region)
        return words.PICK_BY_WORDS, best[:BEST]
    if groups:
        return words.PICK_GROUP, []
    start = int(number) * PAGE if name == "page" and number.isdecimal() else 0
    return words.PICK_LIST, ids[start : start + PAGE]


def _pick_head(ears: Ears, record: Assessment) -> str:
    head, ids = _page(ears, record)
    policy = ears.mind.library.policies[record.region]
    lines = [
        f"{'☑' if at in chosen(record) else '☐'} {policy.place(at)} {policy.provision(at).flat}" for at in ids
    ]
    elsewhere = [at for at in chosen(record) if at not in ids]
    if elsewhere:
        lines.append("已选：" + "、".join(policy.place(at) for at in elsewhere))
    return "\n".join([head, *lines])


def _pick_rows(ears: Ears, record: Assessment) -> Iterator[tuple[Button, ...]]:
    policy = ears.mind.library.policies[record.region]
    rules = ears.mind.library.regimes[record.region].situations
    _, ids = _page(ears, record)
    ticked = chosen(record)
    for at in ids:
        yield (Button(f"{'☑' if at in ticked else '☐'} {provision_label(policy, at)}", f"assess/p={at}"),)
    yield from _turning(record, bool(ids), len(rules.items), list(rules.groups))
    if ticked:
        yield (Button(f"{words.PICKED_ALL}（{len(ticked)} 条）", "assess/picked=ids"),)
    yield (
        Button(words.NO_SITUATION, "assess/picked=none"),
        Button(words.UNSURE_OF_IT, "assess/picked=unsure"),
    )


def _turning(record: Assessment, listed: bool, count: int, groups: list[str]) -> Iterator[tuple[Button, ...]]:
    """The way to the rest of the list."""
    if record.page == "" and _said(record):
        yield (Button(words.ALL_SITUATIONS, "assess/g=all"),)
        return
    best = (Button(words.BEST, "assess/g=best"),) if _said(record) else ()
    if groups and listed:
        yield (Button("换一类", "assess/g=all"), *best)
        return
    yield from _groups(groups) if groups else _pages(record, count)
    if best:
        yield best


def _groups(groups: list[str]) -> Rows:
    return in_rows([Button(name, f"assess/g=group.{n}") for n, name in enumerate(groups)], 2)


def _pages(record: Assessment, count: int) -> Rows:
    number = record.page.partition(".")[2]
    return turning("assess/g=page.", int(number) if number.isdecimal() else 0, PAGE, count)
