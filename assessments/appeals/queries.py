"""What pages of appeals show, by candidate number for all but the coordinator and the learner."""

from datetime import date

from django.db.models import F, Q, QuerySet

from assessments.appeals.models import Appeal
from assessments.appeals.rules import check_can_sit, is_independent
from assessments.cases.rules import PANEL_ROLES
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from cpd.accounts.models import User
from cpd.rules import refusal

SEALED = ("sealed_statement", "sealed_reason")


def list_appeals(person: User) -> QuerySet[Appeal]:
    return (
        Appeal.objects.seen_by(person)
        .select_related("submission__portfolio__enrolment__learner", "submission__portfolio__enrolment__cohort")
        .defer(*SEALED)
        .order_by(F("ended_at").desc(nulls_first=True), "answer_by", "pk")
    )


def list_seated(person: User) -> QuerySet[Appeal]:
    return (
        Appeal.objects.filter(seats__person=person)
        .seen_by(person)
        .exclude(submission__portfolio__enrolment__learner=person)
        .select_related("submission__portfolio__enrolment")
        .defer(*SEALED)
        .order_by(F("ended_at").desc(nulls_first=True), "answer_by", "pk")
    )


def people_to_sit(appeal: Appeal, today: date) -> list[tuple[User, bool]]:
    """Whom the panel may be made of, and whether each is independent of this module's cohorts."""
    people = {}
    for role in PANEL_ROLES:
        people |= {person.pk: person for person in User.objects.holding(role, on=today)}
    fit = [person for person in people.values() if not refusal(check_can_sit, person, appeal, today)]
    return [(person, is_independent(person, appeal)) for person in sorted(fit, key=str)]


def list_alike(appeal: Appeal, person: User) -> QuerySet[Submission]:
    """Where the same fault would show: what the same assessor marked or the same board decided, in the same cohort."""
    submission = appeal.submission
    assessors = submission.allocations.values("assessor")
    boards = submission.papers.values("board")
    return (
        Submission.objects.seen_by(person)
        .filter(portfolio__enrolment__cohort=submission.portfolio.enrolment.cohort_id)
        .filter(Q(allocations__assessor__in=assessors) | Q(papers__board__in=boards))
        .exclude(portfolio=submission.portfolio_id)
        .exclude(state=SubmissionState.DRAFT)
        .select_related("portfolio__enrolment")
        .defer("manifest")
        .distinct()
        .order_by("portfolio__enrolment__candidate_number")
    )
