"""Putting on record what an assessor has shown, and what somebody declares about themselves."""

from datetime import date, datetime

from django.utils import timezone

from assessments.portfolios.models import Portfolio
from assessments.standing import rules
from assessments.standing.models import Availability, DeclaredInterest, StandingFact, SteppedAside
from assessments.standing.states import Fact
from courses.catalogue.models import Module
from cpd.accounts.away.names import fold
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged


@action
def record_fact(
    person: User, *, kind: str, happened_on: date, seen: str, by: User, now: datetime, module: Module | None = None
) -> StandingFact:
    """A coordinator has seen the papers: this assessor has shown something, on that day (ASR-1, STD-1)."""
    rules.check_can_record(by, person, kind, module, happened_on, timezone.localdate(now))
    fact = StandingFact.objects.create(
        person=person,
        kind=Fact(kind),
        module=module,
        happened_on=happened_on,
        seen=seen.strip(),
        recorded_by=by,
        recorded_at=now,
    )
    record(
        "standing.recorded",
        by=by,
        about=fact,
        now=now,
        sealed={"seen": fact.seen},
        person=person.pk,
        kind=str(fact.kind),
        module=module.pk if module else None,
        on=happened_on,
    )
    return fact


@action
def record_standardisation(person: User, *, module: Module, by: User, now: datetime) -> StandingFact:
    """Somebody took part in an exercise on this module. Called by the feature that has checked who leads it (STD-1)."""
    today = timezone.localdate(now)
    fact = StandingFact.objects.create(
        person=person,
        kind=Fact.STANDARDISATION,
        module=module,
        happened_on=today,
        seen="Exercise in this service",
        recorded_by=by,
        recorded_at=now,
    )
    record("standing.standardised", by=by, about=fact, now=now, person=person.pk, module=module.pk, on=today)
    return fact


@action
def withdraw_fact(fact: StandingFact, *, reason: str, by: User, now: datetime) -> StandingFact:
    """Take something off a person's standing that was recorded in error."""
    fact = StandingFact.objects.select_for_update().get(pk=fact.pk)
    rules.check_can_withdraw(by, fact, timezone.localdate(now))
    if fact.withdrawn_at:
        unchanged()
        return fact
    fact.withdrawn_at = now
    fact.save(update_fields=["withdrawn_at"])
    record("standing.withdrawn", by=by, about=fact, now=now, sealed={"reason": reason}, person=fact.person_id)
    return fact


@action
def declare(*, by: User, now: datetime) -> list[StandingFact]:
    """This year's declaration: the interests on the list are all there are, and evidence stays confidential."""
    today = timezone.localdate(now)
    rules.check_can_declare(by, today)
    facts = StandingFact.objects.bulk_create(
        StandingFact(person=by, kind=kind, happened_on=today, recorded_by=by, recorded_at=now)
        for kind in (Fact.DECLARATION, Fact.CONFIDENTIALITY)
    )
    interests = DeclaredInterest.objects.filter(person=by, ended_at__isnull=True).count()
    record("standing.declared", by=by, about=facts[0], now=now, interests=interests, on=today)
    return facts


@action
def declare_interest(
    *,
    kind: str,
    by: User,
    now: datetime,
    name: str = "",
    email: str = "",
    organisation: str = "",
) -> DeclaredInterest:
    """Name a person or an organisation whose work one will not judge; no allocation, sample or board crosses it (COI-1)."""
    key, address = fold(name), User.objects.normalise(email)
    rules.check_can_declare_interest(by, key, address, fold(organisation), timezone.localdate(now))
    interest = DeclaredInterest.objects.create(
        person=by,
        kind=kind,
        name=" ".join(name.split()),
        name_key=key,
        email=address,
        organisation=" ".join(organisation.split()),
        organisation_key=fold(organisation),
        declared_at=now,
    )
    record("interest.declared", by=by, about=interest, now=now, kind=str(kind))
    return interest


@action
def end_interest(interest: DeclaredInterest, *, by: User, now: datetime) -> DeclaredInterest:
    """The interest is over; what was refused because of it stays as it was."""
    interest = DeclaredInterest.objects.select_for_update().get(pk=interest.pk)
    rules.check_can_end_interest(by, interest)
    if interest.ended_at:
        unchanged()
        return interest
    interest.ended_at = now
    interest.save(update_fields=["ended_at"])
    record("interest.ended", by=by, about=interest, now=now)
    return interest


@action
def set_availability(
    person: User,
    *,
    most: int | None,
    away_from: date | None,
    away_until: date | None,
    by: User,
    now: datetime,
) -> Availability:
    """How many portfolios at once, and on which days none."""
    rules.check_can_set_availability(by, person, timezone.localdate(now))
    availability, _ = Availability.objects.update_or_create(
        person=person,
        defaults={"most": most, "away_from": away_from, "away_until": away_until, "changed_at": now},
    )
    record(
        "availability.set",
        by=by,
        about=availability,
        now=now,
        most=most,
        away_from=away_from,
        away_until=away_until,
    )
    return availability


@action
def note_stepped_aside(portfolio: Portfolio, *, by: User, now: datetime) -> SteppedAside:
    """Somebody recognised whose portfolio this is. Called by the feature that takes it from them."""
    aside, is_new = SteppedAside.objects.get_or_create(portfolio=portfolio, person=by, defaults={"stepped_at": now})
    if is_new:
        record("interest.stepped_aside", by=by, about=aside, now=now)
    else:
        unchanged()
    return aside
