"""What somebody was reminded of on the staff's pages, and has put away."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "reminder_put_away",
        sa.Column("staff_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="reminder_put_away_by"),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="reminder_put_away_of"),
        sa.PrimaryKeyConstraint("staff_id", "application_id", "kind"),
    )


def downgrade() -> None:
    op.drop_table("reminder_put_away")
