"""The files that the package brings along are those of the wordings as they are."""

import pytest

from knowledge.learning import lessons, packed
from knowledge.library import corpus, folder, segmented
from knowledge.library.corpus import Library

STALE = "说法、条文或者分条的程序改过了，knowledge/learnt/ 还是旧的：请运行 make model，把新的文件一起提交"
MOST = 24_000_000
"""Bytes of all files together."""


@pytest.mark.slow
def test_the_common_part_is_learnt_from_the_wordings_as_they_are(library: Library) -> None:
    common = packed.model().common
    assert common.stamp == lessons.common_stamp(library), STALE
    assert common.probe == lessons.probe(library, common.vocabulary), STALE


@pytest.mark.slow
@pytest.mark.parametrize("region", corpus.built_in())
def test_a_citys_part_is_learnt_from_its_wordings_as_they_are(library: Library, region: str) -> None:
    learnt = packed.model()
    assert learnt.cities[region].stamp == lessons.city_stamp(library, region, learnt.common.stamp), STALE


@pytest.mark.slow
def test_what_is_said_of_deeds_is_learnt_from_the_wordings_as_they_are(library: Library) -> None:
    learnt, stamp = packed.model(), lessons.ear_stamp(library)
    assert learnt.ear.stamp == stamp, STALE
    assert learnt.tagger
    assert learnt.tagger.stamp == stamp, STALE


@pytest.mark.parametrize("region", corpus.built_in())
def test_our_texts_are_kept_as_they_are_segmented(region: str) -> None:
    text = folder.text_of(corpus.DATA / region / "policy.txt")
    assert segmented.policy(text, region) == segmented.segmented(text, region), STALE


def test_a_start_segments_none_of_our_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    now: list[str] = []
    monkeypatch.setattr(segmented, "segmented", lambda _text, region: now.append(region))
    corpus.load()
    assert now == [], STALE


def test_a_text_that_was_changed_is_segmented_anew() -> None:
    text = folder.text_of(corpus.DATA / "donge" / "policy.txt")
    assert segmented.policy(text.replace("第二十四条", "第二十五条"), "donge").find("donge.25")


def test_there_is_a_part_for_every_city_and_no_other(library: Library) -> None:
    assert set(packed.model().cities) == set(library.policies), STALE


def test_all_files_together_are_small() -> None:
    assert sum(file.stat().st_size for file in packed.LEARNT.iterdir()) <= MOST
