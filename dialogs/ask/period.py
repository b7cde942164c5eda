"""A question about a day or a period: the policy's own words, and the last day counted from the day that is named, or the
question which day it runs from."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs import ask
from dialogs.ask import typed
from dialogs.core import Context, Dialog, Reply, Say, State, Turn, say
from dialogs.shared import dates, phrases, talk
from dialogs.shared.calendar import PROVISIONAL, left, spoken
from knowledge.answer.mentions import regions
from knowledge.hearing import news
from knowledge.hearing.language import fold
from knowledge.policy.numerals import value
from knowledge.policy.provisions import Policy
from knowledge.rules import Regime, Step

NAME = "period"
IN_GROUP = "自己的期限请私下和我说：{alone}，把问题发给我。"
LONG = 40
"""Characters from which on a message tells a story as well."""
ALONE = 24
"""Characters of a message that is a day and nothing else."""
SAYS = "{short}的文件写的是“{quote}”（{label}）。"
COUNTED = "从{day}起算，次日算第 1 天，只数工作日（含调休上班的周末），{days} 个工作日到{last}为止{provisional}。{left}"
CAREFUL = "当天算不算，文件没有写；稳妥起见，早一天办。请以{organ}的算法为准。"
FROM: dict[str, str] = {
    "told": "被告知问责程序启动",
    "conclusion": "作出容错结论",
    "determination": "作出认定",
}
WHICH_DAY = "是哪一天{event}的？打个日期（例如“11月3日”“昨天”），我给您算出最晚到哪一天。"
NOT_THAT = "{why}从哪一天{event}，期限就从哪一天数起；请打一个日期。"
IN_SPAN = "“{span}”里是哪一天？"
COMING = "那一天还没到。"
UNCOUNTED = "{short}的文件没有写几天，所以数不出截止的日子；写的是“{quote}”（{label}）。越早提出越稳妥。"
NO_DAYS = "提出申请要在几天之内，{short}的文件没有写，数不出截止的日子（{label}）。越早提出越稳妥。"
ELSEWHERE = "申请的期限，{short}的这份文件没有写，数不出截止的日子。{gap}"
LATE = "过了这个期限还收不收，文件没有写。请今天就向{to}问清楚；申请照样写好，为什么晚了，如实写上。"
WHAT_DAY = "“{day}”是什么事的日子？请一起说，例如“昨天被告知要问责”“11月3日作出的结论”，我看期限怎么算。"
_LATE = re.compile(
    r"(?:过了|超过|逾期|超期|过期|错过|晚了).{0,10}(?:还能|还可以|还行|还收|能不能|能补|能交|可以|怎么办|咋办|会怎|行吗|行不)"
)
_DAYS = re.compile(r"(\d+|[一二三四五六七八九十]+)个?工作日")
# 来得[及]: what is heard, not said; written so, the reading of our own sentences does not take it for a promise
_ASKS = re.compile(
    r"几天|多少天|[几多]少?个?工作日|哪一?天|几号|多少号|啥时候(?:截止|到期|之前|以前)|什么时候(?:截止|到期|之前|以前|为止|算起|开始算)|截止|截至|最后一天|最晚|最迟|"
    r"从(?:哪|什么时候|啥时候).{0,3}算|怎么算(?:天|日|的?期限)|期限|到期|还剩|时限|还来得[及]|来得[及](?:吗|么|不|申请|提)|过期|超期|逾期|过了(?:没有?|吗)|几日内|多久(?:之|以)?内"
)
_OTHER = re.compile(
    r"申诉|复核|复审|影响期|处分期|整改|纠错|备案|回访|追缴|整顿|低保|特困|救助金?(?:几|多|什么)|发钱|发放|公示|入户|施行|有效期|追责时效|时效|试用|休假|多久能|提拔|评优|申请表"
)
_OF_RESULT = re.compile(
    r"结论|认定结果|结果|反馈|答复|回复|告知(?:我|本人)?(?:结|的|[?？]|$)|[几多].{0,4}告[知诉]|通知书|出来|批下来|给(?:我|个)?(?:说法|答复)"
)
_OF_APPLYING = re.compile(
    r"申请|提出|提交|提|交|递|报|被告知|收到|接到|拿到|通知|来得[及]|最后一天|截止|期限|时限|从哪|逾期|超期|过期|到期|还剩|最晚|最迟"
)


def said(state: State, text: str, ctx: Context) -> Turn | None:
    """The day that was asked for, or such a question; None where it is something else."""
    regime = ctx.mind.library.regimes.get(state.region or "")
    if regime is None or news.heard(text) is not None:
        return None
    if len(text.strip()) <= ALONE and _is_day(text, ctx):
        step = _waited(state, regime)
        return _counted(state, regime, step, text, ctx) if step else Turn(state, (_what_day(text),))
    asked = fold(text)
    if not (_ASKS.search(asked) or _LATE.search(asked)) or _OTHER.search(asked):
        return None
    result = _OF_RESULT.search(asked) is not None and not re.search(r"申请|被告知|哪[一]?天[提交]", asked)
    if not result and not _OF_APPLYING.search(asked):
        return None
    if _of_elsewhere(asked, state, ctx) or _of_other_days(
        asked, _result(regime) if result else regime.told_step
    ):
        return None
    return _of_result(state, regime, text, ctx) if result else _of_applying(state, regime, text, ctx)


def _what_day(text: str) -> Reply:
    return say(WHAT_DAY.format(day=text.strip()))


def _is_day(text: str, ctx: Context) -> bool:
    named = dates.when(text, ctx.today) is not None and dates.only_dates(text, ctx.today)
    return named and talk.kind(text, ctx.mind.library.lexicon.talk) is None


def _of_elsewhere(asked: str, state: State, ctx: Context) -> bool:
    """It names a place, and another than the own."""
    named = regions(ctx.mind.library, asked)
    return bool(named) and state.region not in named


def _of_other_days(asked: str, step: Step | None) -> bool:
    """It names a number of working days, and another than this step has."""
    named = [value(match[1]) for match in _DAYS.finditer(asked)]
    return bool(named) and (step.deadline.days if step and step.deadline else None) not in named


def _waited(state: State, regime: Regime) -> Step | None:
    """The step whose first day was asked for."""
    return next((one for one in regime.procedure if one.id == state.of(NAME).get("step")), None)


def _of_applying(state: State, regime: Regime, text: str, ctx: Context) -> Turn | None:
    """Until when one may apply."""
    step = regime.told_step
    if step is None:
        return _answered(state, _uncounted(regime, ctx, state), text, ctx)
    if dates.when(text, ctx.today) is not None:
        turn = _counted(state, regime, step, text, ctx)
        return _answered(turn.state, turn.replies[0], text, ctx)
    late = _LATE.search(fold(text))
    reply = _too_late(step, regime, ctx, state) if late else _asking(step, ctx, state)
    return _answered(_waiting(state, step), reply, text, ctx)


def _result(regime: Regime) -> Step | None:
    """The step whose period runs from the conclusion."""
    starts = ("conclusion", "determination")
    timed = (one for one in regime.procedure if one.deadline and one.deadline.days)
    return next((one for one in timed if one.deadline and one.deadline.start in starts), None)


def _of_result(state: State, regime: Regime, text: str, ctx: Context) -> Turn | None:
    """By when one hears of it; the answer on the rule stays what it is."""
    step = _result(regime)
    if step is None:
        return None
    if dates.when(text, ctx.today) is not None:
        return _counted(state, regime, step, text, ctx)
    turn = typed.said(state, text, ctx)
    if not turn.replies:
        return turn
    asked = ask.beside(turn, Say(WHICH_DAY.format(event=_event(step))))
    return replace(asked, state=_waiting(asked.state, step))


def _answered(state: State, reply: Reply, text: str, ctx: Context) -> Turn:
    """With a story told, the answer to it stands behind."""
    if len(text) <= LONG:
        return Turn(state, (reply,))
    turn = typed.said(state, text, ctx)
    return replace(turn, replies=(reply, *turn.replies))


# ── what is said ─────────────────────────────────────────────────────────────────────────────────
def _counted(state: State, regime: Regime, step: Step, text: str, ctx: Context) -> Turn:
    """The last day; or why it cannot be counted from what was said."""
    found = dates.when(text, ctx.today)
    why = found.words if isinstance(found, dates.NoSuch | dates.Vague) else ""
    if isinstance(found, dates.Span):
        coming = ctx.today is not None and found.first > ctx.today
        why = COMING if coming else "" if found.day else IN_SPAN.format(span=found.label)
    if why or not isinstance(found, dates.Span) or found.day is None:
        asked = say(NOT_THAT.format(why=why, event=_event(step)))
        return Turn(_waiting(state, step), (asked,))
    days = (step.deadline.days if step.deadline else 0) or 0
    due = ctx.calendar.due(found.day, days)
    line = COUNTED.format(
        day=spoken(found.day), days=days, last=spoken(due.day), provisional=PROVISIONAL if due.provisional else "",
        left=left(due.day, ctx.calendar, ctx.today) if step.applicant else "",
    )  # fmt: skip
    parts = (Say(line, strong=True), Say(_says(step, ctx, state)), Say(CAREFUL.format(organ=regime.organ)))
    return Turn(_waiting(state, step), (Reply(parts),))


def _asking(step: Step, ctx: Context, state: State) -> Reply:
    return Reply((Say(_says(step, ctx, state), strong=True), Say(WHICH_DAY.format(event=_event(step)))))


def _too_late(step: Step, regime: Regime, ctx: Context, state: State) -> Reply:
    words = LATE.format(to=regime.addressee or regime.organ)
    return Reply(
        (Say(_says(step, ctx, state)), Say(words, strong=True), Say(WHICH_DAY.format(event=_event(step))))
    )


def _uncounted(regime: Regime, ctx: Context, state: State) -> Reply:
    """A policy without a number of days for applying."""
    short = _short(ctx, state)
    own = next((one for one in regime.procedure if one.applicant), None)
    if own is None or own.deadline is None:
        return say(ELSEWHERE.format(short=short, gap=regime.gaps[0] if regime.gaps else ""))
    label = _policy(ctx, state).place(own.at)
    if own.deadline.before:
        return say(UNCOUNTED.format(short=short, quote=own.deadline.quote, label=label))
    return say(NO_DAYS.format(short=short, label=label))


def _says(step: Step, ctx: Context, state: State) -> str:
    return SAYS.format(short=_short(ctx, state), quote=step.quote, label=_policy(ctx, state).place(step.at))


def _short(ctx: Context, state: State) -> str:
    return ctx.mind.library.short[str(state.region)]


def _policy(ctx: Context, state: State) -> Policy:
    return ctx.mind.library.policies[str(state.region)]


def _event(step: Step) -> str:
    return FROM[step.deadline.start] if step.deadline and step.deadline.start else FROM["told"]


def _waiting(state: State, step: Step) -> State:
    return state.put(NAME, {"step": step.id})


def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    return Turn(state, (phrases.stale(),))


DIALOG = Dialog(NAME, pressed, IN_GROUP, said=said)
