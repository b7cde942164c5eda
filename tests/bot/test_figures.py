"""Figures of a time: whatever there is in the tables, every case counts once, and every duty."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert

from bot.casework.views import Figures
from bot.channels.console.figures import _parts
from bot.store.mail import Store
from bot.store.rows import Member, cases, claims, deeds, duties, staff
from bot.workdays import SHANGHAI
from dialogs.shared.states import IN_HAND, NAMES
from tests.harness.given import BEGAN
from tests.harness.office import gate_of, policies

TODAY = BEGAN.astimezone(SHANGHAI).date()
SINCE, UNTIL = TODAY - timedelta(days=200), TODAY
ACTS = ("accept", "conclude", "tell", "register", "close")
DAYS = st.integers(-30, 30).map(lambda days: TODAY + timedelta(days=days))
DUTIES = st.fixed_dictionaries(
    {"due": st.none() | DAYS, "end": st.sampled_from(["", "done", "waived"]), "done_on": DAYS}
)
CASES = st.fixed_dictionaries({
    "region": st.sampled_from(["weihai", "zaozhuang", "donge", "gone"]),
    "state": st.sampled_from(list(NAMES)),
    "origin": st.sampled_from(["paper", "ex_officio"]),
    "filed": st.integers(0, 260).map(lambda days: TODAY - timedelta(days=days)),
    "outcome": st.sampled_from([None, "exempt", "tolerated", "none", "strange"]),
    "claims": st.sets(st.sampled_from(["weihai.3.13", "weihai.3.11", "zaozhuang.6", "gone.1"])),
    "duties": st.dictionaries(st.sampled_from(ACTS), DUTIES),
})  # fmt: skip


def filled(connection: Connection, some: list[dict[str, Any]]) -> None:
    for one in (duties, deeds, claims, cases, staff):
        connection.execute(delete(one))
    connection.execute(
        insert(staff).values(id=1, name="负责人", role="leader", since=BEGAN, chat="telegram:1")
    )
    for id_, case in enumerate(some, 1):
        at = datetime.combine(case["filed"], time(12), SHANGHAI)
        row = {name: case[name] for name in ("region", "state", "origin", "outcome")}
        reason = "r" if case["state"] == "withdrawn" else None
        connection.execute(insert(cases).values(
            id=id_, number=f"{id_:09}", draft=str(id_), applicant="person", version=1, filed_at=at, since=at, policy="f" * 64,
            summary="s", reason=reason, **row,
        ))  # fmt: skip
        for position, place in enumerate(sorted(case["claims"])):
            claim = {"position": position, "at": place, "label": "l", "text": "t", "sha256": "e" * 64}
            connection.execute(insert(claims).values(application_id=id_, **claim))
        for act, duty in case["duties"].items():
            connection.execute(insert(duties).values(**_duty(connection, id_, act, duty)))


def _duty(connection: Connection, case: int, act: str, duty: dict[str, Any]) -> dict[str, Any]:
    opened = min(TODAY, duty["due"] or TODAY)
    row = {
        "application_id": case,
        "act": act,
        "owes": "authority",
        "opened": opened,
        "due": duty["due"],
        "provisional": False,
    }
    if duty["end"] == "done":
        deed = insert(deeds).values(application_id=case, act=act, by=1, at=BEGAN, entered="{}")
        id_ = connection.execute(deed.returning(deeds.c.id)).scalar_one()
        return {**row, "done_by": id_, "done_on": duty["done_on"]}
    return {**row, "waived": "w", "waived_by": 1} if duty["end"] == "waived" else row


def counted(store: Store, some: list[dict[str, Any]]) -> Figures:
    store._database.write(lambda connection: filled(connection, some))
    return gate_of(store).statistics(Member(1, "负责人", "leader", None, "telegram:1"), SINCE, UNTIL)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(some=st.lists(CASES, max_size=12))
def test_every_case_and_every_duty_counts_once(store: Store, some: list[dict[str, Any]]) -> None:
    figures = counted(store, some)
    there = [one for one in some if one["filed"] >= SINCE]
    assert figures.total == len(there)
    for tallies in (figures.regions, figures.states, figures.outcomes, figures.origins, figures.months):
        assert sum(one.count for one in tallies) == figures.total
        assert len({one.label for one in tallies}) == len(tallies)
    assert {one.key: one.count for one in figures.situations} == Counter(
        at for one in there for at in one["claims"]
    )
    assert figures.unclaimed == sum(not one["claims"] for one in there)
    ends = Counter((one["region"], act, end_of(duty)) for one in there for act, duty in one["duties"].items())
    told = {
        (one.region, one.act, end): count
        for one in figures.limits
        for end, count in (("met", one.met), ("missed", one.missed), ("open", one.open), ("overdue", one.overdue),
                           ("undated", one.undated), ("waived", one.waived))
        if count
    }  # fmt: skip
    assert told == dict(ends)
    assert sum(one.total for one in figures.limits) == sum(len(one["duties"]) for one in there)
    for one in figures.limits:
        assert 0 <= one.undated_done <= one.undated
        assert one.days is None or one.days >= 0


def end_of(duty: dict[str, Any]) -> str:
    if duty["end"] == "waived":
        return "waived"
    if duty["due"] is None:
        return "undated"
    if duty["end"] == "done":
        return "met" if duty["done_on"] <= duty["due"] else "missed"
    return "open" if duty["due"] >= TODAY else "overdue"


def case(**more: Any) -> dict[str, Any]:
    usual = {"region": "weihai", "state": "accepted", "origin": "paper", "filed": TODAY, "outcome": None, "claims": set(),
             "duties": {}}  # fmt: skip
    return {**usual, **more}


def test_what_has_no_period_is_not_within_one(store: Store) -> None:
    """It was counted as still within it, and what is overdue too."""
    waits = {"due": None, "end": "", "done_on": TODAY}
    over = {"due": TODAY - timedelta(days=1), "end": "", "done_on": TODAY}
    figures = counted(
        store,
        [case(duties={"accept": waits, "tell": over}), case(duties={"accept": waits | {"end": "done"}})],
    )
    accept, tell = figures.limits
    assert (accept.open, accept.undated, accept.undated_done, accept.total) == (0, 2, 1, 2)
    assert (tell.open, tell.overdue, tell.total) == (0, 1, 1)


def test_what_has_no_outcome_is_a_line_of_its_own_and_no_month_is_left_out(store: Store) -> None:
    earlier = date(2026, 8, 15)
    figures = counted(
        store, [case(), case(state="withdrawn", filed=earlier), case(state="concluded", outcome="tolerated")]
    )
    known = policies().procedures["weihai"].outcomes["tolerated"].label
    assert [(one.label, one.count) for one in figures.outcomes] == [
        (known, 1), ("还没有作结论", 1), ("没有作结论就办结（撤回、未启动）", 1)]  # fmt: skip
    assert [(one.label, one.count) for one in figures.months] == [
        ("2026-08", 1), ("2026-09", 0), ("2026-10", 0), ("2026-11", 2)]  # fmt: skip
    assert [one.key for one in figures.states] == ["accepted", "concluded", "withdrawn"]
    assert "accepted" in IN_HAND


def test_the_page_shows_all_of_it(store: Store) -> None:
    figures = counted(store, [case(claims={"weihai.3.13", "weihai.3.11"}), case()])
    shown = {title: sum(row.count for row in rows) for title, _, rows in _parts(figures)}
    assert shown == {"按月": 2, "按地区": 2, "按状态": 2, "按结论": 2, "按来源": 2, "按主张的情形": 3}
