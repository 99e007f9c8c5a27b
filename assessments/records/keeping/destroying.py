"""Takes the records of one kind of one enrolment, cohort or person out of the database, and out of the vault."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q, QuerySet

from assessments.audit.making import purge, stop
from assessments.audit.models import Pack
from assessments.audit.states import PackState
from assessments.portfolios.models import Attestation, EvidenceItem, PageImage
from assessments.portfolios.states import AttestationState, ItemState
from assessments.records.keeping.places import ENROLMENT, PERSON, Place, places_of
from assessments.records.keeping.states import RecordKind
from courses.delivery.models import Enrolment
from cpd.accounts.models import Invitation, InvitationState, User
from cpd.files.keeping import list_destroyed
from cpd.files.models import StoredFile
from cpd.files.store import destroy
from cpd.files.texts import erase_text_key
from cpd.history.models import Salt

# What a reader finds where something stood.
GONE = "Destroyed."
NOWHERE = "erased.invalid"
ERASED_MEANWHILE = (
    "Records in it were destroyed on their day or at a person's request while it was made. Ask for it again."
)


@dataclass
class Emptied:
    """What was taken out. `lines` say what it was by ids and digests; `keys` are to be destroyed next."""

    rows: int = 0
    files: int = 0
    keys: list[UUID] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        return hashlib.sha256("\n".join(sorted(self.lines)).encode()).hexdigest()


def rows_of(place: Place, subjects: Iterable[UUID]) -> QuerySet:
    model = apps.get_model(place.model)
    return model._default_manager.filter(**{f"{place.path}__in": list(subjects)}, **dict(place.where))


def still_there(kind: RecordKind, subject: str, subjects: Iterable[UUID]) -> set[UUID]:
    """Which of these enrolments, cohorts or people have anything of this kind that is not destroyed yet."""
    ids, found = list(subjects), set()
    for place in places_of(kind, subject):
        rows = rows_of(place, ids)
        if not place.goes:
            rows = rows.filter(_holds_something(place))
        found |= set(rows.values_list(place.path, flat=True))
    return found


def empty(kind: RecordKind, subject: str, subject_id: UUID, *, by: models.Model | None, now: datetime) -> Emptied:
    """Take everything of this kind out of the database and destroy its files; part of the action that decided it.

    Text keys are given back: they go when this is committed (`erase_keys`), since no rollback brings a key back.
    """
    emptied = Emptied()
    for place in places_of(kind, subject):
        rows = rows_of(place, [subject_id])
        if not place.goes:
            rows = rows.filter(_holds_something(place))
        for row in list(rows):
            _empty_row(place, row, emptied, by, now)
    if subject == ENROLMENT and kind in (RecordKind.EVIDENCE, RecordKind.SAMPLE):
        _destroy_packs(subject_id, emptied, now)
    if subject == ENROLMENT and kind == RecordKind.LEARNING:
        Enrolment.objects.filter(pk=subject_id).update(calendar_token=secrets.token_urlsafe(32)[:43])
    _forget_salts(emptied, subject_id if subject == PERSON else None)
    return emptied


def erase_keys(keys: Iterable[UUID], *, now: datetime) -> None:
    """After the commit; a second time changes nothing."""
    for key in keys:
        erase_text_key(key, now)


def list_it(kind: RecordKind, subject: str, subject_id: UUID, *, now: datetime) -> None:
    """Into the vault's list, so that a restored backup loses it again."""
    list_destroyed(kind.value, subject, subject_id, now=now)


def empty_again(line: list[str], now: datetime) -> None:
    """A line of the vault's list, after a restore: what an old backup brought back goes again."""
    kind, subject, subject_id = RecordKind(line[0]), line[1], UUID(line[2])
    with transaction.atomic():
        emptied = empty(kind, subject, subject_id, by=None, now=now)
    erase_keys(emptied.keys, now=now)


def _holds_something(place: Place) -> Q:
    found = Q()
    for name in (*place.words, *place.blanks):
        found |= ~Q(**{f"{name}__in": ["", GONE]})
    for name in place.sealed:
        found |= ~Q(**{name: b""})
    for name in place.files:
        found |= Q(**{f"{name}__isnull": False, f"{name}__destroyed_at__isnull": True})
    if place.model == "accounts.User":
        found = ~Q(email__endswith=NOWHERE)
    if place.model == "accounts.Invitation":
        found = ~Q(email__endswith=NOWHERE)
    return found


def _empty_row(place: Place, row: models.Model, emptied: Emptied, by: models.Model | None, now: datetime) -> None:
    label = row._meta.label_lower
    emptied.rows += 1
    emptied.lines.append(f"{label} {row.pk}")
    if place.key and (key := getattr(row, place.key)):
        emptied.keys.append(key)
    for name in place.sealed:
        if value := bytes(getattr(row, name)):
            emptied.lines.append(f"{label} {row.pk} {name} {hashlib.sha256(value).hexdigest()}")
    for stored in _files(place, row):
        emptied.lines.append(f"{label} {row.pk} file {stored.sha256}")
        if stored.destroyed_at is None:
            destroy(stored, by=by, now=now)
            emptied.files += 1
    if place.goes:
        if isinstance(row, UserSession):
            Session.objects.filter(session_key=row.session_key).delete()
        row.delete()
        return
    for name in place.words:
        if getattr(row, name):
            setattr(row, name, GONE)
    for name in place.blanks:
        setattr(row, name, "")
    for name in place.sealed:
        setattr(row, name, b"")
    _leave(row)
    row.save()


def _files(place: Place, row: models.Model) -> list[StoredFile]:
    stored = [file for name in place.files if (file := getattr(row, name))]
    if isinstance(row, EvidenceItem) and row.file:
        stored += [page.file for page in PageImage.objects.filter(source=row.file).select_related("file")]
    return stored


def _leave(row: models.Model) -> None:
    """What else has to be true of a row that was emptied."""
    if isinstance(row, EvidenceItem):
        row.state, row.word_count = ItemState.PURGED, 0
    if isinstance(row, Attestation) and row.state in (AttestationState.WAITING, AttestationState.ASKED):
        row.state = AttestationState.CANCELLED
    if isinstance(row, Invitation):
        row.email = f"{row.pk}@{NOWHERE}"
        if row.state == InvitationState.WAITING:
            row.state = InvitationState.CANCELLED
    if isinstance(row, User):
        row.email, row.password = f"{row.pk}@{NOWHERE}", make_password(None)
        row.given_names, row.family_name = "Erased", "person"
        row.is_active, row.employer, row.manager = False, None, None


def _destroy_packs(enrolment_id: UUID, emptied: Emptied, now: datetime) -> None:
    """An archive of her cohort holds her evidence, a pack of her award what was said of it; they can be made again. One
    that is being made is stopped: what it read so far is in no list, and its bytes become nobody's. A pack of a visit
    stays: it holds numbers, codes and salted digests, and no words."""
    hers = Q(cohort__in=Enrolment.objects.filter(pk=enrolment_id).values("cohort")) | Q(award__enrolment=enrolment_id)
    under_way = [PackState.MAKING, PackState.MADE]
    for pack in Pack.objects.select_for_update(of=["self"]).filter(hers, state__in=under_way).order_by("pk"):
        if pack.state == PackState.MAKING:
            stop(pack, why=ERASED_MEANWHILE, now=now)
            continue
        emptied.lines.append(f"assessments.pack {pack.pk} file {pack.file.sha256}")
        emptied.files += 1
        purge(pack, now=now)


def _forget_salts(emptied: Emptied, person_id: UUID | None) -> None:
    """Without its salt the digest of a text in the record can be compared with no guess."""
    ids = {line.split()[1] for line in emptied.lines} | ({str(person_id)} if person_id else set())
    Salt.objects.filter(entry__subject_id__in=ids).delete()
