"""A populated database of every released schema, as that version made it, so that none is ever left behind."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, create_engine, insert, make_url, select, text

from bot.casework.codes import LENGTH, SYMBOLS
from bot.store import migrations

FOLDER = Path(__file__).parent
MADE = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""When the databases were made, by their own clock."""
Rows = dict[str, list[dict[str, Any]]]


def known(order: int) -> str:
    """The code that was given out at this place of the order."""
    turned = SYMBOLS[order % len(SYMBOLS) :] + SYMBOLS[: order % len(SYMBOLS)]
    return turned[:LENGTH]


def alembic(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    return config


def load(url: str, schema: str, folder: Path) -> Rows:
    """An old database is there as it was; returns what is in it. PostgreSQL gets the same rows."""
    file = folder / f"{schema}.db"
    with sqlite3.connect(file) as connection:
        connection.executescript((FOLDER / f"{schema}.sql").read_text("utf-8"))
    connection.close()
    found = _rows(f"sqlite:///{file}")
    if url.startswith("sqlite"):
        there = Path(str(make_url(url).database))
        there.parent.mkdir(parents=True, exist_ok=True)
        file.rename(there)
    else:
        _copy(url, schema, found)
    return found


def _rows(url: str) -> Rows:
    """Every table but SQLite's own and Alembic's, those that others point to first."""
    engine = create_engine(url)
    with engine.connect() as connection:
        (tables := MetaData()).reflect(connection)
        found = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables.sorted_tables
        }
    engine.dispose()
    return {name: rows for name, rows in found.items() if name != "alembic_version"}


def _copy(url: str, schema: str, found: Rows) -> None:
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"), connect_args={"options": "-c TimeZone=UTC"}
    )
    with engine.begin() as connection:
        command.upgrade(alembic(connection), schema)
        (tables := MetaData()).reflect(connection)
        for name, rows in found.items():
            if rows:
                connection.execute(insert(tables.tables[name]), rows)
            if "id" in tables.tables[name].columns:
                counted = (
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), coalesce(max(id), 1)) FROM {name}"
                )
                connection.execute(text(counted))
    engine.dispose()
