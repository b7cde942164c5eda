"""Messages that nobody asked for just now: what the other side of an application is told. Nothing personal goes to staff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.store.applications import writing
from bot.store.mail import Store
from bot.store.records import Write
from bot.store.rows import Member, Row
from dialogs import acts, desk, status
from dialogs.acts import spelled
from dialogs.core import Button

SEE, SUPPLY, OPEN = "看进度", "去补充", "打开"
NOT_REACHED = "{number} 的申请人收不到消息，请书面或者当面告知；本人用 /status 也能看到。"


def to_staff(store: Store, region: str, notice: str, number: str) -> list[Write]:
    """A word to everybody of the staff who may see the application and has not recused themselves from it."""
    if not notice:
        return []
    row = store.docket.find(number)
    gone = store.ledger.recused(row) if row else set()
    whom = [one for one in store.docket.members() if one.sees(region) and one.id not in gone]
    return to_colleagues(whom, _numbered(notice, number), number)


def to_colleagues(whom: Iterable[Member], text: str, number: str) -> list[Write]:
    """A word to these of the staff, as far as they have a chat, with a button to the case."""
    button = _row(desk.opening(number, OPEN))
    return [writing.told(one.chat, text, button) for one in whom if one.chat]


def to_deciders(whom: Iterable[Member], text: str, number: str, act: str) -> list[Write]:
    """A word to those who may decide what is prepared for them, with the ways to do so."""
    rows = [[(one.label, one.data) for one in row] for row in desk.deciding(number, act)]
    return [writing.told(one.chat, text, rows) for one in whom if one.chat]


def to_applicant(act: acts.Request, row: Row, by: Member) -> list[Write]:
    """What is asked for, with a button; should it not arrive, whoever asked hears of it."""
    button = status.supplying(row.number, act.label) if act.label else None
    return _told(row, by, act.notice, [button] if button else [], act.unless)


def asked(row: Row, words: str, by: Member) -> list[Write]:
    """The same from where no dialog has put it into words."""
    supply = status.supplying(row.number, SUPPLY)
    return _told(row, by, desk.NOTICE.replace("{words}", words), [supply], desk.NOT_REACHED)


def stepped(row: Row, text: str, by: Member) -> list[Write]:
    """How far the application has come."""
    return _told(row, by, text, [status.seeing(row.number, SEE)], NOT_REACHED)


def _told(row: Row, by: Member, notice: str, buttons: Sequence[Button], unless: str) -> list[Write]:
    if not row.chat:
        return []
    failing = (by.chat, _numbered(unless, row.number)) if by.chat and unless else None
    shown = [[(one.label, one.data) for one in buttons]] if buttons else []
    return [writing.told(row.chat, _numbered(notice, row.number), shown, failing)]


def _row(button: Button) -> list[list[tuple[str, str]]]:
    return [[(button.label, button.data)]]


def _numbered(notice: str, number: str) -> str:
    return notice.replace("{number}", spelled(number))
