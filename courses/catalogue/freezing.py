"""Keeps the rows of a published version as they are, in the database itself, by triggers.

SQLite drops a table's triggers when a migration rebuilds the table, and cannot rebuild a table that another table's
trigger reads; so they are taken off before every migrate and put back after it.
"""

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "A published version is never changed."
VERSION = "courses_moduleversion"
# What may still be written on the row of a published version: that it is closed.
OPEN_COLUMNS = {"state", "closed_by_id", "closed_at", "closed_reason"}
OF_LESSON = "(SELECT version_id FROM courses_lesson WHERE id = {row}.lesson_id)"
OF_TASK = "(SELECT version_id FROM courses_task WHERE id = {row}.task_id)"
OF_CHECK = (
    "(SELECT courses_lesson.version_id FROM courses_check JOIN courses_lesson ON courses_lesson.id = "
    "courses_check.lesson_id WHERE courses_check.id = {row}.check_question_id)"
)
# Each table, and how its row leads to its version.
PARTS = {
    "courses_learningoutcome": "{row}.version_id",
    "courses_assessmentcriterion": "{row}.version_id",
    "courses_task": "{row}.version_id",
    "courses_lesson": "{row}.version_id",
    "courses_case": "{row}.version_id",
    "courses_source": "{row}.version_id",
    "courses_task_criteria": OF_TASK,
    "courses_taskmode": OF_TASK,
    "courses_lesson_criteria": OF_LESSON,
    "courses_reflectiveprompt": OF_LESSON,
    "courses_check": OF_LESSON,
    "courses_checkoption": OF_CHECK,
}
VERBS = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}

type Connection = BaseDatabaseWrapper


def thaw_before_migrate(*, using: str, **_) -> None:
    drop(connections[using])


def freeze_after_migrate(*, using: str, **_) -> None:
    install(connections[using])


def install(connection: Connection) -> None:
    """Install every trigger; a second time changes nothing."""
    drop(connection)
    if VERSION not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for table, verb, condition in _guards(connection):
            for statement in _create(connection.vendor, table, verb, condition):
                cursor.execute(statement, None)


def drop(connection: Connection) -> None:
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, verb in [(table, verb) for table in [*PARTS, VERSION] for verb in VERBS if table in tables]:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, verb)}{on}", None)


def _guards(connection: Connection) -> list[tuple[str, str, str]]:
    """Table, verb, and the condition under which it is refused."""
    guards = [
        (table, verb, " OR ".join(_is_published(path.format(row=row)) for row in rows))
        for table, path in PARTS.items()
        for verb, rows in VERBS.items()
    ]
    columns = [
        field.column
        for field in apps.get_model("courses", "ModuleVersion")._meta.concrete_fields
        if field.column not in OPEN_COLUMNS
    ]
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
    guards.append((VERSION, "UPDATE", f"OLD.state <> 'draft' AND (NEW.state <> 'closed' OR {changed})"))
    guards.append((VERSION, "DELETE", "OLD.state <> 'draft'"))
    return guards


def _is_published(version_id: str) -> str:
    return f"EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = {version_id} AND v.state <> 'draft')"  # noqa: S608 - names of ours


def _create(vendor: str, table: str, verb: str, condition: str) -> list[str]:
    name = _name(table, verb)
    if vendor == "sqlite":
        raising = f"SELECT RAISE(ABORT, '{REFUSAL}')"
        return [f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} BEGIN {raising}; END"]
    # A row trigger's own condition may not hold a query in PostgreSQL, so a function asks.
    asking = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {'OLD' if verb == 'DELETE' else 'NEW'}; END $$"
    )
    return [asking, f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"]


def _name(table: str, verb: str) -> str:
    return f"{table}_frozen_{verb.lower()}"
