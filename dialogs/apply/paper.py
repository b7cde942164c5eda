"""The application on paper: the printed form, the same as text for the chat, and what is handed to the store.

Not a word in it that the writer has not given, but for the headings and the provisions that were picked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dialogs.acts import CELL, Applicant, Claim, Filing, FormField
from dialogs.apply import words
from dialogs.apply.boxes import ORGANISATION, PARTS, boxes
from dialogs.apply.kinds.clauses import picked
from dialogs.apply.kinds.files import attached
from dialogs.apply.record import Record
from dialogs.core import Form
from dialogs.shared.paper import DAY, EVIDENCE, FILES, MARK, NO_ANNEX, TITLE, printed
from dialogs.shared.spans import written
from knowledge.library.corpus import Library
from knowledge.policy.numerals import spelled
from knowledge.policy.provisions import Policy
from knowledge.rules import APPLICANT, MATTER, POST, REASONS, REMARK, Regime


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
        return self.policy.place(self.regime.form) if self.regime.form else NO_ANNEX

    # ── what stands in the boxes ────────────────────────────────────────────────────────────────
    def matter(self) -> str:
        """What it is about and what is asked for."""
        record, told = self.record, self.record.text("told_on")
        head = "，".join(
            text for text in (record.text("event_date"), record.text("matter").rstrip("。")) if text
        )
        lines = [f"{head}。" if head else ""]
        labels = [self.policy.place(at) for at in self._clauses()]
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
        return "\n".join(f"{spelled(n)}、{label}\n{text}" for n, (label, text) in enumerate(told, 1))

    def _reasoned(self) -> Iterator[str]:
        for at in self._clauses():
            yield f"{self.policy.place(at)}“{self.policy.provision(at).flat}”"
            if reason := self.record.text(f"reason:{at}"):
                yield f"理由：{reason}"
        if self.record.listed("clauses") and not self._clauses():
            yield words.UNSURE_CLAUSE

    def _clauses(self) -> list[str]:
        return picked(self.record, self.regime)

    # ── the printed form ────────────────────────────────────────────────────────────────────────
    def cells(self) -> Iterator[tuple[str, str]]:
        """(heading, text) of every box that the writer fills, as printed; those of the other kind of applicant are empty."""
        record, paper = self.record, self.regime.paper
        body = record.text("applicant_kind") == ORGANISATION
        if paper.first:
            yield paper.first.label, record.text("first")
        yield paper.authority, record.text("authority")
        yield f"申请{paper.organisation}", record.text("organisation") if body else ""
        yield APPLICANT, "" if body else record.text("applicant")
        yield POST, "" if body else record.text("post")
        yield MATTER, self.matter()
        yield REASONS, self.reasons()
        if paper.correction:
            yield "纠错整改情况", record.text("correction")
        yield REMARK, record.text("remark")

    def form(self, which: str) -> Form:
        """As it is printed. `which`: its number, or that it is a draft."""
        texts = list(self.cells())
        return printed(self.title, self.mark, self.short, self.day, texts, attached(self.record), which)

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
        yield FormField("consent", words.PURPOSE, self.record.terms, f"{self.record.agreed}同意")
        for box in boxes(self.library, self.record):
            if box.key != DAY and (text := box.kind.filed(self.record, box)):
                yield FormField(box.key, box.label, " ".join(filter(None, (box.ask, box.hint))), text)
        yield FormField(TITLE, "名称", "", self.title)
        yield FormField(MARK, "附件", "", self.mark)
        yield FormField(DAY, "申请日期", "", self.day)
        for n, (label, text) in enumerate(self.cells()):
            yield FormField(f"{CELL}{n}", label, "", text)
        yield FormField(FILES, EVIDENCE, "", attached(self.record))

    def _claims(self) -> Iterator[Claim]:
        for at in self._clauses():
            yield Claim(at, self.policy.provision(at).label, self.policy.full_text(at))

    def summary(self) -> str:
        """What staff see in a list: who, where, what about."""
        record = self.record
        body = record.text("applicant_kind") == ORGANISATION
        who = record.text("organisation") if body else f"{record.text('applicant')} {record.text('post')}"
        return " ".join(f"{who} {record.text('matter')}".split())


KEPT_DAYS = 90
"""Days that a draft is kept without anybody touching it."""


def fingerprint_of(policy: Policy) -> str:
    """SHA-256 of a policy's text, provision by provision."""
    lines = (f"{one.id}\t{one.number}\t{one.text}\n" for one in policy.provisions)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
