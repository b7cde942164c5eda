"""Reminders to staff, and the calendar that days are counted by.

Only in working hours; of each duty, day and urgency once, however long nobody looked, and no look at a case begins it anew.
Who has no chat reads the same on their own pages, as it is at that moment, until they put it away.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial

from bot.casework import clocks
from bot.casework.dossiers import rule
from bot.casework.room import Room
from bot.casework.rules import HANDLING
from bot.clean import clean
from bot.store.applications import writing
from bot.store.audit import SYSTEM
from bot.store.casework import writing as written
from bot.store.casework.clocks import dated, reminded, seen
from bot.store.casework.records import ListedRow, Moved
from bot.store.casework.unread import Pile, Unread
from bot.store.errors import Conflict
from bot.store.records import Write
from bot.store.rows import Member
from bot.workdays import SHANGHAI, Workdays, countable, day
from dialogs import desk
from dialogs.acts import spelled
from dialogs.shared.calendar import spoken
from knowledge.rules.casework import CaseAct, Refusal

BEGINS, ENDS = 9, 17
"""Working hours in Shanghai."""
AHEAD = 2
"""Working days before the last that the first reminder comes."""
URGENCY = ("soon", "today", "over")
"""What a day that is coming is, one after the other; of each but the latest nobody is reminded any more."""
LEFT = {"soon": "，还有 {days} 个工作日", "today": "，就是今天", "over": "，已经过了 {days} 个工作日"}
SHOWN = 8
"""Cases in one message."""
HEAD = "有 {count} 件事该办了："
FOLLOW = "到了您自己记的跟进日 {day}"
TOGETHER = 400
"""Reminders in one transaction."""
REACH = timedelta(days=31)
"""How far after its day a duty may lie that a day in the calendar changes."""
NOTICE = 80
NO_YEAR = "年份不对，请再看一遍"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A reminder before it is sent. `kind`: what, for which day, how urgent; `words`: of its case, and why, reckoned when
    they are wanted."""

    row: ListedRow
    kind: str
    words: Callable[[], str]

    @property
    def said(self) -> str:
        return self.words()

    @property
    def text(self) -> str:
        return f"{spelled(self.row.number)} · {self.said}"


@dataclass(frozen=True, slots=True)
class Reminders:
    """What somebody is to read on their pages: how much there is, and what comes first, the nearest day before others."""

    count: int = 0
    lines: tuple[Remembered, ...] = ()


class RemindingRoom(Room):
    """What the clock brings."""

    _counted = False

    def remind(self, now: datetime) -> int:
        """How many reminders went out. Raises StoreUnavailable; what has gone out stays gone out, once."""
        calendar, today = self.calendar(), day(now)
        if not _at_work(now, calendar):
            return 0
        if not self._counted:  # a newer calendar may have come with the program
            self.recount()
            self._counted = True
        rows, looked = self._ledger.next_duties(until=_horizon(today, calendar)), self._ledger.followed(today)
        wanted = [*self._of_duties(rows, calendar, today), *self._of_follow_ups(looked)]
        new = self._unsaid(wanted)
        return sum(self._sent(chats, some) for chats, some in self._recipients(new, today).items())

    def _of_duties(self, rows: Iterable[ListedRow], calendar: Workdays, today: date) -> Iterator[Remembered]:
        left = cache(partial(calendar.left, today))
        for one in rows:
            act = self._act(one.region, one.rules, one.act)
            if act is None or one.due is None:
                continue
            stage = "over" if one.due < today else "today" if one.due == today else "soon"
            words = partial(_line, one, act, stage, left)
            yield Remembered(one, f"{one.act}/{one.due}/{stage}", words)

    def _act(self, region: str, rules: str | None, act: str | None) -> CaseAct | None:
        procedure = self.procedure(region, rules)
        return procedure.acts.get(act or "") if procedure else None

    def _of_follow_ups(self, rows: Iterable[ListedRow]) -> Iterator[Remembered]:
        for one in rows:
            assert one.follow_up is not None
            words = partial(FOLLOW.format, day=spoken(one.follow_up))
            yield Remembered(one, f"follow/{one.follow_up}/today", words)

    def _unsaid(self, wanted: Sequence[Remembered]) -> list[Remembered]:
        """Those of which nobody was told, nor of anything later on the same day."""
        known = self._ledger.reminded([one.row.id for one in wanted])
        return [one for one in wanted if not any((one.row.id, kind) in known for kind in _as_late(one.kind))]

    def _recipients(self, new: Sequence[Remembered], today: date) -> dict[tuple[str, ...], list[Remembered]]:
        """By the chats of who handles it, or stands in, or else of the leaders; what reaches nobody in a chat is on the pages of
        whoever it is for, or waits."""
        staff, pages = self._staff(), self._store.logins.names()
        found: dict[tuple[str, ...], list[Remembered]] = {}
        gone = self._ledger.recused_of([one.row.id for one in new])
        for one in new:
            whom = _whom(one.row.region, one.row.handler, _without(staff, one.row.id, gone), today, pages)
            if chats := tuple(who.chat for who in whom if who.chat):
                found.setdefault(chats, []).append(one)
        return found

    def _staff(self) -> dict[int, Member]:
        return {one.id: one for one in self._docket.members()}

    # ── on a page ───────────────────────────────────────────────────────────────────────────────
    def put_away(self, member: Member, what: Collection[tuple[str, str]]) -> None:
        """These (number, kind) are read: of what somebody is reminded of now, and of nothing else."""
        named = self.reminders(member, None, {number for number, _ in what}).lines
        there = [one for one in named if (one.row.number, one.kind) in what]
        self._write([writing.present(member), seen(member, [(one.row.id, one.kind) for one in there])])

    def reminders(
        self, member: Member, most: int | None = None, numbers: Collection[str] | None = None
    ) -> Reminders:
        """What somebody without a chat is reminded of now: of what a chat would tell, and they have not put away. `most`: so
        many lines, None: all; `numbers`: lines of these cases alone. It is counted whatever the lines."""
        staff, pages = self._staff(), self._store.logins.names()
        here = staff.get(member.id)
        if here is None or here.left or here.chat or here.role not in HANDLING or here.id not in pages:
            return Reminders()
        calendar, today = self.calendar(), self.today()
        whose = [one for one in (0, *staff) if _may_be_theirs(here, one, staff, today, pages)]
        wanted = Unread(here, today, _horizon(today, calendar), whose)
        theirs = self._theirs(wanted, staff, pages)
        count = sum(one.count for one in theirs)
        if not count or most == 0:
            return Reminders(count)
        rows = self._ledger.first_unread(wanted, [one.key for one in theirs], most, numbers)
        lines = [
            *self._of_duties((one for one in rows if one.act), calendar, today),
            *self._of_follow_ups(one for one in rows if not one.act),
        ]
        return Reminders(count, tuple(lines))

    def _theirs(self, wanted: Unread, staff: Mapping[int, Member], pages: Collection[int]) -> list[Pile]:
        there = [
            one
            for one in self._ledger.unread(wanted)
            if not one.act or self._act(one.region, one.rules, one.act)
        ]
        gone = self._ledger.recused_of([one.case for one in there if one.case])
        return [
            one
            for one in there
            if wanted.member
            in _whom(one.region, one.handler, _without(staff, one.case, gone), wanted.today, pages)
        ]

    def _sent(self, chats: Sequence[str], some: Sequence[Remembered]) -> int:
        """In messages of a few; each is written together with the note that it was."""
        count = 0
        for start in range(0, len(some), TOGETHER):
            part = some[start : start + TOGETHER]
            messages = [
                _message(chat, part[n : n + SHOWN]) for n in range(0, len(part), SHOWN) for chat in chats
            ]
            noted = reminded([(one.row.id, one.kind) for one in part])
            with suppress(Conflict):  # another process was faster
                self._write([noted, *messages])
                count += len(part)
        return count

    # ── the calendar ────────────────────────────────────────────────────────────────────────────
    def set_day(self, member: Member, on: date, working: bool | None, notice: str) -> Refusal | None:
        """A day is, or is no, working day by a notice with its number; None: nothing is said of it any more. All open days
        are counted anew. Who manages the calendar need not see cases."""
        here = self._docket.colleague(member.id)
        said = clean(notice).strip()
        if here is None or here.left or here.role not in ("leader", "admin"):
            return Refusal("calendar", "这要由负责人或者管理员办")
        if why := _unfit(on, working, said, self.today()):
            return Refusal("calendar", why)
        self._write([writing.present(here), dated(on, working, said, here)])
        self._recounted(self._ledger.next_duties(around=(on, on - REACH)), f"staff:{here.id}")
        return None

    def recount(self) -> int:
        """Days that were provisional, by the calendar of now; how many are others. Each change is in its case's audit."""
        return self._recounted(self._ledger.next_duties(provisional=True), SYSTEM)

    def _recounted(self, rows: Sequence[ListedRow], actor: str) -> int:
        calendar = self.calendar()
        changed = [(number, moves) for number, moves in self._moves(rows, calendar) if moves]
        for start in range(0, len(changed), 100):
            some = changed[start : start + 100]
            self._write([written.recounted(number, moves, actor) for number, moves in some])
        return sum(len(moves) for _, moves in changed)

    def _moves(self, rows: Sequence[ListedRow], calendar: Workdays) -> Iterator[tuple[str, list[Moved]]]:
        for number in dict.fromkeys(one.number for one in rows):
            row = self._docket.find(number)
            folder = self.folder(row) if row else None
            if folder is None:
                continue
            acts, deeds = folder.procedure.acts, folder.dossier.deeds
            open_ = [one for one in folder.dossier.duties if one.open and one.act in acts and one.due]
            moves = (clocks.moved(one, acts[one.act], deeds, calendar) for one in open_)
            yield number, [one for one in moves if one]


def _unfit(on: date, working: bool | None, notice: str, today: date) -> str:
    """What is wrong with a day of the calendar; empty where nothing is."""
    if not countable(on, today):
        return NO_YEAR
    said = working is None or 1 <= len(notice) <= NOTICE
    return "" if said else f"请写明依据的通知和文号，最多 {NOTICE} 个字"


def _at_work(now: datetime, calendar: Workdays) -> bool:
    local = now.astimezone(SHANGHAI)
    return BEGINS <= local.hour < ENDS and calendar.is_working(local.date())[0]


def _horizon(today: date, calendar: Workdays) -> date:
    return calendar.due(today, AHEAD).day


def _line(one: ListedRow, act: CaseAct, stage: str, working_days: Callable[[date], int]) -> str:
    assert one.due is not None
    left = working_days(one.due)
    when = LEFT[stage].format(days=abs(left)) if left or stage == "today" else ""
    sure, do = "（暂定）" if one.provisional else "", act.plain
    whose = "等申请人" if one.owes == "applicant" else "要办"
    return f"{whose}：{do}，最晚 {spoken(one.due)}{sure}{when}。期限：{rule(act)}"


def _as_late(kind: str) -> list[str]:
    """The same reminder, and those that come after it."""
    name, _, urgency = kind.rpartition("/")
    return [f"{name}/{one}" for one in URGENCY[URGENCY.index(urgency) :]]


def _whom(
    region: str, handled: int | None, staff: Mapping[int, Member], today: date, pages: Collection[int]
) -> tuple[Member, ...]:
    """`staff`: without those who have recused themselves from the case; `pages`: those who have a log-in."""
    handler = staff.get(handled or 0)
    if handler and handler.is_away(today):
        handler = staff.get(handler.substitute or 0)
    if handler and handler.sees(region) and (handler.chat or handler.id in pages):
        return (handler,)
    leaders = (one for one in staff.values() if one.role == "leader" and one.sees(region))
    return tuple(one for one in leaders if one.chat or one.id in pages)


def _may_be_theirs(
    here: Member, handled: int, staff: Mapping[int, Member], today: date, pages: Collection[int]
) -> bool:
    """In some region, where nobody has recused themselves; the empty one stands for all that are nobody's own."""
    regions = {"", *(one.region or "" for one in staff.values())}
    return any(here in _whom(one, handled, staff, today, pages) for one in regions)


def _without(staff: Mapping[int, Member], case: int, gone: Collection[tuple[int, int]]) -> dict[int, Member]:
    return {id: who for id, who in staff.items() if (case, id) not in gone}


def _message(chat: str, some: Sequence[Remembered]) -> Write:
    lines = [one.text for one in some]
    text = lines[0] if len(lines) == 1 else "\n".join([HEAD.format(count=len(lines)), *lines])
    buttons = [desk.opening(one.row.number, f"打开 {spelled(one.row.number)}") for one in some]
    unique = {one.data: (one.label, one.data) for one in buttons}
    return writing.told(chat, text, [[one] for one in unique.values()])
