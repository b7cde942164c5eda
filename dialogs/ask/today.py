"""What to do today for whoever was told of an inquiry: three things, by when, to whom, with what.

The policy's own words with their place; what it does not say is said to be silence, and where no policy is at hand, nothing
of another one is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dialogs.core import Button, Context, Part, Reply, Say
from dialogs.shared.calendar import last_day
from knowledge.hearing import news
from knowledge.policy.provisions import Policy
from knowledge.rules import Phrase, Regime, Step
from knowledge.rules.procedure import Nudge

CALM: dict[news.Kind, str] = {
    "told": "先别慌：被告知不等于有结论，一件一件来。",
    "talk": "先别慌：找您谈话，不等于有结论，一件一件来。",
    "letter": "先别慌：函询是请您把情况写清楚，不等于有结论，一件一件来。",
    "investigating": "先别慌：调查是要查清事实，不等于有结论，一件一件来。",
    "decided": "先别慌：决定下来了，也先看清能做什么，一件一件来。",
}
TODAY = "今天先做三件事："
KEEP: dict[news.Kind, str] = {
    "told": "把通知收好、拍照，记下哪天收到、谁发的、说的是哪件事。",
    "talk": "记下哪天、谁找的您、问了哪几件事；如实说，记不清的就说记不清。",
    "letter": "把函收好、拍照，记下哪天收到、要哪天以前回；照函里问的，如实写。",
    "investigating": "记下哪天知道的、谁在查、查哪件事；如实说，要什么材料就给什么。",
    "decided": "把决定书收好、拍照，记下哪天送达；看清上面写的不服怎么办、几天之内。",
}
ASK_THEM = "问清一句：问责（责任追究）程序启动了没有，哪一天算被告知。"
TELL_PARTY = "跟所在党组织说一声：文件写的申请人是{who}（{label}）。"
FIRST_TO = "先找{who}：文件写的是“{quote}”（{label}）。"
WRITE_DOWN = "把经过按日期写下来，材料原样找齐；不补造，不改日期。"
ASK_THE_ORGAN = "问作出决定的机关：不服找谁、几天之内。"
ASK_WHERE = "问发通知的机关，或者您所在的单位：{place}有没有容错纠错的文件，向谁申请，几天之内。"
PERIOD = "期限：{said}"
WITHIN = "“{quote}”（{label}）。{when}"
IF_TOLD = "要是那天就算被告知："
WHICH_DAY = "是哪一天被告知的？打个日期（例如“11月3日”“昨天”），我马上给您算出最晚到哪一天。"
UNDATED = "没有写天数；写的是“{quote}”（{label}），越早交越稳妥。"
NO_DAYS = "文件没有写申请的截止日子，早一点交稳妥。"
NOT_HERE = "我手上这份没有写申请的期限，今天就问清。"
BY_THE_PAPER = "不服要在几天之内提，看决定书；没有写的，今天就问。"
TO_WHOM = "交给谁：{to}。"
BRING = "带什么：{what}"
FORM, NO_FORM = "{label}《{title}》", "文件没有附申请表，写一份申请书就行"
NO_EVIDENCE = "要交哪些证明材料，文件没有写，能证明经过的都带上"
NOT_BROUGHT = "文件没有写；先把写好的经过和能证明它的材料备好。"
FILL_IN = "现在就填申请表"
ORGAN_SAYS = "能不能容错，这里只能说可能；最终由{organ}认定。"


def reply(
    ctx: Context, region: str, regime: Regime, kind: news.Kind, day: date | None, assess: Button
) -> Reply:
    policy = ctx.mind.library.policies[region]
    parts = [*_calmly(kind, _things(policy, regime, kind))]
    if kind == "decided":
        parts += [Say(PERIOD.format(said=BY_THE_PAPER))]
    else:
        parts += [_until(ctx, region, regime, kind, day)]
        parts += [Say("\n".join((_whom(regime), _bring(policy, regime))))]
    parts.append(Say(_who_says(regime)))
    more = () if kind == "decided" else (Button(FILL_IN, "intake/begin=1"),)
    return Reply(tuple(parts), ((assess, *more),))


def elsewhere(kind: news.Kind, place: str) -> Reply:
    """Where no document is from: what is right everywhere, and the question that has to be asked there."""
    ask = ASK_THE_ORGAN if kind == "decided" else ASK_WHERE.format(place=place)
    return Reply(tuple(_calmly(kind, (WRITE_DOWN, ask))))


def of_the_day(ctx: Context, region: str, regime: Regime, day: date) -> tuple[Say, ...]:
    """The period once the day of being told is known."""
    return _until(ctx, region, regime, "told", day), Say(_whom(regime)), Say(_who_says(regime))


def applying(ctx: Context, region: str, regime: Regime, day: date | None) -> tuple[Say, ...]:
    """Until when, to whom and with what one applies."""
    policy = ctx.mind.library.policies[region]
    how = "\n".join((_whom(regime), _bring(policy, regime)))
    return _until(ctx, region, regime, "told", day), Say(how), Say(_who_says(regime))


def _until(ctx: Context, region: str, regime: Regime, kind: news.Kind, day: date | None) -> Say:
    said = _period(ctx.mind.library.policies[region], regime, kind, day, ctx)
    return Say(PERIOD.format(said=said), strong=True)


def _whom(regime: Regime) -> str:
    return TO_WHOM.format(to=regime.addressee or regime.organ)


def _who_says(regime: Regime) -> str:
    return ORGAN_SAYS.format(organ=regime.organ)


def _calmly(kind: news.Kind, things: Iterator[str] | tuple[str, ...]) -> Iterator[Part]:
    yield Say(CALM[kind], strong=True)
    three = [KEEP[kind], *things][:3]
    yield Say("\n".join([TODAY, *(f"{n}. {one}" for n, one in enumerate(three, 1))]))


def _things(policy: Policy, regime: Regime, kind: news.Kind) -> Iterator[str]:
    nudge = regime.nudge(news.STAGES[kind])
    if kind == "decided":
        if nudge:
            yield _nudged(policy, nudge)
        yield ASK_THE_ORGAN
    elif kind != "told":
        yield ASK_THEM
    elif first := regime.paper.first:
        yield FIRST_TO.format(who=first.label, quote=first.quote, label=policy.place(first.at))
    elif step := _own(regime):
        yield TELL_PARTY.format(who=step.who, label=policy.place(step.at))
    elif nudge:
        yield _nudged(policy, nudge)
    yield WRITE_DOWN
    yield ASK_THEM


def _nudged(policy: Policy, nudge: Nudge) -> str:
    quote = f"“{nudge.quote}”" if nudge.quote else ""
    return f"{nudge.say.rstrip('。')}（{policy.place(nudge.at)}{quote}）。"


def _own(regime: Regime) -> Step | None:
    return next((step for step in regime.procedure if step.applicant and step.to), None)


def _period(policy: Policy, regime: Regime, kind: news.Kind, day: date | None, ctx: Context) -> str:
    if (step := regime.told_step) is not None:
        return (IF_TOLD if day and kind != "told" else "") + _within(policy, step, day, ctx)
    own = _own(regime)
    if own and own.deadline and own.deadline.before:
        return UNDATED.format(quote=own.deadline.quote, label=policy.place(own.at))
    return NO_DAYS if own else NOT_HERE


def _within(policy: Policy, step: Step, day: date | None, ctx: Context) -> str:
    days = (step.deadline.days if step.deadline else 0) or 0
    when = last_day(day, days, ctx.calendar, ctx.today) if day else WHICH_DAY
    return WITHIN.format(quote=step.quote, label=policy.place(step.at), when=when)


def _bring(policy: Policy, regime: Regime) -> str:
    if _own(regime) is None and regime.gaps:
        return BRING.format(what=NOT_BROUGHT)
    form = FORM.format(label=policy.place(regime.form), title=regime.paper.title) if regime.form else NO_FORM
    quoted = [_quoted(policy, one) for one in (regime.paper.evidence, regime.paper.correction) if one]
    return BRING.format(what="；".join([form, *(quoted or [NO_EVIDENCE])]) + "。")


def _quoted(policy: Policy, phrase: Phrase) -> str:
    return f"“{phrase.quote}”（{policy.place(phrase.at)}）"
