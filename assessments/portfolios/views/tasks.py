"""One task: its brief, what is in it, and the three ways to add to it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.portfolios import actions
from assessments.portfolios.contents import load_contents
from assessments.portfolios.forms.evidence import FileForm, ModeForm, SightedForm, SupervisionForm
from assessments.portfolios.identifiers import list_open, load_watch
from assessments.portfolios.models import Submission
from assessments.portfolios.rules import check_can_work
from assessments.portfolios.views.own import own_submission, posted
from assessments.screening.refusals import Refused
from courses.catalogue.markdown import to_html
from courses.catalogue.models import Task
from courses.catalogue.states import Completion, Mode
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.views.leaving import keeps_typed
from cpd.files.uploads import upload_refusal
from cpd.rules import NotAllowed, refusal


@open_to(Role.LEARNER)
@require_safe
def show_task(request: HttpRequest, submission_id: UUID, task_id: UUID) -> HttpResponse:
    submission, task = _own_task(request, submission_id, task_id)
    return _render_task(request, submission, task, ModeForm(task=task))


@open_to(Role.LEARNER)
@require_POST
def start_text(request: HttpRequest, submission_id: UUID, task_id: UUID) -> HttpResponse:
    submission, task = _own_task(request, submission_id, task_id)
    form = ModeForm(request.POST, task=task)
    if not form.is_valid():
        return _render_task(request, submission, task, form, status=422)
    item = actions.start_text(
        submission, task=task, mode=form.cleaned_data["mode"], by=request.user, now=timezone.now()
    )
    return redirect("portfolios:edit_text", item.pk)


@open_to(Role.LEARNER)
@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: HttpRequest, submission_id: UUID, task_id: UUID) -> HttpResponse:
    submission, task = _own_task(request, submission_id, task_id)
    cut = upload_refusal(request) if request.method == "POST" else ""
    form = FileForm(posted(request), request.FILES or None, task=task)
    if cut:
        actions.note_refusal(submission, reason="too_large", by=request.user, now=timezone.now())
        # What was read of the request is not the whole of it, so only this is said.
        form.full_clean()
        form.errors.clear()
        form.add_error("file", cut)
        return _render_file(request, submission, task, form, status=413)
    if form.is_valid():
        given = form.cleaned_data
        try:
            item = actions.add_file(
                submission,
                task=task,
                mode=given["mode"],
                title=given["title"],
                upload=given["file"],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, f"{item.label} is added.")
            page = "check_identifiers" if list_open(item, load_watch(item.submission.portfolio)) else "show_item"
            return redirect(f"portfolios:{page}", item.pk)
    return _render_file(request, submission, task, form, status=422 if form.is_bound else 200)


@open_to(Role.LEARNER)
@require_http_methods(["GET", "HEAD", "POST"])
def add_sighted(request: HttpRequest, submission_id: UUID, task_id: UUID) -> HttpResponse:
    submission, task = _own_task(request, submission_id, task_id)
    form = SightedForm(posted(request))
    no = refusal(check_can_work, request.user, submission)
    if not no:
        keeps_typed(request, form)
    if form.is_valid():
        item = actions.add_sighted(submission, task=task, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, f"{item.label} is added. Now ask your manager to confirm seeing it.")
        return redirect("portfolios:ask_manager", item.pk)
    context = {
        "submission": submission,
        "task": task,
        "form": form,
        "work_refusal": no,
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/portfolios/add_sighted.html", context, status=status)


@open_to(Role.LEARNER)
@require_http_methods(["GET", "HEAD", "POST"])
def add_supervision(request: HttpRequest, submission_id: UUID, task_id: UUID) -> HttpResponse:
    submission, task = _own_task(request, submission_id, task_id)
    form = SupervisionForm(posted(request))
    no = refusal(check_can_work, request.user, submission)
    if not no:
        keeps_typed(request, form)
    if form.is_valid():
        try:
            item = actions.add_supervision(
                submission, task=task, dates=form.cleaned_data["dates"], by=request.user, now=timezone.now()
            )
        except NotAllowed as not_allowed:
            form.add_error("dates", str(not_allowed))
        else:
            messages.success(request, f"{item.label} is added. Now ask your supervisor to confirm the dates.")
            return redirect("portfolios:ask_manager", item.pk)
    context = {
        "submission": submission,
        "task": task,
        "form": form,
        "work_refusal": no,
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/portfolios/add_supervision.html", context, status=status)


@open_to(Role.LEARNER)
@require_POST
def choose_way(request: HttpRequest, submission_id: UUID, task_id: UUID) -> HttpResponse:
    submission, task = _own_task(request, submission_id, task_id)
    is_other = request.POST.get("way") == "other"
    actions.choose_way(submission, task=task, is_other=is_other, by=request.user, now=timezone.now())
    messages.success(
        request, "The other way is on the page now." if is_other else "The first way is on the page again."
    )
    return redirect("portfolios:show_task", submission.pk, task.pk)


def _own_task(request: HttpRequest, submission_id: UUID, task_id: UUID) -> tuple[Submission, Task]:
    submission = own_submission(request, submission_id)
    tasks = submission.portfolio.enrolment.version.tasks.prefetch_related("modes")
    return submission, get_object_or_404(tasks, pk=task_id)


def _render_task(
    request: HttpRequest, submission: Submission, task: Task, form: ModeForm, status: int = 200
) -> HttpResponse:
    contents = load_contents(submission)
    row = next(row for row in contents.tasks if row.task.pk == task.pk)
    modes = {accepted.mode for accepted in task.modes.all()}
    context = {
        "submission": submission,
        "task": task,
        "row": row,
        "form": form,
        "brief": to_html(row.brief),
        "other_brief": to_html(task.brief if row.is_other_way else task.instead),
        "accepts_writing": bool(form.fields["mode"].choices),
        "accepts_sighted": Mode.SIGHTED_AT_EMPLOYER in modes,
        "accepts_supervision": Mode.SUPERVISION_CONFIRMATION in modes,
        "is_file_usual": task.completion == Completion.FILE,
        "cases": contents.version.cases.order_by("position") if Mode.SIMULATED_CASE in modes else [],
        "work_refusal": refusal(check_can_work, request.user, submission),
    }
    return render(request, "assessments/portfolios/show_task.html", context, status=status)


def _render_file(
    request: HttpRequest, submission: Submission, task: Task, form: FileForm, status: int = 200
) -> HttpResponse:
    context = {
        "submission": submission,
        "task": task,
        "form": form,
        "limit": f"At most {settings.CPD_MAX_UPLOAD_BYTES // (1024 * 1024)} MB.",
        "work_refusal": refusal(check_can_work, request.user, submission),
    }
    return render(request, "assessments/portfolios/add_file.html", context, status=status)
