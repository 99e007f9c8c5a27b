"""Live sessions for those who run them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from courses.delivery import actions
from courses.delivery.forms.enrolments import NoReasonForm
from courses.delivery.forms.sessions import SessionForm
from courses.delivery.models import Cohort, Enrolment, LiveSession
from courses.delivery.queries.cohorts import list_cohorts
from courses.delivery.queries.sessions import list_attendance
from courses.delivery.rules import check_can_change_session, check_can_run_sessions, check_can_take_attendance
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed, refusal


@open_to(Role.COORDINATOR, Role.TUTOR)
@require_http_methods(["GET", "POST"])
def add_session(request: HttpRequest, cohort_id) -> HttpResponse:
    cohort = get_object_or_404(list_cohorts(request.user, request.role), pk=cohort_id)
    check_can_run_sessions(request.user, cohort, timezone.localdate())
    form = SessionForm(request.POST or None)
    if form.is_valid():
        try:
            actions.add_session(cohort, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The session is added. Calendars follow.")
            return redirect("delivery:show_cohort", cohort.pk)
    context = {"form": form, "cohort": cohort, "session": None}
    return render(request, "courses/delivery/edit_session.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR, Role.TUTOR)
@require_http_methods(["GET", "POST"])
def change_session(request: HttpRequest, session_id) -> HttpResponse:
    session = _session(request, session_id)
    check_can_change_session(session)
    starts_at, ends_at = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    initial = {
        "title": session.title,
        "day": starts_at.date(),
        "start": starts_at.time(),
        "end": ends_at.time(),
        "joining": session.joining,
        "recording_url": session.recording_url,
    }
    form = SessionForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.change_session(session, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The session is saved. Calendars follow.")
            return redirect("delivery:show_cohort", session.cohort_id)
    context = {"form": form, "cohort": session.cohort, "session": session}
    return render(request, "courses/delivery/edit_session.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR, Role.TUTOR)
@require_http_methods(["GET", "POST"])
def cancel_session(request: HttpRequest, session_id) -> HttpResponse:
    session = _session(request, session_id)
    if request.method == "POST":
        actions.cancel_session(session, by=request.user, now=timezone.now())
        messages.success(request, "The session is cancelled. Learners were told, and calendars follow.")
        return redirect("delivery:show_cohort", session.cohort_id)
    check_can_change_session(session)
    context = {"session": session, "cohort": session.cohort, "form": NoReasonForm()}
    return render(request, "courses/delivery/cancel_session.html", context)


@open_to(Role.COORDINATOR, Role.TUTOR)
@require_http_methods(["GET", "POST"])
def take_attendance(request: HttpRequest, session_id) -> HttpResponse:
    session = _session(request, session_id)
    now = timezone.now()
    if request.method == "POST":
        present = _ticked(request)
        number = actions.take_attendance(session, present=present, by=request.user, now=now)
        messages.success(request, f"Attendance is saved: {number} there.")
        return redirect("delivery:show_cohort", session.cohort_id)
    rows = list_attendance(session, request.user)
    context = {
        "session": session,
        "cohort": session.cohort,
        "rows": rows,
        "is_taken": any(was_present is not None for _, was_present in rows),
        "refusal": refusal(check_can_take_attendance, request.user, session, now),
    }
    return render(request, "courses/delivery/take_attendance.html", context)


def _session(request: HttpRequest, session_id) -> LiveSession:
    """A session of a cohort that this person may see; to a stranger there is none."""
    cohorts = Cohort.objects.all() if request.role == Role.COORDINATOR else Cohort.objects.taught_by(request.user)
    sessions = LiveSession.objects.select_related("cohort__version").filter(cohort__in=cohorts)
    session = get_object_or_404(sessions, pk=session_id)
    check_can_run_sessions(request.user, session.cohort, timezone.localdate())
    return session


def _ticked(request: HttpRequest) -> list:
    try:
        return list(Enrolment.objects.filter(pk__in=request.POST.getlist("present")).values_list("pk", flat=True))
    except ValidationError:
        raise NotAllowed("The list could not be read. Open the page again; nothing was saved.") from None
