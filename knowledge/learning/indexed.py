"""A city's part without anything learnt: its texts counted into an index, by the common statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from knowledge.hearing.language import Reader
from knowledge.learning import lessons, search
from knowledge.learning.model import City, Common
from knowledge.library.corpus import Library

Read = Callable[[str], Sequence[str]]
"""folded text → its terms"""


def reader(library: Library, common: Common) -> Read:
    return Reader(common.vocabulary, library.concepts).terms


def indexed(library: Library, region: str, common: Common, read: Read) -> City:
    """The city as it is before there is a ridge; all that a policy without wordings needs."""
    documents = lessons.documents(library, region)
    index = search.build((terms(read, texts) for texts in documents.values()), common.documents)
    stamp = lessons.city_stamp(library, region, common.stamp)
    return City(stamp, tuple(documents), index, None)


def terms(read: Read, texts: Iterable[str]) -> list[str]:
    """Of several texts together."""
    return [term for text in texts for term in read(text)]
