"""Pieces → Policy: which marks are the articles here, what stands under what, where the document ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from knowledge.provisions import Policy, Provision, SegmentWarning
from knowledge.segment import heading, types
from knowledge.segment.lines import clean
from knowledge.segment.marks import ARTICLE, CHAPTER, ITEM, POINT, SECTION, Mark, annex_at
from knowledge.segment.pieces import ENDS, Piece, glue, is_heading, pieces

_DATE = r"[二〇零○一三四五六七八九十\d]{4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
_TAIL = re.compile(
    rf"[-*\s]*附\s*件\s*[:：].*|(?:抄\s*送|校\s*对|主题词|主題詞|联系人|印制|打印)\s*[:：].*|"
    rf"[（(](?:此件|联系人|本文).{{0,40}}[）)].*|[^。；：]{{0,80}}{_DATE}\s*(?:印\s*发|印\s*發|发布|發佈)?\s*(?:[共].*份)?",
    re.S,
)
_HAN_DIGITS = "零一二三四五六七八九"
RANKS = {ARTICLE: 0, SECTION: 1, ITEM: 2, POINT: 3}


def segment(text: str, region: str) -> Policy:
    """Segment any text; with no recognisable provision the policy is empty and says so in a warning."""
    lines, warnings = clean(text)
    found = pieces(lines)
    top = _top_level(found)
    tree = _Tree(region, top, warnings)
    start = heading.start(found, top)
    first = found[start].line if start < len(found) else len(text)
    title, doc_no = heading.read([line.text for line in lines if line.number < first])
    for position, piece in enumerate(found[start:], start):
        tree.take(piece, islice(found, position + 1, None))
    if found[start:]:
        tree.check_end()
    tree.check_heading(title, doc_no, lines[0].number if lines else 0)
    return types.typed(
        Policy(region, title, doc_no, tuple(tree.provisions), tuple(tree.chapters), tuple(tree.warnings))
    )


def _top_level(found: list[Piece]) -> str:
    """The level that serves as article in this document."""
    counts = Counter(piece.mark.level for piece in found if piece.mark)
    if counts[ARTICLE] >= 2 or (counts[ARTICLE] and not counts[SECTION]):
        return ARTICLE
    return next((level for level in (SECTION, ITEM, POINT) if counts[level] >= 2), SECTION)


@dataclass(slots=True)
class _Open:
    """A provision that more text may still join."""

    id: str
    rank: float
    number: int


@dataclass(slots=True)
class _Tree:
    region: str
    top: str
    warnings: list[SegmentWarning]
    provisions: list[Provision] = field(default_factory=list)
    chapters: list[str] = field(default_factory=list)
    chapter: str = ""
    stack: list[_Open] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    repeated: Counter[str] = field(default_factory=Counter)
    closed: bool = False
    annex: str = ""
    last_line: int = 0

    def warn(self, line: int, text: str, remedy: str) -> None:
        self.warnings.append(SegmentWarning(line, text, remedy))

    # ── one piece ────────────────────────────────────────────────────────────────────────────────
    def take(self, piece: Piece, following: Iterator[Piece]) -> None:
        self.last_line = piece.line
        if piece.alone and (header := annex_at(piece.text)):
            self._open_annex(piece, *header)
        elif self.annex:
            self._in_annex(piece)
        elif piece.mark is None and self.stack and _TAIL.fullmatch(piece.text):
            self.closed = True
        elif self.closed and (piece.mark is None or RANKS.get(piece.mark.level, 9) > RANKS[self.top]):
            return
        elif piece.mark is None:
            self._paragraph(piece, following)
        elif piece.mark.level == CHAPTER:
            self._chapter(piece, piece.mark)
        else:
            self._marked(piece, piece.mark)

    def _chapter(self, piece: Piece, mark: Mark) -> None:
        shown = f"第{mark.shown}章 {re.sub(r'[ 　]+', '', piece.text)}".strip()
        if shown in self.chapters:
            self.warn(piece.line, f"“{shown}”出现了两次", "前一处可能是目录，请确认")
            self.chapters.remove(shown)
        self.chapters.append(shown)
        self.chapter, self.stack = shown, self.stack[:1]

    def _marked(self, piece: Piece, mark: Mark) -> None:
        self.closed = False
        rank = RANKS[mark.level]
        if mark.level == SECTION and self.top == ARTICLE and (is_heading(piece) or not self.stack):
            self.chapter = f"{mark.shown}、{piece.text}"
            self.chapters.append(self.chapter)
            return
        if mark.level != self.top and not self.stack:
            self.warn(
                piece.line,
                f"“{_printed(mark)}{piece.text[:12]}”不在任何一条之下，没有收入",
                "请检查它前面是不是缺了条号",
            )
            return
        if rank <= RANKS[self.top]:
            self._article(piece, mark)
        else:
            self._item(piece, mark, rank)

    def _article(self, piece: Piece, mark: Mark) -> None:
        before = self.stack[0].number if self.stack else 0
        number = f"{mark.number}_{mark.sub}" if mark.sub else str(mark.number)
        if not mark.sub and mark.number != before + 1:
            self.warn(
                piece.line,
                f"{_named(mark)}前面是第 {before} 条，编号不连续",
                "请对照原文，看是否缺条、重条或页次颠倒",
            )
        id_ = self._free(f"{self.region}.{number}", piece.line)
        label = _named(mark) if mark.level == ARTICLE else mark.shown
        kind = "条" if mark.level == ARTICLE else "节"
        self.stack = [_Open(id_, RANKS[self.top], mark.number)]
        self._add(
            Provision(id_, self.region, kind, label, piece.text, chapter=self.chapter, number=_printed(mark)),
            piece,
        )

    def _item(self, piece: Piece, mark: Mark, rank: int) -> None:
        while len(self.stack) > 1 and self.stack[-1].rank >= rank:
            gone = self.stack.pop()
            if gone.rank == rank and mark.number == gone.number + 1:
                break
        parent = self._parent_of(mark)
        if mark.number != self.counts[parent.id, "项"] + 1:
            self.warn(
                piece.line,
                f"{parent.label}下面的“{_printed(mark)}”编号不连续",
                "请对照原文，看是否缺项或重项",
            )
        id_ = self._free(f"{parent.id}.{mark.number}", piece.line)
        if self.top == SECTION and parent.kind == "节":
            label = f"{parent.label}{_printed(mark).rstrip('、')}"
        else:
            label = (
                f"{parent.label}第{_printed(mark).rstrip('、.．')}{'项' if parent.kind in '条款节' else '目'}"
            )
        self.stack.append(_Open(id_, rank, mark.number))
        self._add(Provision(id_, self.region, "项", label, piece.text, chapter=self.chapter, parent=parent.id,
                            number=_printed(mark)), piece)  # fmt: skip

    def _parent_of(self, mark: Mark) -> Provision:
        """The open provision above; a list that counts on belongs to the article, whatever 款 stands between."""
        parent = self.provisions[self.places[self.stack[-1].id]]
        if parent.kind == "款" and mark.number > 1 and parent.parent:
            return self.provisions[self.places[parent.parent]]
        return parent

    # ── text without a mark ──────────────────────────────────────────────────────────────────────
    def _paragraph(self, piece: Piece, following: Iterator[Piece]) -> None:
        if not self.stack:
            return
        current = self.provisions[self.places[self.stack[-1].id]]
        unended = bool(current.text) and current.text[-1] not in ENDS
        over = current.kind != "项" or self._list_over(following)
        head = current.kind == "节" and is_heading(Piece(0, current.text, Mark(SECTION, 1, "一", 1)))
        if head or not current.text:
            self._extend(current, piece, "\n" if current.text else "")
        elif unended or (current.text[-1] in "；;" and not over):
            self._extend(current, piece, "" if unended else "\n")
        else:
            self._new_paragraph(piece, current, over)

    def _extend(self, current: Provision, piece: Piece, between: str) -> None:
        text = glue(current.text, piece.text) if not between else current.text + between + piece.text
        self.provisions[self.places[current.id]] = replace(current, text=text)

    def _list_over(self, following: Iterator[Piece]) -> bool:
        """No further item comes before the next article."""
        for piece in following:
            if piece.mark:
                return RANKS.get(piece.mark.level, -1) <= RANKS[self.top]
        return True

    def _new_paragraph(self, piece: Piece, current: Provision, over: bool) -> None:
        owner = self._article_open() if over else current
        count = 2 + self.counts[owner.id, "款"]
        id_ = f"{owner.id}.p{count}"
        if owner.kind == "条" or owner.kind == "节":
            self.stack = [self.stack[0], _Open(id_, RANKS[self.top] + 0.5, 0)]
        number = _HAN_DIGITS[count] if count < 10 else str(count)
        self._add(Provision(id_, self.region, "款", f"{owner.label}第{number}款", piece.text, chapter=self.chapter,
                            parent=owner.id), piece)  # fmt: skip

    def _article_open(self) -> Provision:
        return self.provisions[self.places[self.stack[0].id]]

    # ── annexes ──────────────────────────────────────────────────────────────────────────────────
    def _open_annex(self, piece: Piece, number: int, title: str) -> None:
        self.closed, self.stack = True, []
        self.annex = self._free(f"{self.region}.annex{number}", piece.line)
        self._add(Provision(self.annex, self.region, "附件", f"附件{number}", title), piece)

    def _in_annex(self, piece: Piece) -> None:
        if re.fullmatch(rf"(?:[^。]{{0,60}}(?:办公室|局|委|委员会))|[^。：:]{{0,60}}{_DATE}\s*印\s*[发發]|(?:校\s*对|抄\s*送)\s*[:：].*",
                        piece.text) and "盖章" not in piece.text:  # fmt: skip
            return
        place = self.places[self.annex]
        current = self.provisions[place]
        self.provisions[place] = replace(current, text=f"{current.text}\n{piece.text}".strip())

    # ── the books ────────────────────────────────────────────────────────────────────────────────
    def _free(self, id_: str, line: int) -> str:
        if id_ not in self.places:
            return id_
        self.warn(line, f"{id_.partition('.')[2]} 这个编号出现了不止一次", "请对照原文；后一处的编号加了后缀")
        self.repeated[id_] += 1
        return f"{id_}_r{self.repeated[id_] + 1}"

    def _add(self, provision: Provision, piece: Piece) -> None:
        self.places[provision.id] = len(self.provisions)
        self.counts[provision.parent or "", provision.kind] += 1
        self.provisions.append(provision)
        if piece.doubtful:
            self.warn(piece.line, "这一段的断行处看不出是不是分段", "请对照原文的段落")

    def check_end(self) -> None:
        last = next((p for p in reversed(self.provisions) if p.kind != "附件"), None)
        if last and last.text and last.text[-1] not in "。！？”）)" and not self.annex:
            self.warn(self.last_line, f"{last.label}结尾没有句号，文件可能被截断", "请换一份完整的文本")
        parents = {provision.parent for provision in self.provisions}
        for provision in self.provisions:
            if not provision.text and provision.kind != "附件" and provision.id not in parents:
                self.warn(0, f"{provision.label}没有内容", "请对照原文补上")

    def check_heading(self, title: str, doc_no: str, line: int) -> None:
        if not self.provisions:
            self.warn(line, "没有认出任何条款", "请确认放进来的是文件正文，条款以第…条、一、或（一）开头")
        if not title:
            self.warn(line, "没有找到标题", "请在正文前单独一行写上文件标题")
        if not doc_no:
            self.warn(line, "没有找到文号", "请在正文前单独一行写上文号，如 某民发〔2023〕1号")
        body = "".join(p.text for p in self.provisions)
        if len(body) > 250 and sum(body.count(mark) for mark in "。；，") < len(body) / 60:
            self.warn(line, "几乎没有标点，可能是扫描识别时丢了", "请换一份有标点的文本再核对条款")


def _named(mark: Mark) -> str:
    shown = re.sub(r"\s", "", mark.shown)
    return f"第{shown}条" + (f"之{_HAN_DIGITS[mark.sub] if mark.sub < 10 else mark.sub}" if mark.sub else "")


def _printed(mark: Mark) -> str:
    match mark.level:
        case "条":
            return _named(mark)
        case "节":
            return f"{mark.shown}、"
        case "项":
            return f"（{mark.shown}）"
        case "目":
            return f"{mark.shown}、"
        case _:
            return f"第{mark.shown}章"
