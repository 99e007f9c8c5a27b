"""Entering a suspicion about staff, naming who looks into it, deciding it, and telling the university (MIS-2)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from assessments.standing.register import rules
from assessments.standing.register.models import Suspicion
from assessments.standing.states import Malpractice, SuspicionOutcome, SuspicionState
from courses.accreditation.models import Accreditation
from courses.accreditation.rulesets import get_rules
from courses.delivery.queries.calendars import calendar_for
from cpd.accounts.models import User
from cpd.files.store import Destroyed
from cpd.files.texts import new_text_key, open_text, seal_text
from cpd.history.actions import action, record
from cpd.notices.actions import notify

GONE = "What was written here was destroyed for good."


@action
def enter_suspicion(
    person: User,
    *,
    kind: str,
    note: str,
    accreditation: Accreditation,
    by: User,
    now: datetime,
    marked_since: date | None = None,
) -> Suspicion:
    """From now on the person gets nothing new; nobody but the keepers of the register learns why."""
    # The person's row is locked, so that two who enter the same at once make one entry.
    person = User.objects.select_for_update().get(pk=person.pk)
    today = timezone.localdate(now)
    rules.check_can_enter(by, person, kind, note, marked_since, today)
    numbers, key = get_rules(accreditation, began=today), new_text_key()
    suspicion = Suspicion.objects.create(
        person=person,
        kind=Malpractice(kind),
        accreditation=accreditation,
        marked_since=marked_since,
        text_key=key,
        sealed_note=seal_text(key, note.strip()),
        entered_by=by,
        entered_at=now,
        decide_by=calendar_for().working_days_after(today, numbers.malpractice_working_days),
        rules_version=numbers.version,
    )
    record(
        "suspicion.entered",
        by=by,
        about=suspicion,
        now=now,
        kind=str(suspicion.kind),
        decide_by=suspicion.decide_by,
        rules=suspicion.rules_version,
    )
    return suspicion


@action
def name_investigator(suspicion: Suspicion, *, investigator: User, by: User, now: datetime) -> Suspicion:
    """Somebody who is not involved looks into it, and decides."""
    suspicion = _lock(suspicion)
    rules.check_can_name(by, suspicion, investigator, timezone.localdate(now))
    suspicion.investigator, suspicion.state = investigator, SuspicionState.LOOKED_INTO
    suspicion.save(update_fields=["investigator", "state"])
    url = reverse("standing:show_suspicion", args=[suspicion.pk])
    notify(investigator, "suspicion.given", now=now, about=suspicion, url=url)
    record("suspicion.given", by=by, about=suspicion, now=now, investigator=investigator.pk)
    return suspicion


@action
def decide_suspicion(
    suspicion: Suspicion, *, outcome: str, reason: str, by: User, now: datetime, barred_until: date | None = None
) -> Suspicion:
    """End it with an outcome. No mark changes by this: what was marked is read again by the moderators."""
    suspicion = _lock(suspicion)
    rules.check_can_decide(by, suspicion, outcome, barred_until, reason, timezone.localdate(now))
    suspicion.state, suspicion.decided_at = SuspicionState.DECIDED, now
    suspicion.outcome, suspicion.barred_until = SuspicionOutcome(outcome), barred_until
    suspicion.sealed_reason = seal_text(suspicion.text_key, reason.strip())
    suspicion.save(update_fields=["state", "decided_at", "outcome", "barred_until", "sealed_reason"])
    record("suspicion.decided", by=by, about=suspicion, now=now, outcome=str(suspicion.outcome), until=barred_until)
    return suspicion


@action
def tell_university(suspicion: Suspicion, *, told_on: date, by: User, now: datetime) -> Suspicion:
    """Put on record on which day the partner university was told."""
    suspicion = _lock(suspicion)
    rules.check_can_tell(by, suspicion, told_on, timezone.localdate(now))
    suspicion.told_on, suspicion.told_by = told_on, by
    suspicion.save(update_fields=["told_on", "told_by"])
    record("suspicion.university_told", by=by, about=suspicion, now=now, on=told_on)
    return suspicion


@dataclass(frozen=True)
class Written:
    note: str
    reason: str


@action
def read_suspicion(suspicion: Suspicion, *, by: User, now: datetime) -> Written:
    """What was written, for whoever entered it and whoever looks into it; that they read it is recorded."""
    rules.check_can_read(by, suspicion, timezone.localdate(now))
    record("suspicion.read", by=by, about=suspicion, now=now)
    return Written(_text(suspicion, suspicion.sealed_note), _text(suspicion, suspicion.sealed_reason))


def _text(suspicion: Suspicion, sealed: bytes) -> str:
    if not sealed:
        return ""
    try:
        return open_text(suspicion.text_key, sealed)
    except Destroyed:
        return GONE


def _lock(suspicion: Suspicion) -> Suspicion:
    return Suspicion.objects.select_for_update(of=["self"]).select_related("person").get(pk=suspicion.pk)
