"""Somebody was just told of an inquiry, called to a talk, or has a decision: what to do today, by when, to whom, with what.

The policy's own words with their place; what it does not say is said to be silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dialogs import ask
from dialogs.ask import typed
from dialogs.core import Button, Context, Dialog, Part, Reply, Say, State, Turn, say
from dialogs.shared import memory, phrases
from dialogs.shared.calendar import last_day, read_date
from knowledge.hearing import news
from knowledge.policy.provisions import Policy
from knowledge.rules import Phrase, Regime, Step
from knowledge.rules.procedure import Nudge

NAME = "letter"
IN_GROUP = "这件事请私下和我说：{alone}，把收到的通知告诉我。"
CALM: dict[news.Kind, str] = {
    "told": "先别慌：被告知不等于有结论，一件一件来。",
    "talk": "先别慌：找您谈话，不等于有结论，一件一件来。",
    "letter": "先别慌：函询是请您把情况写清楚，不等于有结论，一件一件来。",
    "investigating": "先别慌：调查是要查清事实，不等于有结论，一件一件来。",
    "decided": "先别慌：决定下来了，也先看清能做什么，一件一件来。",
}
WHERE = "您在哪个地区或单位工作？各地期限和做法不一样，选好了我马上告诉您今天做什么。"
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
PERIOD = "期限：{said}"
WITHIN = "“{quote}”（{label}）。{when}"
IF_TOLD = "要是那天就算被告知："
WHICH_DAY = "是哪一天被告知的？打个日期（例如“11月3日”“昨天”），我马上给您算出最晚到哪一天。"
UNDATED = "没有写天数；写的是“{quote}”（{label}），越早交越稳妥。"
NO_DAYS = "文件没有写申请的截止日子，早一点交稳妥。"
BY_THE_PAPER = "不服要在几天之内提，看决定书；没有写的，今天就问。"
TO_WHOM = "交给谁：{to}。"
BRING = "带什么：{what}"
FORM, NO_FORM = "{label}《{title}》", "文件没有附申请表，写一份申请书就行"
NO_EVIDENCE = "要交哪些证明材料，文件没有写，能证明经过的都带上"
FILL_IN = "现在就填申请表"
LONGEST_DAY = 20
"""Characters of a message that is a day and nothing else."""
ORGAN_SAYS = "能不能容错，这里只能说可能；最终由{organ}认定。"


def said(state: State, text: str, ctx: Context) -> Turn | None:
    """The day that was asked for, or such news; None where it is something else."""
    if turn := _day(state, text, ctx):
        return turn
    heard = news.heard(text)
    if heard is None:
        return None
    turn = typed.said(state, text, ctx)
    if turn.state.region is None:
        calm = say(CALM[heard.kind], WHERE, buttons=phrases.region_rows(ctx.mind))
        return Turn(turn.state, (calm,))
    return _first(turn, heard, ctx)


def _first(turn: Turn, heard: news.News, ctx: Context, before: tuple[Reply, ...] = ()) -> Turn:
    """What to do now, before all else but what was said `before`; where nothing else was told, what is said of the place
    alone comes with it."""
    region = str(turn.state.region)
    regime = ctx.mind.library.regimes.get(region)
    if regime is None:
        return turn
    day = read_date(heard.words, ctx.today)
    reply = _reply(ctx, region, regime, heard.kind, day, _assess(turn.state))
    places = tuple(
        one for one in turn.replies if any(b.data.startswith("region/") for r in one.buttons for b in r)
    )
    rest = places if heard.alone else turn.replies
    counting = regime.told_step is not None and heard.kind != "decided" and day is None
    return Turn(
        turn.state.put(NAME, {"day": True} if counting else {}),
        (*before, reply, *(one for one in rest if one not in before)),
        turn.effects,
    )


def _day(state: State, text: str, ctx: Context) -> Turn | None:
    """The day of being told, after it was asked for."""
    regime = ctx.mind.library.regimes.get(state.region or "")
    step = regime.told_step if regime else None
    waited = state.of(NAME).get("day") and len(text.strip()) <= LONGEST_DAY
    day = read_date(text, ctx.today) if waited else None
    if regime is None or step is None or day is None or news.heard(text):
        return None
    policy = ctx.mind.library.policies[str(state.region)]
    line = _within(policy, step, day, ctx)
    rows = ((_assess(state), Button(FILL_IN, "intake/begin=1")),)
    words = (_to(regime), ORGAN_SAYS.format(organ=regime.organ))
    parts = (Say(PERIOD.format(said=line), strong=True), *map(Say, words))
    return Turn(state.put(NAME, {}), (Reply(parts, rows),))


# ── what is said ─────────────────────────────────────────────────────────────────────────────────
def _assess(state: State) -> Button:
    """What was told last comes along, where it was told of here."""
    case = memory.recall(state).case
    return Button(ask.ASSESS, f"assess/from={case.number if case and case.region == state.region else 0}")


def _reply(
    ctx: Context, region: str, regime: Regime, kind: news.Kind, day: date | None, assess: Button
) -> Reply:
    policy = ctx.mind.library.policies[region]
    things = [KEEP[kind], *_things(policy, regime, kind)][:3]
    listed = "\n".join([TODAY, *(f"{n}. {one}" for n, one in enumerate(things, 1))])
    parts: list[Part] = [Say(CALM[kind], strong=True), Say(listed)]
    if kind == "decided":
        parts += [Say(PERIOD.format(said=BY_THE_PAPER))]
    else:
        lines = (
            PERIOD.format(said=_period(policy, regime, kind, day, ctx)),
            _to(regime),
            _bring(policy, regime),
        )
        parts += [Say(lines[0], strong=True), Say("\n".join(lines[1:]))]
    parts.append(Say(ORGAN_SAYS.format(organ=regime.organ)))
    row = (assess,)
    more = () if kind == "decided" else (Button(FILL_IN, "intake/begin=1"),)
    return Reply(tuple(parts), ((*row, *more),))


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
    nudge = regime.nudge(news.STAGES[kind])
    return NO_DAYS if own or nudge is None else nudge.say


def _within(policy: Policy, step: Step, day: date | None, ctx: Context) -> str:
    days = (step.deadline.days if step.deadline else 0) or 0
    when = last_day(day, days, ctx.calendar, ctx.today) if day else WHICH_DAY
    return WITHIN.format(quote=step.quote, label=policy.place(step.at), when=when)


def _to(regime: Regime) -> str:
    return TO_WHOM.format(to=regime.addressee or regime.organ)


def _bring(policy: Policy, regime: Regime) -> str:
    if _own(regime) is None and regime.gaps:
        return BRING.format(what=regime.gaps[0])
    form = FORM.format(label=policy.place(regime.form), title=regime.paper.title) if regime.form else NO_FORM
    quoted = [_quoted(policy, one) for one in (regime.paper.evidence, regime.paper.correction) if one]
    return BRING.format(what="；".join([form, *(quoted or [NO_EVIDENCE])]) + "。")


def _quoted(policy: Policy, phrase: Phrase) -> str:
    return f"“{phrase.quote}”（{policy.place(phrase.at)}）"


def moved(turn: Turn, ctx: Context) -> Turn:
    """After a region was chosen, the news that waited for it is answered first."""
    kept = memory.recall(turn.state)
    elsewhere = kept.last.text if kept.last and kept.last.region != turn.state.region else None
    text = kept.waiting or elsewhere
    heard = news.heard(text) if text else None
    if heard is None:
        return turn
    return _first(typed.moved(turn, ctx), heard, ctx, turn.replies)


def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    return Turn(state, (phrases.stale(),))


DIALOG = Dialog(NAME, pressed, IN_GROUP, said=said, moved=moved)
