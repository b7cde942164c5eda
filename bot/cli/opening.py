"""One application, whole. Whoever reads what people wrote leaves a row in the audit first; codes and chats are never shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import count
from typing import Any

from bot.casework import codes
from bot.casework.printing import PURPOSES
from bot.casework.rules import ROLES
from bot.channels.screen import rendered
from bot.cli.listing import STATE, head, minute, short, time_of
from bot.cli.printing import as_json, line, table
from bot.cli.usage import UsageError
from bot.documents.papers.templates import TITLES
from bot.store.applications.reads import Docket
from bot.store.applications.writing import noted
from bot.store.mail import Changes, Store
from bot.store.rows import AuditRow, Member, Row
from dialogs.acts import Case, Exchange, FormField, Piece, fingerprint, spelled
from dialogs.apply.paper import fingerprint_of
from dialogs.core import Part, Reply, Say
from dialogs.desk import ERASED
from dialogs.shared.spans import written
from dialogs.shared.tray import size
from knowledge.library.corpus import Library
from knowledge.policy.quote import Quote
from knowledge.rules.casework import CaseAct, Procedure

OPERATOR = "operator"
"""Who reads here, as the audit calls it."""
ACTS = {"submit": "提交", "withdraw": "撤回", "supplement": "交补充材料", "request": "要求补充", "recode": "换查询码",
        "note": "写内部备注", "waive": "登记不用办", "propose": "拟好交负责人", "send_back": "退回拟稿", "assign": "交办",
        "follow": "定跟进日", "recount": "重算期限", "open_on_paper": "登记书面或依职权的",
        "erase": "删除内容", "find": "凭编号和查询码查询", "open": "查看", "papers": "取申请表和材料", "refused": "没有获准", "seal": "补记校验", "print": "做成文书"}  # fmt: skip
ACTORS = {"applicant": "申请人", OPERATOR: "管理员", "somebody": "未登记的人", "system": "本系统"}
DETAILS = {**STATE, **ACTS, **TITLES, **PURPOSES, "files": "份文件", "masked": "（隐名）", "corrects": "更正"}


@dataclass(frozen=True, slots=True)
class WholeCase:
    """All of an application, for whoever has left a row in its audit. `rules`: those that it was accepted under."""

    row: Row
    case: Case
    trail: tuple[AuditRow, ...]
    members: Mapping[int, Member]
    rules: Procedure | None = None


def opened(store: Store, number: str, act: str) -> WholeCase:
    """An application by its number, however it was typed; `act` goes into its audit first: open or papers."""
    row = found(store.docket, number)
    store.write(Changes(writes=[noted(row.number, OPERATOR, act)]))
    members = {one.id: one for one in store.docket.members()}
    rules = store.ledger.procedure(row.rules) if row.rules else None
    return WholeCase(row, store.docket.whole(row), tuple(store.docket.trail(row.number)), members, rules)


def found(docket: Docket, number: str) -> Row:
    """Looked up only."""
    plain = codes.typed(number)
    if row := docket.find(plain):
        return row
    if codes.is_number(plain):
        raise UsageError(f"没有编号是 {spelled(plain)} 的申请。rongcuo applications list 列出全部。")
    raise UsageError(f"{line(number)} 不是申请的编号：编号是九位数字，例如 482-739-061，请核对有没有写错。")


def shown(library: Library, all_: WholeCase, live: bool = False) -> str:
    """Everything, as a terminal shows it."""
    return rendered(Reply(tuple(_parts(library, all_))), live)


def _parts(library: Library, all_: WholeCase) -> Iterator[Part]:
    case = all_.case
    yield from _standing(library, all_)
    yield from _part("申请表", (f"【{one.label}】\n{one.text}" for one in boxes(case)))
    yield from _part("问题和回答", (f"问：{_asked(one)}\n答：{one.text}" for one in _answers(case)))
    if case.claims:
        yield Say("依据的条款", strong=True)
        yield from (Quote(one.text, one.label) for one in case.claims)
    yield from _part("补正", map(_exchanged, () if case.erased else case.exchanges))
    yield from _part("材料", map(_filed, count(1), case.pieces))
    yield from _part("后来补充的材料", map(_filed, count(1), case.added))
    yield Say("校验", strong=True)
    yield Say("\n".join(_proofs(library, all_.row, case)))
    procedure = all_.rules or library.procedures.get(all_.row.region)
    acts = procedure.acts if procedure else {}
    yield from _part("办理记录", ["\n".join(table([_step(one, all_.members, acts) for one in all_.trail]))])


def _standing(library: Library, all_: WholeCase) -> Iterator[Part]:
    """Whose application, where, and how it stands."""
    row = all_.row
    where, since = short(library, row.region), f"{STATE[row.state]}（{minute(row.since)} 起）"
    yield Say(f"{all_.case.spelled} · {where} · {since}", strong=True)
    reason = f"\n撤回原因：{row.reason}" if row.reason else ""
    yield Say(f"提交：{minute(row.filed_at)}　申请主体：{applicant(library, row)}{reason}")
    if row.erased:
        yield Say(ERASED)


def _part(title: str, texts: Iterable[str]) -> Iterator[Part]:
    """A heading with what stands under it; nothing where there is nothing."""
    if said := [Say(text) for text in texts]:
        yield from (Say(title, strong=True), *said)


def boxes(case: Case) -> list[FormField]:
    return [one for one in case.fields if one.printed]


def _answers(case: Case) -> list[FormField]:
    return [one for one in case.fields if not one.printed]


def _asked(one: FormField) -> str:
    return f"{one.label}（{one.prompt}）" if one.prompt else one.label


def _exchanged(one: Exchange) -> str:
    if not one.words and one.answered:
        return f"{written(one.answered)}本人补交：{one.answer or '没有文字'}"
    came = f"{written(one.answered)}补充：{one.answer or '没有文字'}" if one.answered else "还没有补"
    return f"{written(one.asked)}要求：{one.words}\n{came}"


def _filed(number: int, one: Piece) -> str:
    return f"{number}. {line(one.name)}（{size(one.size)}，{one.size} 字节）\n   sha256 {one.sha256}"


def _proofs(library: Library, row: Row, case: Case) -> Iterator[str]:
    if case.fields:
        yield f"校验码：{fingerprint(case)}"
    policy = library.policies.get(row.region)
    same = policy is not None and fingerprint_of(policy) == row.policy
    yield f"填写时的文件（{'和现在的一致' if same else '和现在的不一样'}）：\n{row.policy}"


def applicant(library: Library, row: Row) -> str:
    if row.applicant == "person":
        return "个人"
    return library.regimes[row.region].paper.organisation if row.region in library.regimes else "组织"


def _step(one: AuditRow, members: Mapping[int, Member], acts: Mapping[str, CaseAct]) -> tuple[str, ...]:
    """To look at a case has the name of an act, and nothing beside it."""
    known = {id_: act.do for id_, act in acts.items()}
    act = (known.get(one.act) if one.detail else None) or ACTS.get(one.act, one.act)
    detail = " ".join(DETAILS.get(word) or known.get(word, word) for word in one.detail.split())
    return minute(one.at), _actor(one.actor, members), act, detail


def _actor(actor: str, members: Mapping[int, Member]) -> str:
    kind, _, number = actor.partition(":")
    member = members.get(int(number)) if kind == "staff" and number.isdecimal() else None
    return f"{member.name}（{ROLES[member.role]}）" if member else ACTORS.get(actor, actor)


def shown_json(all_: WholeCase) -> str:
    """The same as one object, every text exactly as it was written."""
    row, case = all_.row, all_.case
    files = [{**file_of(one), "added": one in case.added} for one in (*case.pieces, *case.added)]
    return as_json({
        **head(row), "summary": row.summary, "reason": row.reason, "boxes": [asdict(one) for one in boxes(case)],
        "answers": [asdict(one) for one in _answers(case)], "claims": [asdict(one) for one in case.claims],
        "supplements": supplements(case),
        "files": files, "policy": row.policy, "fingerprint": mark(case),
        "audit": [{**asdict(one), "at": time_of(one.at)} for one in all_.trail],
    })  # fmt: skip


def supplements(case: Case) -> list[dict[str, Any]]:
    """What was asked for, and what came."""
    return [{"asked": one.asked.isoformat(), "words": one.words, "answered": one.answered and one.answered.isoformat(),
             "answer": one.answer} for one in case.exchanges]  # fmt: skip


def file_of(one: Piece) -> dict[str, Any]:
    return {"name": one.name, "kind": one.kind, "size": one.size, "sha256": one.sha256}


def mark(case: Case) -> str | None:
    return fingerprint(case) if case.fields else None
