"""What the operator's commands on applications, staff and the audit print and write. Knows no command line.

Whoever reads what people wrote leaves a row in the audit first; codes and chats are never shown.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from bot import documents
from bot.casework import codes
from bot.casework.acts import INVITATION, ROLES
from bot.channels.terminal import columns, rendered
from bot.clean import clean
from bot.files import Gone, Keep, shown_name
from bot.store import audit
from bot.store.applications.reads import Docket
from bot.store.applications.rows import Entry, Member, Row
from bot.store.applications.writing import departed, invited, noted
from bot.store.mail import Changes, Conflict, Store
from bot.workdays import SHANGHAI
from dialogs.acts import Case, Exchange, FormField, Piece, fingerprint, spelled
from dialogs.apply.paper import fingerprint_of
from dialogs.core import Part, Reply, Say
from dialogs.desk import ERASED, STATES
from dialogs.shared.calendar import written
from dialogs.shared.paper import refiled
from dialogs.shared.tray import size
from knowledge.hearing.language import fold
from knowledge.library.corpus import Library
from knowledge.policy.quote import Quote

OPERATOR, EXPORTS = "operator", "export"
"""Who reads here, as the audit calls it; and its subject for what is read of many applications at once."""
STATE: Mapping[str, str] = {name: words.split("，")[0] for name, words in STATES.items()}
ACTS = {"submit": "提交", "withdraw": "撤回", "supplement": "交补充材料", "request": "要求补充", "recode": "换查询码",
        "erase": "删除内容", "find": "凭编号和查询码查询", "open": "查看", "papers": "取申请表和材料", "refused": "没有获准"}  # fmt: skip
ACTORS = {"applicant": "申请人", OPERATOR: "管理员", "somebody": "未登记的人"}
SUBJECTS = {audit.STAFF: "工作人员", EXPORTS: "导出"}
DETAILS = {**STATE, **ACTS, "files": "份文件"}
LISTED = ("编号", "地区", "状态", "提交时间", "状态起", "摘要")
LEAST = 20
"""Columns of a terminal that a summary has at least."""
LONGEST_STEM = 200
"""Bytes of a file's name without its ending: a file system takes 255."""
NAME = 40
"""Characters of a name of staff."""
CHANGED = "{subject}：从第 {number} 条起和当时写下的不一样，可能有人改过或删过。"
THERE = "已经有 {file} 了，没有动它。请换个名字{or_force}。"
WRITE = "写不了 {file}（{why}）。请检查文件夹、权限和磁盘空间。"


class Unusable(Exception):
    """What was asked for cannot be done; the text is Chinese, one sentence or two: what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which applications: of one region, in one state, with all these words in number or summary."""

    region: str | None = None
    state: str | None = None
    words: str = ""


def chosen(library: Library, region: str | None, state: str | None, words: str | None) -> Choice:
    """As it was typed: a region by key or name, a state by key or Chinese name."""
    return Choice(place(library, region), _state(state), clean(words or ""))


def place(library: Library, wanted: str | None) -> str | None:
    """A region's key."""
    if wanted is None:
        return None
    known = {name: region for region, names in library.names.items()
             for name in (region, library.short[region], *names)}  # fmt: skip
    if found := known.get(wanted) or known.get(fold(wanted)):
        return found
    named = "、".join(f"{region}（{short}）" for region, short in library.short.items())
    raise Unusable(f"没有 {_line(wanted)} 这个地区。现有：{named}。")


def _state(wanted: str | None) -> str | None:
    known = {said: name for name, words in STATES.items() for said in (name, words, STATE[name])}
    if wanted is None:
        return None
    if wanted in known:
        return known[wanted]
    raise Unusable(f"没有 {_line(wanted)} 这个状态。有：{_options(STATE)}。")


def _options(names: Mapping[str, str]) -> str:
    return "、".join(f"{name}（{words}）" for name, words in names.items())


def page(docket: Docket, choice: Choice, limit: int) -> tuple[list[Row], int]:
    return docket.page(choice.region, (choice.state,) if choice.state else (), choice.words, limit)


# ── a list ──────────────────────────────────────────────────────────────────────────────────────
def listed(docket: Docket, library: Library, choice: Choice, limit: int, width: int) -> str:
    """A table of so many columns of the terminal, newest first, and how many there are."""
    rows, total = page(docket, choice, limit)
    if not rows:
        return "没有符合的申请。" if choice != Choice() else "还没有申请。"
    lines = [(spelled(row.number), short(library, row.region), STATE[row.state], minute(row.filed_at), minute(row.since),
              "（内容已删除）" if row.erased else row.summary) for row in rows]  # fmt: skip
    shown = "都在这里。" if total == len(rows) else f"这里是最新的 {len(rows)} 份；--limit 可以多列一些。"
    return "\n".join([*_table([LISTED, *lines], width), f"共 {total} 份，{shown}"])


def listed_json(docket: Docket, choice: Choice, limit: int) -> str:
    """The same as a list of objects."""
    return _json([{**head(row), "summary": row.summary} for row in page(docket, choice, limit)[0]])


def _table(rows: Sequence[Sequence[str]], width: int | None = None) -> list[str]:
    """Aligned by what a terminal shows; the last column is cut to the width."""
    plain = [[_line(cell) for cell in row] for row in rows]
    widths = [max(map(columns, column)) for column in list(zip(*plain, strict=True))[:-1]]
    room = max(width - sum(widths) - 2 * len(widths), LEAST) if width else 10**9
    return ["  ".join([*map(_padded, row, widths), _cut(row[-1], room)]).rstrip() for row in plain]


def _line(text: str) -> str:
    """On one line, without what a terminal would obey."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _cut(text: str, width: int) -> str:
    if columns(text) <= width:
        return text
    kept = text[:width]
    while columns(kept) > width - 2:
        kept = kept[:-1]
    return kept + "…"


def short(library: Library, region: str) -> str:
    return library.short.get(region, region)


def minute(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def head(row: Row) -> dict[str, Any]:
    """What every JSON object of an application begins with."""
    return {"number": spelled(row.number), "region": row.region, "state": row.state, "submitted_at": _time(row.filed_at),
            "since": _time(row.since), "applicant": row.applicant, "erased": row.erased}  # fmt: skip


def _time(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


# ── one application ─────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Opened:
    """All of an application, for whoever has left a row in its audit."""

    row: Row
    case: Case
    trail: tuple[Entry, ...]
    members: Mapping[int, Member]


def opened(store: Store, number: str, act: str) -> Opened:
    """An application by its number, however it was typed; `act` goes into its audit first: open or papers."""
    row = found(store.docket, number)
    store.write(Changes(writes=[noted(row.number, OPERATOR, act)]))
    members = {one.id: one for one in store.docket.members()}
    return Opened(row, store.docket.whole(row), tuple(store.docket.trail(row.number)), members)


def found(docket: Docket, number: str) -> Row:
    """Looked up only."""
    plain = codes.typed(number)
    if row := docket.find(plain):
        return row
    if codes.is_number(plain):
        raise Unusable(f"没有编号是 {spelled(plain)} 的申请。rongcuo applications list 列出全部。")
    raise Unusable(f"{_line(number)} 不是申请的编号：编号是九位数字，例如 482-739-061，请核对有没有写错。")


def shown(library: Library, all_: Opened, live: bool = False) -> str:
    """Everything, as a terminal shows it."""
    return rendered(Reply(tuple(_parts(library, all_))), live)


def _parts(library: Library, all_: Opened) -> Iterator[Part]:
    row, case = all_.row, all_.case
    where, since = short(library, row.region), f"{STATE[row.state]}（{minute(row.since)} 起）"
    yield Say(f"{case.spelled} · {where} · {since}", strong=True)
    reason = f"\n撤回原因：{row.reason}" if row.reason else ""
    yield Say(f"提交：{minute(row.filed_at)}　申请主体：{applicant(library, row)}{reason}")
    if row.erased:
        yield Say(ERASED)
    yield from _part("申请表", (f"【{one.label}】\n{one.text}" for one in boxes(case)))
    yield from _part("问题和回答", (f"问：{_asked(one)}\n答：{one.text}" for one in _answers(case)))
    if case.claims:
        yield Say("依据的条款", strong=True)
        yield from (Quote(one.text, one.label) for one in case.claims)
    yield from _part("补正", map(_exchanged, () if case.erased else case.exchanges))
    yield from _part("材料", map(_filed, count(1), case.pieces))
    yield from _part("后来补充的材料", map(_filed, count(1), case.added))
    yield Say("校验", strong=True)
    yield Say("\n".join(_proofs(library, row, case)))
    yield from _part("办理记录", ["\n".join(_table([_step(one, all_.members) for one in all_.trail]))])


def _part(title: str, texts: Iterable[str]) -> Iterator[Part]:
    """A heading with what stands under it; nothing where there is nothing."""
    if said := [Say(text) for text in texts]:
        yield from (Say(title, strong=True), *said)


def boxes(case: Case) -> list[FormField]:
    return [one for one in case.fields if one.key.startswith("cell:")]


def _answers(case: Case) -> list[FormField]:
    return [one for one in case.fields if not one.key.startswith("cell:")]


def _asked(one: FormField) -> str:
    return f"{one.label}（{one.prompt}）" if one.prompt else one.label


def _exchanged(one: Exchange) -> str:
    if not one.words and one.answered:
        return f"{written(one.answered)}本人补交：{one.answer or '没有文字'}"
    came = f"{written(one.answered)}补充：{one.answer or '没有文字'}" if one.answered else "还没有补"
    return f"{written(one.asked)}要求：{one.words}\n{came}"


def _filed(number: int, one: Piece) -> str:
    return f"{number}. {_line(one.name)}（{size(one.size)}，{one.size} 字节）\n   sha256 {one.sha256}"


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


def _step(one: Entry, members: Mapping[int, Member]) -> tuple[str, ...]:
    detail = " ".join(DETAILS.get(word, word) for word in one.detail.split())
    return minute(one.at), _actor(one.actor, members), ACTS.get(one.act, one.act), detail


def _actor(actor: str, members: Mapping[int, Member]) -> str:
    kind, _, number = actor.partition(":")
    member = members.get(int(number)) if kind == "staff" and number.isdecimal() else None
    return f"{member.name}（{ROLES[member.role]}）" if member else ACTORS.get(actor, actor)


def shown_json(all_: Opened) -> str:
    """The same as one object, every text exactly as it was written."""
    row, case = all_.row, all_.case
    files = [{**file_of(one), "added": one in case.added} for one in (*case.pieces, *case.added)]
    return _json({
        **head(row), "summary": row.summary, "reason": row.reason, "boxes": [asdict(one) for one in boxes(case)],
        "answers": [asdict(one) for one in _answers(case)], "claims": [asdict(one) for one in case.claims],
        "supplements": [{"asked": one.asked.isoformat(), "words": one.words, "answered": one.answered and one.answered.isoformat(),
                         "answer": one.answer} for one in case.exchanges],
        "files": files, "policy": row.policy, "fingerprint": mark(case),
        "audit": [{**asdict(one), "at": _time(one.at)} for one in all_.trail],
    })  # fmt: skip


def file_of(one: Piece) -> dict[str, Any]:
    return {"name": one.name, "kind": one.kind, "size": one.size, "sha256": one.sha256}


def mark(case: Case) -> str | None:
    return fingerprint(case) if case.fields else None


# ── its papers ──────────────────────────────────────────────────────────────────────────────────
def writable(file: Path, endings: Sequence[str], force: bool = False, or_force: str = "") -> Path:
    """A file that may be written: of a known ending, in a folder that is there, not yet there itself."""
    if file.suffix.lower() not in endings:
        raise Unusable(f"{file} 的后缀不对，请写成 {' 或 '.join(f'名字{one}' for one in endings)}。")
    try:
        if not file.parent.is_dir():
            raise Unusable(f"没有 {file.parent} 这个文件夹，请先建好，或换一个。")
        if file.is_dir():
            raise Unusable(f"{file} 是一个文件夹，请换个名字。")
        if file.exists() and not force:
            raise Unusable(THERE.format(file=file, or_force=or_force))
    except OSError as error:  # a name that no disk takes
        raise Unusable(WRITE.format(file=file, why=error.strerror)) from error
    return file


def print_form(library: Library, case: Case, file: Path) -> str:
    """The printed form of an application as a docx; says where it is."""
    if not case.fields:
        raise Unusable(f"{case.spelled} 的内容已经删除，没有申请表可存。")
    if case.region not in library.regimes:
        raise Unusable(f"没有 {case.region} 的文件了，排不出申请表。请把它放回 RONGCUO_POLICIES 再试。")
    content = documents.made(refiled(library, case), "docx")
    try:
        return f"已存到 {_kept(file, content or b'')}"
    except FileExistsError:
        raise Unusable(THERE.format(file=file, or_force="")) from None
    except OSError as error:
        raise Unusable(WRITE.format(file=file, why=error.strerror)) from error


def copy_files(keep: Keep, case: Case, folder: Path) -> tuple[list[str], bool]:
    """(what became of each file, whether all of them are there and as they came)."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(WRITE.format(file=folder, why=error.strerror)) from error
    told = [_copied(keep, one, folder) for one in (*case.pieces, *case.added)]
    return [line for line, _ in told] or ["这份申请没有材料。"], all(good for _, good in told)


def _copied(keep: Keep, piece: Piece, folder: Path) -> tuple[str, bool]:
    name = _line(piece.name)
    try:
        content = keep.read(piece.place)
        if hashlib.sha256(content).hexdigest() != piece.sha256:
            return f"“{name}”和收到时不一样了（sha256 不符），没有存。", False
        return f"已存到 {_numbered(folder / _file_name(piece), content)}", True
    except Gone:
        return f"“{name}”已经不在了。", False
    except OSError as error:
        return f"“{name}”没能存下（{error.strerror}）。", False


def _file_name(piece: Piece) -> str:
    """Its display name, short enough for every file system."""
    stem, _, ending = shown_name(piece.name, piece.kind).rpartition(".")
    return f"{stem.encode()[:LONGEST_STEM].decode('utf-8', 'ignore')}.{ending}"


def _numbered(file: Path, content: bytes) -> Path:
    """Under a name that is free."""
    for number in count(1):
        try:
            return _kept(file if number == 1 else file.with_stem(f"{file.stem}-{number}"), content)
        except FileExistsError:
            continue
    raise AssertionError("unreachable")


def _kept(file: Path, content: bytes) -> Path:
    """A new file for its owner alone, whole or not at all. FileExistsError, OSError."""
    try:
        with open(file, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as out:
            out.write(content)
    except FileExistsError:
        raise
    except OSError:
        file.unlink(missing_ok=True)
        raise
    return file


# ── staff ───────────────────────────────────────────────────────────────────────────────────────
def invite(store: Store, library: Library, name: str, role: str | None, region: str | None) -> str:
    """Somebody new; the invitation is told this once, the store keeps its hash."""
    called, role, region = _name(name), _role(role), place(library, region)
    code, until = codes.code(), datetime.now(UTC) + INVITATION
    store.write(Changes(writes=[invited(called, role, region, codes.hashed(code), until)]))
    new = store.docket.invited(codes.hashed(code), datetime.now(UTC))
    number = f"，编号 {new.id}" if new else ""
    return (f"已加上{called}（{ROLES[role]}，{_reach(library, region)}）{number}。邀请码只显示这一次。\n"
            f"请本人在 Telegram 里私聊机器人发：/staff {codes.grouped(code)}；{INVITATION.days} 天内有效，只能用一次")  # fmt: skip


def _name(typed: str) -> str:
    name = _line(clean(typed))
    if not 1 <= len(name) <= NAME:
        raise Unusable(f"姓名要写 1 到 {NAME} 个字，{f'这里有 {len(name)} 个' if name else '这里是空的'}。")
    return name


def _role(wanted: str | None) -> str:
    known = {said: name for name, words in ROLES.items() for said in (name, words)}
    if wanted in known:
        return known[wanted]
    wrong = "请用 --role 写明职责" if wanted is None else f"没有 {_line(wanted)} 这个职责"
    raise Unusable(f"{wrong}。有：{_options(ROLES)}。")


def _reach(library: Library, region: str | None) -> str:
    return "所有地区" if region is None else short(library, region)


def staff(docket: Docket, library: Library) -> str:
    """Everybody, also those who have left."""
    rows = [(str(one.id), one.name, ROLES[one.role], _reach(library, one.region), _standing(one)[1])
            for one in docket.members()]  # fmt: skip
    if not rows:
        return "还没有工作人员。用 rongcuo staff add 姓名 --role 经办 加一位。"
    return "\n".join(_table([("编号", "姓名", "职责", "地区", "情况"), *rows]))


def staff_json(docket: Docket) -> str:
    return _json([{"id": one.id, "name": one.name, "role": one.role, "region": one.region, "standing": _standing(one)[0],
                   "invited_until": one.invited_until and _time(one.invited_until)} for one in docket.members()])  # fmt: skip


def _standing(one: Member) -> tuple[str, str]:
    if one.left:
        return "left", "已离开"
    if one.invited_until is None:
        return "bound", "已登记"
    if one.invited_until > datetime.now(UTC):
        return "invited", f"邀请码到 {minute(one.invited_until)} 有效"
    return "expired", "邀请码已过期，请 remove 后重新 add"


def dismiss(store: Store, number: str) -> str:
    """Somebody may do nothing any more."""
    one = next((one for one in store.docket.members() if str(one.id) == number.strip()), None)
    if one is None:
        raise Unusable(f"没有编号是 {_line(number)} 的工作人员。编号见 rongcuo staff list。")
    try:
        if not one.left:
            store.write(Changes(writes=[departed(one)]))
            return f"{one.name} 从现在起不能再查看和办理申请。"
    except Conflict:  # somebody else was faster
        pass
    raise Unusable(f"{one.name} 已经离开了，没有改动。")


# ── audit ───────────────────────────────────────────────────────────────────────────────────────
def audited(docket: Docket) -> tuple[str, bool]:
    """(what there is to say of the audit, whether it is as it was written)."""
    total, faults = docket.audited()
    lines = [CHANGED.format(subject=_subject(name), number=number) for name, number in faults]
    return "\n".join(lines) or f"共 {total} 条，没有发现改动。", not faults


def audited_json(docket: Docket) -> tuple[str, bool]:
    total, faults = docket.audited()
    rows = [{"subject": name, "row": number} for name, number in faults]
    return _json({"rows": total, "faults": rows}), not faults


def _subject(name: str) -> str:
    return SUBJECTS.get(name) or (spelled(name) if codes.is_number(name) else _line(name))
