"""A list of applications as staff see it: what each is about, how long it has waited, how much time is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dialogs.acts import Case
from dialogs.core import Calendar, Context
from dialogs.desk import words
from dialogs.desk.board import due_line
from dialogs.shared.calendar import left, read_date, spoken
from dialogs.shared.spans import written
from dialogs.shared.states import STATES
from knowledge.library.corpus import Library

HANDLING = re.compile("受理|调查")
MATTER = 40
"""Characters of a matter that are shown."""
ABOUT = "事项：{matter}"
WAITED = {"submitted": "等办理", "returned": "等本人补充", "accepted": "受理以后"}
TODAY, DAYS = "{what}：今天才到", "{what}：{days} 天（{working} 个工作日）"
DUE = "本人的申请期限到{day}。{left}"
ELSEWHERE = "{short}：办理要几天，写在{rules}里，我手上没有这份文件。"
UNDATED = "{short}：办理要几天，文件没有写天数，写的是“{vague}”。"


def lines(number: int, case: Case, ctx: Context) -> Iterator[str]:
    """One application, in two to five lines."""
    short = ctx.mind.library.short.get(case.region, case.region)
    yield f"{number}. {case.spelled} · {short} · {STATES[case.state]}（{written(case.since)}起）"
    if case.matter:
        matter = " ".join(case.matter.split())
        yield "　" + ABOUT.format(matter=matter if len(matter) <= MATTER else matter[: MATTER - 1] + "…")
    if case.next:
        yield "　" + words.STEP.format(line=due_line(case.next))
    if case.handler:
        yield "　" + words.HANDLER.format(who=case.handler)
    if said := "；".join(filter(None, (_waited(case, ctx), _due(case, ctx)))):
        yield "　" + said


def _waited(case: Case, ctx: Context) -> str:
    what = WAITED.get(case.state)
    if what is None or ctx.today is None:
        return ""
    days = (ctx.today - case.since).days
    if days <= 0:
        return "" if case.state == "accepted" else TODAY.format(what=what)
    working = ctx.calendar.count(case.since + timedelta(days=1), ctx.today)
    return DAYS.format(what=what, days=days, working=working)


def _due(case: Case, ctx: Context) -> str:
    until = due(case, ctx.mind.library, ctx.calendar, ctx.today)
    return DUE.format(day=spoken(until), left=left(until, ctx.calendar, ctx.today)) if until else ""


def due(case: Case, library: Library, calendar: Calendar, today: date | None) -> date | None:
    """The end of the applicant's own period, where the policy counts one from the day of being told."""
    regime = library.regimes.get(case.region)
    step = regime.told_step if regime else None
    told: date | None = read_date(case.told, today) if case.told else None
    if told is None or step is None or step.deadline is None or not step.deadline.days:
        return None
    return calendar.due(told, step.deadline.days).day


def closing(cases: Iterable[Case], ctx: Context) -> Iterator[str]:
    """What each policy says of how long it may take, once; a city's own words, its silence as silence."""
    for region in dict.fromkeys(one.region for one in cases if one.state == "submitted"):
        regime = ctx.mind.library.regimes.get(region)
        short = ctx.mind.library.short.get(region, region)
        steps = [(one.do, one.deadline) for one in regime.procedure if one.deadline] if regime else []
        elsewhere = next((due.elsewhere for _, due in steps if due.elsewhere and "《" in due.elsewhere), "")
        vague = next((due.vague for do, due in steps if due.vague and HANDLING.search(do)), "")
        if vague:
            yield UNDATED.format(short=short, vague=vague)
        elif elsewhere:
            yield ELSEWHERE.format(short=short, rules=elsewhere)
