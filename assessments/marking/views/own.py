"""What an assessor may open: their own allocations, and nothing else."""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from assessments.marking import actions, rules
from assessments.marking.models import Allocation, Mark


def own_allocation(request, allocation_id) -> Allocation:
    """The person's own allocation; nobody finds another's, whatever its stage."""
    return get_object_or_404(
        Allocation.objects.filter(assessor=request.user).select_related(
            "mark",
            "agreement",
            "submission__previous",
            "submission__portfolio__enrolment__version__module",
            "submission__portfolio__enrolment__cohort",
        ),
        pk=allocation_id,
    )


def open_mark(request, allocation_id) -> Mark:
    """The mark of one's own allocation, begun when it is not yet; refused when it cannot be written."""
    allocation = own_allocation(request, allocation_id)
    rules.check_can_mark(request.user, allocation)
    return actions.begin(allocation, by=request.user, now=timezone.now())


def candidate_of(allocation: Allocation) -> str:
    return allocation.submission.portfolio.enrolment.candidate_number
