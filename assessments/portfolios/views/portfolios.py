"""The learner's portfolios, one portfolio as a task list, its made-up case, and what changed between attempts."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments.portfolios import actions, queries
from assessments.portfolios.contents import load_contents
from assessments.portfolios.models import Attestation
from assessments.portfolios.openings import describe_openings, list_entries
from assessments.portfolios.reading import read_own_text
from assessments.portfolios.rules import check_can_open_portfolio, check_can_take_back, check_can_work
from assessments.portfolios.states import AttestationState, ItemKind
from assessments.portfolios.views.own import own_submission
from courses.catalogue.markdown import to_html
from courses.delivery.models import Enrolment
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import refusal

PER_PAGE = 30
OPENINGS_PER_PAGE = 100


@open_to(Role.LEARNER)
@require_safe
def list_portfolios(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.list_enrolments(request.user), PER_PAGE).get_page(request.GET.get("page"))
    submissions = queries.submissions_by_id(enrolment.newest_submission for enrolment in page)
    rows = [
        {
            "enrolment": enrolment,
            "submission": submissions.get(enrolment.newest_submission),
            "tone": queries.tone_of(submissions[enrolment.newest_submission].state)
            if enrolment.newest_submission
            else "neutral",
            "refusal": refusal(check_can_open_portfolio, request.user, enrolment),
        }
        for enrolment in page
    ]
    return render(request, "assessments/portfolios/list_portfolios.html", {"page": page, "rows": rows})


@open_to(Role.LEARNER)
@require_POST
def open_portfolio(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment.objects.of(request.user), pk=enrolment_id)
    submission = actions.open_portfolio(enrolment, by=request.user, now=timezone.now())
    return redirect("portfolios:show_portfolio", submission.pk)


@open_to(Role.LEARNER)
@require_safe
def show_portfolio(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = own_submission(request, submission_id)
    now = timezone.now()
    contents = load_contents(submission)
    rows = queries.list_task_rows(contents)
    context = {
        "submission": submission,
        "contents": contents,
        "tasks": rows,
        "done": sum(row.status in ("Completed", "Met already") for row in rows),
        "coverage": queries.list_coverage(contents),
        "deadline": queries.describe_deadline(submission, now),
        "steps": queries.list_steps(submission),
        "work_refusal": refusal(check_can_work, request.user, submission),
        "can_take_back": not refusal(check_can_take_back, request.user, submission),
        "attestations": Attestation.objects.filter(submission=submission, item__isnull=True)
        .exclude(state=AttestationState.CANCELLED)
        .order_by("asked_at"),
        "cases": contents.version.cases.order_by("position"),
        "others": submission.portfolio.submissions.exclude(pk=submission.pk).order_by("attempt", "draft_number"),
    }
    return render(request, "assessments/portfolios/show_portfolio.html", context)


@open_to(Role.LEARNER)
@require_safe
def list_openings(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Who opened my evidence: in every attempt of this portfolio."""
    submission = own_submission(request, submission_id)
    page = Paginator(list_entries(submission.portfolio), OPENINGS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"submission": submission, "page": page, "openings": describe_openings(submission.portfolio, page)}
    return render(request, "assessments/portfolios/list_openings.html", context)


@open_to(Role.LEARNER)
@require_safe
def show_case(request: HttpRequest, submission_id: UUID, case_id: UUID) -> HttpResponse:
    submission = own_submission(request, submission_id)
    case = get_object_or_404(submission.portfolio.enrolment.version.cases, pk=case_id)
    context = {"submission": submission, "case": case, "body": to_html(case.body)}
    return render(request, "assessments/portfolios/show_case.html", context)


@open_to(Role.LEARNER)
@require_safe
def show_changes(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = own_submission(request, submission_id)
    if submission.previous is None:
        return redirect("portfolios:show_portfolio", submission.pk)
    changes = queries.list_changes(load_contents(submission))
    texts = {
        change.label: (read_own_text(change.before, by=request.user), read_own_text(change.item, by=request.user))
        for change in changes
        if change.what == "Rewritten" and change.item.kind == ItemKind.TEXT and change.before.state == "present"
    }
    context = {"submission": submission, "changes": changes, "texts": texts}
    return render(request, "assessments/portfolios/show_changes.html", context)
