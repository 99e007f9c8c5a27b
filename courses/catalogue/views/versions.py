"""All versions, a new package, one version, and its package again."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from courses.catalogue import actions, queries
from courses.catalogue.comparing import compare
from courses.catalogue.contents import TaskContent
from courses.catalogue.forms import PackageForm
from courses.catalogue.markdown import to_html
from courses.catalogue.models import ModuleVersion
from courses.catalogue.packages import write_zip
from courses.catalogue.rules import check_can_publish
from courses.catalogue.states import Completion, Mode
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.files.uploads import upload_refusal
from cpd.rules import refusal

PAGE = 30


@open_to(Role.AUTHOR, Role.ADMINISTRATOR)
@require_safe
def list_versions(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.list_versions(), PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    due = {version.pk for version in page if queries.is_due_for_review(version, today)}
    return render(request, "courses/catalogue/list_versions.html", {"page": page, "due": due})


@open_to(Role.AUTHOR)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_package(request: HttpRequest) -> HttpResponse:
    too_large = upload_refusal(request) if request.method == "POST" else ""
    if too_large:
        context = {"form": PackageForm(), "too_large": too_large}
        return render(request, "courses/catalogue/upload_package.html", context, status=413)
    form = PackageForm(request.POST, request.FILES) if request.method == "POST" else PackageForm()
    if form.is_valid():
        now = timezone.now()
        version = actions.import_package(form.cleaned_data["file"], by=request.user, now=now)
        if version.imported_at == now:
            messages.success(
                request, "The package is here as a draft. A second person can now look at it and publish it."
            )
        else:
            messages.info(request, "This package says what the newest version already says, so nothing was changed.")
        return redirect("catalogue:show_version", version.pk)
    context = {"form": form, "problems": form.problems}
    return render(request, "courses/catalogue/upload_package.html", context, status=422 if form.is_bound else 200)


@open_to(Role.AUTHOR, Role.ADMINISTRATOR)
@require_safe
def show_version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = get_version(version_id)
    content = queries.get_content(version)
    before = queries.get_published_before(version)
    context = {
        "version": version,
        "content": content,
        "tasks": [_task_row(task) for task in content.tasks],
        "cases": version.cases.order_by("position").defer("body"),
        "errata": version.errata.select_related("lesson", "published_by").order_by("published_at"),
        "learners": version.enrolments.count(),
        "before": before,
        "changes": compare(queries.get_content(before), content) if before else [],
        "publish_refusal": refusal(check_can_publish, request.user, version),
        "is_due": queries.is_due_for_review(version, timezone.localdate()),
    }
    return render(request, "courses/catalogue/show_version.html", context)


@open_to(Role.AUTHOR, Role.ADMINISTRATOR)
@require_safe
def download_package(request: HttpRequest, version_id: UUID) -> HttpResponse:
    version = get_version(version_id)
    name = f"{version.module.code}-v{version.number}.zip"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    data = write_zip(queries.get_content(version))
    return HttpResponse(data, content_type="application/zip", headers={"Content-Disposition": disposition})


def _task_row(task: TaskContent) -> dict:
    """A task with its brief and its choices in words."""
    return {
        "row": task,
        "brief": to_html(task.brief),
        "note": task.note,
        "instead": to_html(task.instead) if task.instead else "",
        "completion": Completion(task.completion).label,
        "modes": [Mode(mode).label for mode in task.modes],
    }


def get_version(version_id: UUID) -> ModuleVersion:
    people = ("module", "imported_by", "published_by", "closed_by")
    return get_object_or_404(ModuleVersion.objects.select_related(*people), pk=version_id)
