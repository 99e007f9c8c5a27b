"""Copying a database out and back in: SQLite by writing it anew, PostgreSQL by its own programs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

FILE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class ProgramMissing(Exception):
    """PostgreSQL's client programs are not installed; the sentence says so."""


def dump(folder: Path) -> Path:
    """A consistent copy of the database, taken while others go on writing, without what was deleted from it."""
    path = folder / FILE[connection.vendor]
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(_sqlite_path())) as source:
            # Not page by page: a page may hold rests of rows that are gone.
            source.execute("VACUUM INTO ?", [str(path)])
    else:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={path}")
    return path


def load(path: Path) -> None:
    """Put a dumped database in the place of this installation's, which must be empty."""
    connection.close()
    if connection.vendor == "sqlite":
        _sqlite_path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(path, _sqlite_path())
    else:
        _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname", _name(), str(path))


def vendor() -> str:
    return connection.vendor


def is_empty() -> bool:
    """Whether there are no tables."""
    if connection.vendor == "sqlite" and not _sqlite_path().exists():
        return True
    return not connection.introspection.table_names()


def problems(path: Path) -> list[str]:
    """What is wrong with a dumped file, in sentences."""
    if path.name == FILE["sqlite"]:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
            try:
                answer = [row[0] for row in copy.execute("PRAGMA integrity_check")]
            except sqlite3.DatabaseError as problem:
                answer = [str(problem)]
        return [] if answer == ["ok"] else [f"{path.name} is damaged: {'; '.join(answer[:3])}"]
    try:
        _run("pg_restore", "--list", str(path))
    except subprocess.CalledProcessError:
        return [f"{path.name} cannot be read by pg_restore."]
    return []


def take_statistics() -> None:
    """Let SQLite look how its tables are filled, a thousand rows an index, so that it chooses the right one.

    PostgreSQL does so by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")


def live_files(path: Path) -> set[str] | None:
    """The ids of files that a dumped SQLite database counts as stored; None where only a restore can tell."""
    if path.name != FILE["sqlite"]:
        return None
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
        rows = copy.execute("SELECT id FROM files_storedfile WHERE destroyed_at IS NULL")
        return {hexadecimal for (hexadecimal,) in rows}


def _sqlite_path() -> Path:
    return Path(connection.settings_dict["NAME"])


def _name() -> str:
    return connection.settings_dict["NAME"]


def _run(program: str, *arguments: str) -> None:
    if not shutil.which(program):
        raise ProgramMissing(f"{program} is not installed here: install PostgreSQL's client programs.")
    at = connection.settings_dict
    # By environment, since other people of this machine can read a command line.
    where = {"PGHOST": at["HOST"], "PGPORT": str(at["PORT"]), "PGUSER": at["USER"], "PGPASSWORD": at["PASSWORD"]}
    settled = {name: value for name, value in (where | {"PGDATABASE": at["NAME"]}).items() if value}
    subprocess.run([program, *arguments], check=True, env=os.environ | settled, capture_output=True)
