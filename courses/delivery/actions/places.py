"""Offering somebody a place on a cohort, and taking it up."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from courses.delivery.candidates import new_enrolment_code, same_code
from courses.delivery.models import Cohort, Enrolment
from courses.delivery.moves import lock, move
from courses.delivery.queries.people import find_person, free_candidate_numbers
from courses.delivery.rules import (
    check_can_accept,
    check_can_offer,
    check_can_offer_to,
    check_is_same_person,
)
from courses.delivery.states import CohortState, EnrolmentState
from cpd.accounts.actions import appoint, create_organisation, create_person
from cpd.accounts.away.rules import check_is_not_kept_away
from cpd.accounts.models import Organisation, OrganisationKind, User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify
from cpd.rules import NotAllowed


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
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    check_can_offer(cohort)
    learner = find_person(email) or create_person(
        email=email,
        given_names=given_names,
        family_name=family_name,
        certificate_name=certificate_name,
        employer=employer,
        by=by,
        now=now,
    )
    check_is_not_kept_away(by, learner.pk)
    known = Enrolment.objects.current().filter(cohort=cohort, learner=learner).first()
    if known:
        unchanged()
        return known
    check_can_offer_to(cohort, learner)
    enrolment = Enrolment.objects.create(
        **new_place(cohort, learner, free_candidate_numbers(1)[0], now),
        employer=employer,
        manager_name=manager_name,
        manager_email=manager_email,
        nation=nation,
        access_needs=access_needs,
    )
    record("enrolment.offered", by=by, about=enrolment, now=now, cohort=cohort.pk)
    return enrolment


def add_learner(cohort: Cohort, *, employer: str, by: User, now: datetime, **details: str) -> Enrolment:
    """Offer a place to one person who was typed in; an employer that is not known yet is added."""
    person = find_person(details["email"])
    if person:
        check_is_same_person(person, details["given_names"], details["family_name"])
    known = Organisation.objects.filter(kind=OrganisationKind.EMPLOYER, name__iexact=employer).first()
    with transaction.atomic():
        if known is None:
            known = create_organisation(kind=OrganisationKind.EMPLOYER, name=employer, by=by, now=now)
        return offer_place(cohort, **details, employer=known, by=by, now=now)


def new_place(cohort: Cohort, learner: User, candidate_number: str, now: datetime) -> dict:
    """What every offered enrolment begins with."""
    return {
        "cohort": cohort,
        "learner": learner,
        "version_id": cohort.version_id,
        "accreditation_id": cohort.accreditation_id,
        "candidate_number": candidate_number,
        "code": new_enrolment_code(),
        "offered_at": now,
        "calendar_token": secrets.token_urlsafe(32),
    }


@action
def accept_offer(enrolment: Enrolment, *, code: str, by: User, now: datetime) -> Enrolment:
    """Take up a place with the code that came by another route; version and accreditation are pinned from here on."""
    enrolment = lock(enrolment)
    today = timezone.localdate(now)
    check_can_accept(by, enrolment, today)
    if not same_code(code, enrolment.code):
        raise NotAllowed("That code does not match. Check it with your coordinator; nothing was changed.")
    has_started = enrolment.cohort.state != CohortState.PLANNED and enrolment.cohort.starts_on <= today
    enrolment = move(
        enrolment,
        EnrolmentState.ENROLLED,
        now=now,
        version=enrolment.cohort.version,
        accreditation=enrolment.cohort.accreditation,
        enrolled_on=today,
    )
    if has_started:
        enrolment = move(enrolment, EnrolmentState.ACTIVE, now=now)
    make_learner(by, by=by, now=now)
    notify(by, "enrolment.accepted", now=now, about=enrolment, url="/learn/")
    record(
        "enrolment.accepted", by=by, about=enrolment, now=now, version=enrolment.version_id, state=str(enrolment.state)
    )
    return enrolment


def make_learner(person: User, *, by: User, now: datetime) -> None:
    """Appoint a person as a learner, at the provider, unless she is one."""
    today = timezone.localdate(now)
    if not person.holds(Role.LEARNER, on=today):
        provider = Organisation.objects.get(kind=OrganisationKind.PROVIDER)
        appoint(person, role=Role.LEARNER, organisation=provider, starts_on=today, by=by, now=now)
