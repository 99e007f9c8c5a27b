"""The university's rooms: accreditations, cohorts, and the story of one award."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.audit import actions, queries
from assessments.audit.forms import VisitForm
from assessments.audit.models import Visit
from assessments.audit.rules import check_can_read, check_can_read_story
from courses.accreditation.forms.agreements import AsAtForm
from courses.accreditation.queries.register import describe, get_agreement
from courses.accreditation.queries.rulesets import describe_rules, list_changes
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role

PAGE = 30


@open_to(Role.AUDITOR)
@require_GET
def list_accreditations(request: HttpRequest) -> HttpResponse:
    found = queries.accreditations_for(request.user, timezone.localdate())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/audit/list_accreditations.html", {"page": page})


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def show_accreditation(request: HttpRequest, accreditation_id) -> HttpResponse:
    today = timezone.localdate()
    accreditation = get_object_or_404(queries.accreditations_for(request.user, today), pk=accreditation_id)
    visit = Visit.objects.open_for(request.user, today).filter(accreditation=accreditation).first()
    form = VisitForm(request.POST or None)
    if form.is_valid():
        visit = actions.open_visit(accreditation, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Your visit is open. What you open is on record and shown to the provider.")
        return redirect("audit:show_accreditation", accreditation.pk)
    on = AsAtForm.day_of(request.GET)
    agreement = get_agreement(accreditation, on)
    context = {
        "accreditation": accreditation,
        "agreement": agreement,
        "rows": describe(agreement),
        "groups": describe_rules(agreement.rules),
        "changes": list_changes(accreditation),
        "signatories": accreditation.signatories.order_by("position"),
        "as_at": AsAtForm(initial={"on": on}),
        "visit": visit,
        "form": form,
        "page": Paginator(queries.cohorts_of(accreditation), PAGE).get_page(request.GET.get("page")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/audit/show_accreditation.html", context, status=status)


@open_to(Role.AUDITOR)
@require_POST
def close_visit(request: HttpRequest, visit_id) -> HttpResponse:
    visit = get_object_or_404(Visit.objects.filter(auditor=request.user), pk=visit_id)
    actions.close_visit(visit, by=request.user, now=timezone.now())
    messages.success(request, "Your visit is closed.")
    return redirect("audit:list_accreditations")


@open_to(Role.AUDITOR)
@require_GET
def show_cohort(request: HttpRequest, cohort_id) -> HttpResponse:
    today = timezone.localdate()
    mine = queries.accreditations_for(request.user, today)
    cohort = get_object_or_404(
        Cohort.objects.filter(accreditation__in=mine.values("pk")).select_related("accreditation", "version__module"),
        pk=cohort_id,
    )
    check_can_read(request.user, cohort.accreditation, today)
    _note_reading(request, cohort, cohort.accreditation_id, today)
    page = Paginator(queries.candidates_of(cohort, request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/audit/show_cohort.html", {"cohort": cohort, "page": page})


@open_to(Role.AUDITOR)
@require_GET
def show_story(request: HttpRequest, candidate_number: str) -> HttpResponse:
    today = timezone.localdate()
    mine = queries.accreditations_for(request.user, today)
    enrolment = get_object_or_404(
        Enrolment.objects.current()
        .filter(accreditation__in=mine.values("pk"))
        .select_related("cohort", "version__module", "accreditation__university"),
        candidate_number=candidate_number,
    )
    check_can_read_story(request.user, enrolment, today)
    _note_reading(request, enrolment, enrolment.accreditation_id, today)
    return render(request, "assessments/audit/show_story.html", {"story": queries.get_story(enrolment)})


def _note_reading(request: HttpRequest, about: Cohort | Enrolment, accreditation_id, today) -> None:
    visit = Visit.objects.open_for(request.user, today).filter(accreditation=accreditation_id).first()
    actions.note_reading(about, visit=visit, by=request.user, now=timezone.now())
