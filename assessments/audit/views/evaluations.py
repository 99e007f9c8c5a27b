"""What learners said of their modules, for those who run and write them: numbers, words without a name, and what was done."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.audit import actions
from assessments.audit.outcomes.counting import Facts, count_evaluations
from assessments.audit.outcomes.topics.listing import find_table, list_topics
from assessments.audit.outcomes.topics.shown import Filter
from assessments.evaluations.actions import say_what_was_done
from assessments.evaluations.forms import DoneForm
from assessments.evaluations.queries import list_openings, remarks_of
from assessments.evaluations.rules import check_can_say_what_was_done
from courses.delivery.models import Cohort
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.documents.serving import table_response
from cpd.rules import refusal

TOPIC = Filter(topic="evaluation")


@open_to(Role.COORDINATOR, Role.AUTHOR)
@require_safe
def list_evaluations(request: HttpRequest) -> HttpResponse:
    context = {
        "topic": list_topics(_count(), TOPIC)[0].on_page,
        "address": reverse("audit:list_evaluations"),
        "openings": list_openings(),
    }
    return render(request, "assessments/audit/list_evaluations.html", context)


@open_to(Role.COORDINATOR, Role.AUTHOR)
@require_safe
def download_evaluations(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    table = find_table(_count(), TOPIC, name) if name.startswith("outcomes-evaluation") else None
    if table is None:
        raise Http404("There is no such table.")
    actions.note_export(request.user, by=request.user, now=timezone.now(), table=table.name, form=ending)
    return table_response(table, ending)


@open_to(Role.COORDINATOR, Role.AUTHOR)
@require_http_methods(["GET", "POST"])
def read_remarks(request: HttpRequest, opening_id) -> HttpResponse:
    """The words of one cohort, and what was done about them."""
    opening = get_object_or_404(list_openings(), pk=opening_id)
    form = DoneForm(request.POST or None, initial={"text": opening.done})
    if form.is_valid():
        say_what_was_done(opening, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Saved. The university reads it in its evidence room.")
        return redirect("audit:read_remarks", opening.pk)
    context = {
        "opening": opening,
        "remarks": remarks_of(opening),
        "form": form,
        "done_refusal": refusal(check_can_say_what_was_done, request.user, opening, timezone.localdate()),
    }
    return render(request, "assessments/audit/read_remarks.html", context, status=422 if form.errors else 200)


def _count() -> Facts:
    return count_evaluations(Cohort.objects.filter(evaluations_opened__number__isnull=False), now=timezone.now())
