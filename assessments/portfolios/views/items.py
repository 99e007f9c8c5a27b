"""One evidence item: read it, link it to criteria, look at possible identifiers, take it out, download it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.portfolios import actions
from assessments.portfolios.currency import counted_on, currency_rule, is_about_practice, is_current, month_of
from assessments.portfolios.forms.evidence import ClaimForm, PracticeForm
from assessments.portfolios.identifiers import list_open, load_watch
from assessments.portfolios.models import Claim, EvidenceItem
from assessments.portfolios.places import split_paragraphs
from assessments.portfolios.reading import read_own_text
from assessments.portfolios.rules import check_can_change, check_can_open
from assessments.portfolios.states import AttestationState, Because, ItemKind
from assessments.portfolios.views.handing import hand_over
from assessments.portfolios.views.own import own_item, posted
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.views.leaving import keeps_typed
from cpd.rules import NotAllowed, refusal


@open_to(Role.LEARNER)
@require_safe
def show_item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    item = own_item(request, item_id)
    month = month_of(item.practice_date) if item.practice_date else ""
    return _show(request, item, PracticeForm(initial={"month": month}))


@open_to(Role.LEARNER)
@require_POST
def date_practice(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """When what an item tells of happened."""
    item = own_item(request, item_id)
    form = PracticeForm(request.POST)
    if not form.is_valid():
        return _show(request, item, form, status=422)
    try:
        item = actions.date_practice(item, month=form.cleaned_data["month"], by=request.user, now=timezone.now())
    except NotAllowed as no:
        form.add_error("month", str(no))
        return _show(request, item, form, status=422)
    messages.success(request, f"{item.label} is about {month_of(item.practice_date)}.")
    return redirect("portfolios:show_item", item.pk)


def _show(request: HttpRequest, item: EvidenceItem, form: PracticeForm, status: int = 200) -> HttpResponse:
    locked = refusal(check_can_open, request.user, item, Because.OWN)
    text = "" if locked else read_own_text(item, by=request.user)
    attestations = item.attestations.exclude(state=AttestationState.CANCELLED).order_by("asked_at")
    context = {
        "item": item,
        "submission": item.submission,
        "locked": locked,
        "paragraphs": split_paragraphs(text),
        "claims": item.claims.select_related("criterion").order_by("criterion__position", "place"),
        "change_refusal": refusal(check_can_change, request.user, item.submission, item),
        "attestations": attestations,
        "lookouts": [] if locked else list_open(item, load_watch(item.submission.portfolio)),
        "practice_form": form if is_about_practice(item) else None,
        "form": form,
        "practice": month_of(item.practice_date) if item.practice_date else "",
        "currency_rule": currency_rule(item.submission.portfolio.enrolment.rules),
        "is_current": item.practice_date is None
        or is_current(item.practice_date, item.submission.portfolio.enrolment.rules, counted_on(item.submission)),
    }
    return render(request, "assessments/portfolios/show_item.html", context, status=status)


@open_to(Role.LEARNER)
@require_http_methods(["GET", "HEAD", "POST"])
def claim_criterion(request: HttpRequest, item_id: UUID) -> HttpResponse:
    item = own_item(request, item_id)
    check_can_change(request.user, item.submission, item)
    criteria = _criteria_of(item)
    stored = {"place": request.GET.get("place", "")[:40]}
    form = keeps_typed(request, ClaimForm(posted(request), criteria=criteria, initial=stored))
    if form.is_valid():
        made = actions.claim(item, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"{item.label} is linked to criterion {made.criterion.number}.")
        page = "claim_criterion" if "another" in request.POST else "show_item"
        return redirect(f"portfolios:{page}", item.pk)
    text = read_own_text(item, by=request.user)
    context = {
        "item": item,
        "submission": item.submission,
        "form": form,
        "paragraphs": split_paragraphs(text) if item.kind == ItemKind.TEXT else [],
        "claims": item.claims.select_related("criterion").order_by("criterion__position", "place"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/portfolios/claim_criterion.html", context, status=status)


@open_to(Role.LEARNER)
@require_POST
def unclaim_criterion(request: HttpRequest, item_id: UUID, claim_id: UUID) -> HttpResponse:
    item = own_item(request, item_id)
    claim = Claim.objects.filter(item=item, pk=claim_id).select_related("item__submission", "criterion").first()
    # A second press finds nothing to undo, and says the same.
    if claim:
        actions.unclaim(claim, by=request.user, now=timezone.now())
    messages.success(request, "The link is undone. The evidence itself is unchanged.")
    return redirect("portfolios:show_item", item.pk)


@open_to(Role.LEARNER)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    if request.method == "POST":
        item = get_object_or_404(
            EvidenceItem.objects.select_related("submission"),
            submission__portfolio__enrolment__learner=request.user,
            pk=item_id,
        )
        actions.remove_item(item, by=request.user, now=timezone.now())
        messages.success(request, f"{item.label} is taken out.")
        return redirect("portfolios:show_task", item.submission_id, item.task_id)
    item = own_item(request, item_id)
    check_can_change(request.user, item.submission, item)
    context = {"item": item, "submission": item.submission, "claims": item.claims.select_related("criterion")}
    return render(request, "assessments/portfolios/remove_item.html", context)


@open_to(Role.LEARNER)
@require_safe
def download_item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    item = own_item(request, item_id)
    return hand_over(request, item, because=Because.OWN, name="", whole_name=item.title if item.file else "")


def _criteria_of(item: EvidenceItem):
    """The open criteria, those of the item's task first."""
    of_task = set(item.task.criteria.values_list("pk", flat=True))
    open_ids = list(item.submission.criteria.values_list("pk", flat=True))
    first = AssessmentCriterion.objects.filter(pk__in=[pk for pk in open_ids if pk in of_task]).order_by("position")
    return first if first.exists() else AssessmentCriterion.objects.filter(pk__in=open_ids).order_by("position")
