"""What a paper of a case is made of: one plain value. What is not known is empty, and stays a blank on the paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from dialogs.core import Form
from dialogs.shared.spans import written

BLANK = "＿＿＿＿"
"""A line to write on, inside a sentence."""
BLANK_DAY = "＿＿＿＿年＿＿月＿＿日"
INNER = str.maketrans("“”", "‘’")
"""Quotation marks inside quotation marks, as GB/T 15834 has them."""
PERSON, BODY = ("对象", "本人", "当事人"), "党组织"
"""What a policy calls those that a paper goes to."""


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """Words of a policy as they stand there. `place`: 第十四条."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}{self.quoted}"

    @property
    def quoted(self) -> str:
        return f"“{self.text.rstrip('；。').translate(INNER)}”"


@dataclass(frozen=True, slots=True)
class Annex:
    """A form that the policy prescribes. `mark`: 附件3, or the provision that lists its contents; `fields`: its headings in their order."""

    mark: str
    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseStep:
    """What was done on the way, for the report; `day` as it was entered."""

    day: date | None
    what: str

    def __str__(self) -> str:
        return f"{on(self.day)}，{self.what}" if self.day else self.what


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A case, ready to be printed. `issued`: the 文号 of the policy. Days are those of the case's acts, by the act (`filed`, `accept`, `conclude`, `tell`,
    `correct` …); `says`: what the policy says of an act; `annexes`: its forms, by the paper; `own`: papers that only a
    policy's own procedure gives (decision, correction), with this outcome, `ever`: with any; `over`: how a case ended that was never
    concluded; `waived`: acts that need not be done; `body`: the Party organisation; `without`: why no
    file came with it, as the applicant wrote; `concludes`: what the policy calls to conclude (作出认定); `headings`: what it calls what is wrong and what is to be done, `dated`:
    whether it wants a day for it; `issues`: 发文字号 by the paper, as the office gave them."""

    number: str
    region: str
    policy: str
    issued: str = ""
    authority: str = ""
    organ: str = "责任追究机关"
    source: str = ""
    subject: str = ""
    unit: str = ""
    post: str = ""
    organisation: str = ""
    matter: str = ""
    form: Form | None = None
    claims: tuple[PolicyWords, ...] = ()
    pieces: tuple[str, ...] = ()
    days: Mapping[str, date] = field(default_factory=dict)
    steps: tuple[CaseStep, ...] = ()
    members: tuple[str, ...] = ()
    collective: bool = False
    facts: str = ""
    outcome: str = ""
    tier: str = ""
    grounds: tuple[PolicyWords, ...] = ()
    reasons: str = ""
    wrong: str = ""
    demand: str = ""
    until: date | None = None
    corrected: str = ""
    recipients: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    says: Mapping[str, PolicyWords] = field(default_factory=dict)
    headings: tuple[str, str] = ("纠错事项", "纠错要求")
    dated: bool = True
    annexes: Mapping[str, Annex] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()
    over: str = ""
    waived: frozenset[str] = frozenset()
    body: str = ""
    without: str = ""
    concludes: str = "作出结论"
    issues: Mapping[str, str] = field(default_factory=dict)
    persons: tuple[str, ...] = ()
    masked: bool = False

    def on(self, act: str) -> str:
        """The day of an act, or a blank for it."""
        return on(self.days.get(act))

    @property
    def concluded(self) -> str:
        """不予追究责任；从轻、减轻或者免于处理（从轻）"""
        return f"{self.outcome}（{self.tier}）" if self.tier else self.outcome

    @property
    def party(self) -> str:
        """Whom it is about, with unit and post as far as they are known."""
        post = f"（{self.unit}{self.post}）" if self.subject and (self.unit or self.post) else ""
        return f"{self.subject}{post}" or self.organisation or BLANK

    @property
    def law(self) -> str:
        """《title》（文号）: how a document is named where a paper first comes to speak of it."""
        return f"《{self.policy}》（{self.issued}）" if self.issued else f"《{self.policy}》"

    def under(self, words: Iterable[PolicyWords]) -> str:
        """Its words, a line each, under the name of the policy that they are of; empty where there are none."""
        lines = "；\n".join(map(str, words))
        return f"{self.law}{lines}。" if lines else ""

    @property
    def office(self) -> str:
        """Who writes: its name, or a blank for it."""
        return self.authority or BLANK * 2

    def addressed(self, paper: str) -> tuple[str, ...]:
        """Those that the policy wants told, by their names."""
        return tuple(dict.fromkeys(self._name(one) for one in self.recipients.get(paper, ())))

    def _name(self, recipient: str) -> str:
        """A body that the policy names itself, an office of the same house, keeps that name."""
        if recipient.endswith(BODY):
            return self.body or f"{BLANK}{BODY}"
        return (self.subject or BLANK) if recipient.endswith(PERSON) else recipient

    def words(self, *acts: str) -> tuple[PolicyWords, ...]:
        return tuple(self.says[act] for act in acts if act in self.says)


def on(day: date | None, blank: str = BLANK_DAY) -> str:
    return written(day) if day else blank


def cited(words: Iterable[PolicyWords]) -> str:
    return "\n".join(map(str, words))
