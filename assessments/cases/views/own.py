"""A learner's pages: what she may ask for, what she asked, and what was answered."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.cases import actions, queries, rules
from assessments.cases.effects import describe, foresee, foresee_days
from assessments.cases.forms import FORMS, ReplyForm
from assessments.cases.models import SideCase
from assessments.cases.reading import read_own
from assessments.cases.states import Ground, Kind, Outcome
from assessments.portfolios.models import Submission
from courses.delivery.models import Enrolment
from courses.delivery.states import STUDYING, EnrolmentState
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day, when
from cpd.accounts.views.leaving import keeps_typed
from cpd.rules import NotAllowed, refusal

PAGE = 30


@open_to(Role.LEARNER)
@require_safe
def list_requests(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.list_own(request.user), PAGE).get_page(request.GET.get("page"))
    enrolments = Enrolment.objects.of(request.user).select_related("version", "cohort").order_by("-offered_at")
    context = {
        "page": page,
        "studying": enrolments.filter(state__in=STUDYING),
        "away": enrolments.filter(state=EnrolmentState.INTERRUPTED),
        "kinds": [kind for kind in Kind if kind in FORMS],
    }
    return render(request, "assessments/cases/list_requests.html", context)


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, enrolment_id, kind: str) -> HttpResponse:
    if kind not in FORMS:
        raise Http404
    mine = Enrolment.objects.of(request.user).select_related("cohort", "version", "accreditation", "learner")
    enrolment = get_object_or_404(mine, pk=enrolment_id)
    submission = queries.open_submission(enrolment)
    form = FORMS[kind](request.POST if request.method == "POST" else None, submission=submission)
    no = _refusal(kind, enrolment, submission, request)
    if not no:
        keeps_typed(request, form)
    if form.is_valid():
        try:
            case = _ask(kind, enrolment, submission, form.cleaned_data, request)
        except NotAllowed as not_allowed:
            form.add_error(None, str(not_allowed))
        else:
            messages.success(request, "It is done." if case.outcome else "It is asked. You will be told the answer.")
            return redirect("cases:show_request", case.pk)
    context = {
        "form": form,
        "kind": Kind(kind),
        "enrolment": enrolment,
        "submission": submission,
        "effect": foresee(kind, enrolment, submission),
        "refusal": no,
    }
    if kind == Kind.EXTENSION and submission and not context["refusal"]:
        context |= _extension(submission, request)
    return render(request, "assessments/cases/ask.html", context, status=422 if form.errors else 200)


def _ask(kind: str, enrolment: Enrolment, submission: Submission | None, data: dict, request: HttpRequest) -> SideCase:
    who = {"by": request.user, "now": timezone.now()}
    if kind == Kind.BREAK:
        return actions.ask_break(enrolment, **data, **who)
    if kind == Kind.ADJUSTMENT:
        return actions.ask_adjustment(enrolment, **data, **who)
    if submission is None:
        raise NotAllowed("Open your portfolio first: this is about its deadline.")
    if kind == Kind.CIRCUMSTANCES:
        return actions.claim_circumstances(submission, **data, **who)
    if kind == Kind.PRIOR_LEARNING:
        return actions.claim_prior_learning(submission, **data, **who)
    if refusal(rules.check_can_take_extension, request.user, submission, data["days"], who["now"]):
        return actions.ask_extension(submission, **data, **who)
    return actions.take_extension(submission, days=data["days"], ground=data["ground"], **who)


def _refusal(kind: str, enrolment: Enrolment, submission: Submission | None, request: HttpRequest) -> str:
    """Why nothing of this kind can be asked now, whatever is typed."""
    if no := refusal(rules.check_can_ask, request.user, enrolment, kind):
        return no
    now = timezone.now()
    if kind in (Kind.BREAK, Kind.ADJUSTMENT):
        return ""
    if submission is None:
        return "Open your portfolio first: this is about its deadline."
    if kind == Kind.CIRCUMSTANCES:
        return refusal(rules.check_can_claim, request.user, submission, "words", now)
    if kind == Kind.EXTENSION:
        return refusal(rules.check_can_ask_extension, request.user, submission, 1, now)
    return ""


def _extension(submission: Submission, request: HttpRequest) -> dict:
    """What she can take herself, and the deadlines of that in one sentence."""
    most = submission.portfolio.enrolment.rules.extension_self_days
    alone = not refusal(rules.check_can_take_extension, request.user, submission, most, timezone.now())
    return {
        "self_days": most if alone else 0,
        "approved_days": submission.portfolio.enrolment.rules.extension_approved_days - rules.days_given(submission),
        "example": foresee_days(submission, most) if alone else "",
    }


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def show_request(request: HttpRequest, case_id) -> HttpResponse:
    case = _own(request, case_id)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    may_reply = not refusal(rules.check_can_reply, request.user, case, "words")
    if may_reply:
        keeps_typed(request, form)
    if form.is_valid():
        actions.reply(case, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Your reply is with the panel.")
        return redirect("cases:show_request", case.pk)
    written = read_own(case, by=request.user)
    context = {
        "case": case,
        "written": written,
        "rows": _rows(case),
        "effect": describe(case, timezone.now()),
        "form": form,
        "may_reply": may_reply,
        "may_take_back": not refusal(rules.check_can_take_back, request.user, case),
        "is_away": case.kind == Kind.BREAK and case.enrolment.state == EnrolmentState.INTERRUPTED,
    }
    return render(request, "assessments/cases/show_request.html", context, status=422 if form.errors else 200)


@open_to(Role.LEARNER)
@require_POST
def take_back_request(request: HttpRequest, case_id) -> HttpResponse:
    actions.take_back_request(_own(request, case_id), by=request.user, now=timezone.now())
    messages.success(request, "You took it back. Nothing has changed.")
    return redirect("cases:list_requests")


@open_to(Role.LEARNER)
@require_POST
def come_back(request: HttpRequest, enrolment_id) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment.objects.of(request.user), pk=enrolment_id)
    actions.come_back(enrolment, by=request.user, now=timezone.now())
    messages.success(request, "Welcome back. Your deadlines moved later by as many days as you were away.")
    return redirect("cases:list_requests")


def _own(request: HttpRequest, case_id) -> SideCase:
    mine = SideCase.objects.of(request.user).select_related(
        "enrolment__learner", "enrolment__version", "enrolment__cohort", "submission__portfolio__enrolment__cohort"
    )
    return get_object_or_404(mine, pk=case_id)


def _rows(case: SideCase) -> list[tuple]:
    rows = [("Module", case.enrolment.version.title), ("Asked", when(case.raised_at))]
    if case.kind == Kind.MISCONDUCT:
        rows[-1] = ("Raised", when(case.raised_at))
    if case.ground:
        rows.append(("About", Ground(case.ground).label))
    if case.kind == Kind.EXTENSION:
        rows.append(("Days", case.days))
    if case.kind == Kind.PRIOR_LEARNING:
        numbers = case.criteria.order_by("position").values_list("number", flat=True)
        rows += [("Criteria", ", ".join(numbers)), ("Learnt until", day(case.learnt_on))]
    if case.is_open:
        rows.append(("Answer by", day(case.answer_by)))
    if case.outcome:
        rows += [("Answer", Outcome(case.outcome).label), ("Answered", when(case.ended_at))]
    if case.instruction:
        rows.append(("What markers apply", case.instruction))
    return rows
