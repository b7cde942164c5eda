"""What staff do with an application: acts, duties with their days, notes, files, proposals; who stands in for whom."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
STATES = "'submitted', 'returned', 'accepted', 'concluded', 'closed', 'withdrawn', 'not_opened'"
NEW = {
    "application": {
        "application_state": f"state IN ({STATES})",
        "application_origin": "origin IN ('application', 'paper', 'ex_officio')",
        "application_erased": "erased_at IS NULL OR "
        "(chat IS NULL AND code IS NULL AND summary = '' AND coalesce(reason, '') = '')",
        "application_owner": "CASE WHEN erased_at IS NOT NULL THEN 1 = 1 WHEN origin = 'application' "
        "THEN chat IS NOT NULL AND code IS NOT NULL ELSE chat IS NULL AND code IS NULL END",
    },
    "staff": {
        "staff_role": "role IN ('viewer', 'clerk', 'leader', 'admin')",
        "staff_away": "(substitute_id IS NULL) = (away_until IS NULL)",
        "staff_substitute": "substitute_id <> id",
    },
}
"""Rules that are new or say something else than before."""
OLD = {
    "application": {
        "application_state": "state IN ('submitted', 'returned', 'withdrawn')",
        "application_erased": "erased_at IS NULL OR (chat IS NULL AND code IS NULL AND summary = '' AND reason = '')",
        "application_owner": "erased_at IS NOT NULL OR (chat IS NOT NULL AND code IS NOT NULL)",
    },
    "staff": {
        "staff_role": "role IN ('viewer', 'clerk', 'leader')",
        "staff_bound": "chat IS NULL OR invitation IS NULL",
        "staff_somewhere": "chat IS NOT NULL OR invitation IS NOT NULL OR left_at IS NOT NULL",
    },
}
KEPT = {
    "application": {
        "application_reason": "(state = 'withdrawn') = (reason IS NOT NULL)",
        "application_applicant": "applicant IN ('person', 'organisation')",
        "application_number": "length(number) = 9",
        "application_policy": "length(policy) = 64",
        "application_since": "since >= filed_at",
        "application_version": "version >= 1",
    },
    "staff": {
        "staff_invited": "(invitation IS NULL) = (invited_until IS NULL)",
        "staff_left": "left_at IS NULL OR (chat IS NULL AND invitation IS NULL)",
        "staff_name": "length(name) BETWEEN 1 AND 40",
    },
}
POINTING = {
    "application": [
        ("handler_id", "staff.id", "application_handled_by"),
        ("rules", "pinned_rules.sha256", "application_rules"),
    ],
    "staff": [("substitute_id", "staff.id", "staff_stands_in")],
}


def _new_columns() -> dict[str, list[sa.Column[Any]]]:
    return {
        "application": [
            sa.Column("origin", sa.Text(), nullable=False, server_default="application"),
            sa.Column("handler_id", sa.BigInteger(), nullable=True),
            sa.Column("outcome", sa.Text(), nullable=True),
            sa.Column("rules", sa.Text(), nullable=True),
            sa.Column("follow_up", sa.Date(), nullable=True),
        ],
        "staff": [
            sa.Column("substitute_id", sa.BigInteger(), nullable=True),
            sa.Column("away_until", sa.Date(), nullable=True),
        ],
    }


def upgrade() -> None:
    op.create_table(
        "pinned_rules",
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name="pinned_rules_hash"),
    )
    for table in ("staff", "application"):
        if op.get_bind().dialect.name == "postgresql":
            _altered(table)
        else:
            _rebuilt(table, new=True)
    op.create_index("application_handler", "application", ["handler_id"])
    _acts()
    _duties()
    _beside()


def downgrade() -> None:
    for table in ("recusal", "proposal", "act_draft", "case_note", "calendar_day", "reminder", "duty", "case_file",
                  "case_act"):  # fmt: skip
        op.drop_table(table)
    for table in ("application", "staff"):
        if op.get_bind().dialect.name == "postgresql":
            _altered_back(table)
        else:
            _rebuilt(table, new=False)
    op.drop_table("pinned_rules")


def _altered(table: str) -> None:
    for name in OLD[table]:
        op.drop_constraint(name, table, type_="check")
    for column in _new_columns()[table]:
        op.add_column(table, column)
    for name, rule in NEW[table].items():
        op.create_check_constraint(name, table, rule)
    for key, to, name in POINTING[table]:
        op.create_foreign_key(name, table, to.split(".")[0], [key], [to.split(".")[1]])


def _altered_back(table: str) -> None:
    for name in NEW[table]:
        op.drop_constraint(name, table, type_="check")
    for column in _new_columns()[table]:
        op.drop_column(table, column.name)
    for name, rule in OLD[table].items():
        op.create_check_constraint(name, table, rule)


# ── SQLite changes no rule of a table that is there ─────────────────────────────────────────────
def _rebuilt(table: str, new: bool) -> None:
    """Made anew with the same rows. Rows of other tables point to them all the while, so that this is looked at when all is
    done."""
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TABLE {table}_before AS SELECT * FROM {table}")
    op.drop_table(table)
    {"staff": _staff, "application": _application}[table](new)
    there = {one["name"] for one in sa.inspect(op.get_bind()).get_columns(table)}
    before = [one["name"] for one in sa.inspect(op.get_bind()).get_columns(f"{table}_before")]
    names = ", ".join(one for one in before if one in there)
    op.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {table}_before ORDER BY id")
    op.drop_table(f"{table}_before")


def _more(table: str, new: bool) -> list[sa.schema.SchemaItem]:
    """What is as it was, and what is not."""
    rules = {**KEPT[table], **(NEW if new else OLD)[table]}
    checks = [sa.CheckConstraint(rule, name=name) for name, rule in rules.items()]
    if not new:
        return [*checks]
    keys = [sa.ForeignKeyConstraint([key], [to], name=name) for key, to, name in POINTING[table]]
    return [*_new_columns()[table], *checks, *keys]


def _staff(new: bool) -> None:
    op.create_table(
        "staff",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("chat", sa.Text(), nullable=True),
        sa.Column("invitation", sa.Text(), nullable=True),
        sa.Column("invited_until", TIME, nullable=True),
        sa.Column("since", TIME, nullable=False),
        sa.Column("left_at", TIME, nullable=True),
        *_more("staff", new),
        sa.UniqueConstraint("chat", name="staff_one_chat"),
        sa.UniqueConstraint("invitation", name="staff_one_invitation"),
        sqlite_autoincrement=True,
    )


def _application(new: bool) -> None:
    op.create_table(
        "application",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filed_at", TIME, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("erased_at", TIME, nullable=True),
        *_more("application", new),
        sa.UniqueConstraint("draft", name="application_one_draft"),
        sa.UniqueConstraint("number", name="application_one_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("application_chat", "application", ["chat"])
    op.create_index("application_filed", "application", ["filed_at"])


# ── what is new ─────────────────────────────────────────────────────────────────────────────────
def _to(column: str, row: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{row}.id"], name=name)


def _open(name: str, table: str, keys: list[str], rule: str, unique: bool = False) -> None:
    op.create_index(
        name, table, keys, unique=unique, sqlite_where=sa.text(rule), postgresql_where=sa.text(rule)
    )


def _acts() -> None:
    op.create_table(
        "case_act",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("entered", sa.Text(), nullable=False),
        sa.Column("replaced_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("replaced_by IS NULL OR replaced_by > id", name="case_act_replaced"),
        _to("application_id", "application", "case_act_of"),
        _to("by", "staff", "case_act_by"),
        _to("replaced_by", "case_act", "case_act_replacing"),
        sqlite_autoincrement=True,
    )
    op.create_index("case_act_application", "case_act", ["application_id", "id"])
    op.create_index("case_act_name", "case_act", ["act", "application_id"])
    op.create_table(
        "case_file",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("case_act_id", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("size BETWEEN 1 AND 20971520", name="case_file_size"),
        sa.CheckConstraint("length(sha256) = 64", name="case_file_hash"),
        sa.CheckConstraint("length(place) = 32", name="case_file_place_length"),
        _to("application_id", "application", "case_file_of"),
        _to("case_act_id", "case_act", "case_file_act"),
        _to("by", "staff", "case_file_by"),
        sa.UniqueConstraint("place", name="case_file_one_place"),
        sqlite_autoincrement=True,
    )
    op.create_index("case_file_application", "case_file", ["application_id"])


def _duties() -> None:
    op.create_table(
        "duty",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("owes", sa.Text(), nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("done_by", sa.BigInteger(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("waived", sa.Text(), nullable=True),
        sa.Column("waived_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("due IS NULL OR due >= opened", name="duty_order"),
        sa.CheckConstraint("due IS NOT NULL OR NOT provisional", name="duty_provisional"),
        sa.CheckConstraint("done_by IS NULL OR waived IS NULL", name="duty_once_over"),
        sa.CheckConstraint("(waived IS NULL) = (waived_by IS NULL)", name="duty_waived"),
        sa.CheckConstraint("(done_by IS NULL) = (done_on IS NULL)", name="duty_done"),
        sa.CheckConstraint("owes IN ('authority', 'applicant')", name="duty_owes"),
        _to("application_id", "application", "duty_of"),
        _to("start", "case_act", "duty_start"),
        _to("done_by", "case_act", "duty_done_by"),
        _to("waived_by", "staff", "duty_waived_by"),
        sqlite_autoincrement=True,
    )
    still = "done_by IS NULL AND waived IS NULL"
    _open("duty_open", "duty", ["application_id", "act"], still, unique=True)
    _open("duty_due", "duty", ["due"], still)
    op.create_index("duty_application", "duty", ["application_id"])
    op.create_table(
        "reminder",
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        _to("application_id", "application", "reminder_of"),
        sa.PrimaryKeyConstraint("application_id", "kind"),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("length(notice) BETWEEN 1 AND 80", name="calendar_day_notice"),
        _to("by", "staff", "calendar_day_by"),
    )


def _beside() -> None:
    op.create_table(
        "case_note",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("length(words) BETWEEN 1 AND 4000", name="case_note_words"),
        _to("application_id", "application", "case_note_of"),
        _to("by", "staff", "case_note_by"),
        sqlite_autoincrement=True,
    )
    op.create_index("case_note_application", "case_note", ["application_id"])
    op.create_table(
        "act_draft",
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("entered", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        _to("staff_id", "staff", "act_draft_by"),
        _to("application_id", "application", "act_draft_of"),
        sa.PrimaryKeyConstraint("staff_id", "application_id", "act"),
    )
    op.create_table(
        "proposal",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("entered", sa.Text(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint("answer IN ('taken', 'returned', 'replaced')", name="proposal_answer"),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="proposal_answered"),
        sa.CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name="proposal_answered_by_somebody"),
        _to("application_id", "application", "proposal_of"),
        _to("by", "staff", "proposal_by"),
        _to("answered_by", "staff", "proposal_answerer"),
        sqlite_autoincrement=True,
    )
    _open("proposal_open", "proposal", ["application_id", "act"], "answer IS NULL", unique=True)
    op.create_index("proposal_application", "proposal", ["application_id"])
    op.create_table(
        "recusal",
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        _to("application_id", "application", "recusal_of"),
        _to("staff_id", "staff", "recusal_by"),
        sa.PrimaryKeyConstraint("application_id", "staff_id"),
    )
