"""Applications as staff meet them in chat: the queue, one of them opened, its papers, a request for more.

Who is staff, and what each may do, is not known here: an act that is not allowed comes back refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from dialogs import acts
from dialogs.acts import PAGE, Act, Acted, Case, Exchange, fingerprint, is_number, spelled
from dialogs.core import Button, Context, Dialog, Json, Reply, Say, Slash, State, Turn, say
from dialogs.desk import asking, board, papers, queue, steps, words
from dialogs.desk.board import deciding
from dialogs.desk.form import JOTTED, NAME, recall
from dialogs.desk.steps import kept, not_kept, opening, sent, waiting
from dialogs.shared import persons
from dialogs.shared.paging import in_rows, turning
from dialogs.shared.paper import boxed, refiled
from dialogs.shared.phrases import TIRED, stale
from dialogs.shared.spans import written
from dialogs.shared.states import STATES
from dialogs.shared.tray import listed

__all__ = ["DIALOG", "JOTTED", "NAME", "NOTICE", "NOT_REACHED", "deciding", "draft", "opening"]

LIMIT = 1_000
IN_GROUP = "申请里有个人信息，请私下和我说：{alone}，发 /queue。"
REFUSED = "没有找到，或者这个账号办不了这件事。工作人员请先用邀请码登记：/staff 邀请码；邀请码由管理员发。"
BOUND = "登记好了：{name}。新申请来了会在这里告诉您；/queue 看列表。"
BOUND_ALREADY = "这个账号已经登记过了，不用再登记。/queue 看列表。"
TO_LIST = "看列表"
HOW = "请发：/staff 加邀请码。邀请码由管理员用 rongcuo staff add 生成，七天内有效，只能用一次。"
EMPTY = "现在没有在办的申请。/queue 加几个字可以查全部，例如 /queue 张三、/queue 482。"
NOTHING = "没有找到“{words}”。可以换个字，或者发 /queue 看在办的。"
QUEUE = "待办，共 {count} 份，过了期限的在前，再按剩下的时间排："
FOUND = "“{words}”共 {count} 份："
CHANGED = "{number} 现在是“{state}”，这一步做不了了。"
ASK = "要请申请人补充什么？写清楚一点，会原样发给本人，例如：请补充 3 月 5 日会议纪要的复印件。"
SURE = "请 {number} 的申请人补充：“{words}”。发出去吗？"
ASKED = "已经记下并通知申请人，{number} 现在是“{state}”。"
NOTICE = "您的申请 {number} 需要补充材料：{words}"
TOO_LONG = "最多 {limit} 个字，您写了 {count} 个。请精简后再发。"
NUMBERS = "话里像有{kinds}，会原样发给申请人；不该发的，请按“不发”再写一遍。"
NOT_SENT = "好的，没有发。"
NOT_REACHED = "{number} 的申请人收不到消息，补充的要求请书面或者当面送达；本人用 /status 也能看到。"
PAPERS = "{number} 的申请表和材料，共 {count} 份文件。请妥善保管，不要转发；每次下载都有记录。"
ERASED = "内容已按申请人的要求删除，只留编号、日期、状态和办理记录。"


STAYS = ("words", "form", "shown")
LIST = Button(TO_LIST, f"{NAME}/page=0")


def begin(state: State, argument: str, ctx: Context) -> Turn:
    """/queue [words]"""
    return Turn(cleared(state), (), (acts.Queue(" ".join(argument.split())[:60]),))


def bind(state: State, code: str, ctx: Context) -> Turn:
    """/staff code"""
    return Turn(state, (), (acts.Bind(code),)) if code else Turn(state, (say(HOW),))


def cleared(state: State) -> State:
    """Nothing is waited for any more; what was searched for stays, for its pages, and what is being entered."""
    left: dict[str, Json] = {
        key: value for key, value in steps.paused(state).of(NAME).items() if key in STAYS and value
    }
    return state.put(NAME, left) if state.of(NAME) else state


def waits(state: State) -> bool:
    """Words that are typed now are meant for us."""
    return bool(state.of(NAME).get("waits")) or steps.active(state) is not None


def asks(state: State, ctx: Context) -> str:
    """The application of which something is to be asked, or what is entered for one."""
    form = steps.active(state)
    return asking.asked(form) if form else str(state.of(NAME).get("waits") or "")


def draft(state: State) -> str:
    """The id under which files for a step are collected, if there is one."""
    form = recall(state)
    return form.tray.draft if form else ""


def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    match key:
        case "page" if value.isascii() and value.isdigit():
            words = str(state.of(NAME).get("words") or "")
            return Turn(state, (), (acts.Queue(words, int(value[:5])),))
        case "do" | "later" | "a" | "edit" | "field" | "sure" | "drop":
            return steps.pressed(state, key, value, ctx)
        case papers.CHOOSE | papers.MAKE:
            return papers.pressed(cleared(state), key, value)
        case "leave":
            return Turn(cleared(state), (say(NOT_SENT),))
        case _ if not is_number(value):
            return Turn(state, (stale(),))
        case "open":
            return Turn(cleared(state), (), (acts.Open(value),))
        case "papers":
            return Turn(cleared(state), (), (acts.Papers(value),))
        case "request":
            return Turn(cleared(state), (), (acts.Prepare(value),))
        case "send" if state.of(NAME).get("for") == value:
            return Turn(cleared(state), (), (_request(value, str(state.of(NAME).get("ask"))),))
        case _:
            return Turn(state, (stale(),))


def _request(number: str, text: str) -> acts.Request:
    return acts.Request(number, text, NOTICE.replace("{words}", text), "去补充", NOT_REACHED)


def said(state: State, text: str, ctx: Context) -> Turn | None:
    """What is to be asked for; None where nothing is waited for."""
    number = str(state.of(NAME).get("waits") or "")
    if not number or not text.strip():
        return steps.said(state, text, ctx)
    if len(text) > LIMIT:
        return Turn(state, (say(TOO_LONG.format(limit=LIMIT, count=len(text))),))
    row = (Button("发给申请人", f"review/send={number}"), Button("不发", "review/leave=1"))
    kinds, words = persons.kinds(text), text.strip()
    note = (NUMBERS.format(kinds="、".join(kinds)),) if kinds else ()
    reply = say(*note, SURE.format(number=spelled(number), words=words), buttons=(row,))
    return Turn(state.put(NAME, {**cleared(state).of(NAME), "for": number, "ask": words}), (reply,))


def acted(state: State, event: Acted[Act], ctx: Context) -> Turn:
    """What came of an act of ours."""
    assert isinstance(event, acts.OfDesk)
    match event:
        case acts.Queued():
            return _queue(state, event, ctx)
        case acts.Prepared(case=case):
            row = (Button("不问了", "review/leave=1"),)
            asking = state.put(NAME, {**cleared(state).of(NAME), "waits": case.number})
            return Turn(asking, (say(ASK, buttons=(row,)),))
        case acts.Opened():
            return Turn(state, (_opened(event, event.case, ctx),))
        case acts.HandedOut(case=case):
            return Turn(state, (_papers(case, ctx),))
        case acts.PapersOffered():
            return Turn(state, (papers.offered(event),))
        case acts.PaperOrdered():
            return Turn(state, (papers.ordered(event),))
        case acts.Bound(name=name):
            return Turn(state, (say(BOUND.format(name=name), buttons=((LIST,),)),))
        case acts.Requested(case=case):
            return Turn(
                state, (say(ASKED.format(number=case.spelled, state=STATES[case.state]), buttons=((LIST,),)),)
            )
        case (
            acts.Entering() | acts.Jotted() | acts.Rewritten() | acts.Enacted() | acts.Hindered() | acts.Outrun()
        ):  # fmt: skip
            return steps.acted(state, event, ctx)
        case acts.Attached(taken) | acts.Changed(acts.Attach() as taken):
            return steps.attached(state, taken.piece, ctx)
        case acts.Detached():
            return Turn(state, ())
        case acts.Refused() | acts.TooOften() | acts.Changed():
            return Turn(steps.refused(state, event.act), (say(_why_not(event)),))
        case _:
            assert_never(event)


def _why_not(event: acts.NotDone) -> str:
    match event:
        case acts.Refused():
            return REFUSED
        case acts.TooOften():
            return TIRED
        case acts.Changed(case=case):
            return CHANGED.format(number=case.spelled, state=STATES[case.state]) if case else BOUND_ALREADY


def _queue(state: State, event: acts.Queued, ctx: Context) -> Turn:
    words, page = event.act.words, event.act.page
    if not event.cases and event.count and page:  # fewer than there were
        return Turn(state, (), (acts.Queue(words, (event.count - 1) // PAGE),))
    if not event.cases:
        return Turn(state, (say(NOTHING.format(words=words) if words else EMPTY),))
    lines = [line for n, one in enumerate(event.cases, page * PAGE + 1) for line in queue.lines(n, one, ctx)]
    lines += queue.closing(event.cases, ctx)
    head = FOUND.format(words=words, count=event.count) if words else QUEUE.format(count=event.count)
    buttons = [opening(one.number, one.spelled) for one in event.cases]
    rows = (*in_rows(buttons, 2), *turning("review/page=", page, PAGE, event.count))
    after = state.put(NAME, {"words": words}) if words else cleared(state)
    return Turn(after, (say(head, "\n".join(lines), buttons=rows),))


def _opened(event: acts.Opened, case: Case, ctx: Context) -> Reply:
    """All of an application, as it was submitted; what is to be done with it, and what may be."""
    head = f"{case.spelled} · {_short(ctx, case)} · {STATES[case.state]}（{written(case.since)}起）"
    above = Say(head, strong=True), Say(_begun(event, case))
    if case.erased:
        return Reply((*above, Say(ERASED)))
    buttons = [Button("下载申请表和材料", f"review/papers={case.number}"), papers.offering(case.number)]
    if case.state == "submitted" and event.handles:
        buttons.append(Button("请申请人补充", f"review/request={case.number}"))
    if event.board is None:
        return Reply((*above, *_contents(case)), (tuple(buttons),))
    handler = (Say(words.HANDLER.format(who=event.board.handler)),) if event.board.handler else ()
    parts = (*above, *handler, *_contents(case), *board.lines(event.board))
    return Reply(parts, (*board.rows(case.number, event.board), tuple(buttons)))


def _begun(event: acts.Opened, case: Case) -> str:
    if event.begun is None:
        return words.FILED.format(day=written(case.filed))
    who, did = event.begun
    return words.ENTERED.format(did=did, day=written(case.filed), who=who)


def _contents(case: Case) -> Iterator[Say]:
    """The form, what came after it, the files."""
    yield from (Say(f"【{one.label}】\n{one.text}") for one in boxed(case) if one.printed and one.text)
    if case.reason:
        yield Say(f"【撤回原因】\n{case.reason}")
    yield from (Say(_exchanged(one)) for one in case.exchanges)
    if files := (*case.pieces, *case.added):
        yield Say(f"【文件】\n{listed(files)}")
    yield Say(f"校验码：{fingerprint(case)}")


def _exchanged(one: Exchange) -> str:
    """What was asked for and what came; or what came unasked."""
    if not one.words and one.answered:
        return f"【{written(one.answered)}本人补交】\n{one.answer or '只交了文件'}"
    came = f"{written(one.answered)}补充：{one.answer or '只交了文件'}" if one.answered else "还没有补"
    return f"【{written(one.asked)}要求补充】\n{one.words}\n{came}"


def _papers(case: Case, ctx: Context) -> Reply:
    files = (*case.pieces, *case.added)
    text = Say(PAPERS.format(number=case.spelled, count=len(files)))
    row = (opening(case.number, words.BACK.format(number=case.spelled)), LIST)
    return Reply(
        (text,), (row,), sheet=None if case.erased else refiled(ctx.mind.library, case), papers=files
    )


def _short(ctx: Context, case: Case) -> str:
    return ctx.mind.library.short.get(case.region, case.region)


DIALOG = Dialog(
    NAME,
    pressed,
    IN_GROUP,
    (
        Slash("staff", "工作人员登记", bind, staff=True),
        Slash("queue", "待办和申请", begin, staff=True),
    ),
    said=said,
    waits=waits,
    asks=asks,
    cleared=cleared,
    sent=sent,
    waiting=waiting,
    shows=frozenset({asking.LATER.data}),
    acts=frozenset(
        {
            acts.Bind,
            acts.Queue,
            acts.Open,
            acts.Papers,
            acts.ChoosePaper,
            acts.MakePaper,
            acts.Prepare,
            acts.Request,
            acts.Enter,
            acts.Jot,
            acts.Enact,
        }
    ),
    acted=acted,
    draft=draft,
    kept=kept,
    not_kept=not_kept,
)
