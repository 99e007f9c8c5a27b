"""Whether this process can serve, and whether the whole installation works."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection

from cpd.jobs.models import Job
from cpd.jobs.states import State
from cpd.operations.preparing import database_is_current, restore_mark

WAITS_TOO_LONG = timedelta(minutes=10)


@dataclass(frozen=True)
class Readiness:
    """What is wrong, as short codes that tell a stranger nothing."""

    problems: list[str]


def database_answers() -> bool:
    """One cheap question to the database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def get_readiness(now: datetime) -> Readiness:
    """Whether tables, vault, files and job runner are all there."""
    if not database_answers():
        return Readiness(["database"])
    problems = ["restore"] if restore_mark().exists() else []
    if not database_is_current():
        problems.append("migrations")
    elif Job.objects.filter(state=State.WAITING, due_at__lt=now - WAITS_TOO_LONG).exists():
        problems.append("jobs")
    problems += [name for name in ("CPD_VAULT", "CPD_FILES") if not Path(getattr(settings, name)).is_dir()]
    return Readiness(problems)
