"""What an application or a member of staff was after each act, in the audit; when it was last looked what is over."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    # not by copying the table: that would go past the triggers of the audit
    check = "CONSTRAINT audit_mark CHECK (length(mark) IN (0, 64))"
    op.execute(f"ALTER TABLE audit ADD COLUMN mark TEXT DEFAULT '' NOT NULL {check}")
    op.create_table(
        "look",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("last", TIME, nullable=False),
        sa.CheckConstraint("id = 1", name="look_one"),
        sa.CheckConstraint("last >= since", name="look_order"),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    op.drop_table("look")
    op.execute("ALTER TABLE audit DROP COLUMN mark")
