"""Messages that nobody asked for just now: what the other side of an application is told. Nothing personal goes to staff."""

from __future__ import annotations

from bot.store.applications import writing
from bot.store.applications.reads import Docket
from bot.store.records import Write
from bot.store.rows import Member, Row
from dialogs import acts, desk, status
from dialogs.acts import spelled
from dialogs.core import Button


def to_staff(docket: Docket, region: str, notice: str, number: str) -> list[Write]:
    """A word to everybody of the staff who may see the application."""
    button = _row(desk.opening(number, "打开"))
    there = [one.chat for one in docket.members() if one.chat and one.sees(region)]
    return [writing.told(chat, _numbered(notice, number), button) for chat in there if notice]


def to_applicant(act: acts.Request, row: Row, by: Member) -> list[Write]:
    """What is asked for, with a button; should it not arrive, whoever asked hears of it."""
    if not row.chat:
        return []
    button = _row(status.supplying(row.number, act.label)) if act.label else []
    unless = (by.chat, _numbered(act.unless, row.number)) if by.chat and act.unless else None
    return [writing.told(row.chat, _numbered(act.notice, row.number), button, unless)]


def _row(button: Button) -> list[list[tuple[str, str]]]:
    return [[(button.label, button.data)]]


def _numbered(notice: str, number: str) -> str:
    return notice.replace("{number}", spelled(number))
