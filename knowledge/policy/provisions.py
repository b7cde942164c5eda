"""A policy document and its smallest citable pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SegmentWarning:
    """Something the segmenter was not sure of; `line` counts from 1, 0 where no line is to blame."""

    line: int
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Provision:
    """The smallest piece that can be cited.

    `id`: donge.7.6 (第七条第（六）项), donge.9.p2 (第九条第二款), weihai.annex1 (附件1). `kind`: 条 款 项 节 附件 (节: a
    section 一、 that serves as an article). `text`: its own words without its number; an article with items holds
    its lead-in, the items are provisions of their own. `number`: the mark as printed, （六）. `type` (situation,
    exclusion …) is known with `sure` 0–1.
    """

    id: str
    region: str
    kind: str
    label: str
    text: str
    type: str = "other"
    sure: float = 0.0
    chapter: str = ""
    parent: str | None = None
    number: str = ""

    @property
    def flat(self) -> str:
        """Its own words in one line, without the sign at their end."""
        return " ".join(self.text.split()).rstrip("；。")


@dataclass(frozen=True, slots=True)
class Policy:
    """A segmented document; provisions in the order in which they are printed."""

    region: str
    title: str
    doc_no: str
    provisions: tuple[Provision, ...]
    chapters: tuple[str, ...] = ()
    warnings: tuple[SegmentWarning, ...] = ()
    _by_id: dict[str, Provision] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id.update({provision.id: provision for provision in self.provisions})

    def find(self, id_: str) -> Provision | None:
        return self._by_id.get(id_)

    def provision(self, id_: str) -> Provision:
        """The provision; KeyError where there is none."""
        return self._by_id[id_]

    def children(self, id_: str) -> tuple[Provision, ...]:
        """Items and further paragraphs directly under a provision, in printed order."""
        return tuple(provision for provision in self.provisions if provision.parent == id_)

    def article_of(self, id_: str) -> Provision:
        """The article (条, 节, 附件) that a provision belongs to, or the provision itself."""
        provision = self.provision(id_)
        return provision if provision.parent is None else self.article_of(provision.parent)

    @property
    def articles(self) -> tuple[Provision, ...]:
        return tuple(provision for provision in self.provisions if provision.parent is None)

    def previous(self, id_: str) -> Provision | None:
        """The article (条, 节, 附件) before the one that a provision belongs to."""
        return self._beside(id_, -1)

    def next(self, id_: str) -> Provision | None:
        """The article after the one that a provision belongs to."""
        return self._beside(id_, 1)

    def _beside(self, id_: str, step: int) -> Provision | None:
        articles = self.articles
        place = articles.index(self.article_of(id_)) + step
        return articles[place] if 0 <= place < len(articles) else None

    def full_text(self, id_: str) -> str:
        """A provision with all that stands under it, items with their numbers, as printed."""
        return "\n".join(self._lines(self.provision(id_))).strip()

    def _lines(self, provision: Provision) -> Iterator[str]:
        yield provision.text
        for child in self.children(provision.id):
            first, *rest = self._lines(child)
            yield from (child.number + first, *rest)

    def place(self, id_: str) -> str:
        """A provision as a sentence or a button names it: 第七条第（六）项, 三（十五）, 第四部分."""
        label = self.provision(id_).label
        return label if label.startswith(("第", "附件")) or "（" in label else f"第{label}部分"

    def citation(self, id_: str) -> str:
        """《title》（doc_no）第七条第（六）项"""
        number = f"（{self.doc_no}）" if self.doc_no else ""
        return f"《{self.title}》{number}{self.provision(id_).label}"
