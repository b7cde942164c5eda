"""`rongcuo audit` and `questions`: whether what was done is as it was written; what was not answered well."""

from __future__ import annotations

import argparse
from typing import Any

from bot.casework import codes
from bot.cli.exporting import EXPORTS
from bot.cli.printing import as_json, line
from bot.cli.surroundings import Surroundings
from bot.cli.usage import UsageError
from bot.store.applications.reads import Docket
from bot.store.audit import CALENDAR, HEADS, STAFF, member_of
from bot.store.checks import Altered
from bot.store.heads import AuditHead
from dialogs.acts import spelled

SUBJECTS = {STAFF: "工作人员", EXPORTS: "导出", HEADS: "核对码", CALENDAR: "工作日历"}
CHANGED = "{subject}：从第 {number} 条起和当时写下的不一样，可能有人改过或删过。"
ALTERED = "{subject}：现在的内容和第 {number} 条记下的不一样，可能有人改过或删过。"
STAFF_CHANGED = "{who}现在的登记和第 {number} 条记下的不一样，可能有人改过或删过。"
STAFF_NEW = "{who}没有登记的记录，可能是绕过程序加上的。"
STAFF_BROKEN = "从第 {number} 条起和当时写下的不一样，可能有人改过或删过。"
GONE = "已经不在名单里的一位（编号 {id}）"
STAFF_NEXT = "请用 rongcuo staff list 核对职责和地区；不对的先 rongcuo staff remove 编号，再 rongcuo staff add 重新加。"
WHOLE = "共 {count} 条，没有发现改动。"
HEAD = "核对码：{head}\n请抄到这台机器以外的地方；以后用 rongcuo audit --against 核对码 比对。"
HELD = "和 {count} 条时的核对码一致，从那时起没有人动过那 {count} 条。"
NOT_HELD = "和 {count} 条时的核对码不一致：那 {count} 条里有改过、删过或重写过的。"
MISSING = "现在只有 {now} 条，核对码是 {count} 条时的：有记录被删了，或者换了数据库。"
NO_HEAD = "核对码应形如 128-9f86d0…（条数、横线、64 个字符），请整串复制。"


def audit(wanted: argparse.Namespace, around: Surroundings) -> int:
    known = _head(wanted.against) if wanted.against else None
    with around.registry() as (store, _library):
        told, whole = (audited_json if wanted.json else audited)(store.docket, known)
    print(told)
    return 0 if whole else 1


def _head(spelled: str) -> AuditHead:
    if found := AuditHead.read(spelled):
        return found
    raise UsageError(NO_HEAD)


def audited(docket: Docket, known: AuditHead | None = None) -> tuple[str, bool]:
    """(what there is to say of the audit, whether it is as it was written, and as it was when it had the head that is
    known from elsewhere)."""
    (total, faults), head = docket.audited(), docket.head()
    held = docket.held(known) if known else True
    lines = list(dict.fromkeys(_told(docket, one) for one in faults))
    if known:
        words = MISSING if held is None else HELD if held else NOT_HELD
        lines.append(words.format(count=known.count, now=head.count))
    if not faults:
        lines = [WHOLE.format(count=total), *lines, *([HEAD.format(head=head)] if held else [])]
    return "\n".join(lines), not faults and bool(held)


def _told(docket: Docket, fault: tuple[str, int]) -> str:
    """What is wrong with one subject; of staff also with whom, and what to do."""
    subject, number = fault
    if subject == STAFF:
        return f"{SUBJECTS[STAFF]}：{_of_staff(docket, fault)}{STAFF_NEXT}"
    words = ALTERED if isinstance(fault, Altered) else CHANGED
    return words.format(subject=_subject(subject), number=number)


def _of_staff(docket: Docket, fault: tuple[str, int]) -> str:
    """Whom it is about."""
    rows = {row.seq: member_of({"detail": row.detail, "actor": row.actor}) for row in docket.trail(STAFF)}
    there = {one.id: f"{line(one.name)}（编号 {one.id}）" for one in docket.members()}
    number = fault[1]
    if isinstance(fault, Altered):
        id_ = rows[number]
        return STAFF_CHANGED.format(who=there.get(id_, GONE.format(id=id_)), number=number)
    if number not in rows and (new := [name for id_, name in there.items() if id_ not in rows.values()]):
        return STAFF_NEW.format(who="、".join(new))
    return STAFF_BROKEN.format(number=number)


def audited_json(docket: Docket, known: AuditHead | None = None) -> tuple[str, bool]:
    (total, faults), head = docket.audited(), docket.head()
    held = docket.held(known) if known else None
    rows = [
        {"subject": subject, "row": number, "content": isinstance(one, Altered)}
        for one in faults
        for subject, number in [one]
    ]
    found = {"rows": total, "faults": rows, "head": str(head), **({"held": bool(held)} if known else {})}
    return as_json(found), not faults and (not known or bool(held))


def _subject(name: str) -> str:
    return SUBJECTS.get(name) or (spelled(name) if codes.is_number(name) else line(name))


def questions(wanted: argparse.Namespace, around: Surroundings) -> int:
    with around.registry() as (store, _library):
        rows = store.questions()
    if wanted.json:
        print(as_json([_question(row) for row in rows]))
    else:
        print("\n".join(f"{q['at']}  {q['region'] or '未选地区'}  {'、'.join(q['provisions']) or '没有条款'}  "
                        f"{q['question'] or '（本人没有同意留下文字）'}" for q in map(_question, rows))
              or "还没有人留下问题。")  # fmt: skip
    return 0


def _question(row: Any) -> dict[str, Any]:
    return {"at": row.at.isoformat(timespec="seconds"), "region": row.region, "provisions": list(row.provisions),
            "question": row.question}  # fmt: skip
