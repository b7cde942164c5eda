"""The tables of applications: a row that makes no sense is refused by the database itself, whoever writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Connection, ForeignKeyConstraint, Table, UniqueConstraint, event, exc
from sqlmodel import SQLModel

from bot.store.casework.lists import listed, next_duties
from bot.store.casework.records import Listing
from bot.store.mail import Store
from bot.store.tables import applications, casework
from bot.store.tables.applications import MOST_BYTES
from tests.harness.given import BEGAN

EARLIER = BEGAN.replace(year=2025)
APPLICATION: dict[str, Any] = {
    "number": "482739061", "draft": "d", "region": "weihai", "applicant": "person", "chat": "telegram:1", "state": "submitted",
    "version": 1, "filed_at": BEGAN, "since": BEGAN, "policy": "f" * 64, "code": "c", "summary": "s",
}  # fmt: skip
WITHDRAWN = {"state": "withdrawn", "reason": "r"}
ERASED = {**WITHDRAWN, "erased_at": BEGAN, "chat": None, "code": None, "summary": ""}
STAFF = {"name": "李四", "role": "clerk", "since": BEGAN}
INVITED = {"invitation": "i", "invited_until": BEGAN}
SUPPLEMENT = {"application_id": 1, "asked_by": 1, "asked_at": BEGAN, "words": "w"}
ANSWERED = {"answered_at": BEGAN, "answer": "a"}
ATTACHMENT = {
    "draft": "d",
    "place": "p" * 32,
    "name": "n",
    "kind": "pdf",
    "size": 1,
    "sha256": "e" * 64,
    "at": BEGAN,
}
FIELD = {"application_id": 1, "position": 0, "key": "k", "label": "l", "prompt": "p", "text": "t"}
CLAIM = {"application_id": 1, "position": 0, "at": "weihai.3", "label": "l", "text": "t", "sha256": "e" * 64}
AUDIT = {
    "subject": "staff",
    "seq": 1,
    "at": BEGAN,
    "actor": "operator",
    "act": "invite",
    "detail": "",
    "hash": "a" * 64,
}
GOOD: dict[str, list[dict[str, Any]]] = {
    "application": [
        {"id": 1, **APPLICATION}, {"id": 2, **APPLICATION, "number": "482739062", "draft": "e", **WITHDRAWN},
        {"id": 3, **APPLICATION, "number": "482739063", "draft": "f", **ERASED, "region": "lishui", "reason": ""},
    ],
    "staff": [
        {"id": 1, **STAFF, "chat": "telegram:11"}, {"id": 2, **STAFF, **INVITED, "region": "weihai"},
        {"id": 3, **STAFF, "left_at": BEGAN, "name": "四" * 40},
    ],
    "supplement": [{"id": 1, **SUPPLEMENT, **ANSWERED}, {"id": 2, **SUPPLEMENT}],
    "attachment": [
        {"id": 1, **ATTACHMENT}, {"id": 2, **ATTACHMENT, "place": "q" * 32, "sha256": "d" * 64, "size": MOST_BYTES,
                                  "application_id": 1, "supplement_id": 1},
    ],
    "application_field": [FIELD], "application_claim": [CLAIM], "audit": [AUDIT],
}  # fmt: skip
DEED = {"application_id": 1, "act": "accept", "by": 1, "at": BEGAN, "entered": "{}"}
TODAY, SOONER = date(2026, 11, 20), date(2026, 11, 19)
DUTY = {
    "application_id": 1,
    "act": "tell",
    "owes": "authority",
    "opened": TODAY,
    "due": TODAY,
    "provisional": False,
}
OVER = {"done_by": 1, "done_on": TODAY}
FILED = {
    "application_id": 1,
    "place": "p" * 32,
    "name": "n",
    "kind": "pdf",
    "size": 1,
    "sha256": "e" * 64,
    "by": 1,
    "at": BEGAN,
}
PROPOSAL = {"application_id": 1, "act": "conclude", "entered": "{}", "by": 1, "at": BEGAN, "comment": ""}
ANSWER = {"answer": "taken", "answered_by": 1, "answered_at": BEGAN}
GOOD |= {
    "pinned_rules": [{"sha256": "a" * 64, "content": "{}"}],
    "case_act": [{"id": 1, **DEED}, {"id": 2, **DEED, "by": None}],
    "case_file": [{"id": 1, **FILED}],
    "case_note": [{"id": 1, "application_id": 1, "by": 1, "at": BEGAN, "words": "w"}],
    "duty": [{"id": 1, **DUTY}, {"id": 2, **DUTY, **OVER}, {"id": 3, **DUTY, "waived": "w", "waived_by": 1}],
    "proposal": [{"id": 1, **PROPOSAL}, {"id": 2, **PROPOSAL, **ANSWER}],
    "reminder_put_away": [{"staff_id": 1, "application_id": 1, "kind": "k", "at": BEGAN}],
    "recusal": [{"application_id": 1, "staff_id": 1, "why": "w", "at": BEGAN}],
    "calendar_day": [{"day": TODAY, "working": True, "notice": "n", "by": 1, "at": BEGAN}],
}
NEW = {"number": "482739069", "draft": "g"}
"""Of an application beside the good ones."""
FILE = {**ATTACHMENT, "draft": "h", "place": "r" * 32}
BAD: list[tuple[str, str, dict[str, Any]]] = [
    ("application_state", "application", {**APPLICATION, **NEW, "state": "lost"}),
    ("application_applicant", "application", {**APPLICATION, **NEW, "applicant": "robot"}),
    ("application_number", "application", {**APPLICATION, **NEW, "number": "48273906"}),
    ("application_number", "application", {**APPLICATION, **NEW, "number": "4827390612"}),
    ("application_policy", "application", {**APPLICATION, **NEW, "policy": "f" * 63}),
    ("application_version", "application", {**APPLICATION, **NEW, "version": 0}),
    ("application_since", "application", {**APPLICATION, **NEW, "since": EARLIER}),
    ("application_reason", "application", {**APPLICATION, **NEW, "state": "withdrawn"}),
    ("application_reason", "application", {**APPLICATION, **NEW, "reason": "r"}),
    ("application_reason", "application", {**APPLICATION, **NEW, "state": "returned", "reason": "r"}),
    ("application_erased", "application", {**APPLICATION, **NEW, **ERASED, "chat": "telegram:1"}),
    ("application_erased", "application", {**APPLICATION, **NEW, **ERASED, "code": "c"}),
    ("application_erased", "application", {**APPLICATION, **NEW, **ERASED, "summary": "s"}),
    ("application_erased", "application", {**APPLICATION, **NEW, **ERASED, "reason": "r"}),
    ("application_owner", "application", {**APPLICATION, **NEW, "chat": None}),
    ("application_owner", "application", {**APPLICATION, **NEW, "code": None}),
    ("application_one_number", "application", {**APPLICATION, **NEW, "number": "482739061"}),
    ("application_one_draft", "application", {**APPLICATION, **NEW, "draft": "d"}),
    ("application_field_once", "application_field", {**FIELD, "position": 1}),
    ("application_field_position", "application_field", {**FIELD, "position": -1, "key": "m"}),
    ("application_field_of", "application_field", {**FIELD, "application_id": 404}),
    ("application_claim_once", "application_claim", {**CLAIM, "position": 1}),
    ("application_claim_position", "application_claim", {**CLAIM, "position": -1, "at": "weihai.4"}),
    ("application_claim_hash", "application_claim", {**CLAIM, "position": 1, "at": "weihai.4", "sha256": ""}),
    ("application_claim_of", "application_claim", {**CLAIM, "application_id": 404}),
    ("application_origin", "application", {**APPLICATION, **NEW, "origin": "post", "chat": None, "code": None}),
    ("application_owner", "application", {**APPLICATION, **NEW, "origin": "paper"}),
    ("application_handled_by", "application", {**APPLICATION, **NEW, "handler_id": 404}),
    ("application_rules", "application", {**APPLICATION, **NEW, "rules": "b" * 64}),
    ("staff_role", "staff", {**STAFF, "chat": "telegram:13", "role": "boss"}),
    ("staff_away", "staff", {**STAFF, "substitute_id": 1}),
    ("staff_substitute", "staff", {"id": 99, **STAFF, "substitute_id": 99, "away_until": TODAY}),
    ("staff_stands_in", "staff", {**STAFF, "substitute_id": 404, "away_until": TODAY}),
    ("staff_invited", "staff", {**STAFF, "invitation": "j"}),
    ("staff_invited", "staff", {**STAFF, "chat": "telegram:13", "invited_until": BEGAN}),
    ("staff_left", "staff", {**STAFF, "left_at": BEGAN, "chat": "telegram:12"}),
    ("staff_left", "staff", {**STAFF, "left_at": BEGAN, **INVITED, "invitation": "j"}),
    ("staff_name", "staff", {**STAFF, "chat": "telegram:13", "name": ""}),
    ("staff_name", "staff", {**STAFF, "chat": "telegram:13", "name": "四" * 41}),
    ("staff_one_chat", "staff", {**STAFF, "chat": "telegram:11"}),
    ("staff_one_invitation", "staff", {**STAFF, **INVITED}),
    ("supplement_answered", "supplement", {**SUPPLEMENT, "answered_at": BEGAN}),
    ("supplement_answered", "supplement", {**SUPPLEMENT, "application_id": 2, "answer": "a"}),
    ("supplement_order", "supplement", {**SUPPLEMENT, **ANSWERED, "answered_at": EARLIER}),
    ("supplement_open", "supplement", SUPPLEMENT),
    ("supplement_unasked", "supplement", {**SUPPLEMENT, **ANSWERED, "asked_by": None}),
    ("installation_one", "installation", {"id": 2, "keep": "k"}),
    ("supplement_of", "supplement", {**SUPPLEMENT, "application_id": 404}),
    ("supplement_asked_by", "supplement", {**SUPPLEMENT, **ANSWERED, "asked_by": 404}),
    ("attachment_size", "attachment", {**FILE, "size": 0}),
    ("attachment_size", "attachment", {**FILE, "size": MOST_BYTES + 1}),
    ("attachment_hash", "attachment", {**FILE, "sha256": "e" * 65}),
    ("attachment_place_length", "attachment", {**FILE, "place": "r" * 31}),
    ("attachment_supplement", "attachment", {**FILE, "supplement_id": 1}),
    ("attachment_one_place", "attachment", {**FILE, "place": "p" * 32}),
    ("attachment_once", "attachment", {**ATTACHMENT, "place": "r" * 32}),
    ("attachment_of", "attachment", {**FILE, "application_id": 404}),
    ("attachment_for", "attachment", {**FILE, "application_id": 1, "supplement_id": 404}),
    ("attachment_for", "attachment", {**FILE, "application_id": 2, "supplement_id": 1}),
    ("pinned_rules_hash", "pinned_rules", {"sha256": "a" * 63, "content": "{}"}),
    ("case_act_replaced", "case_act", {"id": 9, **DEED, "replaced_by": 2}),
    ("case_act_of", "case_act", {**DEED, "application_id": 404}),
    ("case_act_by", "case_act", {**DEED, "by": 404}),
    ("case_act_replacing", "case_act", {**DEED, "replaced_by": 404}),
    ("case_file_size", "case_file", {**FILED, "place": "q" * 32, "size": 0}),
    ("case_file_hash", "case_file", {**FILED, "place": "q" * 32, "sha256": ""}),
    ("case_file_place_length", "case_file", {**FILED, "place": "q"}),
    ("case_file_one_place", "case_file", FILED),
    ("case_file_of", "case_file", {**FILED, "place": "q" * 32, "application_id": 404}),
    ("case_file_act", "case_file", {**FILED, "place": "q" * 32, "case_act_id": 404}),
    ("case_file_by", "case_file", {**FILED, "place": "q" * 32, "by": 404}),
    ("case_note_words", "case_note", {**GOOD["case_note"][0], "id": 9, "words": ""}),
    ("case_note_of", "case_note", {**GOOD["case_note"][0], "id": 9, "application_id": 404}),
    ("case_note_by", "case_note", {**GOOD["case_note"][0], "id": 9, "by": 404}),
    ("duty_order", "duty", {**DUTY, **OVER, "due": SOONER}),
    ("duty_provisional", "duty", {**DUTY, **OVER, "due": None, "provisional": True}),
    ("duty_once_over", "duty", {**DUTY, **OVER, "waived": "w", "waived_by": 1}),
    ("duty_waived", "duty", {**DUTY, "waived": "w"}),
    ("duty_done", "duty", {**DUTY, "done_by": 1}),
    ("duty_owes", "duty", {**DUTY, **OVER, "owes": "nobody"}),
    ("duty_open", "duty", DUTY),
    ("duty_of", "duty", {**DUTY, "application_id": 404}),
    ("duty_start", "duty", {**DUTY, **OVER, "start": 404}),
    ("duty_done_by", "duty", {**DUTY, **OVER, "done_by": 404}),
    ("duty_waived_by", "duty", {**DUTY, "waived": "w", "waived_by": 404}),
    ("reminder_of", "reminder", {"application_id": 404, "kind": "k", "at": BEGAN}),
    ("act_draft_by", "act_draft", {"staff_id": 404, "application_id": 1, "act": "a", "entered": "{}", "at": BEGAN}),
    ("act_draft_of", "act_draft", {"staff_id": 1, "application_id": 404, "act": "a", "entered": "{}", "at": BEGAN}),
    ("proposal_answer", "proposal", {**PROPOSAL, **ANSWER, "answer": "lost"}),
    ("proposal_answered", "proposal", {**PROPOSAL, **ANSWER, "answered_at": None}),
    ("proposal_answered_by_somebody", "proposal", {**PROPOSAL, **ANSWER, "answered_by": None}),
    ("proposal_open", "proposal", PROPOSAL),
    ("proposal_of", "proposal", {**PROPOSAL, "application_id": 404}),
    ("proposal_by", "proposal", {**PROPOSAL, **ANSWER, "by": 404}),
    ("proposal_answerer", "proposal", {**PROPOSAL, **ANSWER, "answered_by": 404}),
    ("reminder_put_away_of", "reminder_put_away", {**GOOD["reminder_put_away"][0], "application_id": 404}),
    ("reminder_put_away_by", "reminder_put_away", {**GOOD["reminder_put_away"][0], "staff_id": 404}),
    ("recusal_of", "recusal", {**GOOD["recusal"][0], "application_id": 404}),
    ("recusal_by", "recusal", {**GOOD["recusal"][0], "staff_id": 404}),
    ("calendar_day_notice", "calendar_day", {**GOOD["calendar_day"][0], "day": SOONER, "notice": ""}),
    ("calendar_day_by", "calendar_day", {**GOOD["calendar_day"][0], "day": SOONER, "by": 404}),
    ("audit_once", "audit", AUDIT),
    ("audit_seq", "audit", {**AUDIT, "seq": 0}),
    ("audit_hash", "audit", {**AUDIT, "seq": 2, "hash": "a" * 63}),
    ("audit_mark", "audit", {**AUDIT, "seq": 2, "mark": "a" * 63}),
    ("look_one", "look", {"id": 2, "since": BEGAN, "last": BEGAN}),
    ("look_order", "look", {"id": 1, "since": BEGAN, "last": EARLIER}),
]  # fmt: skip
"""(what refuses it, where, a row that offends against this alone)"""
NUMBERED = {"staff", "case_act", "case_file", "case_note", "duty", "proposal"}
"""Tables of which a row here has a number that no good one has."""
BAD = [(name, where, {"id": 99, **row} if where in NUMBERED else row) for name, where, row in BAD]


def table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


def ours() -> list[Table]:
    """The tables of applications, without those of the messages."""
    models = [
        one
        for room in (applications, casework)
        for one in vars(room).values()
        if isinstance(one, type) and issubclass(one, SQLModel) and one is not SQLModel
    ]
    return [table(str(one.__tablename__)) for one in models]


def rules() -> dict[str, Any]:
    """Every check, unique key and foreign key, by its name."""
    kinds = CheckConstraint, UniqueConstraint, ForeignKeyConstraint
    found: dict[str, Any] = {
        str(rule.name): rule for one in ours() for rule in one.constraints if isinstance(rule, kinds)
    }
    return found | {str(index.name): index for one in ours() for index in one.indexes if index.unique}


@pytest.fixture
def connection(store: Store) -> Iterator[Connection]:
    """With good rows in every table."""
    with store._database.engine.connect() as one, one.begin() as transaction:
        for name, rows in GOOD.items():
            for row in rows:
                one.execute(table(name).insert().values(**row))
        yield one
        transaction.rollback()


def refused_by(connection: Connection, where: str, row: dict[str, Any]) -> str:
    """What refuses a row, as far as the database says it: by name, or SQLite by columns; "nothing" where it is taken."""
    with connection.begin_nested() as savepoint:
        try:
            connection.execute(table(where).insert().values(**row))
        except exc.IntegrityError as error:
            diagnosis = getattr(error.orig, "diag", None)
            name = diagnosis.constraint_name or diagnosis.column_name if diagnosis else None
            return name or str(error.orig).partition(" failed")[2].lstrip(": ")
        finally:
            savepoint.rollback()
    return "nothing"


def spelled(rule: Any, dialect: str) -> str:
    """How the database calls a rule."""
    if dialect == "postgresql" or isinstance(rule, CheckConstraint):
        return str(rule.name)
    if isinstance(rule, ForeignKeyConstraint):
        return ""  # SQLite does not say which
    return ", ".join(f"{column.table.name}.{column.name}" for column in rule.columns)


def test_every_rule_is_offended_against_by_some_row() -> None:
    """But for the key that only lets a file's supplement be looked up together with its application."""
    assert {name for name, _, _ in BAD} == set(rules()) - {"supplement_whose"}


def test_a_row_that_makes_no_sense_is_refused_by_the_rule_for_it(connection: Connection) -> None:
    known = rules()
    found = [(name, refused_by(connection, where, row)) for name, where, row in BAD]
    assert found == [(name, spelled(known[name], connection.dialect.name)) for name, _, _ in BAD]


def test_a_value_that_is_needed_is_missed(connection: Connection) -> None:
    prefix = connection.dialect.name == "sqlite"
    for name, rows in GOOD.items():
        needed = [one.name for one in table(name).columns if not one.nullable and not one.primary_key]
        found = [
            refused_by(connection, name, {**rows[0], **_unnumbered(rows[0]), one: None}) for one in needed
        ]
        assert found == [f"{name}.{one}" if prefix else one for one in needed]


def _unnumbered(row: dict[str, Any]) -> dict[str, Any]:
    return {"id": 99} if "id" in row else {}


# ── how they are looked through ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("look", "plan"),
    [
        (lambda one: listed(one, Listing(), date(2026, 12, 1)), "USING INDEX duty_next"),
        (lambda one: next_duties(one, most=200), "USING INDEX duty_due"),
    ],
)
def test_what_is_due_is_found_without_a_look_at_every_duty(
    look: Callable[[Connection], object], plan: str, tmp_path: Path
) -> None:
    """By the index that has the day; what comes first is not sorted out of all that there is."""
    asked: list[tuple[str, Any]] = []
    with closing(Store(f"sqlite:///{tmp_path / 'x.db'}")) as store:

        def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
            asked.append((statement, given))

        event.listen(store._database.engine, "before_cursor_execute", note)
        store._database.read(look)
        event.remove(store._database.engine, "before_cursor_execute", note)
        statement, given = next(one for one in asked if "duty" in one[0])
        steps = store._database.read(
            lambda one: [row[3] for row in one.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)]
        )
    assert any(plan in step.replace("COVERING ", "") for step in steps), steps
    assert plan.endswith("duty_next") or not any("TEMP B-TREE" in step for step in steps), steps
