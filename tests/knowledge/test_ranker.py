import numpy as np
import pytest
import yaml

from knowledge.answer.explain import SIGNALS
from knowledge.answer.signals import NAMES
from knowledge.learning import ranker
from knowledge.learning.ranker import RankingLesson
from knowledge.library.corpus import DATA


def lessons() -> list[RankingLesson]:
    """The first signal tells the right answer, the second nothing."""
    chance = np.random.default_rng(3)
    return [
        RankingLesson(np.column_stack([np.eye(4)[n % 4], chance.random(4)]).astype(np.float32), n % 4, 1.0)
        for n in range(40)
    ]


def test_a_signal_that_tells_the_right_answer_gets_the_weight() -> None:
    told, noise = ranker.fit(lessons(), 2)
    assert told > 3 > 1 > abs(noise)


def test_fitting_twice_gives_the_same_weights() -> None:
    assert np.array_equal(ranker.fit(lessons(), 2), ranker.fit(lessons(), 2))


def test_what_counts_more_is_followed() -> None:
    first = RankingLesson(np.array([[1.0], [0.0]], np.float32), 0, 9.0)
    second = RankingLesson(np.array([[1.0], [0.0]], np.float32), 1, 1.0)
    weight = ranker.fit([first, second], 1)
    assert ranker.chances(first.signals, weight)[0] == pytest.approx(0.9, abs=0.02)


def test_chances_sum_to_one() -> None:
    assert ranker.chances(np.array([[1.0], [800.0]], np.float32), np.array([9.0])).sum() == pytest.approx(1)


def test_the_weights_are_a_readable_file_with_every_signal_and_no_other() -> None:
    weights = yaml.safe_load((DATA / "weights.yaml").read_text("utf-8"))
    assert tuple(weights) == NAMES
    assert tuple(SIGNALS) == (*NAMES, "deeds")
