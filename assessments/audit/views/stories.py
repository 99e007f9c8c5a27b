"""Cohorts and candidates of a visit; every page that is read leaves an entry."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from assessments.audit import actions
from assessments.audit.queries import visits
from assessments.audit.queries.draws import with_numbers
from assessments.audit.queries.records import write_record
from assessments.audit.queries.stories import get_story
from assessments.audit.rules.visits import check_can_read_story
from assessments.audit.views.finding import find_reading
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.documents.serving import file_response
from cpd.documents.tables import CONTENT_TYPES

PAGE = 50


@open_to(Role.AUDITOR)
@require_GET
def list_candidates(request: HttpRequest, visit_id, cohort_id) -> HttpResponse:
    visit = find_reading(request, visit_id)
    cohort = get_object_or_404(visits.cohorts_in(visit).select_related("version__module"), pk=cohort_id)
    actions.note_reading(cohort, visit=visit, by=request.user, now=timezone.now())
    page = Paginator(visits.list_candidates(visit, cohort), PAGE).get_page(request.GET.get("page"))
    context = {"visit": visit, "room": "overview", "cohort": cohort, "page": page}
    return render(request, "assessments/audit/list_candidates.html", context)


@open_to(Role.AUDITOR)
@require_GET
def show_story(request: HttpRequest, visit_id, candidate_number: str) -> HttpResponse:
    visit = find_reading(request, visit_id)
    enrolment = get_object_or_404(
        visits.candidates_in(visit).select_related("cohort", "version__module", "accreditation__university"),
        candidate_number=candidate_number,
    )
    check_can_read_story(request.user, visit, enrolment, timezone.localdate())
    actions.note_reading(enrolment, visit=visit, by=request.user, now=timezone.now())
    context = {
        "visit": visit,
        "room": "sample",
        "story": get_story(enrolment),
        "now": timezone.now(),
        "item": with_numbers(visit.items).filter(enrolment=enrolment).first(),
    }
    return render(request, "assessments/audit/show_story.html", context)


@open_to(Role.AUDITOR)
@require_safe
def download_record(request: HttpRequest, visit_id, candidate_number: str) -> HttpResponse:
    """What the record holds of one candidate, end to end, with the hashes that lead to the newest checkpoint."""
    visit = find_reading(request, visit_id)
    enrolment = get_object_or_404(visits.candidates_in(visit), candidate_number=candidate_number)
    check_can_read_story(request.user, visit, enrolment, timezone.localdate())
    now = timezone.now()
    actions.note_reading(enrolment, visit=visit, by=request.user, now=now)
    data = write_record(get_story(enrolment), as_at=now)
    return file_response(data, f"record-{candidate_number}.json", CONTENT_TYPES["json"])
