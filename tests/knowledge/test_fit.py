import numpy as np
import pytest

from knowledge.learning import classify, fit, ridge
from knowledge.learning.classify import Classifier
from knowledge.learning.ridge import Ridge
from knowledge.learning.table import Table
from knowledge.learning.terms import Terms

TEXTS = [[name, colour] for name in ("=甲", "=乙") for colour in ("=红", "=蓝", "=绿", "=白")]
LABELS = ["一"] * 4 + ["二"] * 4
GOALS = np.array([[1, 0]] * 4 + [[0, 1]] * 4, float)
TRUST = np.ones(8)


def terms(texts: list[list[str]]) -> Terms:
    return Terms.of(sorted({term for text in texts for term in text}))


# ── ridge ────────────────────────────────────────────────────────────────────────────────────────
def fitted(texts: list[list[str]], goals: np.ndarray, trust: np.ndarray) -> Ridge:
    return fit.fit_ridge(texts, goals, ("一", "二"), trust, terms(texts), grain=1e-3)


def test_what_tells_the_classes_apart_is_learnt() -> None:
    one, two = fitted(TEXTS, GOALS, TRUST).scores(["=甲", "=没见过"])
    assert one > 0.5 > 0.1 > abs(two)


def test_a_message_of_unknown_terms_scores_nothing() -> None:
    assert fitted(TEXTS, GOALS, TRUST).scores(["=丙"]).tolist() == [0, 0]
    assert fitted(TEXTS, GOALS, TRUST).scores([]).tolist() == [0, 0]


def test_what_is_trusted_less_counts_less() -> None:
    trust = np.array([1] * 4 + [0.1] * 4)
    one, two = fitted([["=甲"]] * 8, GOALS, trust).scores(["=甲"])
    assert one > 5 * two > 0


def test_a_ridge_is_that_of_the_textbook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "CLOSE", 1e-9)
    chance = np.random.default_rng(7)
    texts = [[f"={n}" for n in chance.choice(12, 4)] for _ in range(40)]
    goals, trust = chance.random((40, 2)), chance.random(40)
    learnt = fitted(texts, goals, trust)
    rows = np.zeros((40, len(learnt.terms)))
    worth = ridge.rarity(learnt.terms, learnt.held, learnt.size)
    for n, text in enumerate(texts):
        places, values = ridge.weighed(*learnt.terms.counted(text), worth)
        rows[n, places] = values
    heavy = rows * np.sqrt(trust)[:, None]
    exact = heavy.T @ np.linalg.solve(heavy @ heavy.T + np.eye(40), goals * np.sqrt(trust)[:, None])
    for text, row in zip(texts, rows, strict=True):
        assert np.allclose(learnt.scores(text), row @ exact, atol=0.005)  # whole steps


def test_weights_are_kept_in_whole_steps_and_the_smallest_not_at_all() -> None:
    at = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    kept = Table.of(*at, np.array([3.1, -1.0, 0.35, 0.25]), (2, 2)).rounded(0.5)
    one = np.ones(1, np.float32)
    assert kept.scores(np.array([0]), one).tolist() == [3, -1]
    assert kept.scores(np.array([1]), one).tolist() == [0.5, 0]
    assert len(kept.values) == 3


def test_a_weight_that_does_not_go_into_a_byte_is_kept_whole() -> None:
    kept = Table.of(
        np.array([0, 0, 2]), np.array([0, 1, 1]), np.array([300.0, -127.0, -254.0]), (3, 2)
    ).rounded(1)
    assert kept.values.dtype == np.int8
    assert kept.scores(np.array([0]), np.ones(1, np.float32)).tolist() == [300, -127]
    assert kept.scores(np.array([1, 2]), np.ones(2, np.float32)).tolist() == [0, -254]


@pytest.mark.parametrize("size", [256, 257])
def test_every_column_of_a_table_keeps_its_own_entries(size: int) -> None:
    columns = np.arange(size)
    small = Table.of(np.zeros(size, np.int64), columns, columns + 1.0, (1, size)).rounded(1)
    assert small.scores(np.array([0]), np.ones(1, np.float32)).tolist() == (columns + 1).tolist()


def test_steps_are_evened_over_the_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(8)
    texts = [[f"{mark}{n}" for n in chance.choice(30, 5) for mark in "=:~"] for _ in range(80)]
    goals = chance.random((80, 2))

    def lacking(evened: float) -> float:
        monkeypatch.setattr(fit, "EVENED", evened)
        coarse, fine = (
            fit.fit_ridge(texts, goals, ("一", "二"), np.ones(80), terms(texts), grain)
            for grain in (0.5, 1e-3)
        )
        return float(np.mean([(coarse.scores(text) - fine.scores(text)) ** 2 for text in texts]))

    assert lacking(2) < 0.8 * lacking(0)


# ── classifier ───────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def learnt(monkeypatch: pytest.MonkeyPatch) -> Classifier:
    monkeypatch.setattr(fit, "VERDICT_SEEN", 2)
    return fit.fit_classifier(TEXTS, LABELS, terms(TEXTS))


def test_the_classifier_learns_what_tells_the_classes_apart(learnt: Classifier) -> None:
    assert learnt.chances(["=甲"])["一"] > 0.7
    assert learnt.chances(["=乙", "=红"])["二"] > 0.6


def test_chances_sum_to_one_for_any_message(learnt: Classifier) -> None:
    for words in ([], ["=没见过"], ["=甲", "=乙", "=红"]):
        assert sum(learnt.chances(words).values()) == pytest.approx(1)


def test_what_is_strange_in_a_message_is_a_term_of_its_own(learnt: Classifier) -> None:
    all_known = classify.marked({"=甲", "=红"}, learnt.terms, learnt.known)
    half_known = classify.marked({"=甲", "=没见过"}, learnt.terms, learnt.known)
    assert all_known.max() == len(learnt.terms)
    assert half_known.max() == len(learnt.terms) + classify.MARKS // 2
