"""What a learner sees when a submission came back for a correction."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.confidentiality import queries
from assessments.confidentiality.actions import notice_return
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role


@open_to(Role.LEARNER)
@require_GET
def show_correction(request, submission_id):
    submission = get_object_or_404(Submission.objects.of(request.user), pk=submission_id)
    submission = notice_return(submission, by=request.user, now=timezone.now())
    context = {
        "submission": submission,
        "places": queries.list_places(submission),
        "is_open": submission.state == SubmissionState.RETURNED,
    }
    return render(request, "assessments/confidentiality/show_correction.html", context)
