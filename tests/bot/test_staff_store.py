"""Who comes in, and what did not arrive, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pyotp
import pytest

from bot.casework.entry import IDLE, Door, Waiting
from bot.casework.people import People
from bot.store import deliveries
from bot.store.applications import entries
from bot.store.casework.records import Listing
from bot.store.mail import Changes, Store
from bot.store.records import BLOCKED
from bot.store.rows import Member
from tests.harness.counter import PASSWORD
from tests.harness.given import Clock
from tests.harness.office import Office, gate_of
from tests.harness.post import unsent

KEY, OTHER = "1" * 64, "2" * 64


def joined(store: Store, name: str = "jia") -> Door:
    door, (code, member) = Door(store), People(store).invites("甲", "leader", None)
    assert member
    assert door.joins(member, code, name, PASSWORD, PASSWORD) == {}
    return door


def test_a_session_from_its_beginning_to_its_end(store: Store, clock: Clock) -> None:
    door = joined(store)
    assert door.comes(KEY, "Jia", "wrong password", "", "10.0.0.1") is None
    member = door.comes(KEY, "Jia", PASSWORD, "", "10.0.0.1")
    assert member
    assert door.comes(OTHER, "jia", PASSWORD, "", "10.0.0.1")
    sitting = door.sits(KEY)
    assert sitting
    secret, _ = door.offered(sitting)
    assert door.confirms(sitting, pyotp.TOTP(secret).at(clock.now), PASSWORD) == {}
    assert door.sits(OTHER) is None
    clock.goes(minutes=29)
    assert door.sits(KEY)
    clock.goes(minutes=29)
    assert door.sits(KEY)  # it was seen in between
    store.write(Changes(writes=[entries.over(clock.now - IDLE, clock.now - IDLE)]))
    assert door.sits(KEY) is None
    assert store.docket.audited()[1] == []


def test_who_tries_too_often_waits(store: Store) -> None:
    door = joined(store)
    for _ in range(10):
        assert door.comes(KEY, "jia", "wrong password", "", "10.0.0.1") is None
    with pytest.raises(Waiting):
        door.comes(KEY, "jia", PASSWORD, "", "10.0.0.2")


def test_a_changed_password_or_secret_is_noticed(store: Store) -> None:
    joined(store)
    for column, value in (("password", "x"), ("secret", "y"), ("name", "yi")):
        values = entries.logins.update().values(**{column: value})
        kept = store.logins.named("jia")
        assert kept
        store._database.write(lambda connection, values=values: connection.execute(values))
        assert store.docket.audited()[1] != [], column
        back = {"password": kept.password, "secret": kept.secret, "name": kept.name}
        back_ = entries.logins.update().values(**back)
        store._database.write(lambda connection, back_=back_: connection.execute(back_))
        assert store.docket.audited()[1] == []


@pytest.mark.parametrize("how", ["another role", "leaves", "both"])
def test_of_two_who_manage_staff_and_let_each_other_go_at_once_one_stays(store: Store, how: str) -> None:
    people, together = People(store), Barrier(2)

    def lets_go(one: Member, by: Member) -> bool:
        together.wait()
        if how == "leaves" or (how == "both" and one.id % 2):
            return people.dismisses(one, f"staff:{by.id}")
        return people.places(one, "viewer", None, by)

    for _ in range(8):
        while len(there := [one for one in people.all() if one.role == "admin" and not one.left]) < 2:
            people.invites("管理", "admin", None)
        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(lets_go, there, reversed(there))) == [False, True]
    assert store.docket.audited()[1] == []


def test_the_operator_lets_anybody_go_and_another_role_goes_without_that(store: Store) -> None:
    people = People(store)
    for name, role in (("管", "admin"), ("经", "clerk")):
        people.invites(name, role, None)
    manages, clerk = people.all()
    assert people.places(clerk, "leader", None, manages)
    assert people.places(manages, "admin", "weihai", manages)
    assert not people.places(manages, "clerk", None, manages)
    assert not people.dismisses(manages, f"staff:{manages.id}")
    assert people.dismisses(clerk, f"staff:{manages.id}")
    assert people.dismisses(manages)


def test_a_notice_is_kept_until_somebody_sees_to_it(store: Store, clock: Clock) -> None:
    office = Office(store)
    office.hires("clerk")
    number = office.case()
    member = store.docket.member("telegram:12")
    assert member
    row = office.row(number)
    gate = gate_of(store)
    assert gate.perform(member, number, row.version, "request", {"words": "请补纪要"})
    sent = [one for one in unsent(store) if one.chat == "telegram:1"]
    for one in sent:
        store.failed(one.id, BLOCKED)
    clock.goes(days=5)
    store.prune(clock.now)
    (there,) = store.deliveries.notices(clock.now)
    assert (there.number, there.why, there.failed) == (number, BLOCKED, True)
    store.write(Changes(writes=[deliveries.again(there, "staff:1")]))
    assert [one.id for one in unsent(store) if one.chat == "telegram:1"] == [there.id]
    (there,) = store.deliveries.notices(clock.now)  # it waits since long
    store.write(Changes(writes=[deliveries.in_writing(there, "staff:1")]))
    assert store.deliveries.notices(clock.now) == []
    store.failed(there.id, BLOCKED)
    clock.goes(days=40)
    store.prune(clock.now)
    rows, count = store.trails.page(number, 2, 0)
    assert [row.act for _, row in rows] == ["in_writing", "resend"]
    assert count > 2
    assert gate.listed(member, Listing(due="proposed")).count == 0
