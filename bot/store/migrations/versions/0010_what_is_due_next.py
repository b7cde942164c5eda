"""The day that comes next of every case is found without a look at the duties themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    some = sa.text("done_by IS NULL AND waived IS NULL")
    op.create_index("duty_next", "duty", ["application_id", "due"], sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    op.drop_index("duty_next", "duty")
