"""Makes the tables of the record append-only in the database itself, by triggers.

SQLite drops a table's triggers when a migration rebuilds the table, so they are installed after every migrate.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

PROTECTED = [
    "history_entry",
    "history_leaf",
    "history_node",
    "history_checkpoint",
    "history_cosignature",
    "history_timestamp",
]
REFUSAL = "The history of this service is append-only."
FUNCTION = "history_refuse"

type Connection = BaseDatabaseWrapper


def install_after_migrate(*, using: str, **_) -> None:
    install(connections[using])


def install(connection: Connection) -> None:
    """Install the triggers on every protected table that exists; a second time changes nothing."""
    drop(connection)
    with connection.cursor() as cursor:
        for statement in _create(connection.vendor, _present(connection)):
            cursor.execute(statement, None)


def drop(connection: Connection) -> None:
    """Take the triggers off: only for a test's flush, which empties every table."""
    with connection.cursor() as cursor:
        for table in _present(connection):
            for verb in _verbs(connection.vendor):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, verb)}{on}", None)


@contextmanager
def writable(connection: Connection) -> Iterator[None]:
    """Without the triggers inside, with them again afterwards."""
    drop(connection)
    try:
        yield
    finally:
        install(connection)


def unprotected(connection: Connection) -> list[str]:
    """The triggers that are missing; an empty list when the record is safe."""
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(catalogue, None)
        installed = {name for (name,) in cursor.fetchall()}
    wanted = {_name(table, verb) for table in PROTECTED for verb in _verbs(connection.vendor)}
    return sorted(wanted - installed)


def _present(connection: Connection) -> list[str]:
    return [table for table in PROTECTED if table in connection.introspection.table_names()]


def _verbs(vendor: str) -> list[str]:
    return ["UPDATE", "DELETE", "TRUNCATE"] if vendor == "postgresql" else ["UPDATE", "DELETE"]


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"


def _create(vendor: str, tables: list[str]) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for table in tables
            for verb in _verbs(vendor)
        ]
    function = (
        f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    return [function] + [
        f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
        for table in tables
        for verb in _verbs(vendor)
    ]
