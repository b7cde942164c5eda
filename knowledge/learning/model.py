"""What is learnt from the library and then only read: a common part, and one for each city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.hearing.language import Vocabulary
from knowledge.learning.classify import Classifier
from knowledge.learning.ear import Ear
from knowledge.learning.ridge import Ridge
from knowledge.learning.search import Index, Statistics
from knowledge.learning.tagger import Tagger
from knowledge.learning.terms import Terms

TOLD, ASKED, KIN = "told", "asked", "kin"
SILENT, NONE = "silent", "none"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a message may be about: a provision and a kind of wordings (`told`: own cases, `asked`: questions, `kin`:
    own cases told for the same thing in another policy); a topic's key on which the policy is `silent`; or nothing of
    ours (`none`)."""

    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Common:
    """What belongs to no city. `stamp` changes with what it was learnt from, `probe` with how texts are read;
    `documents`: how often terms stand in all cities' documents; `topics[n]`: the key of the topic that document n of
    `index` holds; `verdicts`: of all cities' wordings."""

    stamp: str
    probe: str
    vocabulary: Vocabulary
    documents: Statistics
    topics: tuple[str, ...]
    index: Index
    verdicts: Classifier

    @property
    def terms(self) -> Terms:
        return self.documents.terms


@dataclass(frozen=True, slots=True)
class City:
    """A policy's own part. `index` holds one document an entry, in order; `ridge`: None where the policy has no
    wordings of its own; its classes are provisions, topics on which the policy is silent, and, where there are enough
    wordings, nothing of ours (`none`) and verdicts. `terms`: the common ones, and after them those that only this city knows."""

    stamp: str
    entries: tuple[Entry, ...]
    index: Index
    ridge: Ridge | None

    @property
    def terms(self) -> Terms:
        return self.index.terms


@dataclass(frozen=True, slots=True)
class Model:
    """`cities`: by region; the mapping may bring one in only when it is asked for. `ear` and, where there is one, `tagger`
    hear what is said of deeds."""

    common: Common
    cities: Mapping[str, City]
    ear: Ear
    tagger: Tagger | None = None
