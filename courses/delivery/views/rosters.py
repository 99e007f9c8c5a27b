"""A roster from the template to the rows that failed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from courses.delivery import actions
from courses.delivery.forms.rosters import RosterForm
from courses.delivery.models import Cohort, RosterImport
from courses.delivery.queries.rosters import DryRun, get_dry_run
from courses.delivery.rosters.columns import COLUMNS
from courses.delivery.rosters.writing import write_failed, write_template
from courses.delivery.rules import check_can_offer
from cpd.accounts.away.queries import find_kept_away
from cpd.accounts.away.rules import NOT_AVAILABLE
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.files.serving import attachment_response
from cpd.files.uploads import upload_refusal
from cpd.rules import NotAllowed, refusal

PAGE = 30


@open_to(Role.COORDINATOR)
@require_safe
def download_template(request: HttpRequest) -> HttpResponse:
    return _csv(write_template(), "roster-template.csv")


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def upload_roster(request: HttpRequest, cohort_id) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=cohort_id)
    context = {"cohort": cohort, "columns": COLUMNS, "refusal": refusal(check_can_offer, cohort)}
    too_large = upload_refusal(request) if request.method == "POST" else ""
    if too_large:
        context |= {"form": RosterForm(), "too_large": too_large}
        return render(request, "courses/delivery/upload_roster.html", context, status=413)
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    if form.is_valid():
        roster = actions.upload_roster(cohort, data=form.cleaned_data["file"], by=request.user, now=timezone.now())
        return redirect("delivery:check_roster", roster.pk)
    status = 422 if form.errors else 200
    context["earlier"] = cohort.roster_imports.select_related("uploaded_by", "file").order_by("-uploaded_at")[:10]
    return render(request, "courses/delivery/upload_roster.html", context | {"form": form}, status=status)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def check_roster(request: HttpRequest, roster_id) -> HttpResponse:
    """Before the import: what would happen, with every problem. After it: what happened."""
    roster = get_object_or_404(
        RosterImport.objects.select_related("cohort", "file", "failed_file", "uploaded_by"), pk=roster_id
    )
    if request.method == "POST":
        roster = actions.import_roster(roster, by=request.user, now=timezone.now())
        messages.success(
            request, f"Rows imported: {roster.rows_new}. Nobody was invited yet: look at the addresses, then send."
        )
        return redirect("delivery:check_roster", roster.pk)
    context = {"roster": roster, "cohort": roster.cohort, "refusal": refusal(check_can_offer, roster.cohort)}
    if roster.imported_at or roster.file.destroyed_at:
        return render(request, "courses/delivery/show_roster.html", context)
    run = get_dry_run(roster)
    _check_sees_all(request, roster, run)
    context["run"] = run
    context["page"] = Paginator(run.failed, PAGE).get_page(request.GET.get("page"))
    context["first_fresh"] = run.fresh[:10]
    return render(request, "courses/delivery/check_roster.html", context)


@open_to(Role.COORDINATOR)
@require_safe
def download_failed(request: HttpRequest, roster_id) -> HttpResponse:
    roster = get_object_or_404(RosterImport.objects.select_related("cohort", "file", "failed_file"), pk=roster_id)
    if roster.failed_file and not roster.failed_file.destroyed_at:
        return attachment_response(roster.failed_file, "roster-failed-rows.csv")
    if roster.imported_at or roster.file.destroyed_at:
        messages.warning(request, "There are no failed rows to download: there were none, or a week has passed.")
        return redirect("delivery:check_roster", roster.pk)
    run = get_dry_run(roster)
    _check_sees_all(request, roster, run)
    return _csv(write_failed(run.roster.headings, run.failed), "roster-failed-rows.csv")


def _check_sees_all(request: HttpRequest, roster: RosterImport, run: DryRun) -> None:
    """A file that a colleague uploaded may hold a learner who keeps this coordinator away."""
    ids = {person.pk for person in run.people.values()}
    if roster.uploaded_by_id != request.user.pk and find_kept_away([request.user], ids):
        raise NotAllowed(NOT_AVAILABLE)


def _csv(data: bytes, filename: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{filename}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type="text/csv; charset=utf-8", headers=headers)
