"""Pages of standardisation: the moderator who leads it, and the assessors who judge, each alone."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.confidentiality.evidence import pointers_to, read_submission
from assessments.confidentiality.views.locking import lock_away
from assessments.confidentiality.views.raising import raise_from
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.states import Because, ItemKind
from assessments.portfolios.views.handing import hand_over
from assessments.standardisation import actions, queries, rules
from assessments.standardisation.forms import CloseForm, OpenForm, TrialForm
from assessments.standardisation.models import Participant
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed, refusal

PAGE = 30
DAYS = timedelta(days=14)


@open_to(Role.ASSESSOR, Role.MODERATOR)
@require_safe
def list_exercises(request: HttpRequest) -> HttpResponse:
    leads = request.role == Role.MODERATOR
    rows = queries.list_led(request.user) if leads else queries.list_own(request.user)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/standardisation/list_exercises.html", {"page": page, "leads": leads})


@open_to(Role.MODERATOR)
@require_http_methods(["GET", "POST"])
def open_exercise(request: HttpRequest) -> HttpResponse:
    submissions = queries.list_usable(request.user)
    form = OpenForm(request.POST or None, submissions=submissions, initial={"due_date": timezone.localdate() + DAYS})
    if form.is_valid():
        data = form.cleaned_data
        try:
            exercise = actions.open_exercise(
                data["submission"], due_date=data["due_date"], by=request.user, now=timezone.now()
            )
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The exercise is open. Everybody who comes to it fresh is asked.")
            return redirect("standardisation:show_exercise", exercise.pk)
    context = {"form": form, "submissions": submissions}
    return render(
        request, "assessments/standardisation/open_exercise.html", context, status=422 if form.errors else 200
    )


@open_to(Role.ASSESSOR, Role.MODERATOR)
@require_safe
def show_exercise(request: HttpRequest, exercise_id) -> HttpResponse:
    return _show(request, exercise_id, CloseForm())


@open_to(Role.MODERATOR)
@require_POST
def close_exercise(request: HttpRequest, exercise_id) -> HttpResponse:
    exercise = get_object_or_404(queries.list_led(request.user), pk=exercise_id)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _show(request, exercise_id, form)
    actions.close_exercise(exercise, **form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, "The exercise is closed. It counts for everybody who judged.")
    return redirect("standardisation:show_exercise", exercise.pk)


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def judge_exercise(request: HttpRequest, exercise_id) -> HttpResponse:
    """The desk of an exercise: evidence beside criteria, one Save for all, then giving."""
    participant, now = _own(request, exercise_id), timezone.now()
    rules.check_can_take_part(request.user, participant, timezone.localdate(now))
    trials = list(queries.list_trials(participant))
    data = request.POST if request.method == "POST" else None
    boxes = [
        (
            trial,
            TrialForm(data, prefix=str(trial.criterion_id), initial={"verdict": trial.verdict, "reason": trial.reason}),
        )
        for trial in trials
    ]
    status = 200
    if data is not None and all(form.is_valid() for _, form in boxes):
        said = {
            trial.criterion_id: (form.cleaned_data["verdict"], form.cleaned_data["reason"].replace("\r\n", "\n"))
            for trial, form in boxes
        }
        actions.save_trials(participant, said=said, by=request.user, now=now)
        if "give" not in data:
            messages.success(request, "Everything is saved.")
            return redirect("standardisation:judge_exercise", exercise_id)
        try:
            actions.give_judgements(participant, by=request.user, now=now)
        except NotAllowed as no:
            messages.warning(request, str(no))
            return redirect("standardisation:judge_exercise", exercise_id)
        messages.success(request, "Your judgements are given. This is what the others said.")
        return redirect("standardisation:show_exercise", exercise_id)
    if data is not None:
        status = 422
    submission = participant.exercise.submission
    pieces = read_submission(submission, by=request.user, because=Because.STANDARDISATION, now=now)
    context = {
        "exercise": participant.exercise,
        "enrolment": submission.portfolio.enrolment,
        "boxes": [(trial, form, pointers_to(pieces, trial.criterion_id)) for trial, form in boxes],
        "form": next((form for _, form in boxes if form.errors), None),
        "pieces": pieces,
        "downloads": {
            piece.item.pk: reverse("standardisation:download_exercise_item", args=[exercise_id, piece.item.pk])
            for piece in pieces
            if piece.is_file
        },
        "concern_url": reverse("standardisation:raise_exercise_concern", args=[exercise_id]),
        "locks": {
            piece.item.pk: reverse("standardisation:lock_exercise_item", args=[exercise_id, piece.item.pk])
            for piece in pieces
        },
    }
    return render(request, "assessments/standardisation/judge_exercise.html", context, status=status)


@open_to(Role.ASSESSOR)
@require_safe
def download_exercise_item(request: HttpRequest, exercise_id, item_id) -> HttpResponse:
    participant = _own(request, exercise_id)
    rules.check_can_take_part(request.user, participant, timezone.localdate())
    items = EvidenceItem.objects.filter(submission=participant.exercise.submission_id, kind=ItemKind.FILE)
    item = get_object_or_404(items, pk=item_id)
    return hand_over(request, item, because=Because.STANDARDISATION, name="Exercise")


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def lock_exercise_item(request: HttpRequest, exercise_id, item_id) -> HttpResponse:
    participant = _own(request, exercise_id)
    rules.check_can_take_part(request.user, participant, timezone.localdate())
    back = reverse("standardisation:judge_exercise", args=[exercise_id])
    submission = participant.exercise.submission
    return lock_away(request, submission, item_id, found_at=Because.STANDARDISATION, back=back)


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def raise_exercise_concern(request: HttpRequest, exercise_id) -> HttpResponse:
    participant = _own(request, exercise_id)
    rules.check_can_take_part(request.user, participant, timezone.localdate())
    back = reverse("standardisation:judge_exercise", args=[exercise_id])
    return raise_from(request, participant.exercise.submission, back=back)


def _own(request: HttpRequest, exercise_id) -> Participant:
    return get_object_or_404(queries.list_own(request.user), exercise=exercise_id)


def _show(request: HttpRequest, exercise_id, form: CloseForm) -> HttpResponse:
    """Whoever leads sees how far it is; whoever judges sees the others only after giving their own."""
    participant = None
    if request.role == Role.MODERATOR:
        exercise = get_object_or_404(queries.list_led(request.user), pk=exercise_id)
        may_see = True
    else:
        participant = _own(request, exercise_id)
        exercise = participant.exercise
        may_see = bool(participant.given_at)
    today = timezone.localdate()
    given = exercise.participants.filter(given_at__isnull=False).count()
    context = {
        "exercise": exercise,
        "enrolment": exercise.submission.portfolio.enrolment,
        "participant": participant,
        "asked": exercise.participants.count(),
        "given": given,
        "is_closed": exercise.closed_at is not None,
        "spread": queries.list_spread(exercise, names=exercise.closed_at is not None) if may_see else [],
        "may_see": may_see,
        "form": form,
        "close_refusal": refusal(rules.check_can_close, request.user, exercise, given, "note", today),
        "leads": participant is None,
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/standardisation/show_exercise.html", context, status=status)
