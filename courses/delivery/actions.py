"""Cohorts, their staff, and the life of an enrolment."""

import secrets
from datetime import date, datetime

from courses.accreditation.models import Accreditation
from courses.catalogue.models import ModuleVersion
from courses.delivery.candidates import new_candidate_number, new_enrolment_code, same_code
from courses.delivery.models import Cohort, CohortRole, CohortStaff, Enrolment
from courses.delivery.rules import check_can_accept, check_can_move, check_can_offer, check_can_plan
from courses.delivery.states import COHORT_MOVES, CohortState, EnrolmentState
from cpd.accounts.models import Organisation, User
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify
from cpd.rules import NotAllowed

APPOINTED_AS = {
    CohortRole.TUTOR: "tutor",
    CohortRole.ASSESSOR: "assessor",
    CohortRole.MODERATOR: "moderator",
    CohortRole.BOARD: "board",
    CohortRole.INTAKE: None,
}


@action
def create_cohort(
    *,
    version: ModuleVersion,
    accreditation: Accreditation,
    code: str,
    starts_on: date,
    due_at: datetime,
    by: User,
    now: datetime,
    board_on: date | None = None,
    copied_from: Cohort | None = None,
) -> Cohort:
    """Plan one delivery of a published version under a live accreditation that covers it."""
    check_can_plan(version, accreditation, starts_on)
    if Cohort.objects.filter(code=code).exists():
        raise NotAllowed(f"There is a cohort called {code}. Choose another name.")
    cohort = Cohort.objects.create(
        version=version,
        accreditation=accreditation,
        code=code,
        starts_on=starts_on,
        due_at=due_at,
        board_on=board_on,
        copied_from=copied_from,
        created_by=by,
        created_at=now,
    )
    record("cohort.created", by=by, about=cohort, now=now, version=version.pk, accreditation=accreditation.pk, due=due_at)
    return cohort


@action
def add_staff(cohort: Cohort, *, person: User, role: str, by: User, now: datetime) -> CohortStaff:
    """Put somebody to work on a cohort; refused to people who do not hold the role, or who learn on it."""
    appointed_as = APPOINTED_AS[CohortRole(role)]
    today = now.date()
    intake = role == CohortRole.INTAKE and (person.holds("coordinator", on=today) or person.holds("safeguarding", on=today))
    if not intake and not (appointed_as and person.holds(appointed_as, on=today)):
        raise NotAllowed("This person is not appointed to that role today. Appoint them first.")
    if Enrolment.objects.current().filter(cohort=cohort, learner=person).exists():
        raise NotAllowed("This person is a learner on the cohort, so cannot work on it.")
    post, is_new = CohortStaff.objects.get_or_create(cohort=cohort, person=person, role=role)
    if is_new:
        record("cohort.staff_added", by=by, about=cohort, now=now, person=person.pk, post=str(role))
    else:
        unchanged()
    return post


@action
def open_cohort(cohort: Cohort, *, by: User, now: datetime) -> Cohort:
    """Start work: enrolled learners become active on the start date."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if CohortState.OPEN not in COHORT_MOVES[CohortState(cohort.state)]:
        raise NotAllowed("This cohort is already open, or closed.")
    cohort.state = CohortState.OPEN
    cohort.save(update_fields=["state"])
    record("cohort.opened", by=by, about=cohort, now=now)
    return cohort


@action
def close_cohort(cohort: Cohort, *, by: User, now: datetime) -> Cohort:
    """Take nobody else on; what is under way goes on."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if CohortState.CLOSED not in COHORT_MOVES[CohortState(cohort.state)]:
        raise NotAllowed("Only an open cohort can be closed.")
    cohort.state = CohortState.CLOSED
    cohort.save(update_fields=["state"])
    record("cohort.closed", by=by, about=cohort, now=now)
    return cohort


@action
def offer_place(
    cohort: Cohort,
    *,
    email: str,
    given_names: str,
    family_name: str,
    certificate_name: str,
    employer: Organisation | None,
    by: User,
    now: datetime,
    manager_name: str = "",
    manager_email: str = "",
    nation: str = "",
    access_needs: str = "",
) -> Enrolment:
    """Offer somebody a place; makes her account (without a password) if she has none, and invites nobody yet."""
    check_can_offer(cohort)
    learner = _learner(email, given_names, family_name, certificate_name, employer, now)
    known = Enrolment.objects.current().filter(cohort=cohort, learner=learner).first()
    if known:
        unchanged()
        return known
    enrolment = Enrolment.objects.create(
        cohort=cohort,
        learner=learner,
        version=cohort.version,
        accreditation=cohort.accreditation,
        candidate_number=new_candidate_number(),
        code=new_enrolment_code(),
        offered_at=now,
        employer=employer,
        manager_name=manager_name,
        manager_email=manager_email,
        nation=nation,
        access_needs=access_needs,
        calendar_token=secrets.token_urlsafe(32),
    )
    record("enrolment.offered", by=by, about=enrolment, now=now, cohort=cohort.pk)
    return enrolment


@action
def accept_offer(enrolment: Enrolment, *, code: str, by: User, now: datetime) -> Enrolment:
    """Take up a place with the code that came by another route; version and accreditation are pinned from here on."""
    enrolment = _lock(enrolment)
    check_can_accept(by, enrolment, now.date())
    if not same_code(code, enrolment.code):
        raise NotAllowed("That code does not match. Check it with your coordinator; nothing was changed.")
    has_started = enrolment.cohort.state == CohortState.OPEN and enrolment.cohort.starts_on <= now.date()
    enrolment.version = enrolment.cohort.version
    enrolment.accreditation = enrolment.cohort.accreditation
    enrolment.enrolled_on = now.date()
    enrolment.state = EnrolmentState.ACTIVE if has_started else EnrolmentState.ENROLLED
    enrolment.save(update_fields=["version", "accreditation", "enrolled_on", "state"])
    notify(by, "enrolment.accepted", now=now, about=enrolment, url="/learn/")
    record(
        "enrolment.accepted", by=by, about=enrolment, now=now, version=enrolment.version_id, state=str(enrolment.state)
    )
    return enrolment


@action
def start(enrolment: Enrolment, *, by: User | None, now: datetime) -> Enrolment:
    """The cohort has begun: enrolled becomes active."""
    return _move(enrolment, EnrolmentState.ACTIVE, "enrolment.started", by=by, now=now)


@action
def interrupt(enrolment: Enrolment, *, reason: str, by: User, now: datetime) -> Enrolment:
    """A break, for work or health; nothing is lost and deadlines wait."""
    return _move(enrolment, EnrolmentState.INTERRUPTED, "enrolment.interrupted", by=by, now=now, reason=reason)


@action
def resume(enrolment: Enrolment, *, by: User, now: datetime) -> Enrolment:
    """Back from a break."""
    return _move(enrolment, EnrolmentState.ACTIVE, "enrolment.resumed", by=by, now=now)


@action
def withdraw(enrolment: Enrolment, *, reason: str, by: User, now: datetime) -> Enrolment:
    """She leaves the module."""
    return _end(enrolment, EnrolmentState.WITHDRAWN, "enrolment.withdrawn", by=by, now=now, reason=reason)


@action
def lapse(enrolment: Enrolment, *, by: User | None, now: datetime) -> Enrolment:
    """The longest registration period has passed (REG-1)."""
    return _end(enrolment, EnrolmentState.LAPSED, "enrolment.lapsed", by=by, now=now, reason="")


@action
def cancel_enrolment(enrolment: Enrolment, *, reason: str, by: User, now: datetime) -> Enrolment:
    """A wrong row: entered in error."""
    return _end(enrolment, EnrolmentState.CANCELLED, "enrolment.cancelled", by=by, now=now, reason=reason)


@action
def complete(enrolment: Enrolment, *, by: User, now: datetime) -> Enrolment:
    """Every required outcome was ratified and released."""
    return _end(enrolment, EnrolmentState.COMPLETED, "enrolment.completed", by=by, now=now, reason="")


def _lock(enrolment: Enrolment) -> Enrolment:
    return (
        Enrolment.objects.select_for_update(of=["self"])
        .select_related("cohort__version", "cohort__accreditation")
        .get(pk=enrolment.pk)
    )


def _move(
    enrolment: Enrolment, to: EnrolmentState, name: str, *, by: User | None, now: datetime, reason: str = ""
) -> Enrolment:
    enrolment = _lock(enrolment)
    check_can_move(enrolment, to)
    enrolment.state = to
    enrolment.save(update_fields=["state"])
    record(name, by=by, about=enrolment, now=now, sealed={"reason": reason} if reason else None)
    return enrolment


def _end(
    enrolment: Enrolment, to: EnrolmentState, name: str, *, by: User | None, now: datetime, reason: str
) -> Enrolment:
    enrolment = _lock(enrolment)
    check_can_move(enrolment, to)
    enrolment.state = to
    enrolment.ended_at = now
    enrolment.end_reason = reason
    enrolment.save(update_fields=["state", "ended_at", "end_reason"])
    record(name, by=by, about=enrolment, now=now, sealed={"reason": reason} if reason else None)
    return enrolment


def _learner(
    email: str, given_names: str, family_name: str, certificate_name: str, employer: Organisation | None, now: datetime
) -> User:
    address = User.objects.normalise(email)
    known = User.objects.filter(email=address).first()
    if known:
        return known
    return User.objects.create_user(
        address,
        given_names=given_names,
        family_name=family_name,
        certificate_name=certificate_name,
        employer=employer,
        joined_at=now,
    )
