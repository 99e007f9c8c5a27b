"""Pages on which a moderator looks at marking that still goes on, and an assessor reads the advice (SAM-8)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.confidentiality.evidence import pointers_to, read_submission
from assessments.confidentiality.views.raising import raise_from
from assessments.marking.queries import list_rows
from assessments.moderation import actions, queries, rules
from assessments.moderation.forms import AdviceForm
from assessments.moderation.models import Interim, InterimItem
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.states import ItemKind
from assessments.portfolios.views.handing import hand_over
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import refusal


@open_to(Role.MODERATOR)
@require_POST
def draw_interim(request, cohort_id):
    cohort = get_object_or_404(queries.visible_cohorts(request.user, request.role), pk=cohort_id)
    interim = actions.draw_interim(cohort, by=request.user, now=timezone.now())
    messages.success(request, "Drawn. Your advice reaches each assessor while the mark can still change.")
    return redirect("moderation:show_interim", interim.pk)


@open_to(Role.MODERATOR)
@require_GET
def show_interim(request, interim_id):
    own = Interim.objects.filter(moderator=request.user).select_related("cohort__version__module")
    interim = get_object_or_404(own, pk=interim_id)
    context = {"interim": interim, "items": queries.list_interim_items(interim)}
    return render(request, "assessments/moderation/show_interim.html", context)


@open_to(Role.MODERATOR)
@require_http_methods(["GET", "POST"])
def advise(request, item_id):
    item, now = _own_item(request, item_id), timezone.now()
    form = AdviceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.advise(item, **form.cleaned_data, by=request.user, now=now)
        messages.success(request, "Your advice is with the assessor.")
        return redirect("moderation:show_interim", item.interim_id)
    closed = refusal(rules.check_can_read_interim, request.user, item, timezone.localdate(now))
    submission = item.mark.submission
    pieces = [] if closed else read_submission(submission, by=request.user, because="moderation", now=now)
    context = {
        "item": item,
        "enrolment": submission.portfolio.enrolment,
        "closed": closed,
        "pieces": pieces,
        "downloads": {
            piece.item.pk: reverse("moderation:download_interim_item", args=[item.pk, piece.item.pk])
            for piece in pieces
            if piece.is_file
        },
        "locks": {
            piece.item.pk: reverse("moderation:lock_interim_item", args=[item.pk, piece.item.pk]) for piece in pieces
        },
        "concern_url": reverse("moderation:raise_interim_concern", args=[item.pk]),
        "rows": [(row, pointers_to(pieces, row.criterion.pk)) for row in list_rows(item.mark)],
        "form": form,
    }
    return render(request, "assessments/moderation/advise.html", context, status=422 if form.errors else 200)


@open_to(Role.MODERATOR)
@require_GET
def download_interim_item(request, item_id, evidence_id):
    item = _own_item(request, item_id)
    rules.check_can_read_interim(request.user, item, timezone.localdate())
    items = EvidenceItem.objects.filter(submission=item.mark.submission_id, kind=ItemKind.FILE)
    evidence = get_object_or_404(items, pk=evidence_id)
    candidate = item.mark.submission.portfolio.enrolment.candidate_number
    return hand_over(request, evidence, because="moderation", name=candidate)


@open_to(Role.MODERATOR)
@require_http_methods(["GET", "POST"])
def raise_interim_concern(request, item_id):
    item = _own_item(request, item_id)
    rules.check_can_read_interim(request.user, item, timezone.localdate())
    return raise_from(request, item.mark.submission, back=reverse("moderation:advise", args=[item.pk]))


@open_to(Role.ASSESSOR)
@require_GET
def show_advice(request, item_id):
    given = InterimItem.objects.filter(mark__assessor=request.user, given_at__isnull=False)
    item = get_object_or_404(
        given.select_related("mark__allocation", "mark__submission__portfolio__enrolment"), pk=item_id
    )
    return render(request, "assessments/moderation/show_advice.html", {"item": item})


def _own_item(request, item_id) -> InterimItem:
    own = InterimItem.objects.filter(interim__moderator=request.user).select_related(
        "interim__cohort",
        "mark__allocation",
        "mark__assessor",
        "mark__submission__portfolio__enrolment__version__module",
    )
    return get_object_or_404(own, pk=item_id)
