"""Pieces, one after another → provisions with their ids: what stands under what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from knowledge.policy.numerals import spelled
from knowledge.policy.provisions import Provision, SegmentWarning
from knowledge.segment import ending
from knowledge.segment.marks import (
    ARTICLE,
    CHAPTER,
    RANKS,
    SECTION,
    Mark,
    annex_at,
    article_name,
    ends_article,
    printed,
)
from knowledge.segment.page import ENDS, is_title
from knowledge.segment.pieces import Paragraph, glue, is_bare_title, is_heading

_SUB_CHAPTER = re.compile(r"第\s*[一二三四五六七八九十\d]{1,3}\s*[节節][^。；，：]{0,30}")
PARAGRAPH = "款"


@dataclass(slots=True)
class _Open:
    """A provision that more text may still join; `level`: that of its mark, 款 where it has none."""

    id: str
    level: str
    number: int


@dataclass(slots=True)
class Tree:
    """Grows by `take`; `top` is the level that serves as article."""

    region: str
    top: str
    warnings: list[SegmentWarning]
    provisions: list[Provision] = field(default_factory=list)
    chapters: list[str] = field(default_factory=list)
    chapter: str = ""
    stack: list[_Open] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    last_item: dict[str, int] = field(default_factory=dict)
    run_on: dict[str, int] = field(default_factory=dict)
    paragraphs: Counter[str] = field(default_factory=Counter)
    repeated: Counter[str] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)
    before: int = 0
    closed: bool = False
    annex: str = ""
    annex_text: list[str] = field(default_factory=list)
    last_line: int = 0

    def warn(self, line: int, text: str, remedy: str) -> None:
        self.warnings.append(SegmentWarning(line, text, remedy))

    def take(self, piece: Paragraph, ahead: Mapping[str, int]) -> None:
        """Add a piece; `ahead`: the next number of every level of items before the next article."""
        self.last_line = piece.line
        if piece.alone and (header := annex_at(piece.text)):
            self._open_annex(piece, *header)
        elif self.annex:
            if not ending.is_print_note(piece.text):
                self.annex_text.append(piece.text)
        elif piece.mark is None:
            self._unmarked(piece, ahead)
        elif piece.mark.level == CHAPTER:
            self._chapter(piece, piece.mark)
        elif not self.closed or ends_article(piece.mark.level, self.top):
            self._marked(piece, piece.mark)

    def finish(self) -> None:
        """Close the last annex."""
        if self.annex:
            place = self.places[self.annex]
            current = self.provisions[place]
            self.provisions[place] = replace(
                current, text="\n".join([current.text, *self.annex_text]).strip()
            )
        self.annex_text = []

    # ── pieces with a mark ───────────────────────────────────────────────────────────────────────
    def _chapter(self, piece: Paragraph, mark: Mark) -> None:
        self._open_chapter(piece, f"第{mark.shown}章 {re.sub(r'[ 　]+', '', piece.text)}".strip())

    def _open_chapter(self, piece: Paragraph, shown: str) -> None:
        if shown in self.known:
            self.warn(piece.line, f"“{shown}”出现了两次", "前一处可能是目录，请确认")
            self.chapters.remove(shown) if len(self.chapters) < 100 else None
        self.known.add(shown)
        self.chapters.append(shown)
        self.chapter, self.stack = shown, self.stack[:1]

    def _marked(self, piece: Paragraph, mark: Mark) -> None:
        self.closed = False
        if mark.level == SECTION and self.top == ARTICLE and (is_heading(piece) or not self.stack):
            self._open_chapter(piece, f"{mark.shown}、{piece.text}")
        elif mark.level == self.top or (self.stack and ends_article(mark.level, self.top)):
            self._article(piece, mark)
        elif self.stack:
            self._item(piece, mark)
        else:
            self.warn(piece.line, f"“{printed(mark)}{piece.text[:12]}”不在任何一条之下，没有收入",
                      "请检查它前面是不是缺了条号")  # fmt: skip

    def _article(self, piece: Paragraph, mark: Mark) -> None:
        label = article_name(mark) if mark.level == ARTICLE else mark.shown
        if not mark.sub and mark.number != self.before + 1:
            came = f"前面是第 {self.before} 条" if self.before else "是第一个条文"
            self.warn(piece.line, f"{label}{came}，编号不连续", "请对照原文，看是否缺条、重条或页次颠倒")
        self.before = mark.number
        number = f"{mark.number}_{mark.sub}" if mark.sub else str(mark.number)
        id_ = self._free(f"{self.region}.{number}", piece.line)
        self.stack = [_Open(id_, self.top, mark.number)]
        kind = "条" if mark.level == ARTICLE else "节"
        self._add(piece, Provision(id_, self.region, kind, label, piece.text, number=printed(mark)))

    def _item(self, piece: Paragraph, mark: Mark) -> None:
        self._close_for(mark)
        parent = self._parent_of(mark)
        self._count(piece, mark, parent)
        id_ = self._free(f"{parent.id}.{mark.number}", piece.line)
        self.stack.append(_Open(id_, mark.level, mark.number))
        label = _item_label(parent, mark)
        self._add(
            piece,
            Provision(id_, self.region, "项", label, piece.text, parent=parent.id, number=printed(mark)),
        )

    def _count(self, piece: Paragraph, mark: Mark, parent: Provision) -> None:
        """The item's number follows the one before, in its own list or, right under a 节, in the last one."""
        before = self.last_item.get(parent.id, 0)
        runs_on = parent.kind == "节" and not before and mark.number == self.run_on.get(mark.level, 0) + 1
        if mark.number != before + 1 and not runs_on:
            self.warn(
                piece.line, f"{parent.label}下面的“{printed(mark)}”编号不连续", "请对照原文，看是否缺项或重项"
            )
        self.run_on[mark.level] = self.last_item[parent.id] = mark.number

    def _close_for(self, mark: Mark) -> None:
        """Go up to where the mark's list is open; a new list is nested, unless nothing leads into it."""
        levels = [one.level for one in self.stack]
        if mark.level in levels[1:]:
            del self.stack[levels.index(mark.level, 1) :]
            return
        led = mark.number == 1 and self._current().text[-1:] in ("：", ":")
        while not led and len(self.stack) > 1 and RANKS.get(self.stack[-1].level, -1) > RANKS[mark.level]:
            self.stack.pop()

    def _parent_of(self, mark: Mark) -> Provision:
        """The open provision above; a list that counts on belongs to the article, whatever 款 stands between."""
        parent = self._current()
        if parent.kind == PARAGRAPH and mark.number > 1 and parent.parent and parent.id not in self.last_item:
            return self.provisions[self.places[parent.parent]]
        return parent

    # ── text without a mark ──────────────────────────────────────────────────────────────────────
    def _unmarked(self, piece: Paragraph, ahead: Mapping[str, int]) -> None:
        if self.closed or not self.stack or _SUB_CHAPTER.fullmatch(piece.text):
            return
        if ending.is_tail(piece.text):
            self.closed = True
            return
        if is_bare_title(piece):
            self._open_chapter(piece, "".join(piece.text.split()))
            return
        current, owner = self._current(), self._owner(ahead)
        longer = _continued(current, piece.text, owner is current)
        if longer is None:
            self._new_paragraph(piece, owner)
        else:
            self._extend(current, longer)

    def _owner(self, ahead: Mapping[str, int]) -> Provision:
        """The innermost open item whose list goes on later; else the article."""
        for one in reversed(self.stack[1:]):
            if one.level != PARAGRAPH and ahead.get(one.level, 0) > one.number:
                return self.provisions[self.places[one.id]]
        return self._article_open()

    def _extend(self, current: Provision, text: str) -> None:
        self.provisions[self.places[current.id]] = replace(current, text=text)

    def _new_paragraph(self, piece: Paragraph, owner: Provision) -> None:
        self.paragraphs[owner.id] += 1
        count = 1 + self.paragraphs[owner.id]
        id_ = self._free(f"{owner.id}.p{count}", piece.line)
        if owner.kind != "项":
            self.stack = [self.stack[0], _Open(id_, PARAGRAPH, 0)]
        else:
            del self.stack[1 + next(n for n, one in enumerate(self.stack) if one.id == owner.id) :]
        label = f"{owner.label}第{spelled(count)}款"
        self._add(piece, Provision(id_, self.region, PARAGRAPH, label, piece.text, parent=owner.id))

    # ── the books ────────────────────────────────────────────────────────────────────────────────
    def _open_annex(self, piece: Paragraph, number: int, title: str) -> None:
        self.finish()
        self.stack = []
        self.annex = self._free(f"{self.region}.annex{number}", piece.line)
        self.chapter = ""
        self._add(piece, Provision(self.annex, self.region, "附件", f"附件{number}", title))

    def _current(self) -> Provision:
        return self.provisions[self.places[self.stack[-1].id]]

    def _article_open(self) -> Provision:
        return self.provisions[self.places[self.stack[0].id]]

    def _free(self, id_: str, line: int) -> str:
        if id_ not in self.places:
            return id_
        self.warn(line, f"{id_.partition('.')[2]} 这个编号出现了不止一次", "请对照原文；后一处的编号加了后缀")
        self.repeated[id_] += 1
        return f"{id_}_r{self.repeated[id_] + 1}"

    def _add(self, piece: Paragraph, provision: Provision) -> None:
        self.places[provision.id] = len(self.provisions)
        self.provisions.append(replace(provision, chapter=self.chapter))
        if piece.doubtful:
            self.warn(piece.doubtful, f"{provision.label}里，这一行是不是另起一段看不出来，按同一段接上了",
                      "请对照原文；如另起一段，请空一行")  # fmt: skip


def _continued(current: Provision, line: str, list_goes_on: bool) -> str | None:
    """The open provision's text with one more line; None where the line begins a paragraph."""
    if not current.text or (current.kind == "节" and is_title(current.text)):
        return current.text + "\n" * bool(current.text) + line
    if current.text[-1] not in ENDS:
        return glue(current.text, line)
    if current.text[-1] in "；;" and list_goes_on:
        return f"{current.text}\n{line}"
    return None


def _item_label(parent: Provision, mark: Mark) -> str:
    """第七条第（六）项, 三（十三）, 第七条第（六）项第1目"""
    shown = printed(mark).rstrip("、.．")
    if parent.kind == "节":
        return f"{parent.label}{shown}" if shown.startswith("（") else f"{parent.label}第{shown}项"
    return f"{parent.label}第{shown}{'目' if parent.kind == '项' else '项'}"
