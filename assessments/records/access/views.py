"""What is kept about oneself, how long and why; a copy of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments.records.access import actions, rules
from assessments.records.access.models import SubjectAccess
from assessments.records.keeping.queries import list_rules
from assessments.records.keeping.states import RecordKind
from assessments.records.leaving.queries import latest_of
from cpd.accounts.guards import has_proved_again, open_to_signed_in, proof_url, proves_again
from cpd.files.serving import attachment_response
from cpd.rules import refusal

NOT_HERS = {RecordKind.AGREEMENT, RecordKind.VISIT}
NEWEST = 20
# The page from which a copy is asked for and downloaded: after the proof she is there again.
BACK = "records:show_information"


@open_to_signed_in
@require_safe
def show_information(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    copies = SubjectAccess.objects.filter(person=request.user).order_by("-asked_at")[:NEWEST]
    context = {
        "rules": [rule for rule in list_rules() if rule.kind not in NOT_HERS],
        "copies": [(copy, not refusal(rules.check_can_download, request.user, copy, now)) for copy in copies],
        "ask_refusal": refusal(rules.check_can_ask, request.user, now),
        "prove_url": "" if has_proved_again(request, now) else proof_url(request, BACK),
        "erasure": latest_of(request.user),
    }
    return render(request, "assessments/records/access/show_information.html", context)


@open_to_signed_in
@proves_again(BACK)
@require_POST
def ask_for_copy(request: HttpRequest) -> HttpResponse:
    actions.ask_for_copy(by=request.user, now=timezone.now())
    messages.success(request, "It is being put together. You are told when it is ready; that takes a few minutes.")
    return redirect("records:show_information")


@open_to_signed_in
@proves_again(BACK)
@require_safe
def download_copy(request: HttpRequest, copy_id) -> HttpResponseBase:
    copy = get_object_or_404(SubjectAccess.objects.filter(person=request.user), pk=copy_id)
    file = actions.download_copy(copy, by=request.user, now=timezone.now())
    return attachment_response(file, "my-information")
