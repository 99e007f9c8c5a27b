"""What pages and exhibits read of the register: who is not available, the rows, and how many there are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet

from assessments.standing.register.lines import list_line_above
from assessments.standing.register.models import Suspicion, SuspicionQuerySet
from assessments.standing.register.rules import KEEPERS, check_is_not_involved
from assessments.standing.states import OPEN, Malpractice, SuspicionOutcome
from cpd.accounts.models import Appointment, User
from cpd.accounts.roles import STAFF
from cpd.rules import refusal


def list_barred(people: Iterable[UUID], on: date) -> set[UUID]:
    """Which of these people get nothing new on that day (MIS-2). Says nothing of why."""
    return {person_id for person_id, until in list_last_days_of_bars(people).items() if on <= until}


def list_last_days_of_bars(people: Iterable[UUID]) -> dict[UUID, date]:
    """The last day on which each of these people gets nothing new; with no end in sight, the end of time."""
    found: dict[UUID, date] = {}
    rows = Suspicion.objects.barring().filter(person__in=list(people))
    for person_id, until in rows.values_list("person", "barred_until"):
        found[person_id] = max(until or date.max, found.get(person_id, date.min))
    return found


def is_barred(person: User, on: date) -> bool:
    return bool(list_barred([person.pk], on))


def list_suspicions(by: User) -> QuerySet[Suspicion]:
    """What this keeper of the register may see, the undecided first, the most urgent of them on top."""
    return (
        Suspicion.objects.seen_by(by)
        .filter(person__in=User.objects.seen_by(by))
        .select_related("person", "entered_by", "investigator", "accreditation__university")
        .order_by(F("decided_at").desc(nulls_first=True), "decide_by", "pk")
    )


def people_to_enter(by: User) -> QuerySet[User]:
    """Everybody who works or worked here, without oneself and those to whom one reports."""
    staff = Appointment.objects.filter(role__in=STAFF).values("person")
    people = User.objects.seen_by(by).filter(pk__in=staff).exclude(pk__in=[by.pk, *list_line_above(by)])
    return people.order_by("family_name", "given_names", "pk")


def people_to_look(suspicion: Suspicion, today: date) -> list[User]:
    """Who keeps the register and is not involved."""
    keepers = Appointment.objects.in_force(today).filter(role__in=KEEPERS).values("person")
    people = User.objects.filter(is_active=True, pk__in=keepers).order_by("family_name", "given_names", "pk")
    return [one for one in people if not refusal(check_is_not_involved, one, suspicion, today)]


@dataclass(frozen=True)
class Figures:
    """How many entries there are: numbers, and nothing of any of them."""

    total: int
    open: int
    late: int
    told: int
    kinds: dict[Malpractice, int]
    outcomes: dict[SuspicionOutcome, int]


def count_suspicions(rows: SuspicionQuerySet, on: date) -> Figures:
    """The figures of these rows in one query: of an agreement, `Suspicion.objects.filter(accreditation=…)`."""
    found = list(rows.order_by().values_list("kind", "state", "outcome", "decide_by", "told_on"))
    kinds, outcomes = Counter(row[0] for row in found), Counter(row[2] for row in found)
    still_open = [row for row in found if row[1] in OPEN]
    return Figures(
        total=len(found),
        open=len(still_open),
        late=sum(row[3] < on for row in still_open),
        told=sum(row[4] is not None for row in found),
        kinds={kind: kinds[kind] for kind in Malpractice},
        outcomes={outcome: outcomes[outcome] for outcome in SuspicionOutcome},
    )
