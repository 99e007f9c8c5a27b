"""What is free for an assessor to take, and what colleagues hold at the moment."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from assessments.marking.conflicts import gather
from assessments.marking.models import Allocation, Pin
from assessments.marking.needs import lacking_an_assessor
from assessments.marking.schemes import plan_for
from assessments.marking.states import AllocationState
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.models import Cohort, CohortRole
from cpd.accounts.models import User

# A pool is looked at from its longest waiting end; nobody reads further down than this.
MOST = 50


def list_free(person: User, now: datetime) -> list[Submission]:
    """Accepted portfolios of this person's cohorts that lack an assessor, and to whose learners no tie is known."""
    held = Allocation.objects.exclude(state=AllocationState.WITHDRAWN).filter(submission=OuterRef("pk"))
    waits = lacking_an_assessor().union(Allocation.objects.idle(now).values("submission"))
    pinned = Pin.objects.filter(enrolment=OuterRef("portfolio__enrolment")).exclude(assessor=person)
    free = list(
        Submission.objects.at(SubmissionState.ACCEPTED)
        .filter(
            ~Exists(held.filter(assessor=person)),
            ~Exists(pinned),
            pk__in=waits,
            portfolio__enrolment__cohort__in=cohorts_of(person),
        )
        .defer("manifest")
        .select_related("portfolio__enrolment__version__module", "portfolio__enrolment__cohort")
        .order_by("accepted_at", "pk")[:MOST]
    )
    ties = gather([person], free)
    return [submission for submission in free if not ties.between(person, submission)]


def list_held(person: User, now: datetime) -> list[Allocation]:
    """What colleagues in this person's cohorts took and are working on, with until when it is theirs.

    Only where one assessor marks: who holds a portfolio that somebody else marks as well would tell them of each other.
    """
    # A list of its own, since a database would begin with the cohorts and look at all that was ever allocated in them.
    leased = Allocation.objects.filter(is_taken=True, leased_until__gt=now).values("pk")
    held = (
        Allocation.objects.to_mark()
        .filter(
            pk__in=leased,
            submission__state=SubmissionState.ACCEPTED,
            submission__portfolio__enrolment__cohort__in=cohorts_of(person),
        )
        .exclude(assessor=person)
        .select_related(
            "assessor",
            "submission__portfolio__enrolment__version__module",
            "submission__portfolio__enrolment__cohort",
            "submission__portfolio__enrolment__accreditation",
        )
        .prefetch_related("submission__portfolio__enrolment__accreditation__rule_sets")
        .order_by("leased_until", "pk")[:MOST]
    )
    return [one for one in held if not plan_for(one.submission.portfolio.enrolment).is_double]


def cohorts_of(person: User) -> QuerySet[Cohort]:
    """Where this person is named as an assessor."""
    return Cohort.objects.filter(staff__person=person, staff__role=CohortRole.ASSESSOR)
