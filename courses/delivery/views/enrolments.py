"""One learner's enrolment, invitations and codes, for the coordinator."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from courses.delivery import actions, clockwork
from courses.delivery.forms.enrolments import EmployerForm, LearnerForm, NoReasonForm, ReasonForm
from courses.delivery.models import Cohort, Enrolment
from courses.delivery.queries.enrolments import get_timeline
from courses.delivery.rules import check_can_change_employer, check_can_move, check_can_offer, check_can_resume
from courses.delivery.states import EnrolmentState
from courses.delivery.views.cohorts import ENROLMENT_TONES
from cpd.accounts.guards import open_to
from cpd.accounts.models import Preferences, User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day, when
from cpd.rules import NotAllowed, refusal


@dataclass(frozen=True)
class Move:
    """A step that a coordinator takes for a learner. `meaning` says what follows from it."""

    to: EnrolmentState
    act: Callable[..., Enrolment]
    heading: str
    button: str
    meaning: str
    done: str
    tone: str = ""
    needs_reason: bool = True

    def refusal(self, enrolment: Enrolment) -> str:
        """Why it cannot be taken now, or ""."""
        if self.act is actions.resume:
            return refusal(check_can_resume, enrolment)
        return refusal(check_can_move, enrolment, self.to)


MOVES = {
    "interrupt": Move(
        EnrolmentState.INTERRUPTED,
        actions.interrupt,
        "Start a break",
        "Start the break",
        "Nothing is lost. The clock of the registration stops until the break ends.",
        "The break has begun.",
    ),
    "resume": Move(
        EnrolmentState.ACTIVE,
        actions.resume,
        "End the break",
        "End the break",
        "The days of the break are added to the registration. Agree the deadline with the learner.",
        "The break has ended.",
        needs_reason=False,
    ),
    "withdraw": Move(
        EnrolmentState.WITHDRAWN,
        actions.withdraw,
        "Withdraw this learner",
        "Withdraw the learner",
        "The learner leaves the module for good. What was done stays on record, and this cannot be undone.",
        "The learner is withdrawn.",
        tone="danger",
    ),
    "cancel": Move(
        EnrolmentState.CANCELLED,
        actions.cancel_enrolment,
        "Cancel as entered in error",
        "Cancel this entry",
        "For a wrong person or a wrong address. An invitation that is on its way stops working, and the entry is not counted.",
        "The entry is cancelled.",
        tone="danger",
    ),
}


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def add_learner(request: HttpRequest, cohort_id) -> HttpResponse:
    cohort = get_object_or_404(Cohort, pk=cohort_id)
    form = LearnerForm(request.POST or None)
    if form.is_valid():
        try:
            enrolment = actions.add_learner(cohort, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The place is offered. Nobody was invited yet.")
            return redirect("delivery:show_enrolment", enrolment.pk)
    context = {"form": form, "cohort": cohort, "refusal": refusal(check_can_offer, cohort)}
    return render(request, "courses/delivery/add_learner.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR)
@require_safe
def show_enrolment(request: HttpRequest, enrolment_id) -> HttpResponse:
    enrolment = _enrolment(request, enrolment_id)
    learner = enrolment.learner
    rows = [
        ("E-mail", learner.email),
        ("Name on certificate", learner.certificate_name or "Not given yet"),
        ("Employer", enrolment.employer),
        ("Manager", " · ".join(filter(None, [enrolment.manager_name, enrolment.manager_email])) or "Not given"),
        ("Reach safely", _safe_contact(learner)),
        ("Nation", enrolment.nation or "Not given"),
        ("Access needs", enrolment.access_needs or "None stated"),
        ("Candidate number", enrolment.candidate_number),
        ("Place offered", when(enrolment.offered_at)),
        ("Invited", when(enrolment.invited_at) or "Not yet"),
        ("Enrolled", day(enrolment.enrolled_on) or "Not yet"),
    ]
    if enrolment.enrolled_on:
        rows.append(("Registration ends", day(clockwork.registration_ends_on(enrolment))))
    if paused := enrolment.pauses.filter(ended_at__isnull=True).first():
        rows.append(("Clocks", f"Stand still since {day(paused.began_at)}; no reason is asked"))
    if enrolment.ended_at:
        rows += [("Ended", when(enrolment.ended_at)), ("Reason", enrolment.end_reason or "Not recorded")]
    context = {
        "enrolment": enrolment,
        "cohort": enrolment.cohort,
        "tone": ENROLMENT_TONES[enrolment.state],
        "rows": rows,
        "moves": [(step, move) for step, move in MOVES.items() if not move.refusal(enrolment)],
        "events": get_timeline(enrolment),
        "attendance": enrolment.attendance.select_related("session").order_by("session__starts_at"),
        "can_change_employer": not refusal(check_can_change_employer, request.user, enrolment),
        "is_offered": enrolment.state == EnrolmentState.OFFERED,
    }
    return render(request, "courses/delivery/show_enrolment.html", context)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def change_employer(request: HttpRequest, enrolment_id) -> HttpResponse:
    enrolment = _enrolment(request, enrolment_id)
    no = refusal(check_can_change_employer, request.user, enrolment)
    initial = {
        "employer": enrolment.employer.name if enrolment.employer else "",
        "manager_name": enrolment.manager_name,
        "manager_email": enrolment.manager_email,
    }
    form = EmployerForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.change_employer(enrolment, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Employer and manager are saved. Links that went to a former employer have ended.")
        return redirect("delivery:show_enrolment", enrolment.pk)
    context = {"form": form, "enrolment": enrolment, "refusal": no}
    return render(request, "courses/delivery/change_employer.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def move_enrolment(request: HttpRequest, enrolment_id, step: str) -> HttpResponse:
    if step not in MOVES:
        raise Http404
    move, enrolment = MOVES[step], _enrolment(request, enrolment_id)
    form_class = ReasonForm if move.needs_reason else NoReasonForm
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_valid():
        move.act(enrolment, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, move.done)
        return redirect("delivery:show_enrolment", enrolment.pk)
    if move.refusal(enrolment):
        return redirect("delivery:show_enrolment", enrolment.pk)
    context = {"form": form, "move": move, "enrolment": enrolment, "cohort": enrolment.cohort}
    return render(request, "courses/delivery/move_enrolment.html", context, status=422 if form.errors else 200)


def _safe_contact(learner: User) -> str:
    wishes = Preferences.objects.filter(person=learner).first()
    if wishes is None:
        return "Not said: write through the product only, and never leave a voicemail"
    parts = [wishes.get_contact_by_display(), "never voicemail" if wishes.no_voicemail else "", wishes.safe_contact]
    said = f" (confirmed {day(wishes.contact_confirmed_at)})" if wishes.contact_confirmed_at else " (not confirmed yet)"
    return "; ".join(filter(None, parts)) + said


def _enrolment(request: HttpRequest, enrolment_id) -> Enrolment:
    return get_object_or_404(
        Enrolment.objects.seen_by(request.user).select_related("learner", "cohort__version", "employer"),
        pk=enrolment_id,
    )
