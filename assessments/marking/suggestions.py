"""Who could mark what: submissions without an assessor, and the people for each with their load and conflicts."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, QuerySet

from assessments.marking.conflicts import Conflict, Ties, gather
from assessments.marking.dates import Dates
from assessments.marking.models import Allocation, Mark, kept_from
from assessments.marking.needs import lacking_an_assessor
from assessments.marking.states import AllocationState, MarkState
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from assessments.standing.queries import Facts, Standing, gather_facts
from courses.delivery.models import CohortRole, CohortStaff
from cpd.accounts.away.queries import find_kept_away
from cpd.accounts.away.rules import NOT_AVAILABLE
from cpd.accounts.models import User
from cpd.accounts.roles import Role

FULL = "They have as many portfolios as they take at once."


@dataclass(frozen=True)
class Candidate:
    """Somebody who could assess a portfolio: how much they have, and why not, if not."""

    person: User
    load: int
    conflicts: list[Conflict]
    standing: Standing = Standing()
    is_away: bool = False
    is_full: bool = False
    most: int | None = None

    @property
    def refusal(self) -> str:
        bar = next((conflict.sentence for conflict in self.conflicts if conflict.is_bar), "")
        return bar or describe_unavailable(self.standing, is_away=self.is_away, is_full=self.is_full)

    @property
    def is_free(self) -> bool:
        """Nothing stands between this person and the portfolio, and nobody needs to countersign."""
        return not self.conflicts and not self.refusal and self.standing.is_qualified

    @property
    def warning(self) -> str:
        return next((conflict.sentence for conflict in self.conflicts if not conflict.is_bar), "")


@dataclass(frozen=True)
class Waiting:
    """An accepted submission without an assessor; `candidates` with the free and least busy first."""

    submission: Submission
    candidates: list[Candidate]
    due_date: date
    feedback_on: date

    @property
    def best(self) -> Candidate | None:
        """The least busy person without any conflict."""
        return next((one for one in self.candidates if one.is_free), None)

    @property
    def countersigners(self) -> list[User]:
        """Who could countersign: qualified, and with no tie to the learner."""
        return [one.person for one in self.candidates if one.standing.is_qualified and not one.conflicts]


def list_waiting(person: User) -> QuerySet[Submission]:
    """Accepted submissions that lack an assessor, for the first mark or a later one, the longest waiting first; without
    those of learners who keep this coordinator away."""
    return (
        Submission.objects.at(SubmissionState.ACCEPTED)
        .seen_by(person)
        .filter(pk__in=lacking_an_assessor())
        .defer("manifest")
        .select_related("portfolio__enrolment__version__module", "portfolio__enrolment__cohort")
        .prefetch_related("portfolio__enrolment__accreditation__rule_sets", "deadline_changes")
        .order_by("accepted_at", "pk")
    )


def list_allocated(person: User) -> QuerySet[Allocation]:
    """What this coordinator may handle and is being marked, the earliest date first."""
    return (
        Allocation.objects.to_mark()
        .filter(submission__state=SubmissionState.ACCEPTED)
        .exclude(kept_from(person))
        .select_related("assessor", "countersigner", "submission__portfolio__enrolment__cohort")
        .annotate(begun=F("mark__begun_at"))
        .order_by("due_date", "pk")
    )


def list_unsigned(person: User) -> QuerySet[Mark]:
    """Final marks that do not count yet, because nobody has countersigned them; the oldest first."""
    return (
        Mark.objects.filter(
            state=MarkState.FINAL,
            allocation__state=AllocationState.DONE,
            allocation__countersigner__isnull=False,
            countersignature__isnull=True,
        )
        .exclude(kept_from(person))
        .select_related("allocation__countersigner", "assessor", "submission__portfolio__enrolment__cohort")
        .order_by("finalised_at", "pk")
    )


def list_closed(allocations: list[Allocation]) -> set[UUID]:
    """Which of these their assessor can no longer open: another assessor is needed, and no word says why."""
    ids = {allocation.submission.portfolio.enrolment.learner_id for allocation in allocations}
    away = find_kept_away({allocation.assessor for allocation in allocations}, ids)
    return {
        allocation.pk
        for allocation in allocations
        if (allocation.submission.portfolio.enrolment.learner_id, allocation.assessor_id) in away
    }


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
    facts = gather_facts(people.values())
    dates, found = Dates(today), []
    for submission in submissions:
        ids = posts.get(submission.portfolio.enrolment.cohort_id, list(people))
        candidates = [
            _candidate(people[pk], submission, loads.get(pk, 0), ties, facts, today) for pk in ids if pk in people
        ]
        candidates.sort(
            key=lambda one: (
                bool(one.refusal),
                len(one.conflicts),
                not one.standing.is_qualified,
                one.load,
                str(one.person),
            )
        )
        found.append(Waiting(submission, candidates, dates.proposed(submission), dates.feedback_on(submission)))
    return found


def describe_unavailable(standing: Standing, *, is_away: bool, is_full: bool) -> str:
    """Why somebody without a conflict cannot have one more portfolio today, or ""."""
    if is_away:
        return NOT_AVAILABLE
    return standing.bar or (FULL if is_full else "")


def _candidate(person: User, submission: Submission, load: int, ties: Ties, facts: Facts, today: date) -> Candidate:
    enrolment = submission.portfolio.enrolment
    standing = facts.standing_of(person.pk, module_id=enrolment.version.module_id, on=today, rules=enrolment.rules)
    return Candidate(
        person,
        load,
        ties.between(person, submission),
        standing,
        is_away=facts.is_away(person.pk, today),
        is_full=facts.is_full(person.pk, load),
        most=facts.most(person.pk),
    )


def _loads(people: dict[UUID, User]) -> dict[UUID, int]:
    waiting = Allocation.objects.to_mark().filter(assessor__in=people, submission__state=SubmissionState.ACCEPTED)
    return dict(waiting.order_by().values_list("assessor").annotate(load=Count("pk")))
