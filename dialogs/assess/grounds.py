"""Why a result looks as it does: answer → the policy's words → what they do, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dialogs.assess import words
from dialogs.assess.questions import CARRY_ON
from dialogs.assess.record import NOT_APPLICABLE
from dialogs.assess.view import View
from knowledge.answer.barring import is_graded
from knowledge.answer.besides import cited
from knowledge.rules import Condition, Element, logic, oriented

LONGEST = 60
"""Characters of a provision that stand in a line; the whole text is quoted elsewhere on the card."""


def grounds(card: View) -> Iterator[str]:
    """All that the outcome rests on."""
    if card.judgement.only == "not_applicable":
        yield from _of_scope(card)
        return
    reference = card.regime.scope.reference
    if reference and card.way.facts.get(reference):
        yield words.REFERENCE
    yield from _of_exclusions(card)
    if card.judgement.only != "barred":
        yield from _of_the_rest(card)
    yield from oriented(card.regime.facts, (f for f, truth in card.way.facts.items() if truth is not False))


def _of_the_rest(card: View) -> Iterator[str]:
    yield from _of_situations(card)
    yield from _of_conditions(card)
    rule = card.regime.discipline
    if rule and (truth := card.way.facts.get(rule.fact)) is not None:
        yield f"{card.stated(rule.fact, truth)} → {card.label(rule.at)}“{rule.quote}”"


def besides(card: View) -> Iterator[str]:
    """What the other answers come to, for whoever wanted to go on."""
    if CARRY_ON not in card.record.answers:
        return
    cleared = {fact: False if fact in card.judgement.barring else v for fact, v in card.way.facts.items()}
    names = "；".join(card.name(outcome) for outcome in card.judge.outcomes(cleared))
    yield words.BESIDES.format(names=names)
    yield from _of_the_rest(card)


def _of_scope(card: View) -> Iterator[str]:
    scope = card.regime.scope
    for element in scope.elements:
        truth = card.way.facts.get(element.facts[0])
        if truth is not None:
            told = "是" if truth else "不是"
            yield f"您答{told}：{element.say} → {card.label(scope.at)}“{element.quote}”"


def _of_exclusions(card: View) -> Iterator[str]:
    rules = card.regime.exclusions
    bar = rules.bar.quote if rules.bar else ""
    told = [(one, fact) for one in rules.items for fact in one.any if card.way.facts.get(fact)]
    for one, fact in told:
        left = one.judged or is_graded(one.quotes.get(fact, ""))
        judged = f"（{words.JUDGED.format(organ=card.regime.organ)}）" if left else ""
        text = f"“{_cut(card.policy.provision(one.at).flat)}” → " if one.at != rules.at else ""
        yield f"您答：{card.stated(fact, True)} → {card.label(one.at)}{text}“{bar}”{judged}"
    known = [card.way.facts.get(fact) for one in rules.items for fact in one.any]
    if rules.at and known and not any(known) and None not in known:
        yield f"{card.label(rules.at)}里“{bar}”的情形，您都答没有"


def _of_situations(card: View) -> Iterator[str]:
    for situation in card.regime.situations.items:
        asked = situation.at in card.record.picked("pick") or card.known.get(situation.at)
        for element in situation.elements if asked else ():
            yield from _of_element(card, situation.at, element)
        if situation.judged and situation.at in card.judgement.held:
            yield words.CATCH_ALL.format(organ=card.regime.organ)


def _of_element(card: View, at: str, element: Element) -> Iterator[str]:
    claimed = dict.fromkeys(element.facts, True) if element.own and card.known.get(at) else {}
    truth = logic.value(element.met, {**claimed, **card.way.facts})
    where = f"{card.label(at)}“{element.quote}”"
    if truth:
        yield f"✓ {element.say} → {where}"
    elif truth is False:
        lacking = "；".join(
            card.stated(f, bool(card.way.facts[f])) for f in element.facts if f in card.way.facts
        )
        yield f"✗ {lacking or element.say} → {where} → 这一项可能对不上"
    elif _not_applicable(card, element.facts):
        yield _na(card, card.label(at), element.na)


def _of_conditions(card: View) -> Iterator[str]:
    for condition in card.regime.conditions.items:
        met = card.judgement.met[condition.id]
        where = f"{card.label(condition.at)}“{condition.quote}”"
        judged = f"（{words.JUDGED.format(organ=card.regime.organ)}）" if condition.judged else ""
        if met:
            yield f"✓ {met_by(card, condition)} → {where}{judged}"
        elif met is False:
            facts = (f for f in condition.facts if f in card.way.facts and _against(card, condition, f))
            lacking = "；".join(card.stated(fact, bool(card.way.facts[fact])) for fact in facts)
            yield f"✗ {lacking} → {where} → {_effect(card)}{judged}"
        elif _not_applicable(card, condition.facts):
            yield _na(card, card.label(condition.at), condition.na)


def _not_applicable(card: View, facts: Iterable[str]) -> bool:
    return any(card.record.answers.get(fact) == NOT_APPLICABLE for fact in facts)


def _na(card: View, label: str, na: str) -> str:
    return words.NA_ANSWERED.format(label=label, na=na, organ=card.regime.organ)


def met_by(card: View, condition: Condition) -> str:
    """What meets a condition: what it asks for, or its exception."""
    exception = condition.exception
    if exception and is_waived(card, condition):
        return f"{card.stated(exception.fact, True)}，属于例外“{exception.quote.strip('（）')}”"
    if exception:
        return card.stated(next(fact for fact in condition.facts if fact != exception.fact), True)
    return condition.say


def is_waived(card: View, condition: Condition) -> bool:
    """It is met by its exception alone."""
    waived = condition.exception.fact if condition.exception else ""
    rule = any(card.way.facts.get(fact) for fact in condition.facts if fact != waived)
    return bool(card.way.facts.get(waived)) and not rule


def _against(card: View, condition: Condition, fact: str) -> bool:
    """Knowing this fact the other way round would not have failed the condition."""
    alone = logic.value(condition.test, {fact: card.way.facts[fact]})
    return alone is False or len(condition.facts) == 1 or isinstance(condition.test, logic.AnyOf)


def _effect(card: View) -> str:
    c = card.regime.conditions
    if c.role == "tier" and c.missing:
        return f"不能同时具备，{cited(card.policy, c.missing)}"
    return f"“{c.all.quote}”" if c.role == "gate" and c.all else "这一点可能没有做到"


def _cut(flat: str) -> str:
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"
