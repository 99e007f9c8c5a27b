"""One's own standing, and an assessor's as a coordinator sees it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.standing import actions, queries
from assessments.standing.forms import AvailabilityForm, DeclareForm, FactForm, InterestForm
from assessments.standing.models import Availability
from assessments.standing.queries import Row, list_rows, list_summaries
from cpd.accounts.forms import ReasonForm
from cpd.accounts.guards import open_to
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

PAGE = 30
OWN = (Role.ASSESSOR, Role.MODERATOR, Role.BOARD)


@open_to(*OWN)
@require_safe
def show_own(request: HttpRequest):
    return _own_page(request)


@open_to(*OWN)
@require_POST
def declare(request: HttpRequest):
    form = DeclareForm(request.POST)
    if not form.is_valid():
        return _own_page(request, declare_form=form)
    actions.declare(by=request.user, now=timezone.now())
    messages.success(request, "Your declaration is on record for a year.")
    return redirect("standing:show_own")


@open_to(*OWN)
@require_http_methods(["GET", "POST"])
def declare_interest(request: HttpRequest):
    form = InterestForm(request.POST or None)
    if form.is_valid():
        actions.declare_interest(**form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The interest is on your list. Nothing that it touches comes to you.")
        return redirect("standing:show_own")
    return render(
        request, "assessments/standing/declare_interest.html", {"form": form}, status=422 if form.errors else 200
    )


@open_to(*OWN)
@require_http_methods(["GET", "POST"])
def end_interest(request: HttpRequest):
    """`?interest=` says which; nobody's but one's own is found."""
    try:
        wanted = UUID(request.GET.get("interest", ""))
    except ValueError:
        return redirect("standing:show_own")
    interest = get_object_or_404(queries.list_interests(request.user), pk=wanted)
    if request.method == "POST":
        actions.end_interest(interest, by=request.user, now=timezone.now())
        messages.success(request, "The interest has ended.")
        return redirect("standing:show_own")
    return render(request, "assessments/standing/end_interest.html", {"interest": interest})


@open_to(*OWN)
@require_http_methods(["GET", "POST"])
def set_own_availability(request: HttpRequest):
    return _availability(request, request.user, back="standing:show_own")


@open_to(Role.COORDINATOR)
@require_safe
def list_assessors(request: HttpRequest):
    today = timezone.localdate()
    page = Paginator(queries.list_assessors(request.user, today), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "summaries": list_summaries(list(page), today)}
    return render(request, "assessments/standing/list_assessors.html", context)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def show_assessor(request: HttpRequest, person_id):
    person = _assessor(request, person_id)
    form = FactForm(request.POST or None, initial={"happened_on": timezone.localdate()})
    if form.is_valid():
        try:
            actions.record_fact(person, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "Recorded.")
            return redirect("standing:show_assessor", person.pk)
    context = _standing_of(person) | {"form": form, "facts": queries.list_facts(person)}
    return render(request, "assessments/standing/show_assessor.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def set_availability(request: HttpRequest, person_id):
    return _availability(request, _assessor(request, person_id), back="standing:show_assessor")


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def withdraw_fact(request: HttpRequest, person_id, fact_id):
    person = _assessor(request, person_id)
    fact = get_object_or_404(queries.list_facts(person), pk=fact_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        actions.withdraw_fact(fact, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "It is off the record.")
        return redirect("standing:show_assessor", person.pk)
    context = {"person": person, "fact": fact, "form": form}
    return render(request, "assessments/standing/withdraw_fact.html", context, status=422 if form.errors else 200)


def _assessor(request: HttpRequest, person_id) -> User:
    return get_object_or_404(queries.list_assessors(request.user, timezone.localdate()), pk=person_id)


def _standing_of(person: User) -> dict:
    rows: list[Row] = list_rows(person, timezone.localdate())
    return {"person": person, "rows": rows, "availability": Availability.objects.filter(person=person).first()}


def _own_page(request: HttpRequest, declare_form: DeclareForm | None = None):
    context = _standing_of(request.user) | {
        "interests": queries.list_interests(request.user),
        "form": declare_form or DeclareForm(),
    }
    status = 422 if declare_form else 200
    return render(request, "assessments/standing/show_own.html", context, status=status)


def _availability(request: HttpRequest, person: User, *, back: str):
    known = Availability.objects.filter(person=person).first()
    initial = {name: getattr(known, name) for name in ("most", "away_from", "away_until")} if known else None
    form = AvailabilityForm(request.POST or None, initial=initial)
    arguments = [] if person == request.user and back == "standing:show_own" else [person.pk]
    if form.is_valid():
        actions.set_availability(person, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Saved.")
        return redirect(back, *arguments)
    context = {"person": person, "form": form, "is_own": not arguments}
    return render(request, "assessments/standing/set_availability.html", context, status=422 if form.errors else 200)
