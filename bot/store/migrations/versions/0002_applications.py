"""Applications, their fields, claims and evidence; staff, what they ask for; the audit, which only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

SQLITE = """
CREATE TRIGGER audit_no_{verb} BEFORE {VERB} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END
"""
FUNCTION = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit only grows'; END $$
"""
POSTGRESQL = (
    "CREATE TRIGGER audit_no_{verb} BEFORE {VERB} ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
)


def upgrade() -> None:
    op.create_table(
        "application",
        sa.Column("id", NUMBER, nullable=False),
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
        sa.CheckConstraint("(state = 'withdrawn') = (reason IS NOT NULL)", name="application_reason"),
        sa.CheckConstraint("applicant IN ('person', 'organisation')", name="application_applicant"),
        sa.CheckConstraint(
            "erased_at IS NULL OR (chat IS NULL AND code IS NULL AND summary = '' AND reason = '')",
            name="application_erased",
        ),
        sa.CheckConstraint("state IN ('submitted', 'returned', 'withdrawn')", name="application_state"),
        sa.CheckConstraint(
            "erased_at IS NOT NULL OR (chat IS NOT NULL AND code IS NOT NULL)", name="application_owner"
        ),
        sa.CheckConstraint("length(number) = 9", name="application_number"),
        sa.CheckConstraint("length(policy) = 64", name="application_policy"),
        sa.CheckConstraint("since >= filed_at", name="application_since"),
        sa.CheckConstraint("version >= 1", name="application_version"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft", name="application_one_draft"),
        sa.UniqueConstraint("number", name="application_one_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("application_chat", "application", ["chat"], unique=False)
    op.create_index("application_filed", "application", ["filed_at"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("attempt_chat", "attempt", ["chat", "at"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name="audit_hash"),
        sa.CheckConstraint("seq >= 1", name="audit_seq"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subject", "seq", name="audit_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("keep", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name="installation_one"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "loan",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "staff",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("chat", sa.Text(), nullable=True),
        sa.Column("invitation", sa.Text(), nullable=True),
        sa.Column("invited_until", TIME, nullable=True),
        sa.Column("since", TIME, nullable=False),
        sa.Column("left_at", TIME, nullable=True),
        sa.CheckConstraint("role IN ('viewer', 'clerk', 'leader')", name="staff_role"),
        sa.CheckConstraint("(invitation IS NULL) = (invited_until IS NULL)", name="staff_invited"),
        sa.CheckConstraint(
            "chat IS NOT NULL OR invitation IS NOT NULL OR left_at IS NOT NULL", name="staff_somewhere"
        ),
        sa.CheckConstraint("chat IS NULL OR invitation IS NULL", name="staff_bound"),
        sa.CheckConstraint("left_at IS NULL OR (chat IS NULL AND invitation IS NULL)", name="staff_left"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 40", name="staff_name"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("chat", name="staff_one_chat"),
        sa.UniqueConstraint("invitation", name="staff_one_invitation"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "application_claim",
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name="application_claim_hash"),
        sa.CheckConstraint("position >= 0", name="application_claim_position"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="application_claim_of"),
        sa.PrimaryKeyConstraint("application_id", "position"),
        sa.UniqueConstraint("application_id", "at", name="application_claim_once"),
    )
    op.create_table(
        "application_field",
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("position >= 0", name="application_field_position"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="application_field_of"),
        sa.PrimaryKeyConstraint("application_id", "position"),
        sa.UniqueConstraint("application_id", "key", name="application_field_once"),
    )
    op.create_table(
        "supplement",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint("asked_by IS NOT NULL OR words = ''", name="supplement_unasked"),
        sa.CheckConstraint("(answered_at IS NULL) = (answer IS NULL)", name="supplement_answered"),
        sa.CheckConstraint("answered_at IS NULL OR answered_at >= asked_at", name="supplement_order"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="supplement_of"),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name="supplement_asked_by"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("id", "application_id", name="supplement_whose"),
        sqlite_autoincrement=True,
    )
    op.create_index("supplement_application", "supplement", ["application_id"], unique=False)
    op.create_index(
        "supplement_open",
        "supplement",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=True),
        sa.Column("supplement_id", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("length(place) = 32", name="attachment_place_length"),
        sa.CheckConstraint("length(sha256) = 64", name="attachment_hash"),
        sa.CheckConstraint("size BETWEEN 1 AND 20971520", name="attachment_size"),
        sa.CheckConstraint(
            "supplement_id IS NULL OR application_id IS NOT NULL", name="attachment_supplement"
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="attachment_of"),
        sa.ForeignKeyConstraint(
            ["supplement_id", "application_id"],
            ["supplement.id", "supplement.application_id"],
            name="attachment_for",
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft", "sha256", name="attachment_once"),
        sa.UniqueConstraint("place", name="attachment_one_place"),
        sqlite_autoincrement=True,
    )
    op.create_index("attachment_application", "attachment", ["application_id"], unique=False)
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(FUNCTION)
    for verb in ("update", "delete", *(("truncate",) if postgresql else ())):
        op.execute((POSTGRESQL if postgresql else SQLITE).format(verb=verb, VERB=verb.upper()))


def downgrade() -> None:
    for table in ("attachment", "supplement", "application_field", "application_claim", "staff", "loan", "audit",
                  "attempt", "installation", "application"):  # fmt: skip
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_refuse()")
