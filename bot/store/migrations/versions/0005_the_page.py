"""The intranet page: its conversations as they read, and how often somebody came."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "said",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=True),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("outgoing", sa.BigInteger(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("kind IN ('typed', 'pressed', 'files', 'reply', 'notice')", name="said_kind"),
        sa.CheckConstraint("place IS NULL OR place < id", name="said_place"),
        sa.UniqueConstraint("outgoing", name="said_outgoing"),
        sqlite_autoincrement=True,
    )
    op.create_index("said_chat", "said", ["chat", "id"])
    op.create_index("said_at", "said", ["at"])
    op.create_table(
        "allowance",
        sa.Column("whose", sa.Text(), primary_key=True),
        sa.Column("rest", sa.Float(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("rest >= 0", name="allowance_rest"),
    )


def downgrade() -> None:
    op.drop_table("allowance")
    op.drop_table("said")
