"""Who comes in to the staff's pages, and where they are logged in."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "login",
        sa.Column("staff_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("pending", sa.Text(), nullable=True),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 2 AND 40", name="login_name"),
        sa.CheckConstraint("counter >= 0", name="login_counter"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="login_of"),
        sa.UniqueConstraint("name", name="login_one_name"),
        sa.PrimaryKeyConstraint("staff_id"),
    )
    op.create_table(
        "session",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("opened", TIME, nullable=False),
        sa.Column("seen", TIME, nullable=False),
        sa.CheckConstraint("length(key) = 64", name="session_key"),
        sa.CheckConstraint("seen >= opened", name="session_order"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="session_of"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("session_staff", "session", ["staff_id"])


def downgrade() -> None:
    op.drop_table("session")
    op.drop_table("login")
