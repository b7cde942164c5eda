"""`rongcuo applications export`: applications as a table for Excel and WPS, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.casework.called import called
from bot.clean import said
from bot.cli.listing import STATE, Selection, head, on_the_wall, page, short, waited
from bot.cli.opening import OPERATOR, applicant, boxes, file_of, mark, supplements
from bot.cli.papers import WRITE, writable
from bot.cli.usage import UsageError
from bot.documents import spreadsheet
from bot.documents.spreadsheet import Cell, Column
from bot.store.applications.reads import Docket
from bot.store.applications.writing import noted
from bot.store.heads import AuditHead
from bot.store.mail import Changes, Store
from bot.store.rows import Row, in_list
from bot.workdays import day
from dialogs.acts import Case, spelled
from dialogs.core import Calendar
from dialogs.desk import queue
from dialogs.shared.spans import written
from knowledge.library.corpus import Library
from knowledge.rules import REASONS

EXPORTS = "export"
"""The audit's subject for what is read of many applications at once."""
ALL = 10**9
CHUNK = 250
FRONT = (Column("编号", 13), Column("地区", 14), Column("状态", 12), Column("提交时间", 17), Column("状态起", 12),
         Column("等了几天", 6), Column("申请期限到", 12), Column("经办", 10), Column("申请主体", 10))  # fmt: skip
END = (
    Column("要求补充", 30),
    Column("补充情况", 30),
    Column("附件数", 8),
    Column("附件名称", 30),
    Column("校验码", 22),
)
LONG = {"申请容错事项": 40, REASONS: 70, "纠错整改情况": 40}
"""Widths of boxes in which much is written."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an application is read by: the policies, the calendar and the day, the names of the staff."""

    library: Library
    calendar: Calendar
    today: date
    staff: Mapping[int, str]


def export(
    store: Store,
    library: Library,
    calendar: Calendar,
    choice: Selection,
    file: Path,
    force: bool = False,
    chunk: int = CHUNK,
    most: int = spreadsheet.MOST,
) -> tuple[int, AuditHead]:
    """All that were chosen into an .xlsx or .json, oldest first; (how many, the head of the audit, this export in it).
    `chunk`: so many are read together; `most`: so many rows a table takes."""
    writable(file, (".xlsx", ".json"), force, "，或加 --force 换掉它")
    rows = page(store.docket, choice, ALL)[0][::-1]
    sheet = file.suffix.lower() == ".xlsx"
    if sheet and len(rows) > most:
        raise UsageError("一张表放不下这么多申请。请按地区或状态分开导出，或导出成 .json。")
    head = _recorded(store, choice, len(rows))
    staff = called(store.docket.members(), store.logins.names)
    by = Reading(library, calendar, day(store.given.now()), staff)
    with _replaced(file, force) as temporary:
        (_write_sheet if sheet else _write_json)(temporary, store.docket, by, rows, head, chunk)
    return len(rows), head


def _recorded(store: Store, choice: Selection, count: int) -> AuditHead:
    """The audit's head, with a row on what is about to be read."""
    detail = f"{choice.region or '*'} {choice.state or '*'} {'search ' if choice.words else ''}{count}"
    store.write(Changes(writes=[noted(EXPORTS, OPERATOR, "export", detail)]))
    return store.docket.head()


@contextmanager
def _replaced(file: Path, force: bool) -> Iterator[Path]:
    """A place to write to that becomes the file at the end, for its owner alone, or nothing at all."""
    try:
        with TemporaryDirectory(prefix=".rongcuo-", dir=file.parent) as folder:
            temporary = Path(folder) / f"new{file.suffix}"
            yield temporary
            temporary.chmod(0o600)
            temporary.replace(writable(file, (file.suffix.lower(),), force))
    except OSError as error:
        raise UsageError(WRITE.format(file=file, why=said(error))) from error


def _entries(docket: Docket, rows: Sequence[Row], chunk: int) -> Iterator[tuple[Row, Case]]:
    """With all that belongs to them, some at a time."""
    for start in range(0, len(rows), chunk):
        some = rows[start : start + chunk]
        yield from zip(some, docket.wholes(some), strict=True)


def _write_json(
    file: Path, docket: Docket, by: Reading, rows: Sequence[Row], head: AuditHead, chunk: int
) -> None:
    with file.open("w", encoding="utf-8") as out:
        for number, (row, case) in enumerate(_entries(docket, rows, chunk)):
            out.write(",\n" if number else "[\n")
            out.write(json.dumps({**_exported(by, row, case), "audit": str(head)}, ensure_ascii=False))
        out.write("\n]\n" if rows else "[]\n")


def _exported(by: Reading, row: Row, case: Case) -> dict[str, Any]:
    files, until = [file_of(one) for one in (*case.pieces, *case.added)], _due(by, row, case)
    return {**head(row), "place": short(by.library, row.region), "waited_days": waited(row, by.today),
            "due": until and until.isoformat(), "handler": _handler(by, row, case) or None, "boxes": _by_heading(case),
            "supplements": supplements(case), "files": files, "fingerprint": mark(case)}  # fmt: skip


def _write_sheet(
    file: Path, docket: Docket, by: Reading, rows: Sequence[Row], head: AuditHead, chunk: int
) -> None:
    headings = merged(docket.headings(rows))
    columns = [*FRONT, *(Column(one, LONG.get(one, 24)) for one in headings), *END]
    lines = (_cells(by, headings, row, case) for row, case in _entries(docket, rows, chunk))
    spreadsheet.write(file, "申请", columns, lines, {"核对码": str(head)})


def merged(forms: Iterable[Sequence[str]]) -> list[str]:
    """The headings of all forms, each once: what one form has and the others have not stands where it stands there."""
    found: list[str] = []
    for form in forms:
        at = 0
        for heading in form:
            at = 1 + _place(found, heading, at)
    return found


def _place(found: list[str], heading: str, at: int) -> int:
    """Where it stands among those that were found; a new one is put there, to `at`."""
    if heading not in found:
        found.insert(at, heading)
    return found.index(heading)


def _cells(by: Reading, headings: Sequence[str], row: Row, case: Case) -> list[Cell]:
    """An application in one row."""
    filled, files = _by_heading(case), (*case.pieces, *case.added)
    state = f"{STATE[row.state]}，内容已删除" if row.erased else STATE[row.state]
    return [spelled(row.number), short(by.library, row.region), state, on_the_wall(row.filed_at), case.since,
            waited(row, by.today), _due(by, row, case), _handler(by, row, case), applicant(by.library, row),
            *(filled.get(one, "") for one in headings), *_asked(case), len(files),
            "；".join(one.name for one in files), mark(case) or ""]  # fmt: skip


def _due(by: Reading, row: Row, case: Case) -> date | None:
    return queue.due(in_list(row, case), by.library, by.calendar, by.today)


def _handler(by: Reading, row: Row, case: Case) -> str:
    """Whose case it is; where it is nobody's, who last asked for something."""
    if row.handler is not None:
        return by.staff.get(row.handler, "")
    asked = [one.by for one in case.exchanges if one.by is not None]
    return by.staff.get(asked[-1], "") if asked else ""


def _asked(case: Case) -> tuple[str, str]:
    """What was asked for, and what came of it, a line each."""
    asked = [f"{written(one.asked)}：{one.words}" for one in case.exchanges if one.words]
    came = [f"{written(one.answered)}：{one.answer or '没有文字'}" for one in case.exchanges if one.answered]
    return "\n".join(asked), "\n".join(came)


def _by_heading(case: Case) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in boxes(case):
        found[one.label] = f"{found[one.label]}\n{one.text}" if one.label in found else one.text
    return found
