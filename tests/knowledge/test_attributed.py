"""Every quote in an answer stands in the provision that the answer sets it on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from knowledge.answer import Answer, Assistant, Finding, Hit
from knowledge.answer import barring as barring_words
from knowledge.answer.finding import ELIGIBLE, EXCLUDED, INFO, NOT_APPLICABLE, NOT_COVERED
from knowledge.answer.steering import SURE
from knowledge.answer.wording import Writer
from knowledge.library.corpus import Library, built_in
from knowledge.policy.provisions import Policy
from tests.harness.attributed import Attributed, attributed, in_answer, misattributed

SEED, SAMPLE = 20261130, 120
"""Wordings of each region that are asked."""
VERDICTS = (ELIGIBLE, EXCLUDED, NOT_COVERED, NOT_APPLICABLE, INFO)


def written(library: Library, region: str) -> Iterator[Answer]:
    """What is written of every provision under every verdict, sure and unsure, with each topic that it answers or comes
    closest to, and with each fact that it needs told to be and not to be so."""
    policy, rules, writer = library.policies[region], library.regimes[region], Writer(library)
    for provision in policy.provisions:
        topics = [one for one in library.topics if provision.id in one.at[region].ids[:1]]
        names = [fact for one in rules.exclusions.items if one.at == provision.id for fact in one.any]
        names += [fact for one in rules.conditions.items if one.at == provision.id for fact in one.facts]
        told: list[dict[str, bool]] = [{}, *({name: truth} for name in names for truth in (True, False))]
        for verdict in VERDICTS:
            bare = Finding("", region, verdict, SURE, (Hit(provision, 1.0),))
            for finding in (
                bare,
                replace(bare, confidence=0.1),
                *(replace(bare, topic=one) for one in topics),
            ):
                yield from (writer.answer(replace(finding, facts=facts)) for facts in told)


@pytest.mark.parametrize("region", built_in())
def test_a_quote_stands_where_it_is_said_to_whatever_is_found(library: Library, region: str) -> None:
    wrong = {said for answer in written(library, region) for said in in_answer(library.policies, answer)}
    assert wrong == set()


@pytest.mark.parametrize("region", built_in())
def test_a_quote_stands_where_it_is_said_to_whatever_is_asked(assistant: Assistant, region: str) -> None:
    wordings = sorted(
        text
        for id_, kinds in assistant.library.examples.items()
        if id_.startswith(f"{region}.")
        for texts in kinds.values()
        for text in texts
    )
    for question in random.Random(SEED).sample(wordings, SAMPLE):
        assert in_answer(assistant.library.policies, assistant.answer_in(question, region)) == [], question


def test_a_quote_that_is_set_on_another_provision_is_found(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check sees what it is there for: whoever says of any provision what one of them says is told so."""
    monkeypatch.setattr(barring_words, "says", lambda policy, id_, quote: True)
    wrong = {said for answer in written(library, "lishui") for said in in_answer(library.policies, answer)}
    bar = library.regimes["lishui"].exclusions.bar
    assert bar
    assert f"lishui.4“{bar.quote}”" in wrong


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("您说的可能碰到第二条，文件写的是“经组织认定，严肃追责问责”。", ["lishui.2"]),
        (
            "您说的可能碰到第二条。是不是条文里的“严重”，由机关判断；是的话，文件写的是“严肃追责问责”。",
            ["lishui.2"] * 2,
        ),
        ("“经组织认定”（第二条；以此为准）。", ["lishui.2"]),
        ("第二条写的是“勤勉尽责”，“经组织认定”（第三条）。", ["lishui.3"]),
        ("✗ 没有 → 第三条“经组织认定，\n严肃追责问责”", ["lishui.3"]),
        ("文件写的是“不予容错”。", [""]),
        ("第十八条写的是“经组织认定，严肃追责问责”。", []),
        ("第四条第（一）项写的是“下列情形适用容错纠错”。", []),
        ("想好了，按“返回”。第二条不长。", []),
        ("按《某某条例》第三条，“以上”包括本数。", []),
        ("按《关于深化完善容错纠错机制的实施细则》第三条，“以上”包括本数。", ["lishui.3"]),
    ],
)
def test_what_is_set_on_a_provision_is_read_as_a_person_would(
    library: Library, text: str, found: list[str]
) -> None:
    assert [one.id for one in misattributed(library.policies["lishui"], text)] == found


def test_a_quote_within_a_quote_belongs_to_it(library: Library) -> None:
    policy: Policy = library.policies["lishui"]
    text = "第十八条写的是“坚持以严管促担当，“容错”不“纵错””。"
    assert list(attributed(policy, text)) == [Attributed("lishui.18", "坚持以严管促担当，“容错”不“纵错”")]
    assert misattributed(policy, text) == []
