"""Which words say what: as it is learnt, so it reads; the same every time; whatever the punctuation."""

import io
from dataclasses import replace
from itertools import islice

import jax
import numpy as np
import pytest

from knowledge.answer import Assistant
from knowledge.hearing.acts import settled
from knowledge.hearing.language import fold
from knowledge.learning import packed, tagged
from knowledge.learning.tagged import Course
from knowledge.learning.tagger import MOST, Tagger
from knowledge.library.corpus import Library

DONE, UNDONE, OTHER = range(3)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    found = packed.model().tagger
    assert found
    return found


@pytest.fixture
def little(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """So little that it is learnt in seconds."""
    monkeypatch.setattr(tagged, "TAG_ROUNDS", 1)
    monkeypatch.setattr(tagged, "LONGEST", 32)
    spoken = library.lexicon.spoken()[::400]
    return replace(
        library,
        lexicon=replace(library.lexicon, spoken=lambda: spoken),
        marked=dict(islice(library.marked.items(), 20)),
    )


def written(tagger: Tagger) -> bytes:
    body = io.BytesIO()
    packed.dump_tagger(tagger, body)
    return body.getvalue()


def heard(tagger: Tagger, text: str, part: str, act: str) -> list[float]:
    """How likely a part says that it was done, was not, or neither."""
    return [float(one) for one in tagger.spans(fold(text), [fold(part)])[0, tagger.acts.index(act)]]


# ── learning ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.slow
@pytest.mark.timeout(300)  # it is compiled anew each time
def test_the_same_wordings_in_another_order_are_the_same_bytes(little: Library) -> None:
    spoken = little.lexicon.spoken()
    again = replace(
        little,
        lexicon=replace(little.lexicon, spoken=lambda: spoken[::-1]),
        marked=dict(reversed(little.marked.items())),
    )
    assert written(tagged.learnt(little)) == written(tagged.learnt(again))


@pytest.mark.timeout(300)
def test_a_message_is_read_as_it_is_learnt(little: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two programs say the same: the one that is steered by what it should have said, and the one that only reads."""
    monkeypatch.setattr(tagged, "TAG_DROPPED", 0.0)
    monkeypatch.setattr(tagged, "TAG_LOST", 0.0)
    monkeypatch.setattr(tagged, "LONGEST", 96)
    course = Course(little)
    params = tagged._begun(course, jax.random.PRNGKey(1))
    whole = {name: np.asarray(value) for name, value in params.items()}
    steps = dict.fromkeys(("characters_step", "pairs_step"), np.ones(1, np.float32))
    read = Tagger("", course.acts, course.characters, course.pairs, {**whole, **steps})
    for story in islice(little.marked, 5):
        words = fold(story).replace("、", "")[:96]
        batch = course._batch([tagged.Text(words, (), 1.0)])
        scores = tagged._tags(params, batch, jax.random.PRNGKey(2))[0, : len(words)]
        wanted = np.asarray(jax.nn.softmax(scores, -1))[:, :, 1:]
        assert np.abs(read._tags(words) - wanted).max() < 1e-3


def test_every_mark_of_a_story_is_learnt(library: Library) -> None:
    course = Course(replace(library, marked=dict(islice(library.marked.items(), 50))))
    for story, marks in zip(
        course._stories, (marks for _, marks in sorted(islice(library.marked.items(), 50))), strict=True
    ):
        assert [story.words[begin:end] for begin, end, _, _ in story.spans] == [
            fold(mark.words).replace("、", "") for mark in marks
        ]


# ── reading ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "act", "done"),
    [
        ("我去他家入户看过，钱也追回来了", "visited", True),
        ("我没去他家入户，钱也追回来了", "visited", False),
        ("我没去他家入户，钱也追回来了", "recovering", True),
        ("邻居也没问钱追回来了", "recovering", True),
        ("邻居也没问钱追回来了", "neighbours", False),
        ("班子会上集体研究过的，就是没报区里备案", "filed", False),
        ("他塞给我两条烟，我收下了", "gain_self", True),
    ],
)
def test_what_is_said_is_told_from_its_contrary(
    assistant: Assistant, text: str, act: str, done: bool
) -> None:
    """By both together: what the tagger hears of one clause is not what it hears of the one beside it."""
    assert settled(assistant.engine.signals.listener.statements(fold(text)))[act].done is done


def test_parts_are_found_in_their_order_each_once(tagger: Tagger) -> None:
    text, parts = "没去，去了，没去", ["没去", "去了", "没去"]
    whole = tagger.spans(text, parts)
    assert whole.shape == (3, len(tagger.acts), 3)
    assert not np.array_equal(whole[0], whole[2])  # what stands around it is another
    assert not tagger.spans(text, ["没去", "没有的话"])[1].any()


def test_a_list_is_read_as_one(tagger: Tagger) -> None:
    text = fold("入户、查平台、问邻居一样没落")
    part = "入户查平台问邻居一样没落"
    assert tagger.spans(text, [part])[0, tagger.acts.index("visited")].argmax() == DONE


def test_nothing_and_what_is_too_long_say_nothing(tagger: Tagger) -> None:
    assert tagger.spans("", []).shape == (0, len(tagger.acts), 3)
    assert not tagger.spans("", ["钱追回来了"]).any()
    late = tagger.spans("啊" * MOST + "钱追回来了", ["钱追回来了"])
    assert not late.any()


def test_characters_that_nobody_wrote_before_are_read_past(tagger: Tagger) -> None:
    assert heard(tagger, "鼉龘𠮷，钱追回来了", "钱追回来了", "recovering")[DONE] > 0.5


def test_what_is_said_late_in_a_long_story_is_heard_as_surely(assistant: Assistant) -> None:
    end = "他塞给我两条烟，我收下了。"
    story = "我把这一户的材料从头到尾一页一页都看过了，又到他家里里外外仔细走了一遍。" * 25 + end
    late = settled(assistant.engine.signals.listener.statements(fold(story)))["gain_self"]
    assert len(story) > 900
    assert late.done
    assert late.sure > 0.6
