"""Who could mark what: submissions without an assessor, and the people for each with their load and conflicts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from assessments.marking.conflicts import Conflict, gather
from assessments.marking.models import Allocation, Need
from assessments.marking.states import AllocationState, Stage
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.models import CohortRole, CohortStaff
from cpd.accounts.models import User
from cpd.accounts.roles import Role

# Two weeks of work, which leaves the rest of MRK-8's twenty days to moderation and the board.
DAYS_TO_MARK = 10


@dataclass(frozen=True)
class Candidate:
    """Somebody who could assess a portfolio: how much they have, and why not, if not."""

    person: User
    load: int
    conflicts: list[Conflict]

    @property
    def refusal(self) -> str:
        return next((conflict.sentence for conflict in self.conflicts if conflict.is_bar), "")

    @property
    def warning(self) -> str:
        return next((conflict.sentence for conflict in self.conflicts if not conflict.is_bar), "")


@dataclass(frozen=True)
class Waiting:
    """An accepted submission without an assessor; `candidates` with the free and least busy first."""

    submission: Submission
    candidates: list[Candidate]

    @property
    def best(self) -> Candidate | None:
        """The least busy person without any conflict."""
        return next((one for one in self.candidates if not one.conflicts), None)


def list_waiting(person: User) -> QuerySet[Submission]:
    """Accepted submissions that lack an assessor, for the first mark or a later one, the longest waiting first; without
    those of learners who keep this coordinator away."""
    first = Allocation.objects.filter(submission=OuterRef("pk"), stage=Stage.FIRST)
    later = Need.objects.filter(submission=OuterRef("pk"), allocation__isnull=True)
    return (
        Submission.objects.at(SubmissionState.ACCEPTED)
        .seen_by(person)
        .filter(~Exists(first.exclude(state=AllocationState.WITHDRAWN)) | Exists(later))
        .defer("manifest")
        .select_related("portfolio__enrolment__version__module", "portfolio__enrolment__cohort")
        .order_by("accepted_at", "pk")
    )


def list_allocated(person: User) -> QuerySet[Allocation]:
    """What this coordinator may handle and is being marked, the earliest date first."""
    return (
        Allocation.objects.to_mark()
        .filter(submission__state=SubmissionState.ACCEPTED, submission__in=Submission.objects.seen_by(person))
        .select_related("assessor", "submission__portfolio__enrolment__cohort")
        .annotate(begun=F("mark__begun_at"))
        .order_by("due_date", "pk")
    )


def suggest_assessors(submissions: list[Submission], today: date) -> list[Waiting]:
    """For each submission the assessors of its cohort (all of them where the cohort names none), with load and conflicts."""
    people = {person.pk: person for person in User.objects.holding(Role.ASSESSOR, on=today).select_related("employer")}
    cohorts = {submission.portfolio.enrolment.cohort_id for submission in submissions}
    posts: dict[UUID, list[UUID]] = {}
    named = CohortStaff.objects.filter(cohort__in=cohorts, role=CohortRole.ASSESSOR)
    for cohort, person in named.values_list("cohort", "person"):
        posts.setdefault(cohort, []).append(person)
    loads = _loads(people)
    ties = gather(people.values(), submissions)
    found = []
    for submission in submissions:
        ids = posts.get(submission.portfolio.enrolment.cohort_id, list(people))
        candidates = [
            Candidate(people[pk], loads.get(pk, 0), ties.between(people[pk], submission)) for pk in ids if pk in people
        ]
        candidates.sort(key=lambda one: (bool(one.refusal), len(one.conflicts), one.load, str(one.person)))
        found.append(Waiting(submission, candidates))
    return found


def _loads(people: dict[UUID, User]) -> dict[UUID, int]:
    waiting = Allocation.objects.to_mark().filter(assessor__in=people, submission__state=SubmissionState.ACCEPTED)
    return dict(waiting.order_by().values_list("assessor").annotate(load=Count("pk")))
