"""The application on paper: the printed form, the same as text for the chat, and what is handed to the store.

Not a word in it that the writer has not given, but for the headings and the provisions that were picked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dialogs.acts import Applicant, Claim, Filing, FormField, Piece
from dialogs.calendar import written
from dialogs.core import Cell, Form
from dialogs.intake import words
from dialogs.intake.boxes import DAY, LATER, NONE_YET, ORGANISATION, PARTS, Box, boxes
from dialogs.intake.record import Record
from dialogs.phrases import place
from knowledge.corpus import Library
from knowledge.provisions import Policy
from knowledge.regime import Regime

NUMBERS = "一二三四五六七八九十"
OPINION = "所在党组织意见"
REASONS = "主要事实及理由"
EVIDENCE = "附：相关证据材料"


@dataclass(frozen=True, slots=True)
class Paper:
    """An application as it stands; `today`: its date unless another one was given."""

    library: Library
    record: Record
    today: date | None

    @property
    def regime(self) -> Regime:
        return self.library.regimes[self.record.region]

    @property
    def policy(self) -> Policy:
        return self.library.policies[self.record.region]

    @property
    def short(self) -> str:
        return self.library.short[self.record.region]

    @property
    def title(self) -> str:
        return self.regime.paper.title

    @property
    def day(self) -> str:
        given = self.record.text(DAY)
        return written(date.fromisoformat(given)) if given else written(self.today) if self.today else ""

    @property
    def mark(self) -> str:
        return place(self.policy, self.regime.form) if self.regime.form else words.NO_FORM_MARK

    # ── what stands in the boxes ────────────────────────────────────────────────────────────────
    def matter(self) -> str:
        """What it is about and what is asked for."""
        record, told = self.record, self.record.text("told_on")
        head = "，".join(
            text for text in (record.text("event_date"), record.text("matter").rstrip("。")) if text
        )
        lines = [f"{head}。" if head else ""]
        labels = [place(self.policy, at) for at in self._clauses()]
        if labels:
            lines.append(f"请求按照《{self.policy.title}》{'、'.join(labels)}{self.regime.paper.plea}。")
        if told:
            lines.append(f"被告知问责程序启动的日期：{written(date.fromisoformat(told))}。")
        return "\n".join(line for line in lines if line)

    def reasons(self) -> str:
        """The parts in their order, each under its heading, then the provisions."""
        told = [(label, self.record.text(key)) for key, label, *_ in PARTS]
        told = [(label, text) for label, text in told if text.strip()]
        if clauses := "\n".join(self._reasoned()):
            told.append(("对应条款", clauses))
        return "\n".join(f"{NUMBERS[n]}、{label}\n{text}" for n, (label, text) in enumerate(told))

    def _reasoned(self) -> Iterator[str]:
        for at in self._clauses():
            text = " ".join(self.policy.provision(at).text.split())
            yield f"{place(self.policy, at)}「{text}」"
            if reason := self.record.text(f"reason:{at}"):
                yield f"理由：{reason}"
        if self.record.listed("clauses") and not self._clauses():
            yield words.UNSURE_CLAUSE

    def _clauses(self) -> list[str]:
        return [at for at in self.record.listed("clauses") if self.regime.situation(at)]

    def evidence(self) -> str:
        if self.record.tray.pieces:
            return "；".join(f"{n}. {one.name}" for n, one in enumerate(self.record.tray.pieces, 1))
        return {LATER: "暂无，以后补交", NONE_YET: "不附材料"}.get(self.record.text("evidence"), "")

    # ── the printed form ────────────────────────────────────────────────────────────────────────
    def cells(self) -> Iterator[tuple[str, str]]:
        """(heading, text) of every box that the writer fills, as printed."""
        record = self.record
        if first := self.regime.paper.first:
            yield first.label, record.text("first")
        yield self.regime.paper.authority, record.text("authority")
        if record.text("applicant_kind") == ORGANISATION:
            yield f"申请{self.regime.paper.organisation}", record.text("organisation")
        else:
            yield "申请人", record.text("applicant")
            yield "单位及职务", record.text("post")
        yield "申请容错事项", self.matter()
        yield REASONS, self.reasons()
        if self.regime.paper.correction:
            yield "纠错整改情况", record.text("correction")
        yield "备注", record.text("remark")

    def form(self) -> Form:
        """As it is printed; what the Party organisation writes stays blank."""
        return printed(
            self.regime, self.title, self.short, self.mark, self.day, dict(self.cells()), self.evidence()
        )

    # ── for the store ───────────────────────────────────────────────────────────────────────────
    def filing(self) -> Filing:
        """All that was asked and answered, the form as printed, the provisions as they read now."""
        record = self.record
        kind: Applicant = "organisation" if record.text("applicant_kind") == ORGANISATION else "person"
        return Filing(
            record.tray.draft, record.region, kind, tuple(self._fields()), tuple(self._claims()),
            tuple(one.place for one in record.tray.pieces), fingerprint_of(self.policy),
        )  # fmt: skip

    def _fields(self) -> Iterator[FormField]:
        consent = words.CONSENT.format(title=self.title, short=self.short, days=KEPT_DAYS)
        yield FormField("consent", words.PURPOSE, consent, f"{self.record.agreed}同意")
        for box in boxes(self.library, self.record):
            if box.kind != "clauses" and box.key != DAY and (text := self._said(box)):
                yield FormField(box.key, box.label, " ".join(filter(None, (box.ask, box.hint))), text)
        yield FormField(DAY, "申请日期", "", self.day)
        for n, (label, text) in enumerate(self.cells()):
            yield FormField(f"cell:{n}", label, "", text)
        yield FormField("cell:evidence", EVIDENCE, "", self.evidence())

    def _said(self, box: Box) -> str:
        return self.evidence() if box.kind == "evidence" else self.record.text(box.key)

    def _claims(self) -> Iterator[Claim]:
        for at in self._clauses():
            yield Claim(at, self.policy.provision(at).label, self.policy.full_text(at))

    def summary(self) -> str:
        """What staff see in a list: who, where, what about."""
        record = self.record
        who = record.text("organisation") or f"{record.text('applicant')} {record.text('post')}"
        return " ".join(f"{who} {record.text('matter')}".split())


KEPT_DAYS = 90
"""Days that a draft is kept without anybody touching it."""


def printed(
    regime: Regime, title: str, short: str, mark: str, day: str, cells: dict[str, str], evidence: str
) -> Form:
    """The form of a policy with these texts under their headings."""
    notes = [f"{EVIDENCE}：{evidence}" if evidence else EVIDENCE]
    if regime.form is None:
        notes.append(f"注：{words.NO_FORM_NOTE}")
    rows = tuple(_rows(regime, cells))
    return Form(words.FILE_NAME.format(title=title, short=short), title, mark, day, rows, tuple(notes))


def _rows(regime: Regime, cells: dict[str, str]) -> Iterator[tuple[Cell, ...]]:
    paper = regime.paper
    if paper.first:
        yield _wide(paper.first.label, cells)
    yield _wide(paper.authority, cells)
    body = f"申请{paper.organisation}"
    yield Cell("申请主体", down=2, label=True), Cell(body, label=True), Cell(cells.get(body, ""), span=3)
    yield (Cell("申请人", label=True), Cell(cells.get("申请人", "")), Cell("单位及职务", label=True),
           Cell(cells.get("单位及职务", "")))  # fmt: skip
    yield from (_wide(label, cells) for label in ("申请容错事项", REASONS))
    if paper.correction:
        yield _wide("纠错整改情况", cells)
    yield Cell(OPINION, label=True), Cell("", span=4, tall=True)
    yield _wide("备注", cells)


def _wide(label: str, cells: dict[str, str]) -> tuple[Cell, ...]:
    return Cell(label, label=True), Cell(cells.get(label, ""), span=4)


def refiled(library: Library, region: str, fields: Iterable[FormField], pieces: Iterable[Piece]) -> Form:
    """The form of an application that was submitted, as it was; supplements' files listed too."""
    regime, policy = library.regimes[region], library.policies[region]
    by_key = {one.key: one for one in fields}
    cells = {
        one.label: one.text
        for key, one in by_key.items()
        if key.startswith("cell:") and key != "cell:evidence"
    }
    listed = "；".join(f"{n}. {one.name}" for n, one in enumerate(pieces, 1))
    evidence = listed or (by_key["cell:evidence"].text if "cell:evidence" in by_key else "")
    mark = place(policy, regime.form) if regime.form else words.NO_FORM_MARK
    day = by_key[DAY].text if DAY in by_key else ""
    return printed(regime, regime.paper.title, library.short[region], mark, day, cells, evidence)


def fingerprint_of(policy: Policy) -> str:
    """SHA-256 of a policy's text, provision by provision."""
    lines = (f"{one.id}\t{one.number}\t{one.text}\n" for one in policy.provisions)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
