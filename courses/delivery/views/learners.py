"""A learner's own pages: her code, her sessions, her calendar."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from courses.delivery import actions, guesses
from courses.delivery.feeds import CONTENT_TYPE, write_calendar
from courses.delivery.forms.enrolments import AccessNeedsForm, CodeForm, NoReasonForm
from courses.delivery.models import Enrolment
from courses.delivery.queries.enrolments import find_offer
from courses.delivery.queries.sessions import my_sessions, sessions_of_feed, view_session
from courses.delivery.rules import check_can_accept
from courses.delivery.states import ATTENDING
from cpd.accounts.guards import open_to, open_to_public, open_to_signed_in
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import when
from cpd.accounts.views.leaving import keeps_typed
from cpd.rules import refusal

PAGE = 30
WRONG = "No place was found with that code. Check it with the person who gave it to you; nothing was changed."
WAIT = "That was the tenth wrong code. Wait an hour, then try again, or ask your coordinator to read it to you."


@open_to_signed_in
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """The code first; what the place is on is shown, and can be taken up, only once the code is right."""
    form = CodeForm(request.POST or None)
    offer = None
    if form.is_valid():
        if not guesses.may_try(request.user):
            form.add_error("code", WAIT)
        else:
            offer = find_offer(request.user, form.cleaned_data["code"])
            if offer is None:
                guesses.note_wrong(request.user)
                form.add_error("code", WRONG)
    if offer is None:
        status = 422 if form.errors else 200
        return render(request, "courses/delivery/enter_code.html", {"form": form}, status=status)
    if "accept" in request.POST:
        actions.accept_offer(offer, code=form.cleaned_data["code"], by=request.user, now=timezone.now())
        messages.success(request, "You are enrolled.")
        return redirect("learning:show_module", offer.pk)
    context = {
        "form": form,
        "offer": offer,
        "rows": _offer_rows(offer),
        "refusal": refusal(check_can_accept, request.user, offer, timezone.localdate()),
    }
    return render(request, "courses/delivery/take_place.html", context)


@open_to(Role.LEARNER)
@require_safe
def list_my_sessions(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    sessions = my_sessions(request.user)
    coming = sessions.filter(ends_at__gt=now).order_by("starts_at")
    over = sessions.filter(ends_at__lte=now).order_by("-starts_at")
    past = Paginator(over, PAGE).get_page(request.GET.get("page"))
    context = {
        "coming": [view_session(session, now) for session in coming[:PAGE]],
        "page": past,
        "past": [view_session(session, now) for session in past],
        "enrolments": Enrolment.objects.filter(learner=request.user, state__in=ATTENDING)
        .select_related("cohort__version")
        .order_by("-offered_at"),
    }
    return render(request, "courses/delivery/list_my_sessions.html", context)


@open_to(Role.LEARNER)
@require_safe
def show_session(request: HttpRequest, session_id) -> HttpResponse:
    session = get_object_or_404(my_sessions(request.user), pk=session_id)
    return render(request, "courses/delivery/show_session.html", {"view": view_session(session, timezone.now())})


@open_to(Role.LEARNER)
@require_safe
def download_session(request: HttpRequest, session_id) -> HttpResponse:
    session = get_object_or_404(my_sessions(request.user), pk=session_id)
    response = HttpResponse(
        write_calendar([session], address=_sign_in_address(), is_feed=False), content_type=CONTENT_TYPE
    )
    response["Content-Disposition"] = 'attachment; filename="session.ics"'
    return response


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def state_access_needs(request: HttpRequest, enrolment_id) -> HttpResponse:
    enrolment = _own(request, enrolment_id)
    stored = {"access_needs": enrolment.access_needs}
    form = keeps_typed(request, AccessNeedsForm(request.POST or None, initial=stored))
    if form.is_valid():
        actions.state_access_needs(enrolment, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Saved. Your coordinator and tutors see it.")
        return redirect("delivery:list_my_sessions")
    context = {"form": form, "enrolment": enrolment}
    return render(request, "courses/delivery/state_access_needs.html", context, status=422 if form.errors else 200)


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def show_calendar(request: HttpRequest, enrolment_id) -> HttpResponse:
    enrolment = _own(request, enrolment_id)
    if request.method == "POST":
        actions.renew_calendar(enrolment, by=request.user, now=timezone.now())
        messages.success(request, "Your calendar has a new address. The old one shows nothing any more.")
        return redirect("delivery:show_calendar", enrolment.pk)
    address = settings.CPD_BASE_URL + reverse("delivery:read_calendar", args=[enrolment.calendar_token])
    context = {"enrolment": enrolment, "address": address, "form": NoReasonForm()}
    return render(request, "courses/delivery/show_calendar.html", context)


@open_to_public
@require_safe
def read_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program fetches; the token is all it has to show."""
    enrolment = get_object_or_404(Enrolment, calendar_token=token, learner__is_active=True)
    body = write_calendar(sessions_of_feed(enrolment), address=_sign_in_address(), is_feed=True)
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _own(request: HttpRequest, enrolment_id) -> Enrolment:
    mine = Enrolment.objects.of(request.user).select_related("cohort__version")
    return get_object_or_404(mine.filter(state__in=ATTENDING), pk=enrolment_id)


def _sign_in_address() -> str:
    return settings.CPD_BASE_URL + reverse("delivery:list_my_sessions")


def _offer_rows(offer: Enrolment) -> list[tuple]:
    cohort, version = offer.cohort, offer.cohort.version
    return [
        ("Module", version.title),
        ("Level and credit", f"{version.level_words}, {version.credit_words}"),
        ("Accredited by", cohort.accreditation.university),
        ("Starts", when(cohort.starts_on)),
        ("Portfolio due", when(cohort.due_at)),
        ("Your employer", offer.employer or "Not given"),
        ("Name on your certificate", offer.learner.certificate_name, reverse("accounts:confirm_details")),
    ]
