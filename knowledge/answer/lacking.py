"""What is said where a case fits a listed situation, but not something that the situation itself requires."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from knowledge.hearing.acts import Act, Statement
from knowledge.hearing.evidence import Need

MEND = "现在还能做的（算不算，由机关判断；如实写办理日期，不倒签、不补造）"
"""Heads what can still be made good."""
UNDONE = "照您说的，这{count}点没有做到，眼下还对不上"
ELSE = "照您说的，不是这样，可能就对不上了"
PAST = "{quotes}说的是当时的情况，事后改不了；如实说明就好。"
UNSAID = "{quotes}事后再做算不算，文件没有写，由{organ}判断；如实说明当时的情况，不倒签、不补造。"
COUNTS = {1: "一", 2: "两", 3: "三"}


def required(lacks: Sequence[Need], grounds: Sequence[Statement], acts: Mapping[str, Act]) -> str:
    """Of what the situation requires, that the teller denied it."""
    quotes, count = _quoted(lacks), COUNTS.get(len(lacks), "几")
    said = UNDONE if all(is_duty(need, grounds, acts) for need in lacks) else ELSE
    return f"但这一项自己还要求{quotes}；{said.format(count=count)}"


def is_duty(need: Need, grounds: Sequence[Statement], acts: Mapping[str, Act]) -> bool:
    """Whether it was left undone, and is not only otherwise: what is denied is denied with 没有."""
    return any(one.act in need.acts and not one.done and "没" in acts[one.act].deny for one in grounds)


def mended(
    lacks: Sequence[Need], grounds: Sequence[Statement], acts: Mapping[str, Act], organ: str
) -> Iterator[str]:
    """How it can still be made good, or that nothing is said of that."""
    if able := list(dict.fromkeys(need.mend for need in lacks if need.mend)):
        yield headed(able)
    left = [need for need in lacks if not need.mend]
    if duties := [need for need in left if is_duty(need, grounds, acts)]:
        yield UNSAID.format(quotes=_quoted(duties), organ=organ)
    if past := [need for need in left if need not in duties]:
        yield PAST.format(quotes=_quoted(past))


def headed(mends: Sequence[str]) -> str:
    return "\n".join([f"{MEND}：", *(f"· {one}" for one in mends)])


def _quoted(needs: Sequence[Need]) -> str:
    return "".join(f"“{quote}”" for quote in dict.fromkeys(need.quote.removeprefix("但") for need in needs))
