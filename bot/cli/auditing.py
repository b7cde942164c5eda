"""`rongcuo audit` and `questions`: whether what was done is as it was written; what was not answered well."""

from __future__ import annotations

import argparse
from typing import Any

from bot.casework import codes
from bot.cli.exporting import EXPORTS
from bot.cli.printing import as_json, line
from bot.cli.surroundings import Surroundings
from bot.store.applications.reads import Docket
from bot.store.audit import STAFF
from dialogs.acts import spelled

SUBJECTS = {STAFF: "工作人员", EXPORTS: "导出"}
CHANGED = "{subject}：从第 {number} 条起和当时写下的不一样，可能有人改过或删过。"


def audit(wanted: argparse.Namespace, around: Surroundings) -> int:
    with around.registry() as (store, _library):
        told, whole = (audited_json if wanted.json else audited)(store.docket)
    print(told)
    return 0 if whole else 1


def audited(docket: Docket) -> tuple[str, bool]:
    """(what there is to say of the audit, whether it is as it was written)."""
    total, faults = docket.audited()
    lines = [CHANGED.format(subject=_subject(name), number=number) for name, number in faults]
    return "\n".join(lines) or f"共 {total} 条，没有发现改动。", not faults


def audited_json(docket: Docket) -> tuple[str, bool]:
    total, faults = docket.audited()
    rows = [{"subject": name, "row": number} for name, number in faults]
    return as_json({"rows": total, "faults": rows}), not faults


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
