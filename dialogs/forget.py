"""A person's data deleted on request: what goes, what has to stay, and why."""

from __future__ import annotations

import hashlib
from typing import TypeAlias, assert_never

from dialogs.acts import Act, Acted, Case, Erase, Erased, ListOwned, OfErasing, Owned
from dialogs.core import Button, Context, Dialog, Part, Reply, Say, Slash, State, Turn, say
from dialogs.shared.phrases import stale
from dialogs.shared.states import IN_HAND

Drafts: TypeAlias = tuple[str, ...]
"""Ids of what is being written in this chat: it goes too."""
NAME = "forget"
IN_GROUP = "这是您自己的事，请私下和我说：{alone}，发 /forget。"
HEAD = "要删除您在这里的数据吗？"
GOES = "会删掉的：选的地区、问过的问题、自评、没提交的草稿和材料{closed}。"
CLOSED = "，以及{which}的申请的全部内容（{numbers}），只留编号、日期、状态和办理记录"
STAYS = (
    "先留着的：还在办的申请（{numbers}）。这些申请还没有办结，机关要凭它办；想删，请先用 /status 撤回，再来删。"
    "法律、档案规定要求保存的，应当停止其他使用，只作保存。"
)
ELSEWHERE = "{left}登记过的工作人员身份不在其中，由管理员取消。"
SURE, NOT_SURE = "确定删除", "不删"
DONE = "都删了。{kept}想再用，直接打字或者发 /start。"
KEPT = "还在办的 {numbers} 留着，原因上面说过；"
NOT_DONE = "好的，什么都没有删。"


def begin(state: State, argument: str, ctx: Context) -> Turn:
    """/forget"""
    return Turn(state, (), (ListOwned(),))


def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    match key:
        case "yes":
            return Turn(state, (), (ListOwned(value),))
        case "go" if value == "no":
            return Turn(state, (say(NOT_DONE),))
        case _:
            return Turn(state, (stale(),))


def acted(state: State, event: Acted[Act], ctx: Context) -> Turn:
    """Erased only if it is still what was shown; otherwise it is shown once more."""
    assert isinstance(event, OfErasing)
    match event:
        case Owned(ListOwned(sign), cases):
            if sign == _sign(ctx.drafts, cases):
                return Turn(state, (), (Erase(ctx.drafts),))
            return Turn(state, (_question(ctx, cases),))
        case Erased(staying=staying):
            kept = KEPT.format(numbers=_numbers(staying)) if staying else ""
            return Turn(State(), (say(DONE.format(kept=kept)),))
        case _:
            assert_never(event)


def _sign(drafts: Drafts, cases: tuple[Case, ...]) -> str:
    """What the question was about, in eight characters."""
    about = [*drafts, *(f"{one.number}{one.state}" for one in cases)]
    return hashlib.sha256("|".join(about).encode()).hexdigest()[:8]


def _question(ctx: Context, cases: tuple[Case, ...]) -> Reply:
    over = [one for one in cases if one.state not in IN_HAND]
    staying = [one for one in cases if one.state in IN_HAND]
    parts: list[Part] = [Say(HEAD, strong=True)]
    which = "、".join(dict.fromkeys("已撤回" if one.state == "withdrawn" else "已办结" for one in over))
    closed = CLOSED.format(which=which, numbers=_numbers(over)) if over else ""
    parts.append(Say(GOES.format(closed=closed)))
    if staying:
        parts.append(Say(STAYS.format(numbers=_numbers(staying))))
    parts.append(Say(ELSEWHERE.format(left=ctx.venue.left)))
    sure = Button(SURE, f"forget/yes={_sign(ctx.drafts, cases)}")
    return Reply(tuple(parts), ((sure, Button(NOT_SURE, "forget/go=no")),))


def _numbers(cases: list[Case] | tuple[Case, ...]) -> str:
    return "、".join(one.spelled for one in cases)


DIALOG = Dialog(
    NAME,
    pressed,
    IN_GROUP,
    (Slash("forget", "删除我的数据", begin),),
    acts=frozenset({ListOwned, Erase}),
    acted=acted,
)
