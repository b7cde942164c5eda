"""Somebody was just told of an inquiry, called to a talk, or has a decision: heard first, with where and when, and answered
with what to do today; what is asked about that afterwards is answered from it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs import ask
from dialogs.ask import region, small, today, typed
from dialogs.core import Button, Context, Dialog, Reply, Say, State, Turn, say
from dialogs.shared import memory, notice, phrases, places, reading
from dialogs.shared.calendar import read_date
from dialogs.shared.notice import NAME, Notice
from dialogs.shared.spans import written
from knowledge.hearing import news
from knowledge.hearing.language import fold

IN_GROUP = "这件事请私下和我说：{alone}，把收到的通知告诉我。"
WHERE = "您在哪个地区或单位工作？各地期限和做法不一样，选好了我马上告诉您今天做什么。"
NOTED = "记住了：{day}。"
BY_THE_LETTER = "照函里问的，一条一条写；哪天以前回，照函上写的。"
MAY = "申请可以提；能不能容错，要看经过。把经过说一遍，我对照条款；也可以一步步自评。"
APPEALING = "不服怎么写，文件没有写格式：写清不服哪一点、事实是怎样的、拿什么证明。交给谁、几天之内，看决定书；没有写的，今天就问作出决定的机关。"
LONGEST_DAY = 20
"""Characters of a message that is a day and nothing else."""
LONGEST_ASKED = 24
"""Characters of a question about what to do, which needs nothing more to be understood."""
MORE = 8
"""Characters of what is told beside the place from which it is answered too."""
_TODAY = re.compile("今天|明天|先|首先|第一|头一|马上|立刻")
_WRITES = re.compile(
    "(?:写|回|答|说)(?:些|点)?(?:什么|啥)(?:内容|呢|好)?$|(?:怎么|咋|如何|怎样)(?:去)?(?:写|回|答|说明)"
)
_FORM = re.compile("申请|检讨|申报")
_HOW = re.compile(
    "(?:那|我|现在|该|要|应该|具体|容错)*(?:怎么|如何|咋|怎样)(?:去)?(?:申请|提出?|走)(?:申请|容错)?(?:呢|啊|呀|好|[?？])*"
    "|(?:那|我|要|该)*(?:向谁|找谁|给谁|交给谁|跟谁)(?:提出?|交)?(?:申请|容错)?(?:呢|啊|[?？])*"
)
_TOLD = re.compile("收到|接到|拿到|告知|通知|送达|才?知道|谈话")
_MAY = re.compile(
    r"(?:那|我|这|这种|这样|情况|现在|还|算|就|到底)*(?:能不能|可不可以|能|可以|可否|能否)(?:申请|提|提出)?(?:容错|免责)(?:申请|免责)?(?:吗|么|不|嘛|呢|[?？])*"
)
_APPEALS = re.compile("申诉|复核|不服")


def said(state: State, text: str, ctx: Context) -> Turn | None:
    """Such news, or what belongs to it: where it was, the day of it, what to do. None where it is something else."""
    if turn := _placed(state, text, ctx) or _day(state, text, ctx) or _asked(state, text, ctx):
        return turn
    found = places.within(text, ctx.mind, state.region)
    rest = found.rest if found else text
    heard = news.heard(rest)
    if heard is None:
        return None
    at = _at(state, found.place, ctx) if found else Turn(state, ())
    turn = typed.said(at.state, rest, ctx)
    if turn.state.region is None and places.nowhere_known(turn.state) is None:
        calm = say(today.CALM[heard.kind], WHERE, buttons=phrases.region_rows(ctx.mind))
        return Turn(turn.state.put(NAME, {"waits": rest}), (calm,))
    return _first(turn, heard, ctx, at.replies)


def _at(state: State, where: places.Home | places.Nowhere, ctx: Context) -> Turn:
    match where:
        case places.Home(there) if there == state.region:
            return Turn(state, ())
        case places.Home(there):
            return region.remember(state, there, ctx.mind)
        case places.Nowhere(place, near=near):
            return region.nowhere(state, place, near, ctx.mind)


def _placed(state: State, text: str, ctx: Context) -> Turn | None:
    """Where the writer works, after it was asked for, wherever in the message that stands; what more is told is answered
    behind it."""
    waits = str(state.of(NAME).get("waits") or "")
    found = places.within(text, ctx.mind, None) if waits and not news.heard(text) else None
    heard = news.heard(waits)
    if found is None or heard is None:
        return None
    at = _at(state, found.place, ctx)
    turn = _first(Turn(at.state, ()), heard, ctx, at.replies)
    if len(found.rest) < MORE:
        return turn
    more = _day(turn.state, found.rest, ctx) or typed.said(turn.state, found.rest, ctx)
    return replace(more, replies=(*turn.replies, *more.replies))


# ── what is done with it ─────────────────────────────────────────────────────────────────────────
def _first(turn: Turn, heard: news.News, ctx: Context, before: tuple[Reply, ...] = ()) -> Turn:
    """What to do now, before all else but what was said `before`; where nothing else was told, what is said of the place
    alone comes with it."""
    day = read_date(heard.words, ctx.today)
    reply = _reply(turn.state, heard.kind, str(day or ""), ctx)
    if reply is None:
        return turn
    rest = _of_place(turn) if heard.alone else turn.replies
    kept = Notice(
        heard.kind,
        heard.said,
        str(day or ""),
        memory.recall(turn.state).count,
        day is None and heard.kind != "decided",
    )
    shown = (reply, *before) if places.nowhere_known(turn.state) else (*before, reply)
    later = (one for one in rest if one not in before)
    return Turn(notice.keep(turn.state, kept), (*shown, *later), turn.effects)


def _of_place(turn: Turn) -> tuple[Reply, ...]:
    """What is said of the place alone."""
    if places.nowhere_known(turn.state):
        return ()
    return tuple(
        one for one in turn.replies if any(b.data.startswith("region/") for r in one.buttons for b in r)
    )


def _reply(state: State, kind: news.Kind, told: str, ctx: Context) -> Reply | None:
    """None where nothing is known to do: a region without rules, or none at all."""
    if place := places.nowhere_known(state):
        return today.elsewhere(kind, place)
    regime = ctx.mind.library.regimes.get(state.region or "")
    day = read_date(told, ctx.today) if told else None
    return today.reply(ctx, str(state.region), regime, kind, day, _assess(state)) if regime else None


def _assess(state: State) -> Button:
    """What was told last comes along, where it was told of here."""
    case = memory.recall(state).case
    return Button(ask.ASSESS, f"assess/from={case.number if case and case.region == state.region else 0}")


# ── what is said of it afterwards ────────────────────────────────────────────────────────────────
def _day(state: State, text: str, ctx: Context) -> Turn | None:
    """The day of being told, after it was asked for; or another one than was understood."""
    regime = ctx.mind.library.regimes.get(state.region or "")
    kept = notice.recall(state)
    waited = kept and (kept.asked or (kept.told and _TOLD.search(text)))
    day = read_date(text, ctx.today) if waited and len(text.strip()) <= LONGEST_DAY else None
    if kept is None or regime is None or day is None or news.heard(text):
        return None
    noted = () if regime.told_step else (Say(NOTED.format(day=written(day))),)
    parts = (*noted, *today.of_the_day(ctx, str(state.region), regime, day))
    known = replace(kept, told=str(day), asked=False)
    return Turn(notice.keep(state, known), (Reply(parts, (_on(state),)),))


def _asked(state: State, text: str, ctx: Context) -> Turn | None:
    """What to do, what to write, whether it is any use, whom to turn to against it: of the news that was told last."""
    kept, asked = notice.recall(state), fold(text).strip()
    if kept is None or len(asked) > LONGEST_ASKED:
        return None
    latest = memory.recall(state).count == kept.count
    if reading.asks_what_now(asked) and (latest or _TODAY.search(asked)):
        reply = _reply(state, kept.kind, kept.told, ctx)
        return Turn(state, (reply,)) if reply else None
    if _WRITES.search(asked) and not _FORM.search(asked):
        how = {"letter": BY_THE_LETTER, "decided": APPEALING if _APPEALS.search(asked) else ""}.get(kept.kind)
        return Turn(state, (small.written(state, how),)) if how else None
    if kept.kind == "decided":
        appeals = _APPEALS.search(asked) is not None
        return ask.beside(typed.said(state, text, ctx), Say(today.BY_THE_PAPER)) if appeals else None
    return _applying(state, kept, asked, ctx)


def _applying(state: State, kept: Notice, asked: str, ctx: Context) -> Turn | None:
    """Whether and how one may apply."""
    regime = ctx.mind.library.regimes.get(state.region or "")
    if regime is None:
        return None
    case = memory.recall(state).case
    if _MAY.fullmatch(asked) and (case is None or case.number <= kept.count):
        return Turn(state, (say(MAY, today.ORGAN_SAYS.format(organ=regime.organ), buttons=(_on(state),)),))
    if not _HOW.fullmatch(asked):
        return None
    day = read_date(kept.told, ctx.today) if kept.told else None
    return Turn(state, (Reply(today.applying(ctx, str(state.region), regime, day), (_on(state),)),))


def _on(state: State) -> tuple[Button, ...]:
    return _assess(state), Button(today.FILL_IN, "intake/begin=1")


def moved(turn: Turn, ctx: Context) -> Turn:
    """After a region was chosen, the news that waited for it is answered first."""
    kept = memory.recall(turn.state)
    elsewhere = kept.last.text if kept.last and kept.last.region != turn.state.region else None
    text = turn.state.of(NAME).get("waits") or kept.waiting or elsewhere
    heard = news.heard(str(text)) if text else None
    if heard is None:
        return turn
    return _first(typed.moved(turn, ctx), heard, ctx, turn.replies)


def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    return Turn(state, (phrases.stale(),))


DIALOG = Dialog(NAME, pressed, IN_GROUP, said=said, moved=moved)
