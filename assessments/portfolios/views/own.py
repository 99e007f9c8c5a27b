"""Finds what belongs to the person who asks; anything of somebody else's is not found."""

from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.states import ItemState

ENROLMENT = "portfolio__enrolment"


def own_submission(request: HttpRequest, submission_id: UUID) -> Submission:
    submissions = Submission.objects.of(request.user).select_related(
        f"{ENROLMENT}__version__module", f"{ENROLMENT}__accreditation", f"{ENROLMENT}__learner", "previous"
    )
    return get_object_or_404(submissions, pk=submission_id)


def own_item(request: HttpRequest, item_id: UUID) -> EvidenceItem:
    items = EvidenceItem.objects.filter(**{f"submission__{ENROLMENT}__learner": request.user}).select_related(
        "task", "file", "text_file", f"submission__{ENROLMENT}__version__module", f"submission__{ENROLMENT}__learner"
    )
    return get_object_or_404(items.exclude(state=ItemState.REMOVED), pk=item_id)


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, also when every box was left empty; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None
