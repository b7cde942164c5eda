"""What the policy weighs (综合分析), asked by facts: nobody is asked whether he meant well or ill."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.assess.questions import Question, Walked
from dialogs.assess.record import UNSURE, YES
from knowledge.policy.numerals import spelled
from knowledge.rules import Criterion

WEIGHED = "{name}：当时的事实更像下面哪一种？"
"""Where the policy's rules hold no question of their own."""
NOTE_IT = "也可以打一句事实，我帮您记着。"


def criteria(way: Walked) -> Iterator[Question]:
    rules = way.regime.criteria
    if rules is None:
        return
    if way.record.told_first and way.record.answers.get("weigh") != YES:
        return  # it changes no outcome: it is offered with the result
    label = way.label(rules.at)
    count = spelled(len(rules.items))
    yield Question("weigh", "criteria", "choice", f"要不要再过一遍{label}的{count}个方面？只问事实，帮您准备说理，不改变自评的结果。",
                   "文件写了认定时要看这些。", (rules.at,), options=((YES, "过一遍"), ("skip", "不用，看结果")))  # fmt: skip
    if way.record.answers.get("weigh") != YES:
        return
    for n, one in enumerate(rules.items):
        yield Question(f"weigh{n}", "criteria", "choice", f"{one.ask or WEIGHED.format(name=one.name)}{NOTE_IT}",
                       "文件写了认定时要看这些。", (one.at,), (), "", weighing(one))  # fmt: skip


def weighing(one: Criterion) -> tuple[tuple[str, str], ...]:
    """The answers by facts; in the policy's contrasts where it has none of its own."""
    good, bad = one.told or ("，".join(one.good), "，".join(one.bad))
    return ("good", good), ("bad", bad), (UNSURE, "说不准")
