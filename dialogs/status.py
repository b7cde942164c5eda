"""What has become of an application: where it stands, whose turn it is; more material, withdrawing, a new query code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dialogs import private, tray
from dialogs.acts import Act, Acted, Case, CaseState, Kept, NotKept, spelled
from dialogs.calendar import written
from dialogs.core import Button, Context, File, Json, Part, Reply, Say, State, Turn, say
from dialogs.intake.paper import refiled
from dialogs.phrases import stale
from dialogs.steps import after_applying
from dialogs.tray import Tray
from knowledge.language import fold

NAME = "status"
LIMIT = 2_000
"""Characters of a reason or of an answer to staff."""
STATES: dict[CaseState, str] = {
    "submitted": "已提交，等受理",
    "returned": "要补材料，等您补充",
    "withdrawn": "已撤回",
}
IN_GROUP = "申请是您自己的事，请私下和我说：点我的头像，发 /status。"
NONE = "您在这里还没有提交过申请。要填一份，发 /apply；在别处提交的，按下面的按钮用编号和查询码查。"
LIST = "您在这里提交的申请："
LINE = "{number} · {short} · {state}（{since}起）"
RETURNED = "工作人员要您补充：“{asked}”。文件没有写要在几天内补，越早越好。"
WITHDRAWN = "这份申请已经结束；想再申请，可以重新填。"
ERASED = "内容已经按您的要求删除，只留编号、日期和状态。"
FIND = "用编号和查询码查"
FIND_HOW = "请发编号和查询码，中间空一格，例如：482-739-061 ACDE-FHJK-MPQR"
NOT_FOUND = "没有查到。请核对编号和查询码；查询码丢了，要在提交申请的那个地方换一个。"
TIRED = "试的次数太多了，请过一小时再试。"
NOT_YOURS = "没有找到这份申请。发 /status 看您在这里提交的。"
CHANGED = "这份申请现在的状态是“{state}”，这一步做不了了。"
WHY_WITHDRAW = "为什么撤回 {number}？写一句，工作人员会看到；不想写就按“不写原因”。撤回以后这份申请就结束了，想再申请要重新填。"
SURE_WITHDRAW = "撤回 {number}，原因：{reason}。确定吗？"
NO_REASON = "本人没有写原因"
WITHDRAWN_NOW = "已经撤回 {number}。想再申请，发 /apply；想把内容也删掉，发 /forget。"
MORE_HOW = "工作人员要的是：“{asked}”。请直接发文件、照片或者打字说明，可以发几次；齐了按“补好了，交上去”。"
MORE_TEXT = "记下了。还可以接着发；齐了按“补好了，交上去”。"
MORE_NOTHING = "还没有收到文件，也没有说明。请先发一样；齐了再按。"
MORE_DONE = "补充已经交上去了，{number} 现在是“{state}”。"
FETCHING = "还有 {count} 份材料正在收，收好了再交。一直收不到的，请再发一次。"
TOO_LONG = "最多 {limit} 个字，您写了 {count} 个，没有存。请精简后再发。"
MASKED = "话里像有{kinds}，我已经遮住。"
RECODED = "{number} 的新查询码：{code}\n只显示这一次，请抄下来；原来的查询码已经作废。"
COPY = "这是您提交的申请表。"
LEFT = "好的，没有改动。"
SURE_RECODE = "换了新的查询码，原来的马上作废。确定吗？"
TOLD_WITHDRAWN = "{number} 已由申请人撤回。"
TOLD_MORE = "{number} 的补充材料到了（{count} 份文件）。"
_BOTH = re.compile(r"\s*([0-9][0-9\-\s]{7,14}?)[\s，,]+([A-Za-z0-9][A-Za-z0-9\-\s]{10,20})\s*")


# ── what is remembered ──────────────────────────────────────────────────────────────────────────
def _kept(state: State, **data: Json) -> State:
    return state.put(NAME, {key: value for key, value in data.items() if value})


def _tray(state: State) -> Tray | None:
    body: Any = state.of(NAME).get("tray")
    try:
        return Tray.from_json(body) if body else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _waits(state: State) -> str:
    return str(state.of(NAME).get("waits") or "")


def cleared(state: State) -> State:
    """Nothing is waited for any more."""
    return state.put(NAME, {}) if state.of(NAME) else state


def draft(state: State) -> str:
    """The id under which files of a supplement are collected, if there is one."""
    there = _tray(state)
    return there.draft if there else ""


# ── what a person does ──────────────────────────────────────────────────────────────────────────
def begin(state: State, argument: str) -> Turn:
    """/status [number code]"""
    if argument:
        return _find(state, argument) or Turn(_kept(state, waits="find"), (say(FIND_HOW),))
    return Turn(cleared(state), (), (Act("mine"),))


def _find(state: State, text: str) -> Turn | None:
    if match := _BOTH.fullmatch(fold(text)):
        number = re.sub(r"\D", "", match[1])
        return Turn(cleared(state), (), (Act("find", number=number, secret=match[2]),))
    return None


def pressed(state: State, key: str, value: str) -> Turn:
    """A button; what it may do is decided where the application is."""
    match key:
        case "list":
            return begin(state, "")
        case "find":
            return Turn(_kept(state, waits="find"), (say(FIND_HOW),))
        case "see" | "copy":
            return Turn(cleared(state), (), (Act("mine", words=value, secret=key),))
        case "withdraw":
            row = (Button("不写原因", f"status/sure={value}"), Button("不撤了", "status/leave=1"))
            return Turn(
                _kept(state, waits="reason", number=value),
                (say(WHY_WITHDRAW.format(number=spelled(value)), buttons=(row,)),),
            )
        case "sure":
            return _sure(state, value)
        case "gone":
            return _withdrawn(state, value)
        case "more":
            return Turn(cleared(state), (), (Act("mine", words=value, secret="more"),))
        case "done":
            return _supplied(state)
        case "recode":
            row = (Button("确定换", f"status/renew={value}"), Button("不换了", "status/leave=1"))
            return Turn(state, (say(SURE_RECODE, buttons=(row,)),))
        case "renew":
            return Turn(state, (), (Act("recode", number=value),))
        case "leave":
            there = _tray(state)
            drop = (Act("discard", draft=there.draft),) if there else ()
            return Turn(cleared(state), (say(LEFT),), drop)
        case _:
            return Turn(state, (stale(),))


def _sure(state: State, number: str, reason: str = NO_REASON) -> Turn:
    row = (Button("确定撤回", f"status/gone={number}"), Button("不撤了", "status/leave=1"))
    text = SURE_WITHDRAW.format(number=spelled(number), reason=reason)
    return Turn(_kept(state, waits="sure", number=number, reason=reason), (say(text, buttons=(row,)),))


def _withdrawn(state: State, number: str) -> Turn:
    remembered = state.of(NAME)
    reason = str(remembered.get("reason") or NO_REASON) if remembered.get("number") == number else NO_REASON
    return Turn(cleared(state), (), (Act("withdraw", number=number, words=reason, notice=TOLD_WITHDRAWN),))


def _supplied(state: State) -> Turn:
    there, body = _tray(state), state.of(NAME)
    if there is None:
        return Turn(state, (stale(),))
    if there.fetching:
        return Turn(state, (say(FETCHING.format(count=len(there.fetching)), buttons=_more_rows()),))
    text = str(body.get("text") or "")
    if not text and not there.pieces:
        return Turn(state, (say(MORE_NOTHING, buttons=_more_rows()),))
    notice = TOLD_MORE.format(number="{number}", count=len(there.pieces))
    places = tuple(one.place for one in there.pieces)
    act = Act(
        "supplement",
        number=str(body.get("number")),
        words=text,
        draft=there.draft,
        places=places,
        notice=notice,
    )
    return Turn(state, (), (act,))


def said(state: State, text: str) -> Turn | None:
    """Typed words that are waited for; None where nothing is."""
    match _waits(state):
        case "find":
            return _find(state, text)
        case "reason":
            kept, note = _fit(text)
            if kept is None:
                return Turn(state, (say(note),))
            turn = _sure(state, str(state.of(NAME).get("number")), kept)
            return replace(turn, replies=(say(note), *turn.replies)) if note else turn
        case "more":
            return _told(state, text)
        case _:
            return None


def _fit(text: str) -> tuple[str | None, str]:
    """(words as they are kept, what the writer is told of it); None where they are too long."""
    if len(text) > LIMIT:
        return None, TOO_LONG.format(limit=LIMIT, count=len(text))
    if found := private.kinds(text):
        return private.hidden(text).strip(), MASKED.format(kinds="、".join(found))
    return text.strip() or NO_REASON, ""


def _told(state: State, text: str) -> Turn:
    body = state.of(NAME)
    if fold(text).strip("。! ") in ("补好了", "好了", "补好了，交上去", "交上去"):
        return Turn(state, (say(MORE_TEXT, buttons=_more_rows()),))
    kept, note = _fit("\n".join(filter(None, (str(body.get("text") or ""), text))))
    if kept is None:
        return Turn(state, (say(note),))
    return Turn(
        state.put(NAME, {**body, "text": kept}),
        (say(*filter(None, (note, MORE_TEXT)), buttons=_more_rows()),),
    )


def _more_rows() -> tuple[tuple[Button, ...], ...]:
    return ((Button("补好了，交上去", "status/done=1"), Button("先不补了", "status/leave=1")),)


# ── files ───────────────────────────────────────────────────────────────────────────────────────
def sent(state: State, kind: str, file: File, caption: str) -> Turn | None:
    """A file that is part of what was asked for; None where nothing was."""
    there = _tray(state)
    if there is None:
        return None
    after, reply = tray.taken(there, file, caption, kind)
    return Turn(_with(state, after), (reply,))


def _with(state: State, there: Tray) -> State:
    return state.put(NAME, {**state.of(NAME), "tray": there.to_json()})


def kept(state: State, event: Kept) -> Turn:
    there = _tray(state)
    if there is None:
        return Turn(state, ())
    return Turn(
        _with(state, there.arrived(event.ref)), (), (Act("keep", draft=event.draft, piece=event.piece),)
    )


def not_kept(state: State, event: NotKept) -> Turn:
    there = _tray(state)
    state = _with(state, there.arrived(event.ref)) if there else state
    return Turn(state, (say(tray.WHY[event.why].format(name=event.name)),))


def _received(state: State, event: Acted) -> Turn:
    there, piece = _tray(state), event.act.piece
    if there is None or piece is None:
        return Turn(state, ())
    if event.result == "changed":
        return Turn(state, (say(f"“{piece.name}”和前面的一份一样，只留一份。", buttons=_more_rows()),))
    there = there.add(piece)
    text = f"收下了：{piece.name}（{tray.size(piece.size)}）。现在共 {len(there.pieces)} 份。"
    return Turn(_with(state, there), (say(text, buttons=_more_rows()),))


# ── what comes back from outside ────────────────────────────────────────────────────────────────
def acted(state: State, event: Acted, ctx: Context) -> Turn:
    """What came of an act of ours."""
    if event.result in ("refused", "too_often", "changed") and event.act.name != "keep":
        return Turn(cleared(state), (_refusal(event),))
    match event.act.name:
        case "mine":
            return _mine(state, event, ctx)
        case "find":
            return Turn(state, (_shown(ctx, event.cases[0], mine=False),))
        case "begin":
            return _collecting(state, event)
        case "keep":
            return _received(state, event)
        case "withdraw":
            return Turn(state, (say(WITHDRAWN_NOW.format(number=event.cases[0].spelled)),))
        case "supplement":
            case = event.cases[0]
            return Turn(
                cleared(state), (say(MORE_DONE.format(number=case.spelled, state=STATES[case.state])),)
            )
        case "recode":
            return Turn(state, (say(RECODED.format(number=event.cases[0].spelled, code=event.secret)),))
        case _:
            return Turn(state, ())


def _refusal(event: Acted) -> Reply:
    if event.result == "too_often":
        return say(TIRED)
    if event.result == "changed" and event.cases:
        return say(CHANGED.format(state=STATES[event.cases[0].state]))
    return say(NOT_FOUND if event.act.name == "find" else NOT_YOURS)


def _mine(state: State, event: Acted, ctx: Context) -> Turn:
    wanted, purpose = event.act.words, event.act.secret
    if not wanted:
        return Turn(state, (_listed(ctx, event.cases),))
    case = next((one for one in event.cases if one.number == wanted), None)
    if case is None:
        return Turn(state, (say(NOT_YOURS),))
    match purpose:
        case "copy" if case.region in ctx.mind.library.regimes:
            sheet = refiled(ctx.mind.library, case.region, case.fields, case.pieces)
            return Turn(state, (Reply((Say(COPY),), sheet=sheet),))
        case "more" if case.state == "returned":
            return Turn(state, (), (Act("begin", number=case.number, words=case.asked),))
        case "more":
            return Turn(state, (say(CHANGED.format(state=STATES[case.state])),))
        case _:
            return Turn(state, (_shown(ctx, case, mine=True),))


def _collecting(state: State, event: Acted) -> Turn:
    """Files and words for staff are collected from here on."""
    after = _kept(state, waits="more", number=event.act.number, tray=Tray(event.secret).to_json())
    return Turn(after, (say(MORE_HOW.format(asked=event.act.words), buttons=_more_rows()),))


def _listed(ctx: Context, cases: tuple[Case, ...]) -> Reply:
    finding = (Button(FIND, "status/find=1"),)
    if not cases:
        return say(NONE, buttons=(finding,))
    if len(cases) == 1:
        only = _shown(ctx, cases[0], mine=True)
        return replace(only, buttons=(*only.buttons, finding))
    lines = "\n".join(f"{n}. {_line(ctx, case)}" for n, case in enumerate(cases, 1))
    rows = tuple((Button(case.spelled, f"status/see={case.number}"),) for case in cases)
    return Reply((Say(LIST), Say(lines)), (*rows, finding))


def _line(ctx: Context, case: Case) -> str:
    short = ctx.mind.library.short.get(case.region, case.region)
    return LINE.format(number=case.spelled, short=short, state=STATES[case.state], since=written(case.since))


def _shown(ctx: Context, case: Case, mine: bool) -> Reply:
    """Where it stands, since when, and whose turn it is."""
    parts: list[Part] = [
        Say(_line(ctx, case), strong=True),
        Say(f"提交：{written(case.filed)}"),
        *_next(ctx, case, mine),
    ]
    return Reply(tuple(parts), tuple(_rows(case)) if mine else ())


def _next(ctx: Context, case: Case, mine: bool) -> Iterator[Say]:
    match case.state:
        case "submitted":
            if case.region in ctx.mind.library.regimes:
                yield Say(f"下一步：{after_applying(ctx.mind.library, case.region)}")
        case "returned":
            yield Say(
                RETURNED.format(asked=case.asked) if mine and case.asked else "下一步：等申请人补充材料。"
            )
        case "withdrawn":
            yield Say(ERASED if case.erased else WITHDRAWN)


def _rows(case: Case) -> Iterator[tuple[Button, ...]]:
    if case.state == "returned":
        yield (Button("补充材料", f"status/more={case.number}"),)
    below = [
        Button("申请表副本", f"status/copy={case.number}"),
        Button("换查询码", f"status/recode={case.number}"),
    ]
    if case.state != "withdrawn":
        below.append(Button("撤回", f"status/withdraw={case.number}"))
    yield tuple(below)
