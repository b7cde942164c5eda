import io
from pathlib import Path

import numpy as np
import pytest

from bot.mind import learnt
from bot.settings import Settings
from knowledge.answer import Assistant
from knowledge.learning import classify, model
from knowledge.learning.model import Model
from knowledge.library.corpus import Library

TEXTS = [["=甲", "=红"], ["=甲", "=蓝"], ["=甲", "=绿"], ["=乙", "=红"], ["=乙", "=蓝"], ["=乙", "=绿"]]
LABELS = ["一", "一", "一", "二", "二", "二"]


@pytest.fixture(scope="module", autouse=True)
def _terms_seen_twice_count() -> None:
    classify.SEEN = 2


def test_the_classifier_learns_what_tells_the_classes_apart() -> None:
    learnt = classify.train(TEXTS, LABELS)
    assert learnt.chances(["=甲"])["一"] > 0.7
    assert learnt.chances(["=乙", "=红"])["二"] > 0.6


def test_chances_sum_to_one_for_any_message() -> None:
    learnt = classify.train(TEXTS, LABELS)
    for terms in ([], ["=没见过"], ["=甲", "=乙", "=红"]):
        assert sum(learnt.chances(terms).values()) == pytest.approx(1)


def test_reasons_name_the_terms_that_spoke_for_a_class() -> None:
    assert classify.train(TEXTS, LABELS).reasons(["=甲", "=红"], "一", 1)[0][0] == "=甲"


def test_learning_twice_gives_the_same_weights() -> None:
    first, second = classify.train(TEXTS, LABELS), classify.train(TEXTS, LABELS)
    assert np.array_equal(first.weights, second.weights)


def kept(learnt: Model) -> io.BytesIO:
    """As a file would hold it."""
    body = io.BytesIO()
    model.dump(learnt, body)
    body.seek(0)
    return body


def test_a_kept_model_answers_as_the_one_that_was_learnt(assistant: Assistant, library: Library) -> None:
    again = Assistant(library, model.load(kept(assistant.engine.model)))
    question = "材料没齐我先给办了，后来发现有出入"
    assert again.answer(question, "weihai") == assistant.answer(question, "weihai")


def test_the_stamp_follows_the_data(library: Library) -> None:
    import dataclasses

    assert model.stamp(library) == model.stamp(library)
    assert model.stamp(dataclasses.replace(library, fingerprint="另一份")) != model.stamp(library)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, assistant: Assistant) -> Path:
    """An empty cache of this test's own; learning is as quick as handing out what was learnt."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(model, "learn", lambda _library: assistant.engine.model)
    return tmp_path / "rongcuo"


def test_the_second_start_does_not_learn_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learnt.assistant(Settings())
    assert len(list(cache.glob("model-*.npz"))) == 1
    monkeypatch.setattr(model, "learn", lambda _library: pytest.fail("learnt again"))
    assert learnt.assistant(Settings()).answer("结论几天告知", "donge").finding.verdict == "info"


def test_whoever_waits_for_the_first_start_is_told(cache: Path) -> None:
    said: list[str] = []
    for _ in range(2):
        learnt.assistant(Settings(), said.append)
    assert said == [learnt.PATIENCE]


def test_a_damaged_cache_is_learnt_anew(cache: Path) -> None:
    learnt.assistant(Settings())
    file = next(cache.glob("model-*.npz"))
    file.write_bytes(file.read_bytes()[:1000])
    learnt.assistant(Settings())
    assert len(file.read_bytes()) > 1000


def test_a_cache_that_cannot_be_written_is_done_without(cache: Path, tmp_path: Path) -> None:
    cache.parent.mkdir(exist_ok=True)
    cache.write_text("不是文件夹")
    assert learnt.assistant(Settings()).library.policies


def test_a_model_of_other_data_is_not_used(cache: Path, assistant: Assistant, library: Library) -> None:
    import dataclasses

    other = dataclasses.replace(assistant.engine.model, stamp="别的")
    cache.mkdir(parents=True)
    (cache / f"model-{model.stamp(library)[:16]}.npz").write_bytes(kept(other).getvalue())
    assert learnt.assistant(Settings()).engine.model.stamp == model.stamp(library)
