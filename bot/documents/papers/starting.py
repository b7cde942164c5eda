"""Our layouts as an office's own templates: the name of each box stands where its text would, so that nobody begins from an
empty page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bot.documents.papers import PAPERS, docx
from bot.documents.papers.case import CasePaper, CaseStep, PolicyWords
from bot.documents.papers.register import RegisterPaper, RegisterRow
from bot.documents.papers.vocabulary import DAYS, ROW, ROWS
from dialogs.shared.spans import written
from knowledge.policy.numerals import spelled, value

if TYPE_CHECKING:
    from docx.document import Document

ITEM = "行"
"""One of the rows of a register, as its template calls it."""
BEGINS, ENDS = f"{{%tr for {ITEM} in {ROWS} %}}", "{%tr endfor %}"
STAND_INS = {name: date(1901, 1, 10 + number) for number, name in enumerate((*DAYS, "整改期限", "填报时间"))}
"""Days on which nothing was done, each in the place of another: a layout takes a day, and nothing else."""
PLAINER = {"}}“”": "}}", "1．{{ 证据材料": "{{ 证据材料"}
"""What a layout puts around a text, where the text that comes has it already."""
OPTIONAL = ("原因说明", "结果运用", "救济途径")
"""Chapters that a notice has only where there is something to say, in their order."""
FEWER = {0: "{n}", 1: "{{% if {a} %}}{n}{{% else %}}{m}{{% endif %}}",
         2: "{{% if {a} and {b} %}}{n}{{% elif {a} or {b} %}}{m}{{% else %}}{k}{{% endif %}}"}  # fmt: skip
"""The number of a chapter before which so many may be left out."""


def place(name: str) -> str:
    return "{{ " + name + " }}"


def started(paper: str, case: CasePaper) -> bytes:
    """`case`: nothing is known of it but what its policy says of every one; `form`: of an application, with names in its boxes."""
    return _named(docx([PAPERS[paper].made(_every_name(case, paper))]))


def started_register(register: RegisterPaper) -> bytes:
    """`register`: of its policy, with no line in it."""
    cells = [place(f"{ITEM}.{name}") for name in ROW[1:]]
    lines = tuple(RegisterRow(*some) for some in ([BEGINS, "", "", "", ""], cells, [ENDS, "", "", "", ""]))
    whole = replace(register, lines=lines, filler=place("填报单位"), day=STAND_INS["填报时间"])
    return _named(docx([whole]), of_register=True)


def _every_name(case: CasePaper, paper: str) -> CasePaper:
    rights = {"appeal": _words("救济途径")} if {"appeal", "banner"} & {*case.says} else {}
    says = {
        **{act: words for act, words in case.says.items() if act != "banner"},
        "effect": _words("结果运用"),
        **rights,
    }
    return replace(
        case, number=place("编号"), authority=place("责任追究机关"), source=place("启动来源"), subject=place("容错对象"),
        unit=place("单位"), post=place("职务"), organisation=place("所在党组织"), body=place("所在党组织"), matter=place("申请容错事项"),
        claims=(_words("申请依据"),), pieces=(place("证据材料"),), days={act: STAND_INS[name] for name, act in DAYS.items()},
        steps=(CaseStep(None, place("调查过程")),), members=(place("调查组成员"),), facts=place("调查事实"),
        outcome=place("容错结论"), grounds=(_words("容错依据"),), reasons=place("原因说明"), wrong=place("纠错事项"),
        demand=place("纠错要求"), until=STAND_INS["整改期限"], corrected=place("纠错情况"),
        recipients={paper: (place("主送"),)}, says=says,
        issues={paper: place("发文字号")},
    )  # fmt: skip


def _words(name: str) -> PolicyWords:
    return PolicyWords(place(name), "")


# ── once it is laid out ──────────────────────────────────────────────────────────────────────────
def _named(content: bytes, of_register: bool = False) -> bytes:
    """With names for the days too."""
    from docx import Document as opened

    document = opened(io.BytesIO(content))
    names = {written(day): place(name) for name, day in STAND_INS.items()}
    for text in _texts(document):
        for day, name in names.items():
            text.text = text.text.replace(day, name)
        for around, plain in PLAINER.items():
            text.text = text.text.replace(around, plain)
    if of_register:
        _one_row(document)
    _leave_out(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _texts(document: Document) -> Iterator[Any]:
    """Of the body, and at the foot of every page."""
    from docx.oxml.ns import qn

    for part in (document.element.body, *(one.footer._element for one in document.sections)):
        yield from (text for text in part.iter(qn("w:t")) if text.text)


def _leave_out(document: Document) -> None:
    """A chapter of which there is nothing to say is not printed, and the others are numbered without it."""
    before: list[str] = []
    for heading, text in list(pairwise(document.paragraphs)):
        number, _, name = heading.text.partition("、")
        if name not in OPTIONAL:
            continue
        heading.runs[0].text = f"{_number(number, before)}、{name}"
        heading.insert_paragraph_before(f"{{%p if {name} %}}")
        text._p.addnext(heading.insert_paragraph_before("{%p endif %}")._p)
        before.append(name)


def _number(number: str, before: list[str]) -> str:
    """`number`: that a chapter has where nothing is left out."""
    last = value(number)
    names = dict(zip("ab", before, strict=False))
    return FEWER[len(before)].format(n=number, m=spelled(last - 1), k=spelled(last - 2), **names)


def _one_row(document: Document) -> None:
    """Between where the rows begin and where they end: all that the printed form has beside is for a pen."""
    (table,) = document.tables
    _, begins, item, ends, *rest = table.rows
    for row in rest:
        row._tr.getparent().remove(row._tr)
    for row, text in ((begins, BEGINS), (item, place(f"{ITEM}.{ROW[0]}")), (ends, ENDS)):
        row.cells[0].paragraphs[0].runs[0].text = text
    for row in (begins, ends):
        for text in (one for cell in row.cells[1:] for one in cell.paragraphs for one in one.runs):
            text.text = ""
