"""What a load balancer or a watchman asks, and the page on which an administrator sees how things stand."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cpd.accounts.guards import open_to, open_to_public
from cpd.accounts.roles import Role
from cpd.jobs import actions
from cpd.jobs.models import Job
from cpd.jobs.queries import list_dead_jobs
from cpd.operations import words
from cpd.operations.queries import database_answers, get_readiness, list_failed_mail, list_findings

PER_PAGE = 30
MAILS_SHOWN = 30


@open_to_public
@require_safe
def healthz(request):
    if database_answers():
        return HttpResponse("ok\n", content_type="text/plain")
    return HttpResponse("database\n", content_type="text/plain", status=503)


@open_to_public
@require_safe
def readyz(request):
    problems = get_readiness(timezone.now()).problems
    text = "".join(f"{problem}\n" for problem in problems) or "ok\n"
    return HttpResponse(text, content_type="text/plain", status=503 if problems else 200)


@open_to(Role.ADMINISTRATOR)
@require_safe
def show_system(request):
    failed_mail = list(list_failed_mail()[: MAILS_SHOWN + 1])
    context = {
        "findings": list_findings(timezone.now()),
        "page": Paginator(list_dead_jobs(), PER_PAGE).get_page(request.GET.get("page")),
        "words": words.JOBS,
        "failed_mail": failed_mail[:MAILS_SHOWN],
        "more_failed_mail": len(failed_mail) > MAILS_SHOWN,
    }
    return render(request, "operations/show_system.html", context)


@open_to(Role.ADMINISTRATOR)
@require_POST
def retry_job(request, job_id):
    job = get_object_or_404(Job, pk=job_id)
    actions.retry(job, by=request.user, now=timezone.now())
    messages.success(request, "The job will be tried again within a minute.")
    return redirect("operations:show_system")


@open_to_public
def show_fault(request):
    """The page for our own faults: asks nothing of the database, and does without its style when that is missing."""
    try:
        style = static("css/site.css")
    except ValueError:
        style = ""
    return HttpResponseServerError(render_to_string("500.html", {"style": style}))
