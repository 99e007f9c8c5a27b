"""Unusual reading, and opening one submission in an emergency."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.confidentiality import actions, queries, rules
from assessments.confidentiality.evidence import read_submission
from assessments.confidentiality.forms import EmergencyForm, LookedForm
from assessments.confidentiality.models import EmergencyOpening
from assessments.confidentiality.views.locking import lock_away
from assessments.confidentiality.views.raising import raise_from
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.states import Because, ItemKind
from assessments.portfolios.views.handing import hand_over
from cpd.accounts.guards import open_to, proved_lately
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed, refusal

PAGE_SIZE = 30


@open_to(Role.SAFEGUARDING)
@require_GET
def list_readings(request):
    page = Paginator(queries.list_readings(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/confidentiality/list_readings.html", {"page": page})


@open_to(Role.SAFEGUARDING)
@require_http_methods(["GET", "POST"])
def show_reading(request, reading_id):
    reading = get_object_or_404(queries.list_readings(request.user), pk=reading_id)
    form = LookedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.look_at_reading(reading, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Noted.")
        return redirect("confidentiality:list_readings")
    context = {"reading": reading, "form": form}
    return render(request, "assessments/confidentiality/show_reading.html", context, status=422 if form.errors else 200)


@open_to(Role.SAFEGUARDING, Role.ADMINISTRATOR)
@require_GET
def list_emergencies(request):
    """A lead sees every one with its reason; an administrator her own."""
    openings = queries.list_emergencies(request.user)
    if request.role != Role.SAFEGUARDING:
        openings = openings.filter(opened_by=request.user)
    page = Paginator(openings, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "now": timezone.now()}
    return render(request, "assessments/confidentiality/list_emergencies.html", context)


@open_to(Role.SAFEGUARDING, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
@proved_lately
def open_in_emergency(request):
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        submission = Submission.objects.filter(reference=form.cleaned_data["reference"]).first()
        if submission is None:
            form.add_error("reference", "There is no submission with this reference. Check each sign.")
        else:
            try:
                opening = actions.open_in_emergency(
                    submission, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now()
                )
            except NotAllowed as no:
                form.add_error("reason", str(no))
            else:
                return redirect("confidentiality:read_in_emergency", opening.pk)
    return render(
        request,
        "assessments/confidentiality/open_in_emergency.html",
        {"form": form},
        status=422 if form.errors else 200,
    )


@open_to(Role.SAFEGUARDING, Role.ADMINISTRATOR)
@require_GET
def read_in_emergency(request, opening_id):
    opening, now = _own_opening(request, opening_id), timezone.now()
    context = {"opening": opening, "submission": opening.submission}
    if closed := refusal(rules.check_can_read_in_emergency, request.user, opening, now):
        return render(
            request, "assessments/confidentiality/read_in_emergency.html", context | {"closed": closed}, status=410
        )
    pieces = read_submission(opening.submission, by=request.user, because=Because.EMERGENCY, now=now)
    context["pieces"] = pieces
    context["downloads"] = {
        piece.item.pk: reverse("confidentiality:download_in_emergency", args=[opening.pk, piece.item.pk])
        for piece in pieces
        if piece.is_file
    }
    context["concern_url"] = reverse("confidentiality:raise_in_emergency", args=[opening.pk])
    context["locks"] = {
        piece.item.pk: reverse("confidentiality:lock_in_emergency", args=[opening.pk, piece.item.pk])
        for piece in pieces
    }
    return render(request, "assessments/confidentiality/read_in_emergency.html", context)


@open_to(Role.SAFEGUARDING, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def lock_in_emergency(request, opening_id, item_id):
    opening = _own_opening(request, opening_id)
    rules.check_can_read_in_emergency(request.user, opening, timezone.now())
    back = reverse("confidentiality:read_in_emergency", args=[opening.pk])
    return lock_away(request, opening.submission, item_id, found_at=Because.EMERGENCY, back=back)


@open_to(Role.SAFEGUARDING, Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def raise_in_emergency(request, opening_id):
    opening = _own_opening(request, opening_id)
    rules.check_can_read_in_emergency(request.user, opening, timezone.now())
    back = reverse("confidentiality:read_in_emergency", args=[opening.pk])
    return raise_from(request, opening.submission, back=back)


@open_to(Role.SAFEGUARDING, Role.ADMINISTRATOR)
@require_GET
def download_in_emergency(request, opening_id, item_id):
    opening, now = _own_opening(request, opening_id), timezone.now()
    rules.check_can_read_in_emergency(request.user, opening, now)
    items = EvidenceItem.objects.filter(submission=opening.submission_id, kind=ItemKind.FILE)
    item = get_object_or_404(items, pk=item_id)
    return hand_over(request, item, because=Because.EMERGENCY, name=opening.submission.reference)


@open_to(Role.SAFEGUARDING, Role.ADMINISTRATOR)
@require_POST
def close_emergency(request, opening_id):
    opening = _own_opening(request, opening_id)
    actions.close_emergency(opening, by=request.user, now=timezone.now())
    messages.success(request, "Closed. Nobody can read it by this any more.")
    return redirect("confidentiality:list_emergencies")


def _own_opening(request, opening_id) -> EmergencyOpening:
    own = EmergencyOpening.objects.filter(opened_by=request.user).select_related(
        "submission__portfolio__enrolment__version__module"
    )
    return get_object_or_404(own, pk=opening_id)
