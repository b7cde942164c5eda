"""What was done, by whom, and whether the record of it is as it was written."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from starlette.responses import Response

from bot.casework import codes
from bot.casework.layouts import LAYOUTS
from bot.casework.printing import PRINT, PURPOSES
from bot.channels.console.seat import Seat
from bot.channels.web.refusing import NOT_THERE, Sorry
from bot.documents.papers.templates import TITLES
from bot.store.audit import HEADS, STAFF
from bot.store.casework.writing import CORRECTS
from bot.store.checks import Altered
from bot.store.rows import AuditRow
from dialogs.acts import spelled
from knowledge.rules.casework import Procedure

SIZE = 100
SUBJECTS = {STAFF: "工作人员", "export": "导出", HEADS: "核对码", "calendar": "工作日历", LAYOUTS: "文书样式"}
ACTORS = {"applicant": "申请人", "operator": "管理员（命令行）", "somebody": "未登记的人", "system": "本系统"}
ACTS: Mapping[str, str] = {
    "submit": "提交", "withdraw": "撤回", "supplement": "补充材料", "recode": "换查询码", "erase": "删除内容", "find": "凭编号和查询码查询",
    "open": "查看", "papers": "取申请表和材料", "refused": "没有获准", "seal": "补记校验", "head": "记下核对码",
    "print": "印文书", "export": "导出",
    "invite": "加人", "reinvite": "再发邀请码", "bind": "在聊天里登记", "join": "在网页上登记", "login": "登录", "remove": "让人离开", "sessions": "让浏览器退出",
    "layout": "用单位自己的样式", "layout_off": "换回本系统的样式",
    "password": "改密码", "code-offered": "准备启用手机验证码", "code-on": "启用手机验证码", "code-off": "停用手机验证码",
    "note": "写内部备注", "waive": "登记不用办", "propose": "拟好交负责人", "return": "退回拟稿", "send_back": "退回拟稿", "assign": "交办",
    "follow": "定再看的日子", "open_on_paper": "登记书面或依职权的", "working": "登记上班", "free": "登记休息", "unset": "去掉登记的一天", "away": "请人代班",
    "place": "改职责或地区", "recount": "重算期限", "calendar": "改工作日历", "day": "改工作日历", "correct_entry": "更正登记", "resend": "再送通知", "in_writing": "登记书面送达",
}  # fmt: skip
CORRECTED = "更正：{act}"
PRINTED, HIDDEN = "印文书：{paper}（{how}）", "隐名"
PROPOSE, PROPOSED = "propose", "拟好交负责人：{act}"
BROKEN = "{subject}：第 {number} 条起和当时写下的不一样，可能有人改过或删过。"
ALTERED = "{subject}：现在的内容和第 {number} 条记下的不一样，可能有人改过或删过。"


async def trail(seat: Seat) -> Response:
    return await _trail(seat)


async def _trail(seat: Seat, **more: object) -> Response:
    console = seat.console
    number = _page(seat.query("page", 6))
    subject = _subject(seat.query("subject", 20))
    look = console.store.trails.page
    rows, count = await console.quickly(look, subject, SIZE, (number - 1) * SIZE, seat.member.region)
    names = await console.quickly(console.people.called)
    rules = await console.quickly(_rules, seat, {subject for subject, _ in rows})
    shown = [
        (
            row.at,
            _actor(row.actor, names),
            _what(seat, row_subject, row, names),
            _done(row, rules.get(row_subject)),
        )
        for row_subject, row in rows
    ]
    link = f"/staff/audit?subject={subject}"
    values = {"rows": shown, "count": count, "page": number, "size": SIZE, "link": link, "checked": None,
              "subject": seat.query("subject", 20), "subjects": list(SUBJECTS.values()), **more}  # fmt: skip
    return seat.page("audit.html", 200, **values)


async def checks(seat: Seat) -> Response:
    """Everything is looked through, which takes a while; for those alone who may hear of all of it."""
    await seat.sent()
    if seat.member.region:
        raise Sorry(404, NOT_THERE)
    docket = seat.console.store.docket
    total, faults = await seat.console.slowly(docket.audited)
    head = await seat.console.slowly(docket.head)
    told = [
        (ALTERED if isinstance(one, Altered) else BROKEN).format(subject=_named(one[0]), number=one[1])
        for one in faults
    ]
    return await _trail(seat, checked=(total, told, str(head)))


def _page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() else 1


def _subject(text: str) -> str:
    """As the audit calls it: a number, or one of its own."""
    plain = codes.typed(text)
    names = {words: name for name, words in SUBJECTS.items()}
    return plain if codes.is_number(plain) else text if text in SUBJECTS else names.get(text, "")


def _named(subject: str) -> str:
    return SUBJECTS.get(subject) or (spelled(subject) if codes.is_number(subject) else subject)


def _what(seat: Seat, subject: str, row: AuditRow, names: Mapping[int, str]) -> str:
    """What it was done to: whom of the staff, which paper, where the subject is no case."""
    name, first = _named(subject), row.detail.partition(" ")[0]
    if subject == STAFF and first.startswith(f"{STAFF}:") and first != row.actor:
        return f"{name}：{_actor(first, names)}"
    if subject == LAYOUTS:
        region, _, paper = first.partition("/")
        return f"{name}：{seat.console.library.short.get(region, region)}{TITLES.get(paper, paper)}"
    return name


def _actor(actor: str, names: Mapping[int, str]) -> str:
    kind, _, number = actor.partition(":")
    if kind == "staff" and number.isdecimal():
        return names.get(int(number), f"工作人员 {number}")
    return ACTORS.get(actor, actor)


def _rules(seat: Seat, subjects: Collection[str]) -> dict[str, Procedure]:
    """How each of the cases among them is handled."""
    found = seat.console.store.trails.under(subjects)
    there = {number: seat.console.office.procedure(*under) for number, under in found.items()}
    return {number: rules for number, rules in there.items() if rules}


def _done(row: AuditRow, rules: Procedure | None) -> str:
    if row.act == PROPOSE:
        return PROPOSED.format(act=_act(row.detail, rules)) if row.detail else ACTS[PROPOSE]
    if row.act == PRINT:
        return _printed(row.detail)
    # to look at a case has the name of an act, and nothing beside it
    name = _act(row.act, rules if row.detail else None)
    return CORRECTED.format(act=name) if row.detail.startswith(CORRECTS) else name


def _printed(detail: str) -> str:
    """Which paper, what for, and whether without names: all that is noted of it."""
    paper, *how = detail.split() or [""]
    told = [*(PURPOSES[one] for one in how if one in PURPOSES), *(HIDDEN for one in how if one == "masked")]
    return PRINTED.format(paper=TITLES.get(paper, paper), how="，".join(told)) if told else ACTS[PRINT]


def _act(act: str, rules: Procedure | None) -> str:
    """In words: as the case's own policy calls it, or one of ours."""
    own = rules.acts.get(act) if rules else None
    return own.do if own else ACTS.get(act, act)
