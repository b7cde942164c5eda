"""How a case is handled under one policy, as a page to read: each step, who may do it when, what is owed afterwards."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from bot.casework.rules import ROLES
from bot.cli import places
from bot.cli.rulebook import table
from bot.cli.surroundings import Surroundings
from knowledge.library.corpus import Library
from knowledge.rules.casework import DOERS, PHASES, CaseAct, Period, Procedure, Standing

HEAD = """# {short}怎么办一件申请

本页由 `rongcuo policy procedure` 按数据生成。原话逐字核对过；“本系统的做法”是文件没有写的。
"""


def procedure(wanted: argparse.Namespace, around: Surroundings) -> int:
    library = around.library()
    print(page(library, places.region(library, wanted.region)))
    return 0


def page(library: Library, region: str) -> str:
    """Markdown."""
    procedure = library.procedures[region]
    parts = (_steps(procedure), _matrix(procedure), _outcomes(procedure), _owed(procedure))
    return "\n".join([HEAD.format(short=library.short[region]), *(line for part in parts for line in part)])


def _steps(procedure: Procedure) -> Iterator[str]:
    yield "## 每一步\n"
    rows = (
        (
            act.do,
            DOERS[act.role],
            _way(procedure, act),
            _before(procedure, act),
            _due(procedure, act.period),
            _basis(act),
        )
        for act in procedure.acts.values()
    )
    yield from table(("办什么", "谁", "什么时候", "先要", "期限", "依据"), rows)


def _way(procedure: Procedure, act: CaseAct) -> str:
    """已受理 → 已作结论；结论是“不予追究责任”的"""
    sources = "、".join(PHASES[phase] for phase in act.sources)
    way = f"{sources} → {PHASES[act.target]}" if act.target else sources
    only = "、".join(f"“{procedure.outcomes[one].label}”" for one in act.only)
    when = "、".join(procedure.named(mark) for mark in act.when)
    return "；".join(said for said in (way, f"结论是{only}的" if only else "", when) if said)


def _before(procedure: Procedure, act: CaseAct) -> str:
    acts = procedure.acts
    wanted = [acts[one].do for one in act.needs] + [f"{acts[one].do}（没有也可以）" for one in act.asks]
    return "、".join(wanted) or "—"


def _due(procedure: Procedure, period: Period | None) -> str:
    if period is None:
        return "—"
    if period.days:
        return f"{period.days} 个工作日，从{procedure.acts[period.after].do}起"
    if period.monthly:
        return f"每月 {period.monthly} 日前"
    return f"以通知为准（“{period.quote}”）" if period.notice else f"“{period.vague}”，没有写天数"


def _basis(act: CaseAct) -> str:
    return act.basis.told + (f"。{act.note}" if act.note else "")


def _matrix(procedure: Procedure) -> Iterator[str]:
    """Act × phase × role."""
    yield "## 谁在什么时候能办\n"
    allowed = procedure.matrix()
    rows = (
        (act.do, *("、".join(name for role, name in ROLES.items() if allowed.get((act.id, phase, role))) for phase in PHASES))
        for act in procedure.acts.values()
        if act.role != "applicant"
    )  # fmt: skip
    yield from table(("办什么", *PHASES.values()), rows)


def _outcomes(procedure: Procedure) -> Iterator[str]:
    yield "## 能作出的结论\n"
    rows = (
        (
            one.label,
            "、".join(one.tiers) or "—",
            f"“{one.quote}”（{one.place}）" if one.quote else one.ours or "—",
        )
        for one in procedure.outcomes.values()
    )
    yield from table(("结论", "怎么处理", "出处"), rows)


def _owed(procedure: Procedure) -> Iterator[str]:
    """What is owed once it is concluded, each side by side with the others."""
    yield "## 作出结论以后要办的\n"
    rows = (
        (one.label, "；".join(act.do for act in procedure.duties(Standing("concluded", outcome=id_))))
        for id_, one in procedure.outcomes.items()
    )
    yield from table(("结论", "要办的（都办完才能归档）"), rows)
