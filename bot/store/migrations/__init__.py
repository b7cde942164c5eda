"""Bringing a database to the tables of today. Alembic is imported only if there is something to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.store.tables.mail import SCHEMA

_LOCK = 7_267_110_225
"""Any number: what two processes that open one PostgreSQL database at once wait on."""


class NewerDatabase(Exception):
    """The database was made by a later version of this program; the argument is its number."""


class UnknownDatabase(Exception):
    """No version of this program has made this database; the argument is its number."""


def current(connection: Connection) -> bool:
    """Whether nothing is to be done. Raises NewerDatabase."""
    found = _version(connection)
    if found is not None and found > SCHEMA:
        raise NewerDatabase(found)
    return found == SCHEMA


def upgrade(connection: Connection) -> None:
    """Run the missing migrations inside the connection's transaction: all of them or none."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    if current(connection):  # another process was faster
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise UnknownDatabase(_version(connection)) from None


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
