"""Inviting a university to a visit, opening it, ending it, and noting what is read in it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from assessments.audit.models import Visit
from assessments.audit.queries.visits import cohorts_in, cohorts_under
from assessments.audit.rules.visits import (
    check_can_invite_to_visit,
    check_can_move,
    check_can_visit,
    check_is_hers,
    check_is_independent,
)
from assessments.audit.states import VisitState
from courses.accreditation.models import Accreditation
from courses.catalogue.models import Module
from courses.delivery.models import Cohort, Enrolment
from courses.delivery.queries.calendars import calendar_over
from cpd.accounts.actions import invite
from cpd.accounts.models import User
from cpd.accounts.queries import find_person
from cpd.accounts.roles import Role
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify
from cpd.rules import NotAllowed


@action
def invite_to_visit(
    accreditation: Accreditation,
    *,
    email: str,
    purpose: str,
    working_days: int,
    by: User,
    now: datetime,
    modules: Iterable[Module] = (),
    cohorts: Iterable[Cohort] = (),
    began_from: date | None = None,
    began_until: date | None = None,
) -> Visit:
    """Invite the university's named person. Whoever is its auditor already finds the visit waiting; anybody else gets
    an account by the same invitation as everybody here, with a second factor."""
    check_can_invite_to_visit(by, working_days, timezone.localdate(now))
    person = find_person(email)
    is_auditor = person is not None and (
        person.appointments.in_force(timezone.localdate(now))
        .filter(role=Role.AUDITOR, organisation=accreditation.university_id)
        .exists()
    )
    invitation = None
    if not is_auditor:
        invitation, _ = invite(email=email, role=Role.AUDITOR, organisation=accreditation.university, by=by, now=now)
    visit = Visit.objects.create(
        accreditation=accreditation,
        auditor=person if is_auditor else None,
        invitation=invitation,
        purpose=purpose,
        working_days=working_days,
        began_from=began_from,
        began_until=began_until,
        invited_by=by,
        invited_at=now,
    )
    visit.modules.set(modules)
    visit.cohorts.set(cohorts)
    if is_auditor:
        notify(person, "visit.invited", now=now, about=visit, url=f"/audit/visits/{visit.pk}/")
    record(
        "visit.invited",
        by=by,
        about=visit,
        now=now,
        accreditation=accreditation.pk,
        working_days=working_days,
        modules=[str(module.pk) for module in modules],
        cohorts=[str(cohort.pk) for cohort in cohorts],
        sealed={"purpose": purpose},
    )
    return visit


@action
def open_visit(accreditation: Accreditation, *, purpose: str, by: User, now: datetime, declared: bool = True) -> Visit:
    """An auditor opens a visit of her own to every cohort; one that is open already is answered as it is."""
    check_can_visit(by, accreditation, timezone.localdate(now))
    check_is_independent(declared)
    known = Visit.objects.open_for(by, timezone.localdate(now)).filter(accreditation=accreditation).first()
    if known:
        unchanged()
        return known
    visit = Visit(accreditation=accreditation, purpose=purpose, working_days=accreditation.rules.visit_working_days)
    _open(visit, cohorts_under(accreditation), by=by, now=now)
    visit.save(force_insert=True)
    _record_opening(visit, by=by, now=now)
    return visit


@action
def take_up_visit(visit: Visit, *, declared: bool, by: User, now: datetime) -> Visit:
    """Open the visit one was invited to; its days begin today."""
    visit = Visit.objects.select_for_update(of=["self"]).select_related("accreditation").get(pk=visit.pk)
    check_is_hers(by, visit)
    check_can_move(visit, VisitState.OPEN)
    check_can_visit(by, visit.accreditation, timezone.localdate(now))
    check_is_independent(declared)
    _open(visit, cohorts_in(visit), by=by, now=now)
    visit.save(update_fields=["state", "auditor", "opened_at", "opens_on", "closes_on"])
    _record_opening(visit, by=by, now=now)
    return visit


@action
def close_visit(visit: Visit, *, by: User, now: datetime) -> Visit:
    """End a visit before its time."""
    visit = Visit.objects.select_for_update(of=["self"]).get(pk=visit.pk)
    check_is_hers(by, visit)
    check_can_move(visit, VisitState.CLOSED)
    if visit.findings.unsettled().exists():
        raise NotAllowed("A finding of this visit is open. Close it with its last answer; the visit closes with it.")
    visit.state, visit.closed_at = VisitState.CLOSED, now
    visit.save(update_fields=["state", "closed_at"])
    record("visit.closed", by=by, about=visit, now=now)
    return visit


@action
def cancel_visit(visit: Visit, *, by: User, now: datetime) -> Visit:
    """Take back an invitation to a visit that was not opened."""
    visit = Visit.objects.select_for_update(of=["self"]).get(pk=visit.pk)
    check_can_invite_to_visit(by, visit.working_days, timezone.localdate(now))
    check_can_move(visit, VisitState.CANCELLED)
    visit.state = VisitState.CANCELLED
    visit.save(update_fields=["state"])
    record("visit.cancelled", by=by, about=visit, now=now)
    return visit


@action
def note_reading(about: Cohort | Enrolment, *, visit: Visit, by: User, now: datetime) -> Visit:
    """Leave an entry for each page that an auditor reads, as she was told when she opened the visit."""
    record("visit.read", by=by, about=about, now=now, visit=visit.pk)
    return visit


@action
def close_when_settled(visit: Visit, *, by: User, now: datetime) -> Visit:
    """A concluded visit closes with its last finding; before that nothing changes."""
    visit = Visit.objects.select_for_update(of=["self"]).get(pk=visit.pk)
    if visit.state != VisitState.CONCLUDED or visit.findings.unsettled().exists():
        unchanged()
        return visit
    visit.state, visit.closed_at = VisitState.CLOSED, now
    visit.save(update_fields=["state", "closed_at"])
    record("visit.closed", by=by, about=visit, now=now)
    return visit


def _open(visit: Visit, cohorts: QuerySet[Cohort], *, by: User, now: datetime) -> None:
    """Her days of reading are working days where the cohorts are; the day on which she opens it is one beside them."""
    today = timezone.localdate(now)
    visit.state, visit.auditor, visit.opened_at, visit.opens_on = VisitState.OPEN, by, now, today
    visit.closes_on = calendar_over(cohorts).working_days_after(today, visit.working_days)


def _record_opening(visit: Visit, *, by: User, now: datetime) -> None:
    record(
        "visit.opened",
        by=by,
        about=visit,
        now=now,
        accreditation=visit.accreditation_id,
        until=visit.closes_on,
        independent=True,
        sealed={"purpose": visit.purpose},
    )
