"""What a procedure of casework is made of: phases, acts with their fields and periods, where a case stands, a refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Phase: TypeAlias = Literal[
    "submitted", "returned", "accepted", "concluded", "closed", "withdrawn", "not_opened"
]
Role: TypeAlias = Literal["applicant", "clerk", "leader"]
FieldKind: TypeAlias = Literal[
    "date", "text", "maybe_text", "people", "file", "maybe_file", "choice", "provisions", "tick", "criteria", "condition"
]  # fmt: skip
PHASES: Mapping[Phase, str] = {
    "submitted": "已递交",
    "returned": "待补充",
    "accepted": "已受理",
    "concluded": "已作结论",
    "closed": "已归档",
    "withdrawn": "已撤回",
    "not_opened": "未启动",
}
ENDS: frozenset[Phase] = frozenset({"closed", "withdrawn", "not_opened"})
DOERS: Mapping[Role, str] = {"applicant": "申请人", "clerk": "经办人", "leader": "负责人"}
EX_OFFICIO, ON_PAPER = "origin=ex_officio", "origin=paper"
"""Marks of a case that nobody applied for here, and of one that came on paper; who opens the case sets them."""
ORIGINS: Mapping[str, str] = {EX_OFFICIO: "依职权启动的", ON_PAPER: "书面交来的"}
ListOf: TypeAlias = Literal["", "situations", "exclusions"]
LISTS: Mapping[str, str] = {"situations": "容错情形", "exclusions": "不予容错的情形"}
OUTCOME, TIER = "outcome", "tier"
"""The fields that say how a case ends, and which treatment it gets."""
MET, EXCEPTED, UNMET, OPEN = "met", "excepted", "unmet", "open"
"""What can be said of a condition of the policy: that it holds, or its exception does, that it does not, or nothing yet."""
HOLDS = frozenset({MET, EXCEPTED})


@dataclass(frozen=True, slots=True)
class ActField:
    """`choices`: (value, Chinese); of `criteria`: (name of the aspect, its two sides), of `provisions`: (id, place). A `condition` is one of the
    policy's own, its label place and words. `when`: it must be filled exactly
    where one of these (`field=value` of the same act) holds; empty: its kind says. `of`: of which list of the policy its
    provisions are, each of them and no other; empty: any may be named."""

    key: str
    label: str
    kind: FieldKind
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    when: tuple[str, ...] = ()
    of: ListOf = ""

    @property
    def allowed(self) -> str:
        """What it takes, in words: 不予容错的情形：第六条第（一）项、第六条第（二）项…"""
        return f"{LISTS[self.of]}：{'、'.join(place for _, place in self.choices)}" if self.of else ""

    def strange(self, values: Iterable[str]) -> list[str]:
        """Those of the values that are not of its list."""
        return [one for one in values if self.of and one not in dict(self.choices)]

    def needed(self, values: Mapping[str, str]) -> bool:
        """Whether it must be filled, the others being so."""
        if self.when:
            return any(f"{key}={value}" in self.when for key, value in values.items())
        return not self.kind.startswith("maybe_")


@dataclass(frozen=True, slots=True)
class Period:
    """When an act is due. `days` working days after the day of the act `after`; `monthly` before this day of the month;
    `vague` a word without a number; `notice` the day `until` of the latest `correct` or `extend`. `quote`: the words."""

    days: int = 0
    after: str = ""
    monthly: int = 0
    vague: str = ""
    notice: bool = False
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """What something rests on: words of the policy (`place`: 第七条第（三）项), or `ours`: why it is done all the same."""

    at: str = ""
    quote: str = ""
    place: str = ""
    ours: str = ""

    @property
    def told(self) -> str:
        return f"“{self.quote}”（{self.place}）" if self.quote else f"本系统的做法：{self.ours}"


@dataclass(frozen=True, slots=True)
class CaseBar:
    """A mark with which an act is refused."""

    mark: str
    say: str
    basis: Basis


def plain(do: str) -> str:
    """What is done, apart from entering that it was: 告知 of 登记告知."""
    return do.removeprefix("登记")


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One act of one policy. `sources`, `target`: from which phases to which, None where it changes none; `only`: the
    outcomes, `when`, `unless`: the marks (`field=value` of an act that was done) for which it exists; `needs`: acts that
    must be done before, `asks`: those that should be; `owes`: who has to do it; `to`: whom it goes to; `paper`: what can
    be printed with it; `waiver`: why it may be left undone; `banner`: what holds once it is done; `note`: what the policy
    leaves open on it."""

    id: str
    do: str
    sources: tuple[Phase, ...]
    target: Phase | None = None
    role: Role = "clerk"
    fields: tuple[ActField, ...] = ()
    repeat: bool = False
    optional: bool = False
    at: str = ""
    quote: str = ""
    place: str = ""
    ours: str = ""
    note: str = ""
    only: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    bars: tuple[CaseBar, ...] = ()
    period: Period | None = None
    owes: Literal["authority", "applicant"] = "authority"
    to: tuple[str, ...] = ()
    paper: str = ""
    waiver: Basis | None = None
    banner: Basis | None = None

    @property
    def plain(self) -> str:
        """What is to be done with it; `do` is what is pressed."""
        return plain(self.do)

    @property
    def basis(self) -> Basis:
        return Basis(self.at, self.quote, self.place, self.ours)


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """How a case can end. `label`: as it is printed; `tiers`: the treatments that it leaves open; at, quote: where the
    policy gives it, as far as its decision table says; `rests`: it is given only where all conditions hold, and what the
    policy says of that, which may be empty; None where they are not asked for it."""

    label: str
    tiers: tuple[str, ...] = ()
    at: str = ""
    quote: str = ""
    place: str = ""
    ours: str = ""
    rests: Basis | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a judgement needs of a case. `done`: how often each act was done; `marks`: what was chosen in them, as
    `field=value`, and the origin; `waived`: duties that somebody let be."""

    phase: Phase = "submitted"
    done: Mapping[str, int] = field(default_factory=dict)
    outcome: str = ""
    marks: frozenset[str] = frozenset()
    waived: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an act is not done, or what to think of before. `say`: one short sentence; `first`: an act to do before it, or
    empty; at, quote, place, ours: what it rests on."""

    act: str
    say: str
    at: str = ""
    quote: str = ""
    place: str = ""
    ours: str = ""
    first: str = ""

    @property
    def full(self) -> str:
        """With the words that it rests on: “作出结论”要先登记集体研究：“应当集体研究”（第十三条）"""
        if self.quote:
            return f"{self.say}：“{self.quote}”（{self.place}）"
        return f"{self.say}（本系统的做法：{self.ours}）" if self.ours else self.say
