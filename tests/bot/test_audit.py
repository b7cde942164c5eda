"""The audit only grows; whoever changes it behind the program's back is found out, by the name of the row."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, exc, text

from bot.app import App
from bot.casework.tidy import tidy
from bot.store import audit
from bot.store.applications import writing
from bot.store.checks import Altered
from bot.store.heads import AuditHead
from bot.store.mail import Changes, Store
from bot.workdays import Workdays
from dialogs import acts
from dialogs.core import Command, File, Pressed, Said, Sent
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.bot.test_applying import CLERK, FORM, ME, SUBMIT, SURE, TYPED, does, number, pressing
from tests.bot.test_store import rows
from tests.harness.given import BEGAN, Clock
from tests.harness.office import PEOPLE, REASON, Office, gate_of, sound


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


@pytest.fixture
def case(office: Office) -> str:
    """An application with six rows: submit, request, supplement, recode, withdraw, and a refusal."""
    office.hires("clerk")
    which = office.case("returned")
    office.supplements(which, "补.pdf")
    office.does("owner", acts.Recode(number=which))
    office.does("owner", acts.Withdraw(number=which, reason=REASON))
    office.does("another", acts.Withdraw(number=which, reason=""))
    return which


def forced(store: Store, statement: str, **values: Any) -> None:
    """Somebody with the key to the database takes the triggers away and does what they kept from being done."""

    def do(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        else:
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS audit_no_{verb}"))
        connection.execute(text(statement), values)

    store._database.write(do)


# ── it only grows ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET detail = 'x'",
        "UPDATE audit SET act = 'find' WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 1",
        "DELETE FROM audit",
    ],
)
def test_no_row_is_changed_or_deleted(store: Store, case: str, statement: str) -> None:
    before = rows(store, "SELECT * FROM audit ORDER BY id")
    with pytest.raises(exc.DBAPIError, match="the audit only grows"), store._database.engine.begin() as one:
        one.execute(text(statement))
    assert rows(store, "SELECT * FROM audit ORDER BY id") == before


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_it_is_not_emptied_at_once_either(store: Store, case: str) -> None:
    with pytest.raises(exc.DBAPIError, match="the audit only grows"), store._database.engine.begin() as one:
        one.execute(text("TRUNCATE audit"))


# ── what was done to it is found ────────────────────────────────────────────────────────────────
def test_a_whole_audit_is_without_fault(store: Store, case: str) -> None:
    count, faults = store.docket.audited()
    assert (count, faults) == (len(rows(store, "SELECT 1 FROM audit")), [])
    assert [one.act for one in store.docket.trail(case)] == [
        "submit",
        "request",
        "supplement",
        "recode",
        "withdraw",
        "refused",
    ]


@pytest.mark.parametrize("column", ["at", "actor", "act", "detail", "hash", "mark"])
def test_an_altered_row_is_named(store: Store, case: str, column: str) -> None:
    value = {
        "at": (BEGAN - timedelta(minutes=1)).isoformat(" ", "microseconds"),
        "hash": "0" * 64,
        "mark": "0" * 64,
    }.get(column, "x")
    forced(
        store,
        f"UPDATE audit SET {column} = :value WHERE subject = :subject AND seq = 3",
        value=value,
        subject=case,
    )
    assert store.docket.audited()[1] == [(case, 3)]


def test_a_row_moved_to_another_application_is_named(store: Store, case: str) -> None:
    forced(store, "UPDATE audit SET subject = '482739061' WHERE subject = :subject AND seq = 6", subject=case)
    assert store.docket.audited()[1] == [("482739061", 1)]


def test_rows_that_change_places_are_named(store: Store, case: str) -> None:
    for old, new in ((3, 100), (4, 3), (100, 4)):
        forced(store, f"UPDATE audit SET seq = {new} WHERE subject = :subject AND seq = {old}", subject=case)
    assert [one.act for one in store.docket.trail(case)][2:4] == ["recode", "supplement"]
    assert store.docket.audited()[1] == [(case, 3)]


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_row_replaced_past_the_triggers_is_named(store: Store, case: str) -> None:
    """SQLite's REPLACE deletes without asking them."""
    values = "id, subject, seq, at, actor, act, 'x', hash, mark"
    with store._database.engine.begin() as one:
        one.execute(
            text(
                f"INSERT OR REPLACE INTO audit SELECT {values} FROM audit WHERE subject = '{case}' AND seq = 2"
            )
        )
    assert store.docket.audited()[1] == [(case, 2)]


@pytest.mark.parametrize("gone", [1, 2, 5])
def test_a_missing_row_is_named(store: Store, case: str, gone: int) -> None:
    forced(store, "DELETE FROM audit WHERE subject = :subject AND seq = :gone", subject=case, gone=gone)
    assert store.docket.audited()[1] == [(case, gone)]


def test_the_last_rows_are_missed_too(store: Store, case: str) -> None:
    forced(store, "DELETE FROM audit WHERE subject = :subject AND seq >= 5", subject=case)
    assert store.docket.audited()[1] == [(case, 5)]


def test_an_audit_that_is_gone_altogether_is_missed(store: Store, office: Office, case: str) -> None:
    other = office.case()
    forced(store, "DELETE FROM audit WHERE subject = :subject", subject=case)
    assert store.docket.audited()[1] == [(case, 1)]
    forced(store, "DELETE FROM audit")
    assert store.docket.audited()[1] == [(case, 1), (other, 1), ("staff", 1)]


def test_a_row_written_over_with_a_hash_that_fits_breaks_the_next_one(store: Store, case: str) -> None:
    """Whoever can compute hashes still has to write every row after it anew."""
    ((before, _), (_, mark)) = rows(
        store, f"SELECT hash, mark FROM audit WHERE subject = '{case}' AND seq IN (2, 3) ORDER BY seq"
    )
    third = store.docket.trail(case)[2]
    row = {
        "mark": mark,
        "subject": case,
        "seq": 3,
        "at": third.at,
        "actor": "operator",
        "act": third.act,
        "detail": third.detail,
    }
    forced(store, "UPDATE audit SET actor = 'operator', hash = :hash WHERE subject = :subject AND seq = 3",
           hash=audit._hash(before, row), subject=case)  # fmt: skip
    assert store.docket.audited()[1] == [(case, 4)]


def test_a_chain_that_does_not_begin_at_its_beginning_is_named(store: Store) -> None:
    row = {"subject": "staff", "seq": 2, "at": BEGAN, "actor": "operator", "act": "invite", "detail": ""}
    store._database.write(
        lambda one: one.execute(audit.audit.insert().values(**row, hash=audit._hash("", row)))
    )
    assert store.docket.audited()[1] == [("staff", 1)]


def test_each_broken_chain_is_named_once_and_the_others_not(store: Store, office: Office, case: str) -> None:
    second, third = office.case(), office.case()
    forced(store, "UPDATE audit SET detail = 'x' WHERE subject <> :third", third=third)
    assert sorted(store.docket.audited()[1]) == sorted([(case, 1), (second, 1), ("staff", 1)])


# ── what was done to what it is of is found ─────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE application_field SET text = 'x' WHERE position = 0",
        "UPDATE application_field SET label = 'x' WHERE position = 1",
        "DELETE FROM application_field WHERE position = 1",
        "UPDATE application_claim SET text = 'x' WHERE position = 0",
        "DELETE FROM application_claim WHERE position = 0",
        "UPDATE supplement SET words = 'x'",
        "UPDATE supplement SET answer = 'x'",
        "UPDATE attachment SET sha256 = '" + "0" * 64 + "' WHERE supplement_id IS NULL",
        "DELETE FROM attachment WHERE supplement_id IS NOT NULL",
        "UPDATE application SET chat = 'telegram:666'",
        "UPDATE application SET code = 'x'",
        "UPDATE application SET summary = 'x'",
        "UPDATE application SET reason = 'x'",
        "UPDATE application SET region = 'weihai'",
        "UPDATE application SET since = '2027-01-01 00:00:00.000000'",
    ],
)
def test_content_that_was_changed_behind_the_audit_is_named(store: Store, case: str, statement: str) -> None:
    assert store.docket.audited()[1] == []
    forced(store, statement)
    (fault,) = store.docket.audited()[1]
    assert fault == (case, 5)  # the act that changed it last
    assert isinstance(fault, Altered)


def test_an_application_taken_away_whose_chain_is_still_there_is_named(store: Store, case: str) -> None:
    for one in (
        "application_field",
        "application_claim",
        "attachment",
        "supplement",
        "case_act",
        "application",
    ):
        forced(store, f"DELETE FROM {one}")
    assert store.docket.audited()[1] == [(case, 5)]


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE staff SET role = 'leader' WHERE id = 1", 2),
        ("UPDATE staff SET region = NULL WHERE id = 1", 2),
        ("UPDATE staff SET name = 'x' WHERE id = 1", 2),
        ("UPDATE staff SET chat = 'telegram:666' WHERE id = 1", 2),
        ("UPDATE staff SET left_at = NULL, chat = 'telegram:666' WHERE id = 2", 5),
        ("DELETE FROM staff WHERE id = 2", 5),
        (
            "INSERT INTO staff (name, role, chat, since) VALUES ('x', 'leader', 'telegram:666', '2026-01-01')",
            6,
        ),
    ],
)
def test_a_member_of_staff_who_is_not_what_the_chain_says_is_named(
    store: Store, office: Office, statement: str, row: int
) -> None:
    office.hires("clerk", "removed")
    assert store.docket.audited()[1] == []
    forced(store, statement)
    assert store.docket.audited()[1] == [("staff", row)]


def test_staff_who_are_all_gone_are_missed(store: Store, office: Office) -> None:
    office.hires("clerk", "viewer")
    forced(store, "DELETE FROM staff")
    assert store.docket.audited()[1] == [("staff", 2), ("staff", 4)]


def test_staff_of_before_there_were_fingerprints_are_compared_by_what_was_done(
    store: Store, office: Office
) -> None:
    office.hires("clerk")
    unmarked(store)
    assert store.docket.audited()[1] == []
    forced(store, "UPDATE staff SET role = 'leader'")
    assert store.docket.audited()[1] == [("staff", 2)]


def unmarked(store: Store) -> None:
    """Every chain as a version wrote it that noted no fingerprints."""

    def write(connection: Connection) -> None:
        before, subject = "", ""
        for row in (
            connection.execute(audit.audit.select().order_by(audit.audit.c.subject, audit.audit.c.seq))
            .mappings()
            .all()
        ):
            before = before if row["subject"] == subject else ""
            whole = {**row, "mark": ""}
            before, subject = audit._hash(before, whole), row["subject"]
            values = {"mark": "", "hash": before}
            connection.execute(audit.audit.update().where(audit.audit.c.id == row["id"]).values(**values))

    forced(store, "SELECT 1")
    store._database.write(write)


def test_what_is_older_than_fingerprints_is_noted_once_and_then_found_too(
    store: Store, office: Office, case: str
) -> None:
    other = office.case()
    unmarked(store)
    assert store.docket.audited()[1] == []
    for _ in range(3):
        tidy(store, None, BEGAN)
    assert [one.act for one in store.docket.trail(other)] == ["submit", "seal"]
    assert [one.act for one in store.docket.trail("staff")] == ["invite", "bind", "seal"]
    sound(store)
    forced(store, "UPDATE application_field SET text = 'x' WHERE application_id = 1")
    assert store.docket.audited()[1] == [(case, 7)]


def test_an_erased_application_leaves_nothing_that_its_content_could_be_guessed_by(
    store: Store, office: Office
) -> None:
    """The same words twice have different fingerprints: what is random in them is erased with them."""
    first, second = office.case(), office.case()
    marks = {mark for (mark,) in rows(store, "SELECT mark FROM audit WHERE act = 'submit'")}
    assert len(marks) == 2
    assert office.row(first).code != office.row(second).code


# ── one head over everything ────────────────────────────────────────────────────────────────────
def test_a_head_kept_elsewhere_fits_as_long_as_nothing_but_more_was_written(
    store: Store, office: Office, case: str
) -> None:
    head = store.docket.head()
    assert head == AuditHead.read(str(head))
    assert head.count == len(rows(store, "SELECT 1 FROM audit"))
    office.case()
    assert store.docket.held(head) is True
    assert store.docket.head() != head


def test_an_application_taken_away_with_its_chain_does_not_fit_the_head(
    store: Store, office: Office, case: str
) -> None:
    office.case()
    head = store.docket.head()
    for one in ("application_field", "application_claim", "attachment"):
        forced(store, f"DELETE FROM {one} WHERE application_id = 1")
    for one in (
        "supplement WHERE application_id = 1",
        "case_act WHERE application_id = 1",
        "application WHERE id = 1",
        f"audit WHERE subject = '{case}'",
    ):
        forced(store, f"DELETE FROM {one}")
    assert store.docket.audited()[1] == []
    assert store.docket.held(head) is None
    for _ in range(9):
        office.case()
    assert store.docket.held(head) is False


def test_a_chain_that_was_rewritten_with_fresh_hashes_does_not_fit_the_head(store: Store, case: str) -> None:
    head = store.docket.head()
    forced(store, "UPDATE audit SET actor = 'operator' WHERE seq = 3")
    unmarked(store)
    assert store.docket.audited()[1] == []
    assert store.docket.held(head) is False


def test_a_head_noted_in_the_audit_itself_misses_what_was_taken_away(
    store: Store, office: Office, case: str
) -> None:
    other = office.case()
    for _ in range(2):
        tidy(store, None, BEGAN)
    assert [one.act for one in store.docket.trail("audit")] == ["head"]
    for one in ("application_field", "application_claim", "attachment"):
        forced(store, f"DELETE FROM {one} WHERE application_id = 2")
    forced(store, "DELETE FROM application WHERE id = 2")
    forced(store, f"DELETE FROM audit WHERE subject = '{other}'")
    assert store.docket.audited()[1] == [("audit", 1)]


@pytest.mark.parametrize(
    "spelled", ["", "12", "-" + "0" * 64, "12-" + "0" * 63, "12-" + "g" * 64, "٣-" + "0" * 64]
)
def test_what_is_no_head_is_not_read_as_one(spelled: str) -> None:
    assert AuditHead.read(spelled) is None


# ── many at once ────────────────────────────────────────────────────────────────────────────────
def test_notes_of_many_at_once_make_one_chain(store: Store, office: Office, case: str) -> None:
    def note(who: int) -> None:
        for n in range(10):
            store.write(
                Changes(
                    writes=[
                        writing.noted(case, f"staff:{who}", "open"),
                        writing.noted(f"other{who % 2}", "operator", f"{n}"),
                    ]
                )
            )

    _all_at_once([lambda who=who: note(who) for who in range(6)])
    assert store.docket.audited() == (len(rows(store, "SELECT 1 FROM audit")), [])
    assert len(store.docket.trail(case)) == 6 + 60
    assert len(store.docket.trail("other0")) == len(store.docket.trail("other1")) == 30


def _all_at_once(jobs: list[Callable[[], None]]) -> None:
    faults: list[BaseException] = []

    def go(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=go, args=(job,)) for job in jobs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert faults == []


def test_a_chain_goes_on_where_the_clock_steps_back(office: Office, clock: Clock) -> None:
    which = office.case()
    clock.goes(days=-3)
    office.does("owner", acts.Recode(number=which))
    sound(office.store)


# ── what it says, and what it does not ──────────────────────────────────────────────────────────
def test_the_audit_of_a_whole_life_names_nobody_and_repeats_nothing(
    store: Store, assistant: Assistant
) -> None:
    app, office = App(store, Rongcuo(assistant, Workdays()), office=gate_of(store)), Office(store)
    office.hires("clerk")
    does(app, ME, *FORM, SUBMIT, SURE)
    which = number(store)
    asked, answer, reason = "请补三月五日的会议纪要", "纪要在附件里", "另有安排了"
    does(app, CLERK, Command("queue"), Pressed(f"review/open={which}"), Pressed(f"review/papers={which}"))
    does(app, CLERK, Pressed(f"review/request={which}"), Said(asked), Pressed(f"review/send={which}"))
    does(
        app,
        ME,
        Pressed(f"status/more={which}"),
        Said(answer),
        Sent("photo", "", File("r", "纪要.jpg", 9)),
        Pressed("status/done=d0000000"),
    )
    does(app, ME, Pressed(f"status/renew={which}"))
    does(app, "telegram:666", Pressed(f"review/open={which}"), Command("status", f"{which} ACDEFHJKMPQR"))
    does(app, ME, Pressed(f"status/withdraw={which}"), Said(reason), Pressed(f"status/gone={which}"))
    does(app, ME, Command("forget"), pressing(app, ME, Command("forget"), "确定删除"))
    trail = store.docket.trail(which)
    assert [(re.sub(r"\d", "", one.actor), one.act) for one in trail] == [
        ("applicant", "submit"), ("staff:", "open"), ("staff:", "papers"), ("staff:", "request"), ("applicant", "supplement"),
        ("applicant", "recode"), ("somebody", "refused"), ("somebody", "refused"), ("applicant", "withdraw"),
        ("applicant", "erase"),
    ]  # fmt: skip
    dump = str(rows(store, "SELECT * FROM audit"))
    written = (
        *TYPED,
        asked,
        answer,
        reason,
        "受理单",
        "纪要",
        "工作人员clerk",
        "某某县民政局",
        *PEOPLE.values(),
        "telegram",
        "ACDE",
    )
    assert [one for one in written if one in dump] == []
    assert {one.detail for one in trail} == {"lishui 1 files", "submitted → returned", "returned → submitted", "submitted → withdrawn",
                                             "open", "find", ""}  # fmt: skip
    sound(store)
