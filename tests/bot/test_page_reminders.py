"""Who handles cases and has no chat is reminded on the staff's pages: of the same, with the reason, until it is put away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.casework.entry import Door
from bot.casework.people import People
from bot.casework.views import Performed
from bot.store.mail import Store
from bot.store.rows import Member, recusals
from bot.workdays import Workdays
from dialogs.core import PAGE
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from knowledge.library.corpus import Library
from tests.bot.test_office import staffed
from tests.bot.test_office_clocks import CLERK, DUE, LEADER, looks, noon, reminders
from tests.bot.test_store import rows
from tests.harness import browser as browsers
from tests.harness.browser import Served
from tests.harness.casework import Bureau
from tests.harness.counter import PASSWORD, Counter, hired
from tests.harness.given import Clock, Played
from tests.harness.office import STAFF, sound

SOON, THIRD_DAY_AFTER = date(2026, 11, 27), date(2026, 12, 4)


@pytest.fixture
def bureau(store: Store, library: Library) -> Bureau:
    one = Bureau.of(store, library)
    one.office.hires(*STAFF)
    return one


def walks_in(bureau: Bureau, name: str, role: str = "clerk", region: str | None = "weihai") -> Member:
    """Somebody new who is known to the pages, and to no chat."""
    code, member = People(bureau.store).invites(name, role, region)
    assert member
    assert Door(bureau.store).joins(member, code, name, PASSWORD, PASSWORD) == {}
    return next(one for one in bureau.store.docket.members() if one.id == member.id)


def handled(bureau: Bureau, by: Member | None) -> str:
    """A concluded case of 威海, whose result is to be told by DUE."""
    if CLERK not in {one.name.removeprefix("工作人员") for one in bureau.store.docket.members()}:
        staffed(bureau, "weihai")
    number = bureau.filed("weihai")
    bureau.reaches(number, "concluded", CLERK, LEADER)
    to = by.id if by else None
    came = bureau.gate.assign(bureau.member(LEADER), number, bureau.version(number), to)
    assert isinstance(came, Performed)
    return number


def lines(bureau: Bureau, member: Member) -> list[str]:
    return [one.said for one in bureau.gate.reminders(member).lines]


def read(bureau: Bureau, member: Member) -> None:
    there = bureau.gate.reminders(member).lines
    bureau.gate.put_away(member, [(one.row.number, one.kind) for one in there])


def test_each_stage_is_there_once_with_its_reason_until_it_is_put_away(bureau: Bureau, clock: Clock) -> None:
    member = walks_in(bureau, "网页经办")
    number = handled(bureau, member)
    heard = []
    for on in (date(2026, 11, 24), SOON, SOON, DUE, DUE, date(2026, 12, 2), date(2026, 12, 3)):
        assert looks(bureau, clock, noon(on)) == 0
        there = lines(bureau, member)
        bureau.gate.case(member, number)  # a look puts nothing away
        assert lines(bureau, member) == there
        heard.append(there)
        read(bureau, member)
        assert lines(bureau, member) == []
    assert [len(one) for one in heard] == [0, 1, 0, 1, 0, 1, 0]
    soon, today, over = heard[1] + heard[3] + heard[5]
    assert soon == "要办：告知，最晚 2026年12月1日（星期二），还有 2 个工作日。期限：“7个工作日”"
    assert "就是今天" in today
    assert "已经过了 1 个工作日" in over
    assert reminders(bureau) == []  # nor does anybody hear of it in a chat
    sound(bureau.store)


def test_nothing_of_it_counts_as_undelivered(bureau: Bureau, clock: Clock) -> None:
    handled(bureau, walks_in(bureau, "网页经办"))
    before = rows(bureau.store, "SELECT count(*) FROM outbox")
    for on in (SOON, DUE, THIRD_DAY_AFTER):
        looks(bureau, clock, noon(on))
    assert rows(bureau.store, "SELECT count(*) FROM outbox") == before
    notices = bureau.store.deliveries.notices(clock.now + timedelta(days=3))
    assert not any("要办" in one.text or "最晚" in one.text for one in notices)
    assert bureau.store.given_up() == {}


def test_after_three_days_down_the_latest_is_there_alone(bureau: Bureau, clock: Clock) -> None:
    member = walks_in(bureau, "网页经办")
    handled(bureau, member)
    clock.now = noon(SOON).astimezone(UTC)
    assert len(lines(bureau, member)) == 1  # seen, and not put away before the machine was off
    clock.now = noon(THIRD_DAY_AFTER).astimezone(UTC)
    (one,) = lines(bureau, member)
    assert "已经过了 3 个工作日" in one
    read(bureau, member)
    clock.now = noon(SOON).astimezone(UTC)  # nor is it said again by a clock that steps back
    assert lines(bureau, member) == []


def test_what_is_done_or_moved_goes_by_itself(bureau: Bureau, clock: Clock) -> None:
    member = walks_in(bureau, "网页经办")
    number = handled(bureau, member)
    clock.now = noon(DUE).astimezone(UTC)
    read(bureau, member)
    assert bureau.gate.set_day(bureau.member(LEADER), date(2026, 11, 26), False, "市办发〔2026〕9号") is None
    assert "最晚 2026年12月2日" in lines(bureau, member)[0]
    bureau.does(CLERK, number, "tell")
    assert lines(bureau, member) == []


def test_it_is_whose_it_is_now(bureau: Bureau, clock: Clock) -> None:
    """Handed over, stood in for, recused from, bound to a chat, gone."""
    first, second = walks_in(bureau, "头一位"), walks_in(bureau, "第二位")
    number = handled(bureau, first)
    clock.now = noon(DUE).astimezone(UTC)

    def there() -> list[bool]:
        return [bool(lines(bureau, one)) for one in (first, second)]

    assert there() == [True, False]
    assert bureau.gate.away(bureau.member(LEADER), first.id, second.id, DUE) is None
    assert there() == [False, True]
    clock.now = noon(date(2026, 12, 2)).astimezone(UTC)
    assert there() == [True, False]
    came = bureau.gate.assign(bureau.member(LEADER), number, bureau.version(number), second.id)
    assert isinstance(came, Performed)
    assert there() == [False, True]
    recused = insert(recusals).values(
        application_id=bureau.office.row(number).id, staff_id=second.id, why="同学", at=clock.now
    )
    bureau.store._database.write(lambda connection: connection.execute(recused))
    assert there() == [False, False]
    assert lines(bureau, bureau.member(LEADER)) == []  # who has a chat hears there
    assert looks(bureau, clock, noon(date(2026, 12, 2))) == 1
    assert {who for who, _ in reminders(bureau)} == {LEADER, "leader"}


def test_where_nobody_handles_it_each_leader_has_it_in_their_own_way(bureau: Bureau, clock: Clock) -> None:
    one, other = walks_in(bureau, "网页负责", "leader"), walks_in(bureau, "另一位", "leader", None)
    elsewhere, clerk = walks_in(bureau, "外地负责", "leader", "lishui"), walks_in(bureau, "网页经办")
    handled(bureau, None)
    assert looks(bureau, clock, noon(DUE)) == 1
    assert {who for who, _ in reminders(bureau)} == {LEADER, "leader"}
    assert [len(lines(bureau, who)) for who in (one, other, elsewhere, clerk)] == [1, 1, 0, 0]
    read(bureau, one)
    assert [len(lines(bureau, who)) for who in (one, other)] == [0, 1]


def test_who_is_known_nowhere_is_out_of_reach_and_leaders_hear(bureau: Bureau, clock: Clock) -> None:
    _, nobody = People(bureau.store).invites("还没登记", "clerk", "weihai")
    assert nobody
    handled(bureau, nobody)
    assert looks(bureau, clock, noon(DUE)) == 1
    assert {who for who, _ in reminders(bureau)} == {LEADER, "leader"}
    assert lines(bureau, nobody) == []


def test_all_are_counted_and_the_nearest_alone_are_read(bureau: Bureau, clock: Clock) -> None:
    """Also what comes to a leader because whoever handles it has nothing to do with it, which a look at the handler hides."""
    leader, clerk = walks_in(bureau, "网页负责", "leader"), walks_in(bureau, "网页经办")
    numbers = [handled(bureau, None), handled(bureau, None), handled(bureau, clerk)]
    clock.now = noon(DUE).astimezone(UTC)
    recused = insert(recusals).values(
        application_id=bureau.office.row(numbers[2]).id, staff_id=clerk.id, why="同学", at=clock.now
    )
    assert bureau.gate.reminders(leader).count == 2
    bureau.store._database.write(lambda connection: connection.execute(recused))
    assert bureau.gate.reminders(clerk).count == 0
    for most, there in ((None, numbers), (2, numbers[:2]), (0, [])):
        found = bureau.gate.reminders(leader, most)
        assert (found.count, [one.row.number for one in found.lines]) == (3, there)
    bureau.gate.put_away(
        leader, [(numbers[0], found.kind) for found in bureau.gate.reminders(leader, 1).lines]
    )
    found = bureau.gate.reminders(leader, 1)
    assert (found.count, [one.row.number for one in found.lines]) == (2, numbers[1:2])


def test_nothing_but_what_is_there_is_put_away(bureau: Bureau, clock: Clock) -> None:
    member, other = walks_in(bureau, "网页经办"), walks_in(bureau, "别人")
    number, theirs = handled(bureau, member), handled(bureau, other)
    clock.now = noon(SOON).astimezone(UTC)
    kind = bureau.gate.reminders(member).lines[0].kind
    for what in ((theirs, kind), (number, kind.replace("soon", "over")), ("000000000", kind), (number, "x")):
        bureau.gate.put_away(member, [what])
    assert rows(bureau.store, "SELECT count(*) FROM reminder_put_away") == [(0,)]
    bureau.gate.put_away(member, [(number, kind), (number, kind)])
    bureau.gate.put_away(member, [(number, kind)])
    assert rows(bureau.store, "SELECT staff_id, kind FROM reminder_put_away") == [(member.id, kind)]
    assert len(lines(bureau, other)) == 1


def test_a_day_of_ones_own_is_there_too(bureau: Bureau, clock: Clock) -> None:
    member = walks_in(bureau, "网页经办")
    number = handled(bureau, member)
    came = bureau.gate.follow(member, number, bureau.version(number), date(2026, 11, 24))
    assert isinstance(came, Performed)
    clock.now = noon(date(2026, 11, 24)).astimezone(UTC)
    assert lines(bureau, member) == ["到了您自己记的跟进日 2026年11月24日（星期二）"]


# ── on the page ──────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
async def served(assistant: Assistant, tmp_path: Path, clock: Clock) -> AsyncIterator[Served]:
    talk = Rongcuo(assistant, Workdays(), PAGE)
    async with browsers.serving(tmp_path, talk, assistant, Played(clock)) as one:
        yield one


async def test_a_line_at_the_top_and_a_count_on_every_page_until_the_button(
    served: Served, clock: Clock
) -> None:
    bureau, counter = Bureau.of(served.store), Counter(served.root)
    bureau.office.hires(*STAFF)
    await counter.joins(hired(served.store, "网页经办", "clerk"), "wangye")
    member = next(one for one in served.store.docket.members() if one.name == "网页经办")
    numbers = [handled(bureau, member) for _ in range(3)]
    assert "提醒您" not in (await counter.looks("/staff")).text
    clock.now = noon(SOON).astimezone(UTC)
    await counter.logs_in("wangye")
    page = (await counter.looks("/staff?who=mine")).text
    assert page.index("提醒您") < page.index("大家的")
    assert "还有 2 个工作日。期限：“7个工作日”" in page
    for address in ("/staff/account", "/staff/cases", f"/staff/cases/{numbers[0]}", "/staff/nowhere"):
        assert 'class="badge">3<' in (await counter.looks(address)).text, address
    await counter.looks("/staff?who=mine")
    form = dict(counter.page.forms["/staff/reminders"])
    await counter.posts("/staff/reminders", {**form, "what": f"{numbers[1]} tell/{DUE}/soon"})
    assert counter.last.url.query == b"who=mine&note=read"
    assert "这一条不再提醒" in counter.last.text
    assert counter.last.text.count("<button>知道了<") == 2
    await counter.sends("/staff/reminders")  # all that are shown
    assert "提醒您" not in counter.last.text
    assert 'class="badge"' not in counter.last.text
    assert (await counter.posts("/staff/reminders", {"token": "x", "what": "x"})).status_code == 403
    await counter.http.aclose()
