"""The auditor's own sample, and the sealed work in it."""

from django.db.models import OuterRef, QuerySet, Subquery

from assessments.audit.models import Visit, VisitItem
from assessments.audit.queries.draws import with_numbers
from assessments.audit.queries.visits import candidates_in
from assessments.portfolios.models import Submission
from courses.delivery.models import Enrolment


def list_sample(visit: Visit) -> QuerySet[VisitItem]:
    """Her sample in the order in which it was taken, with the last attempt of each."""
    last = Submission.objects.filter(portfolio__enrolment=OuterRef("enrolment")).order_by("-attempt", "-draft_number")
    return (
        with_numbers(visit.items.select_related("enrolment__cohort"))
        .annotate(attempt=Subquery(last.values("attempt")[:1]))
        .order_by("added_at", "enrolment__candidate_number")
    )


def sampled_candidates(visit: Visit) -> QuerySet[Enrolment]:
    """The candidates whose evidence she may read: in her sample, and within the scope."""
    return candidates_in(visit).filter(pk__in=visit.items.values("enrolment"))


def sealed_submissions(enrolment: Enrolment) -> QuerySet[Submission]:
    """What was submitted by a candidate, attempt after attempt, as it was assessed."""
    return Submission.objects.filter(portfolio__enrolment=enrolment, submitted_at__isnull=False).order_by(
        "attempt", "draft_number"
    )
