"""A learner's modules: all of them, one of them, and its made-up case."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from courses.catalogue.markdown import to_html
from courses.catalogue.models import Case
from courses.delivery.models import Enrolment
from courses.delivery.states import EnrolmentState
from courses.learning import queries
from courses.learning.views.own import own_enrolment
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role


@open_to(Role.LEARNER)
@require_safe
def list_modules(request: HttpRequest) -> HttpResponse:
    context = {
        "outlines": queries.list_my_modules(request.user),
        "has_offer": Enrolment.objects.of(request.user).filter(state=EnrolmentState.OFFERED).exists(),
    }
    return render(request, "courses/learning/list_modules.html", context)


@open_to(Role.LEARNER)
@require_safe
def show_module(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    enrolment = own_enrolment(request, enrolment_id)
    version = enrolment.version
    context = {
        "enrolment": enrolment,
        "version": version,
        "outline": queries.get_outline(enrolment),
        "outcomes": version.outcomes.order_by("position").prefetch_related("criteria"),
        "cases": version.cases.order_by("position"),
        "sources": version.sources.order_by("position"),
        "errata": version.errata.select_related("lesson").order_by("published_at"),
    }
    return render(request, "courses/learning/show_module.html", context)


@open_to(Role.LEARNER)
@require_safe
def show_case(request: HttpRequest, enrolment_id: UUID, case_id: UUID) -> HttpResponse:
    enrolment = own_enrolment(request, enrolment_id)
    case = get_object_or_404(Case, version=enrolment.version_id, pk=case_id)
    context = {"enrolment": enrolment, "case": case, "body": to_html(case.body)}
    return render(request, "courses/learning/show_case.html", context)
