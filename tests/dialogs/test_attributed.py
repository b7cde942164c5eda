"""On every card, and in every question on the way to it, a quote stands in the provision that it is set on."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from bot.workdays import Workdays
from dialogs.apply.boxes import boxes
from dialogs.apply.record import Record
from dialogs.assess.ask import shown
from dialogs.assess.questions import CARRY_ON, DONE, Question
from dialogs.assess.record import NO, UNSURE, YES, Assessment
from dialogs.assess.reminders import brought_up
from dialogs.assess.result import applying, beside, remedies, result, sheet
from dialogs.assess.view import View
from dialogs.assess.walk import walk
from dialogs.core import Context, Ears, Json, Part, Say, Sheet
from dialogs.shared.steps import after_applying
from dialogs.shared.tray import Tray
from knowledge.answer import Assistant
from knowledge.library.corpus import built_in
from knowledge.policy.provisions import Policy
from tests.harness.attributed import in_passages

SEED, WAYS = 20261130, 40
"""Assessments of each region, answered at random."""
TRUTHS = (YES, NO, NO, UNSURE)
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def ctx(assistant: Assistant) -> Context:
    return Context(Ears(assistant), Workdays(), TODAY)


def wrong(policy: Policy, parts: Iterable[Part]) -> list[str]:
    return in_passages(policy, [part.text if isinstance(part, Say) else part for part in parts])


def answers(ctx: Context, region: str, question: Question, chance: random.Random) -> dict[str, Json]:
    """One answer to a question; the same chance, the same answer."""
    match question.kind:
        case "list":
            return {**{line.fact: chance.choice(TRUTHS) for line in question.lines}, question.id: DONE}
        case "pick":
            ids = [one.at for one in ctx.mind.library.regimes[region].situations.items]
            return {question.id: [*chance.sample(ids, k=chance.choice((0, 1, 1, 3)))]}
        case "text":
            return {question.id: "2026-11-16" if question.id == "told_on" else "没上会就办了，后来补救了"}
        case "choice":
            return {question.id: chance.choice([value for value, _ in question.options])}


def walked(ctx: Context, region: str, chance: random.Random) -> Iterator[tuple[Policy, tuple[Part, ...]]]:
    """All that is said on one way, and at its end; each with the policy that it is about."""
    policy = ctx.mind.library.policies[region]
    record = Assessment(region, {CARRY_ON: True} if chance.random() < 0.4 else {})
    while (question := walk(ctx.ears, record).current) is not None:
        yield policy, shown(ctx.ears, record, walk(ctx.ears, record)).parts
        after = record.put(answers(ctx, region, question, chance))
        yield policy, tuple(brought_up(ctx, record, after, question))
        record = after
    way = walk(ctx.ears, record)
    for end in (result, applying, remedies):
        yield policy, end(ctx, record, way).parts
    kept = sheet(ctx, record, way).sheet
    assert isinstance(kept, Sheet)
    yield policy, kept.parts
    yield from by_policy(ctx, beside(ctx, record, way).parts)


def by_policy(ctx: Context, parts: tuple[Part, ...]) -> Iterator[tuple[Policy, tuple[Part, ...]]]:
    """What is said of the other policies, each part with the one that was named last."""
    library, here = ctx.mind.library, None
    for part in parts:
        starts = [
            r
            for r, short in library.short.items()
            if isinstance(part, Say) and part.text.startswith(f"{short}：")
        ]
        here = library.policies[starts[0]] if starts else here
        if here:
            yield here, (part,)


@pytest.mark.parametrize("region", built_in())
def test_a_quote_stands_where_a_self_assessment_says(ctx: Context, region: str) -> None:
    for n in range(WAYS):
        for policy, parts in walked(ctx, region, random.Random(SEED + n)):
            assert wrong(policy, parts) == [], n


@pytest.mark.parametrize("region", built_in())
def test_a_quote_stands_where_a_form_and_a_receipt_say(ctx: Context, region: str) -> None:
    library = ctx.mind.library
    policy, ids = library.policies[region], [one.at for one in library.regimes[region].situations.items]
    for kind in ("person", "organisation"):
        record = Record(region, Tray(""), {"applicant_kind": kind, "clauses": [*ids]})
        said = [text for box in boxes(library, record) for text in (box.ask, box.hint)]
        assert in_passages(policy, said) == []
    assert in_passages(policy, [after_applying(library, region)]) == []


def test_a_card_that_names_another_provision_is_found(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check sees what it is there for."""
    monkeypatch.setattr(View, "label", lambda self, at: "第二条")
    found = [
        said for policy, parts in walked(ctx, "lishui", random.Random(SEED)) for said in wrong(policy, parts)
    ]
    assert any(said.startswith("lishui.2“") for said in found)
