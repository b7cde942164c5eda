"""Text → Policy: which marks are the articles here, where the body begins, and what is doubtful about the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from knowledge.policy.provisions import Policy, SegmentWarning
from knowledge.segment import ending, heading, types
from knowledge.segment.contents import without_contents
from knowledge.segment.lines import Line, clean
from knowledge.segment.marks import ARTICLE, ITEM, LEVELS, PAREN, POINT, SECTION, ends_article
from knowledge.segment.pieces import Paragraph, pieces
from knowledge.segment.tree import Tree

MOST_WARNINGS, CROWDED = 200, 4


def segment(text: str, region: str) -> Policy:
    """Segment any text; with no recognisable provision the policy is empty and says so in a warning."""
    lines, repeated = clean(text)
    lines, contents = without_contents(lines)
    found = pieces(lines)
    top = _top_level(found)
    start = heading.start(found, top)
    tree = _grown(Tree(region, top, [*repeated, *contents]), found[start:])
    title, doc_no = heading.read(_before(lines, found, start))
    _check_end(tree)
    _check_heading(tree, title, doc_no, lines)
    return types.typed(
        Policy(region, title, doc_no, tuple(tree.provisions), tuple(tree.chapters), _few(tree.warnings))
    )


def _grown(tree: Tree, body: list[Paragraph]) -> Tree:
    """With all pieces of the body, each in its place."""
    for piece, ahead in zip(body, _following(body, tree.top), strict=True):
        tree.take(piece, ahead)
    tree.finish()
    _cut_ending(tree)
    return tree


def _top_level(found: list[Paragraph]) -> str:
    """The level that serves as article in this document."""
    counts = Counter(piece.mark.level for piece in found if piece.mark)
    if counts[ARTICLE] >= 2 or (counts[ARTICLE] and counts[SECTION] < 2):
        return ARTICLE
    first = {level: n for n, level in reversed([(n, p.mark.level) for n, p in enumerate(found) if p.mark])}
    some = [level for level in (SECTION, ITEM, POINT, PAREN) if counts[level] >= 2]
    return min(some, key=lambda level: first[level], default=SECTION)


def _following(found: list[Paragraph], top: str) -> list[dict[str, int]]:
    """For each piece without a mark: the next number of every level that comes before the next article."""
    rows: list[dict[str, int]] = []
    ahead: dict[str, int] = {}
    for piece in reversed(found):
        rows.append(ahead)
        if piece.mark:
            ends = ends_article(piece.mark.level, top)
            ahead = {} if ends else {**ahead, piece.mark.level: piece.mark.number}
    return rows[::-1]


def _before(lines: list[Line], found: list[Paragraph], start: int) -> list[str]:
    """The lines before the body, and what stands before it in its own first line."""
    first = found[start].line if start < len(found) else len(lines) and lines[-1].number + 1
    glued = [piece.text for piece in found[:start] if piece.line == first and piece.mark is None]
    return [line.text for line in lines if line.number < first] + glued


def _cut_ending(tree: Tree) -> None:
    """A signature that was run together with the last provision."""
    place = next(
        (n for n in range(len(tree.provisions) - 1, -1, -1) if tree.provisions[n].kind != "附件"), None
    )
    if place is not None:
        last = tree.provisions[place]
        tree.provisions[place] = replace(last, text=ending.without_ending(last.text))


# ── doubts about the whole ───────────────────────────────────────────────────────────────────────
def _check_end(tree: Tree) -> None:
    last = next((p for p in reversed(tree.provisions) if p.kind != "附件"), None)
    if last and last.text and last.text[-1] not in "。！？”）).!?" and not tree.annex:
        tree.warn(tree.last_line, f"{last.label}结尾没有句号，文件可能被截断", "请换一份完整的文本")
    parents = {provision.parent for provision in tree.provisions}
    for provision in tree.provisions:
        if not provision.text and provision.kind != "附件" and provision.id not in parents:
            tree.warn(0, f"{provision.label}没有内容", "请对照原文补上")


def _check_heading(tree: Tree, title: str, doc_no: str, lines: list[Line]) -> None:
    line = lines[0].number if lines else 0
    if not tree.provisions:
        tree.warn(line, "没有认出任何条款", "请确认放进来的是文件正文，条款以第…条、一、或（一）开头")
    if not title:
        tree.warn(line, "没有找到标题", "请在正文前单独一行写上文件标题")
    if not doc_no:
        tree.warn(line, "没有找到文号", "请在正文前单独一行写上文号，如 某民发〔2023〕1号")
    if crowded := next((line for line in lines if len(LEVELS[ARTICLE].findall(line.text)) > CROWDED), None):
        tree.warn(crowded.number, "许多条挤在一行，条内另起的段落（款）看不出来", "请让每条、每款各占一行")
    body = "".join(p.text for p in tree.provisions)
    if len(body) > 250 and sum(body.count(mark) for mark in "。；，.;,") < len(body) / 60:
        tree.warn(line, "几乎没有标点，可能是扫描识别时丢了", "请换一份有标点的文本再核对条款")


def _few(warnings: list[SegmentWarning]) -> tuple[SegmentWarning, ...]:
    """In the order of the text; a hopeless text need not be told off line by line."""
    ordered = sorted(warnings, key=lambda warning: warning.line)
    return tuple(_capped(ordered))


def _capped(ordered: list[SegmentWarning]) -> Iterator[SegmentWarning]:
    yield from ordered[:MOST_WARNINGS]
    if len(ordered) > MOST_WARNINGS:
        rest = len(ordered) - MOST_WARNINGS
        yield SegmentWarning(
            ordered[MOST_WARNINGS].line, f"还有 {rest} 处疑点没有列出", "请换一份更干净的文本"
        )
