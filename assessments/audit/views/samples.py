"""Her own sample, and the evidence of it as it was assessed; every opening is recorded by portfolios."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.audit import actions
from assessments.audit.forms.samples import AddForm
from assessments.audit.queries import draws, samples
from assessments.audit.queries.own_marks import count_agreement
from assessments.audit.queries.visits import candidates_in
from assessments.audit.rules.visits import check_can_read_story
from assessments.audit.views.finding import find_reading
from assessments.confidentiality.evidence import pointers_to, read_submission
from assessments.confidentiality.views.locking import lock_away
from assessments.confidentiality.views.raising import raise_from
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.states import Because, ItemKind
from assessments.portfolios.views.handing import hand_over
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def show_own_sample(request: HttpRequest, visit_id) -> HttpResponse:
    visit = find_reading(request, visit_id)
    form = AddForm(request.POST or None, candidates=candidates_in(visit).exclude(learner=visit.auditor))
    if form.is_valid():
        enrolment = form.cleaned_data["candidate"]
        try:
            actions.add_to_visit(visit, enrolment, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error("candidate", str(no))
        else:
            messages.success(request, f"{enrolment.candidate_number} is in your sample; the evidence is open to you.")
            return redirect("audit:show_own_sample", visit.pk)
    items = list(samples.list_sample(visit))
    context = {
        "visit": visit,
        "room": "sample",
        "form": form,
        "items": items,
        "why": draws.reasons_in(items),
        "draws": draws.list_draws(visit),
        "agreement": count_agreement(visit),
    }
    return render(request, "assessments/audit/show_own_sample.html", context, status=422 if form.errors else 200)


@open_to(Role.AUDITOR)
@require_safe
def read_evidence(request: HttpRequest, visit_id, candidate_number: str, attempt: int) -> HttpResponse:
    """The sealed work of one attempt, each criterion with the places that the learner pointed at."""
    visit, enrolment, submission = find_sealed(request, visit_id, candidate_number, attempt)
    now = timezone.now()
    actions.note_reading(enrolment, visit=visit, by=request.user, now=now)
    pieces = read_submission(submission, by=request.user, because=Because.AUDIT, now=now)
    context = {
        "visit": visit,
        "room": "sample",
        "now": now,
        "enrolment": enrolment,
        "submission": submission,
        "attempts": [other.attempt for other in samples.sealed_submissions(enrolment) if other.pk != submission.pk],
        "pieces": pieces,
        "downloads": {
            piece.item.pk: reverse("audit:download_evidence", args=[visit.pk, candidate_number, attempt, piece.item.pk])
            for piece in pieces
            if piece.is_file
        },
        "locks": {
            piece.item.pk: reverse("audit:lock_evidence", args=[visit.pk, candidate_number, attempt, piece.item.pk])
            for piece in pieces
            if not piece.is_withheld
        },
        "concern_url": reverse("audit:raise_concern", args=[visit.pk, candidate_number, attempt]),
        "criteria": [
            (criterion, pointers_to(pieces, criterion.pk)) for criterion in submission.criteria.order_by("position")
        ],
    }
    return render(request, "assessments/audit/read_evidence.html", context)


@open_to(Role.AUDITOR)
@require_safe
def download_evidence(request: HttpRequest, visit_id, candidate_number: str, attempt: int, item_id) -> HttpResponse:
    """The clean copy of a file under our label, as an attachment."""
    _, _, submission = find_sealed(request, visit_id, candidate_number, attempt)
    item = get_object_or_404(EvidenceItem.objects.filter(submission=submission, kind=ItemKind.FILE), pk=item_id)
    return hand_over(request, item, because=Because.AUDIT, name=candidate_number)


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def lock_evidence(request: HttpRequest, visit_id, candidate_number: str, attempt: int, item_id) -> HttpResponse:
    """The one thing that she changes: an item by which somebody can be identified is closed at once, also to her."""
    visit, _, submission = find_sealed(request, visit_id, candidate_number, attempt)
    back = reverse("audit:read_evidence", args=[visit.pk, candidate_number, attempt])
    return lock_away(request, submission, item_id, found_at=Because.AUDIT, back=back)


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def raise_concern(request: HttpRequest, visit_id, candidate_number: str, attempt: int) -> HttpResponse:
    """Apart from the visit: no finding, no pack and no report knows of it."""
    visit, _, submission = find_sealed(request, visit_id, candidate_number, attempt)
    back = reverse("audit:read_evidence", args=[visit.pk, candidate_number, attempt])
    return raise_from(request, submission, back=back, then=" It stands in no paper of the visit.")


def find_sealed(request: HttpRequest, visit_id, candidate_number: str, attempt: int):
    visit = find_reading(request, visit_id)
    enrolment = get_object_or_404(
        samples.sampled_candidates(visit).select_related("cohort", "version__module"), candidate_number=candidate_number
    )
    check_can_read_story(request.user, visit, enrolment, timezone.localdate())
    submission = samples.sealed_submissions(enrolment).filter(attempt=attempt).last()
    if submission is None:
        raise Http404("Nothing was submitted in this attempt.")
    return visit, enrolment, submission
