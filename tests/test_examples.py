"""Every provision has example wordings, varied ones, and none that merely repeats the policy."""

import json
from collections import Counter
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from knowledge import corpus
from knowledge.corpus import Library
from knowledge.language import fold

RICH = 6
"""Wordings of own cases that a situation, an exclusion or a condition has at least."""
PLAIN = 3
"""Wordings that any other provision has at least."""


def kinds(library: Library, id_: str) -> dict[str, tuple[str, ...]]:
    return dict(library.examples.get(id_, {}))


def rich(library: Library) -> list[str]:
    """Situations, exclusions and gates: whatever an own case can fall under."""
    found = []
    for region, rules in library.regimes.items():
        policy = library.policies[region]
        tops = [
            *rules.situations.at,
            rules.exclusions.at,
            rules.conditions.at if rules.conditions.role == "gate" else None,
        ]
        found += [child.id for top in tops if top for child in policy.children(top)]
    return found


def test_every_provision_has_wordings(library: Library) -> None:
    counts = {p.id: sum(map(len, kinds(library, p.id).values())) for policy in library.policies.values()
              for p in policy.provisions}  # fmt: skip
    assert {id_: count for id_, count in counts.items() if count < PLAIN} == {}


def test_situations_exclusions_and_gates_have_many(library: Library) -> None:
    counts = {id_: sum(map(len, kinds(library, id_).values())) for id_ in rich(library)}
    assert len(counts) > 95
    assert {id_: count for id_, count in counts.items() if count < RICH} == {}


def test_no_wording_stands_twice_under_one_kind_of_one_policy(library: Library) -> None:
    for region in corpus.BUILT_IN:
        said = Counter((kind, fold(text)) for id_, by in library.examples.items() if id_.startswith(region + ".")
                       for kind, texts in by.items() for text in texts)  # fmt: skip
        assert [pair for pair, count in said.items() if count > 1] == []


@pytest.mark.parametrize("region", corpus.BUILT_IN)
def test_own_cases_are_told_in_everyday_words_not_in_the_policys(library: Library, region: str) -> None:
    policy = library.policies[region]
    copied = [(id_, text) for id_, by in library.examples.items() if id_.startswith(region + ".")
              for text in by.get("told", ())
              if len(text) > 12 and fuzz.partial_ratio(fold(text), fold(policy.provision(id_).text)) > 85]  # fmt: skip
    assert copied == []


def test_no_question_of_the_accuracy_set_stands_among_the_wordings(library: Library) -> None:
    file = Path(__file__).parent.parent / "benchmarks" / "questions.jsonl"
    questions = [fold(json.loads(line)["question"]) for line in file.read_text("utf-8").splitlines()]
    wordings = [fold(text) for by in library.examples.values() for texts in by.values() for text in texts]
    wordings += [fold(text) for topic in library.topics for text in topic.asks]
    wordings += [fold(text) for texts in library.lexicon.negatives.values() for text in texts]
    near = process.cdist(questions, wordings, scorer=fuzz.ratio, score_cutoff=80).max(axis=1)
    assert [question for question, ratio in zip(questions, near, strict=True) if ratio] == []


def test_negatives_are_many_and_of_every_kind(library: Library) -> None:
    counts = {kind: len(texts) for kind, texts in library.lexicon.negatives.items()}
    assert sum(counts.values()) >= 300
    assert min(counts.values()) >= 15


def test_no_negative_is_nearly_a_question_on_the_rules(library: Library) -> None:
    asked = [fold(text) for topic in library.topics for text in topic.asks]
    for texts in library.lexicon.negatives.values():
        for text in texts:
            near = process.extractOne(fold(text), asked, scorer=fuzz.ratio, score_cutoff=90)
            assert near is None, (text, near)
