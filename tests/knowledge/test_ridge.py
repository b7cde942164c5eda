import numpy as np
import pytest

from knowledge.learning import ridge

TEXTS = [["=甲", "=红"], ["=甲", "=蓝"], ["=甲", "=绿"], ["=乙", "=红"], ["=乙", "=蓝"], ["=乙", "=绿"]]
GOALS = np.array([[1, 0]] * 3 + [[0, 1]] * 3, np.float32)
TRUST = np.ones(6, np.float32)


def test_what_tells_the_classes_apart_is_learnt() -> None:
    learnt = ridge.train(TEXTS, GOALS, ("一", "二"), TRUST)
    one, two = learnt.scores(["=甲", "=没见过"])
    assert one > 0.5 > 0.1 > abs(two)


def test_a_message_of_unknown_terms_scores_nothing() -> None:
    assert ridge.train(TEXTS, GOALS, ("一", "二"), TRUST).scores(["=丙"]).tolist() == [0, 0]


def test_what_is_trusted_less_counts_less() -> None:
    texts = [["=甲"]] * 6
    goals = np.array([[1, 0]] * 3 + [[0, 1]] * 3, np.float32)
    trust = np.array([1, 1, 1, 0.1, 0.1, 0.1], np.float32)
    one, two = ridge.train(texts, goals, ("一", "二"), trust).scores(["=甲"])
    assert one > 5 * two > 0


def test_the_same_weights_come_out_every_time() -> None:
    first, second = (ridge.train(TEXTS, GOALS, ("一", "二"), TRUST) for _ in range(2))
    assert np.array_equal(first.weights, second.weights)


@pytest.mark.parametrize("common", [0, 2, 1000])
def test_common_and_rare_terms_are_one_computation(common: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against the textbook formula, whichever way similarities are added up."""
    monkeypatch.setattr(ridge, "COMMON", common)
    monkeypatch.setattr(ridge, "CLOSE", 1e-6)
    chance = np.random.default_rng(7)
    texts = [[f"={n}" for n in chance.choice(12, 4)] for _ in range(40)]
    goals = chance.random((40, 3)).astype(np.float32)
    learnt = ridge.train(texts, goals, ("a", "b", "c"), np.ones(40, np.float32))
    rows = np.zeros((40, len(learnt.numbers)))
    for n, text in enumerate(texts):
        places, values = ridge._weighed(ridge.Counter(text), learnt.numbers, learnt.rarity)
        rows[n, places] = values
    exact = rows.T @ np.linalg.solve(rows @ rows.T + ridge.DECAY * np.eye(40), goals)
    assert np.allclose(learnt.weights, exact, atol=2e-3)
