"""What Alembic runs. The connection, and its transaction, are the caller's (see migrations/__init__.py)."""

from alembic import context
from sqlmodel import SQLModel

import bot.store.tables.applications
import bot.store.tables.casework
import bot.store.tables.entry
import bot.store.tables.mail
import bot.store.tables.page  # noqa: F401  (their tables are those of the metadata)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
