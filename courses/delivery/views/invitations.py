"""The addresses to look at before anybody is invited, and the codes to give by another route."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from courses.delivery import actions
from courses.delivery.forms.enrolments import InvitationsForm
from courses.delivery.models import Cohort
from courses.delivery.queries.enrolments import mail_of, offered_places
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role

ADDRESSES = 100


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def send_invitations(request: HttpRequest, cohort_id) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=cohort_id)
    offered = offered_places(cohort, request.user)
    form = InvitationsForm(request.POST or None, offered=offered)
    if form.is_valid():
        number = actions.send_invitations(
            cohort, enrolments=form.cleaned_data["enrolments"], by=request.user, now=timezone.now()
        )
        messages.success(
            request, f"{number} invited. Give each person the enrolment code by another route, such as the telephone."
        )
        return redirect("delivery:show_cohort", cohort.pk)
    page = Paginator(offered, ADDRESSES).get_page(request.GET.get("page"))
    mails = mail_of(page.object_list)
    ticked = set(request.POST.getlist("enrolments"))
    rows = [
        {
            "enrolment": enrolment,
            "mail": mails.get(enrolment.learner.email),
            "is_ticked": str(enrolment.pk) in ticked if form.is_bound else enrolment.invited_at is None,
            "domain": enrolment.learner.email.rpartition("@")[2],
        }
        for enrolment in page
    ]
    context = {"cohort": cohort, "form": form, "page": page, "rows": rows, "domains": _domains(rows)}
    return render(request, "courses/delivery/send_invitations.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR)
@require_safe
def list_codes(request: HttpRequest, cohort_id) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=cohort_id)
    offered = offered_places(cohort, request.user).order_by("learner__family_name", "learner__given_names", "pk")
    page = Paginator(offered, ADDRESSES).get_page(request.GET.get("page"))
    return render(request, "courses/delivery/list_codes.html", {"cohort": cohort, "page": page})


def _domains(rows: list[dict]) -> list[tuple[str, int]]:
    """How often each domain occurs, the rarest first: a slip of the pen is rare."""
    found: dict[str, int] = {}
    for row in rows:
        found[row["domain"]] = found.get(row["domain"], 0) + 1
    return sorted(found.items(), key=lambda pair: (pair[1], pair[0]))
