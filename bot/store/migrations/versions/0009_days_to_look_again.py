"""Days on which somebody wanted to look again are found without a look at every application."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    some = sa.text("follow_up IS NOT NULL")
    op.create_index(
        "application_follow_up", "application", ["follow_up"], sqlite_where=some, postgresql_where=some
    )


def downgrade() -> None:
    op.drop_index("application_follow_up", "application")
