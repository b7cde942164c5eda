"""What comes next in a policy's procedure, in its own words: who does it, and by when."""

from __future__ import annotations

from knowledge.library.corpus import Library
from knowledge.rules import Deadline, Regime, Step

SILENT = "文件没有写几天"


def after_applying(library: Library, region: str) -> str:
    """Who acts once an application is in; what the policy says of it, or that it says nothing."""
    regime = library.regimes[region]
    step = _next(regime)
    if step is None:
        return regime.gaps[0] if regime.gaps else "文件没有写接下来的步骤。"
    where = library.policies[region].place(step.at)
    return f"{step.who}{step.do}：“{step.quote}”（{where}），{within(step.deadline)}。"


def _next(regime: Regime) -> Step | None:
    """The step after the applicant's own."""
    own = next((n for n, step in enumerate(regime.procedure) if step.applicant), None)
    return regime.procedure[own + 1] if own is not None and own + 1 < len(regime.procedure) else None


def within(deadline: Deadline | None) -> str:
    """A deadline as a part of a sentence."""
    if deadline is None or deadline.none:
        return SILENT
    if deadline.days:
        return f"期限是“{deadline.quote}”"
    return f"只写了“{deadline.vague}”，没有写几天" if deadline.vague else SILENT
