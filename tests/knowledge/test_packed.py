"""The files that the package brings along are those of the wordings as they are."""

import pytest

from knowledge.learning import lessons, packed
from knowledge.library import corpus
from knowledge.library.corpus import Library

STALE = "说法改过了，knowledge/learnt/ 还是旧的：请运行 make model，把新的文件一起提交"
MOST = 13_000_000
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


def test_there_is_a_part_for_every_city_and_no_other(library: Library) -> None:
    assert set(packed.model().cities) == set(library.policies), STALE


def test_all_files_together_are_small() -> None:
    assert sum(file.stat().st_size for file in packed.LEARNT.iterdir()) <= MOST
