"""Everything about a person, table by table as places.py lists them, without other people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models

from assessments.audit.sentences import SENTENCES
from assessments.portfolios.models import Attestation, EvidenceItem, Submission
from assessments.records.access.redacting import Redactor
from assessments.records.keeping.destroying import rows_of
from assessments.records.keeping.places import COHORT, PERSON, PLACES, Place
from assessments.records.keeping.states import RecordKind
from courses.delivery.models import Enrolment
from cpd.accounts.away.models import KeptAway
from cpd.accounts.models import User
from cpd.files.models import StoredFile
from cpd.files.sealing import Damaged
from cpd.files.store import Destroyed
from cpd.files.texts import open_text
from cpd.history.models import Entry

# Of what is sealed under another row's key.
KEY_OF = {"assessments.TextRevision": "item"}
# What says nothing to a person: keys, digests, one-time links.
UNSAID = {
    "text_key",
    "name_key",
    "password",
    "token",
    "token_digest",
    "session_key",
    "data",
    "code",
    "calendar_token",
    "key",
}


@dataclass
class Table:
    """The rows of one table that are about her."""

    title: str
    kind: RecordKind
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Copy:
    """All that is told of her in words; her files are read one by one when they are written (files.py)."""

    name: str
    made_at: datetime
    tables: list[Table]
    entries: list[dict[str, Any]]
    left_out: list[str]


LEFT_OUT = [
    "The names of other people: assessors and other staff are named by their part in it, managers and whomever you named "
    "as “[somebody else]”.",
    "What a safeguarding lead keeps about a risk to somebody else, since reading it could put that person in danger.",
    "Passwords, keys and one-time links, which are secrets and not information about you.",
    "What assessors wrote about work whose result is not released. Ask again after the release.",
]


def steps_of() -> int:
    return len(_told()) + 2


def compile_copy(person: User, *, now: datetime, stepped: Callable[[int], None]) -> Copy:
    """Read it all; `stepped` is told after each table how many are done."""
    enrolments = list(Enrolment.objects.filter(learner=person).select_related("cohort"))
    clean = _redactor(person, enrolments).clean
    hidden = set(
        Submission.objects.filter(portfolio__enrolment__in=enrolments, released_at__isnull=True).values_list(
            "pk", flat=True
        )
    )
    tables = []
    for number, place in enumerate(_told(), start=1):
        table = _read(place, person, enrolments, hidden, clean)
        if table.rows:
            tables.append(table)
        stepped(number)
    entries = _entries(person)
    stepped(len(_told()) + 1)
    return Copy(person.get_full_name(), now, tables, entries, LEFT_OUT)


def _told() -> list[Place]:
    return [place for place in PLACES if place.told and place.subject != COHORT]


def _redactor(person: User, enrolments: list[Enrolment]) -> Redactor:
    """Whoever works here, her managers, and whom she named herself."""
    own = [person.given_names, person.family_name, person.certificate_name, person.get_full_name(), person.email]
    others: list[str] = []
    for one in User.objects.exclude(pk=person.pk).iterator():
        others += [one.get_full_name(), one.certificate_name, one.email, one.family_name]
    for row in enrolments:
        others += [row.manager_name, row.manager_email]
    for row in Attestation.objects.filter(submission__portfolio__enrolment__in=enrolments):
        others += [row.manager_name, row.manager_email]
    for row in KeptAway.objects.filter(learner=person):
        others += [row.name, row.name_key, row.email]
    return Redactor(others, own)


def _read(
    place: Place, person: User, enrolments: list[Enrolment], hidden: set[UUID], clean: Callable[[str], str]
) -> Table:
    model = apps.get_model(place.model)
    table = Table(str(model._meta.verbose_name_plural).capitalize(), place.kind)
    subjects = [person.pk] if place.subject == PERSON else [row.pk for row in enrolments]
    for row in rows_of(place, subjects).order_by("pk"):
        if place.kind in (RecordKind.MARKING, RecordKind.BOARD) and _submission_of(place, row) in hidden:
            continue
        table.rows.append(_row(place, row, person, clean))
    return table


def _submission_of(place: Place, row: models.Model) -> UUID | None:
    steps = place.path.split("__")
    if "submission" not in steps:
        return None
    for step in steps[: steps.index("submission")]:
        row = getattr(row, step)
    return row.submission_id


def _row(place: Place, row: models.Model, person: User, clean: Callable[[str], str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        if column.name in UNSAID or (column.is_relation and column.related_model is StoredFile):
            continue
        name, value = str(column.verbose_name), getattr(row, column.attname)
        if value in (None, "", b""):
            continue
        if column.name in place.sealed:
            values[name] = clean(_opened(place, row, bytes(value)))
        elif column.is_relation:
            values[name] = _related(column, row, person, clean)
        elif column.choices:
            values[name] = str(getattr(row, f"get_{column.name}_display")())
        else:
            values[name] = _plain(value, clean)
    return {name: value for name, value in values.items() if value not in ("", None)}


def _opened(place: Place, row: models.Model, sealed: bytes) -> str:
    owner = getattr(row, KEY_OF[place.model]) if place.model in KEY_OF else row
    key = getattr(owner, place.key or "text_key")
    try:
        return open_text(key, sealed) if key else ""
    except (Destroyed, Damaged):
        return "Destroyed."


def _related(column: models.ForeignKey, row: models.Model, person: User, clean: Callable[[str], str]) -> str:
    """People as their part in it; things of ours by their short name, which holds no person's."""
    value = getattr(row, column.attname)
    if column.related_model._meta.label == settings.AUTH_USER_MODEL:
        return "you" if value == person.pk else "somebody else"
    if column.related_model._meta.label == "accounts.Organisation":
        return str(getattr(row, column.name))
    return clean(str(getattr(row, column.name)))


def _plain(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return ""
    if isinstance(value, dict):
        return {key: _plain(part, clean) for key, part in value.items()}
    return value if isinstance(value, bool | int | float) else clean(str(value))


def _entries(person: User) -> list[dict[str, Any]]:
    """What the record says was done by her, and who opened her evidence: by their part in it."""
    items = [
        str(pk)
        for pk in EvidenceItem.objects.filter(submission__portfolio__enrolment__learner=person).values_list(
            "pk", flat=True
        )
    ]
    own = Entry.objects.filter(actor_id=str(person.pk)).order_by("pk")
    opened = (
        Entry.objects.filter(name="evidence.opened", subject_id__in=items)
        .exclude(actor_id=str(person.pk))
        .order_by("pk")
    )
    return [
        {
            "what": entry.name,
            "words": SENTENCES[entry.name][1] if entry.name in SENTENCES else entry.name,
            "at": entry.at.isoformat(),
            "by": "you" if entry.actor_id == str(person.pk) else entry.role or "somebody else",
        }
        for entry in (*own, *opened)
    ]
