"""Every provision has example wordings, varied ones, and none that merely repeats the policy."""

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml
from rapidfuzz import fuzz, process

from knowledge.hearing.language import fold
from knowledge.library import corpus
from knowledge.library.corpus import Library

RICH = 20
"""Wordings that a situation, an exclusion or a condition has at least."""
PLAIN = 8
"""Wordings that any other provision has at least."""
NEAR = 85
"""rapidfuzz ratio, 0–100, from which a wording only repeats another."""
SHORT = 6
"""Characters up to which wordings are alike by necessity."""


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
            rules.conditions.at,
        ]
        found += [
            id_ for top in tops if top for id_ in ([child.id for child in policy.children(top)] or [top])
        ]
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
    for region in corpus.built_in():
        said = Counter((kind, fold(text)) for id_, by in library.examples.items() if id_.startswith(region + ".")
                       for kind, texts in by.items() for text in texts)  # fmt: skip
        assert [pair for pair, count in said.items() if count > 1] == []


@pytest.mark.parametrize("region", corpus.built_in())
def test_own_cases_are_told_in_everyday_words_not_in_the_policys(library: Library, region: str) -> None:
    policy = library.policies[region]
    copied = [(id_, text) for id_, by in library.examples.items() if id_.startswith(region + ".")
              for text in by.get("told", ())
              if len(text) > 12 and fuzz.partial_ratio(fold(text), fold(policy.provision(id_).text)) > 85]  # fmt: skip
    assert copied == []


def wordings(library: Library) -> dict[str, list[str]]:
    """All of them, folded, by where they stand: a policy, the topics, the negatives."""
    found: dict[str, list[str]] = {}
    for id_, by in library.examples.items():
        found.setdefault(id_.partition(".")[0], []).extend(
            fold(text) for texts in by.values() for text in texts
        )
    found["topics"] = [fold(text) for texts in library.asks.values() for text in texts]
    found["negatives"] = [fold(text) for texts in library.negatives.values() for text in texts]
    return found


def contrasts(place: str) -> set[str]:
    """Wordings of the batches of pairs that differ in one statement: being alike is what they are for."""
    files = (corpus.DATA / place / "examples").glob("*-pairs*.yaml")
    batches = [yaml.load(file.read_bytes(), yaml.CSafeLoader) for file in files]
    own = [kinds for batch in batches for kinds in batch.values() if isinstance(kinds, dict)]
    every = (text for kinds in own for texts in kinds.values() for text in texts)
    return {fold(text["text"] if isinstance(text, dict) else str(text)) for text in every}


@pytest.mark.slow
@pytest.mark.parametrize("place", [*corpus.built_in(), "topics", "negatives"])
def test_no_wording_nearly_repeats_another(library: Library, place: str) -> None:
    texts, paired = [text for text in wordings(library)[place] if len(text) > SHORT], contrasts(place)
    alone = [text for text in texts if text not in paired]
    for text, near in zip(
        alone, process.cdist(alone, texts, scorer=fuzz.ratio, score_cutoff=NEAR), strict=True
    ):
        assert [texts[k] for k in near.nonzero()[0]] == [text]


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "questions",
        "questions_a",
        "questions_b",
        "questions_c",
        "pairs_b",
        "pairs_c",
        "pairs_d",
        "pairs_e",
        "pairs_f",
        "hard_b",
        "hard_c",
    ],
)
def test_no_question_of_an_accuracy_set_stands_among_the_wordings(library: Library, name: str) -> None:
    file = Path(__file__).parents[1] / "measure" / f"{name}.jsonl"
    questions = [fold(json.loads(line)["question"]) for line in file.read_text("utf-8").splitlines()]
    known = [text for texts in wordings(library).values() for text in texts]
    near = process.cdist(questions, known, scorer=fuzz.ratio, score_cutoff=80).max(axis=1)
    assert [question for question, ratio in zip(questions, near, strict=True) if ratio] == []


def test_negatives_are_many_and_of_every_kind(library: Library) -> None:
    counts = {kind: len(texts) for kind, texts in library.negatives.items()}
    assert sum(counts.values()) >= 1000
    assert min(counts.values()) >= 15


def test_no_negative_is_nearly_a_question_on_the_rules(library: Library) -> None:
    asked = [fold(text) for texts in library.asks.values() for text in texts]
    for texts in library.negatives.values():
        for text in texts:
            near = process.extractOne(fold(text), asked, scorer=fuzz.ratio, score_cutoff=90)
            assert near is None, (text, near)
