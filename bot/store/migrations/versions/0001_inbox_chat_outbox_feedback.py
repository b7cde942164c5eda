"""Inbox, chats, outbox and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'done', 'set_aside')", name="inbox_state"),
        sa.CheckConstraint("tries >= 0", name="inbox_tries"),
    )
    op.create_table(
        "chat",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column(
            "update_id",
            sa.BigInteger(),
            sa.ForeignKey("inbox.update_id", name="outbox_update", ondelete="SET NULL"),
            nullable=True,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", TIME, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="outbox_state"),
        sa.CheckConstraint("tries >= 0", name="outbox_tries"),
        sa.CheckConstraint("position >= 0", name="outbox_position"),
        sa.UniqueConstraint("update_id", "position", name="outbox_once"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "feedback",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("provisions", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sqlite_autoincrement=True,
    )
    for name, table, key in (("inbox_waiting", "inbox", "update_id"), ("outbox_waiting", "outbox", "id")):
        op.create_index(name, table, [key], sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    for table in ("feedback", "outbox", "chat", "inbox"):
        op.drop_table(table)
