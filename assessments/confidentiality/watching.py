"""Finds reading of evidence that a safeguarding lead should look at, in the history of yesterday and today."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from assessments.confidentiality.models import EmergencyOpening, IntakeOpening, UnusualReading
from assessments.confidentiality.states import Unusual
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.states import Because
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.notices.actions import notify_once

NIGHT_FROM, NIGHT_UNTIL = time(22), time(6)
HOUR, MANY = timedelta(hours=1), 30


@dataclass(frozen=True)
class Look:
    """One item that one person opened."""

    person: User
    item: UUID
    submission: Submission
    because: str
    at: datetime

    @property
    def day(self) -> date:
        return timezone.localtime(self.at).date()

    @property
    def is_at_night(self) -> bool:
        clock = timezone.localtime(self.at).time()
        return clock >= NIGHT_FROM or clock < NIGHT_UNTIL


@dataclass(frozen=True)
class Found:
    kind: Unusual
    looks: list[Look]
    submission: Submission | None = None

    @property
    def key(self) -> str:
        first = self.looks[0]
        return f"{self.kind}:{first.person.pk}:{first.day}:{self.submission.pk if self.submission else ''}"


def watch(*, now: datetime) -> int:
    """Write down what is new since the last time, and tell the leads; gives its number."""
    since = datetime.combine(
        timezone.localdate(now) - timedelta(days=1), time(0), tzinfo=timezone.localtime(now).tzinfo
    )
    new = 0
    for found in find_unusual(list_looks(since, now)):
        first = found.looks[0]
        _, is_new = UnusualReading.objects.update_or_create(
            key=found.key,
            defaults={"items": len({look.item for look in found.looks})},
            create_defaults={
                "kind": found.kind,
                "person": first.person,
                "submission": found.submission,
                "day": first.day,
                "items": len({look.item for look in found.looks}),
                "first_at": first.at,
                "found_at": now,
            },
        )
        if is_new:
            new += 1
            _tell_leads(found, now)
    return new


def list_looks(since: datetime, until: datetime) -> list[Look]:
    """Every opening by somebody other than the learner, the oldest first, in a constant number of queries."""
    entries = list(
        Entry.objects.filter(name="evidence.opened", at__gte=since, at__lte=until)
        .exclude(actor_id="")
        .order_by("at", "pk")
        .values_list("actor_id", "subject_id", "detail", "at")
    )
    items = EvidenceItem.objects.filter(pk__in={subject for _, subject, _, _ in entries}).select_related(
        "submission__portfolio__enrolment__learner"
    )
    submissions = {str(item.pk): item.submission for item in items.defer("submission__manifest")}
    people = {str(person.pk): person for person in User.objects.filter(pk__in={actor for actor, _, _, _ in entries})}
    return [
        Look(people[actor], UUID(subject), submissions[subject], detail.get("because", ""), at)
        for actor, subject, detail, at in entries
        if detail.get("because") != Because.OWN and subject in submissions and actor in people
    ]


def find_unusual(looks: list[Look]) -> Iterator[Found]:
    by_day: dict[tuple, list[Look]] = defaultdict(list)
    by_person: dict[UUID, list[Look]] = defaultdict(list)
    by_case: dict[tuple, list[Look]] = defaultdict(list)
    for look in looks:
        by_day[look.person.pk, look.day].append(look)
        by_person[look.person.pk].append(look)
        by_case[look.person.pk, look.day, look.submission.pk].append(look)
    for own in by_day.values():
        at_night = [look for look in own if look.is_at_night]
        if at_night:
            yield Found(Unusual.NIGHT, at_night)
    for own in by_person.values():
        # An hour may lie across midnight.
        yield from (Found(Unusual.MANY, looks) for looks in _busy_hours(own))
    covered = _covered(looks)
    for own in by_case.values():
        first = own[0]
        if _surnames(first.person) & _surnames(first.submission.portfolio.enrolment.learner):
            yield Found(Unusual.SURNAME, own, first.submission)
        outside = [look for look in own if (look.because, look.person.pk, look.submission.pk) not in covered]
        outside = [look for look in outside if look.because not in NOT_WORK]
        if outside:
            yield Found(Unusual.OUTSIDE, outside, first.submission)


def _busy_hours(looks: list[Look]) -> Iterator[list[Look]]:
    """The first hour of each day in which one person opened more than thirty different items."""
    start, seen = 0, set()
    for end, look in enumerate(looks):
        while look.at - looks[start].at >= HOUR:
            start += 1
        hour = looks[start : end + 1]
        if len({one.item for one in hour}) > MANY and hour[0].day not in seen:
            seen.add(hour[0].day)
            yield hour


def _covered(looks: list[Look]) -> set[tuple]:
    """(for what, who, which submission), for every reading that a row of its own allows."""
    submissions = {look.submission.pk for look in looks}
    people = {look.person.pk for look in looks}
    return {
        (because, person, submission)
        for because, rows, who, which in COVERED_BY
        for person, submission in rows.filter(**{f"{who}__in": people, f"{which}__in": submissions}).values_list(
            who, which
        )
    }


# Where the right to read for each purpose is written down. Marking and moderation lie above this feature, so their
# rows are reached by the names of the relations, and their models are not imported here.
COVERED_BY = (
    (Because.INTAKE, IntakeOpening.objects, "opened_by", "submission"),
    (Because.EMERGENCY, EmergencyOpening.objects, "opened_by", "submission"),
    (Because.MARKING, Submission.objects, "allocations__assessor", "pk"),
    (Because.MARKING, Submission.objects, "allocations__countersigner", "pk"),
    (Because.MODERATION, Submission.objects, "marks__samplings__sample__moderator", "pk"),
    (Because.MODERATION, Submission.objects, "marks__interim__interim__moderator", "pk"),
    (Because.STANDARDISATION, Submission.objects, "exercises__participants__person", "pk"),
    (Because.AUDIT, Submission.objects, "portfolio__enrolment__visit_items__visit__auditor", "pk"),
)
# Her own, and what she asked for. Any other purpose without a row of its own is outside somebody's work.
NOT_WORK = {Because.OWN, Because.RECORDS}


def _surnames(person: User) -> set[str]:
    """Each part of a double name counts: Rees and Rees-Pugh may be one family."""
    parts = re.split(r"[\s-]+", person.family_name.casefold())
    return {part for part in parts if len(part) > 2}


def _tell_leads(found: Found, now: datetime) -> None:
    reader = found.looks[0].person
    for lead in User.objects.holding(Role.SAFEGUARDING, on=timezone.localdate(now)).select_related("preferences"):
        if lead.pk != reader.pk:
            key = f"reading.unusual:{lead.pk}:{timezone.localdate(now)}"
            notify_once(lead, "reading.unusual", key=key, now=now, url=reverse("confidentiality:list_readings"))
