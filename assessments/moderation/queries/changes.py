"""The run of an assessor, and how far its change is."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assessments.marking.models import Mark
from assessments.marking.states import AllocationState
from assessments.moderation.models import Interim, InterimItem, RunChange, SampledMark
from assessments.moderation.queries.pool import COHORT
from assessments.portfolios.states import SubmissionState
from courses.delivery.models import CohortRole
from cpd.accounts.models import User
from cpd.accounts.roles import Role

REACHABLE = [SubmissionState.MARKED, SubmissionState.CONFIRMED]


@dataclass(frozen=True)
class Reach:
    """How many portfolios a change of the run touches, and how many it cannot reach any more."""

    portfolios: int
    decided: int
    again: int
    done: int


def list_run(change: RunChange) -> QuerySet[Mark]:
    """Every standing mark of this assessor in this cohort that judged the criterion and that no board has decided."""
    return _judged(change).filter(submission__state__in=REACHABLE).select_related("submission").order_by("pk")


def count_run(item: SampledMark) -> int:
    """How many portfolios this assessor marked in the cohort that a change could still reach."""
    return Mark.objects.filter(
        **{COHORT: item.sample.cohort_id},
        assessor=item.mark.assessor_id,
        stands=True,
        submission__state__in=REACHABLE,
    ).count()


def get_reach(change: RunChange) -> Reach:
    """The portfolios of the run; those whose results a board decided are a matter of appeal."""
    decided = Q(submission__state__in=[SubmissionState.RATIFIED, SubmissionState.RELEASED])
    marks = change.marks.aggregate(
        again=Count("pk"), done=Count("pk", filter=Q(allocation__state=AllocationState.DONE))
    )
    return Reach(
        portfolios=marks["again"] or list_run(change).count(),
        decided=_judged(change).filter(decided).count(),
        **marks,
    )


def visible_changes(person: User, role: Role) -> QuerySet[RunChange]:
    """A change is for its moderator, its assessor, the board of its cohort and coordinators."""
    changes = RunChange.objects.select_related(
        "cohort__accreditation", "criterion", "assessor", "proposed_by", "decided_by", "item__sample"
    )
    if role == Role.MODERATOR:
        return changes.filter(proposed_by=person)
    if role == Role.ASSESSOR:
        return changes.filter(assessor=person)
    if role == Role.BOARD:
        posts = Q(cohort__staff__person=person, cohort__staff__role=CohortRole.BOARD)
        return changes.filter(posts | Q(cohort__boards__members__person=person)).distinct()
    return changes


def list_interim_items(interim: Interim) -> QuerySet[InterimItem]:
    """The marks of an interim look by candidate number."""
    return interim.items.select_related("mark__assessor", "mark__submission__portfolio__enrolment").order_by(
        "mark__submission__portfolio__enrolment__candidate_number"
    )


def _judged(change: RunChange) -> QuerySet[Mark]:
    return Mark.objects.filter(
        **{COHORT: change.cohort_id},
        assessor=change.assessor_id,
        stands=True,
        judgements__criterion=change.criterion_id,
    )
