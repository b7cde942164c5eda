"""What is open and alike is asked on one screen: what must hold as one list, what must not as another.

Each line answers a question of the way by its own id, so that going back, changing an answer and the result know
nothing of lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dialogs.assess.questions import FactLine, Question, Style, Walked, since
from dialogs.assess.record import NO, NOT_APPLICABLE, UNSURE, YES
from knowledge.rules import Condition, Element
from knowledge.rules.logic import Is, Not

PHASES = (("scope", "event"), ("situations", "exclusions", "conditions"))
"""Parts whose questions may stand on one screen; conditions that come before anything is picked may stand on the first."""
ASKS: dict[Style, str] = {
    "fits": "请核对这几点，都符合吗？不符合的按一下它的号。",
    "has": "下面这些，有没有？有的按一下它的号。",
    "heard": "",
}
NA = "{say}（{na}的，标成“不适用”）"


def together(way: Walked, questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """The questions, those that go with the first open one in one."""
    first = next((one for one in questions if not one.answered), None)
    phase = next((parts for parts in _phases(way) if first and first.part in parts), ())
    open_ = [one for one in questions if not one.answered and one.part in phase]
    styled = [(one, style, lines) for one in open_ for style, lines in [_lines(way, one)] if lines]
    style = next((style for one, style, _ in styled if one is first), None)
    alike = [(one, lines) for one, other, lines in styled if other == style]
    if style is None or len(alike) < 2:
        return questions
    merged = _merged(style, [one for one, _ in alike], [line for _, lines in alike for line in lines])
    left = [one for one in questions if all(one is not other for other, _ in alike[1:])]
    return tuple(merged if one is first else one for one in left)


def _phases(way: Walked) -> Iterator[tuple[str, ...]]:
    order = way.regime.order
    early = "conditions" in order[: order.index("situations")]
    yield (*PHASES[0], "conditions") if early else PHASES[0]
    yield PHASES[1]


def _merged(style: Style, questions: Sequence[Question], lines: Sequence[FactLine]) -> Question:
    notes = "".join(one.ask.partition("？")[2].replace(MARKED, "") for one in questions if one.id == "bars")
    return Question(
        f"all:{style}", questions[0].part, "list", ASKS[style] + notes, "；".join(_each(one.why for one in questions)),
        _each(at for one in questions for at in one.sources), _each(at for one in questions for at in one.show),
        lines=tuple(lines), facts=tuple(fact for one in questions for fact in one.facts), style=style,
        stands_for=tuple(one.id for one in questions if one.kind == "list"),
    )  # fmt: skip


MARKED = "有的按一下它的号。"


def _each(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def _lines(way: Walked, question: Question) -> tuple[Style, tuple[FactLine, ...]]:
    """How a question stands on a list; no lines where it must be asked by itself."""
    if question.id == "event":
        return "fits", (FactLine("event", since(way.regime), "after", ("before", UNSURE)),)
    if question.kind == "list":
        alone = question.style == "has" and question.part == "situations"  # any of them is enough
        return question.style, () if alone else question.lines
    if question.kind != "choice" or question.facts != (question.id,):
        return "fits", ()
    return _of_fact(way, question)


def _of_fact(way: Walked, question: Question) -> tuple[Style, tuple[FactLine, ...]]:
    fact = question.id
    if question.part == "exclusions":
        return "has", (FactLine(fact, way.regime.facts[fact].say, NO),)
    one = next(_requirements(way, question), None)
    match one.met if one else None:
        case Is() if one:
            words = NA.format(say=one.say, na=one.na) if one.na else one.say
            return "fits", (FactLine(fact, words, YES, (NO, UNSURE, *((NOT_APPLICABLE,) if one.na else ()))),)
        case Not(Is()) if fact in way.regime.facts:
            return "has", (FactLine(fact, way.regime.facts[fact].say, NO),)
        case _:
            return "fits", ()


def _requirements(way: Walked, question: Question) -> Iterator[Element | Condition]:
    """What of the policy a question on one fact asks for; of alternatives only the first, whatever stands in for it."""
    scope = way.regime.scope
    if question.part == "scope":
        yield from (
            e for e in (scope.elements if scope.all else scope.elements[:1]) if question.id in e.facts
        )
    for one in way.regime.situations.items:
        yield from (e for e in one.elements if one.at in question.sources and e.facts == (question.id,))
    yield from (
        c for c in way.regime.conditions.items if c.facts == (question.id,) and c.at in question.sources
    )
