"""Lessons and cases as learners will see them, with what they will only see later."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from courses.catalogue.markdown import to_html
from courses.catalogue.models import Case, Lesson
from courses.catalogue.queries import list_checks
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role


@open_to(Role.AUTHOR, Role.ADMINISTRATOR)
@require_safe
def show_lesson(request: HttpRequest, version_id: UUID, slug: str) -> HttpResponse:
    lesson = get_object_or_404(Lesson.objects.select_related("version__module"), version=version_id, slug=slug)
    others = lesson.version.lessons.defer("body").order_by("position")
    context = {
        "lesson": lesson,
        "version": lesson.version,
        "body": to_html(lesson.body),
        "words": len(lesson.body.split()),
        "criteria": lesson.criteria.order_by("position"),
        "prompts": lesson.prompts.order_by("position"),
        "checks": list_checks(lesson),
        "errata": lesson.errata.order_by("published_at"),
        "previous": others.filter(position__lt=lesson.position).last(),
        "following": others.filter(position__gt=lesson.position).first(),
    }
    return render(request, "courses/catalogue/show_lesson.html", context)


@open_to(Role.AUTHOR, Role.ADMINISTRATOR)
@require_safe
def show_case(request: HttpRequest, version_id: UUID, case_id: UUID) -> HttpResponse:
    case = get_object_or_404(Case.objects.select_related("version__module"), version=version_id, pk=case_id)
    context = {"case": case, "version": case.version, "body": to_html(case.body)}
    return render(request, "courses/catalogue/show_case.html", context)
