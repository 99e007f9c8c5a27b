"""Two databases of one shape in one process, a small and a large one, so that each request can be timed on both."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from cpd.operations.databases import take_statistics


class Database:
    """One database with its own open connection; inside `in_use` it is what `django.db` talks to."""

    def __init__(self, name: str) -> None:
        self.wrapper: BaseDatabaseWrapper = connections.create_connection("default")
        self.wrapper.settings_dict = {**self.wrapper.settings_dict, "NAME": name}

    @contextmanager
    def in_use(self):
        before = connections["default"]
        connections["default"] = self.wrapper
        try:
            yield self
        finally:
            connections["default"] = before

    def close(self) -> None:
        self.wrapper.close()


def make_databases(names: list[str], prepare) -> list[Database]:
    """Make one database from the models, let `prepare` write what all have in common, and copy it."""
    first, *others = names
    databases = [Database(_address(name)) for name in names]
    _create(first)
    with databases[0].in_use():
        call_command("migrate", run_syncdb=True, verbosity=0)
        call_command("createcachetable", verbosity=0)
        prepare()
        connection.close()
    for other in others:
        _copy(first, other)
    return databases


@contextmanager
def hurry():
    """For filling: SQLite does not wait for the disk inside, and a database gets the statistics that a day would bring."""
    with connection.cursor() as cursor:
        if not _is_postgresql():
            cursor.execute("PRAGMA synchronous=OFF")
        yield
        if _is_postgresql():
            cursor.execute("ANALYZE")
        take_statistics()
    connection.close()


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _address(name: str) -> str:
    return name if _is_postgresql() else str(Path(settings.CPD_VAR) / f"{name}.sqlite3")


def _create(name: str) -> None:
    if _is_postgresql():
        _run_on_server(f'CREATE DATABASE "{name}"')


def _copy(source: str, name: str) -> None:
    if _is_postgresql():
        _run_on_server(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    else:
        shutil.copy(_address(source), _address(name))


def _run_on_server(statement: str) -> None:
    with psycopg.connect(settings.CPD_DATABASE_URL, autocommit=True) as server:
        server.execute(statement)
