"""Her own judgements of an attempt in her sample. No page of the provider shows them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments.audit import actions
from assessments.audit.actions.own_marks import StaleOwnMark
from assessments.audit.forms.samples import JudgementForm, VersionForm
from assessments.audit.models import OwnMark, Visit
from assessments.audit.queries import own_marks
from assessments.audit.views.samples import find_sealed
from assessments.audit.views.saving import invalid, refused_as_json, saved_answer, stale_answer
from assessments.portfolios.models import Submission
from assessments.portfolios.states import Because, is_open_to
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def judge_attempt(request: HttpRequest, visit_id, candidate_number: str, attempt: int) -> HttpResponse:
    """Typed, saved and given here; once given, compared with the mark that stands."""
    visit, enrolment, submission = find_sealed(request, visit_id, candidate_number, attempt)
    mark = own_marks.find_own_mark(visit, submission)
    forms, version = _forms(request, submission, mark)
    no, stored, status = "", None, 0
    if request.method == "POST" and version.is_valid() and all(form.is_valid() for _, form in forms):
        words = {"said": _said(forms), "version": version.cleaned_data["version"]}
        try:
            actions.save_own_mark(visit, submission, **words, by=request.user, now=timezone.now())
            messages.success(request, "Your judgements are saved. Nobody at the provider sees them.")
            if "give" in request.POST:
                actions.give_own_mark(visit, submission, by=request.user, now=timezone.now())
            return redirect("audit:judge_attempt", visit.pk, candidate_number, attempt)
        except StaleOwnMark as stale:
            no, stored, status = str(stale), own_marks.tell(stale.stored), 409
        except NotAllowed as refused:
            no, status = str(refused), 422
        mark = own_marks.find_own_mark(visit, submission)
        version = VersionForm(initial={"version": mark.version if mark else 0})
    is_given = mark is not None and mark.given_at is not None
    context = {
        "visit": visit,
        "room": "sample",
        "now": timezone.now(),
        "enrolment": enrolment,
        "submission": submission,
        "mark": mark,
        "is_given": is_given,
        "compared": own_marks.compare(mark) if is_given else [],
        "forms": forms,
        "version": version,
        "concern_url": reverse("audit:raise_concern", args=[visit.pk, candidate_number, attempt]),
        "locks": _locks(visit, submission, candidate_number),
        "no": no,
        "stored": stored,
    }
    status = status or (422 if any(form.errors for _, form in forms) else 200)
    return render(request, "assessments/audit/judge_attempt.html", context, status=status)


@open_to(Role.AUDITOR)
@require_POST
@refused_as_json
def keep_own_mark(request: HttpRequest, visit_id, candidate_number: str, attempt: int) -> HttpResponse:
    """What the script saves while she judges."""
    visit, _, submission = find_sealed(request, visit_id, candidate_number, attempt)
    forms, version = _forms(request, submission, None)
    wrong = next((form for form in (version, *(form for _, form in forms)) if not form.is_valid()), None)
    if wrong:
        return invalid(wrong)
    words, now = {"said": _said(forms), "version": version.cleaned_data["version"]}, timezone.now()
    try:
        mark = actions.save_own_mark(visit, submission, **words, by=request.user, now=now)
    except StaleOwnMark as stale:
        return stale_answer(own_marks.tell(stale.stored), stale.stored.version)
    return saved_answer(mark.version, now)


def _forms(request: HttpRequest, submission: Submission, mark: OwnMark | None) -> tuple[list, VersionForm]:
    """A form for each criterion that was open in this attempt, and the version of them all."""
    kept = {row.criterion_id: row for row in mark.judgements.all()} if mark else {}
    # Also an empty answer is an answer, and lacks its version.
    sent = request.POST if request.method == "POST" else None
    forms = [
        (
            criterion,
            JudgementForm(sent, prefix=f"c{criterion.number}", initial=_initial(kept, criterion)),
        )
        for criterion in own_marks.criteria_of(submission)
    ]
    return forms, VersionForm(sent, initial={"version": mark.version if mark else 0})


def _said(forms: list) -> dict[str, tuple[str, str]]:
    return {criterion.number: (form.cleaned_data["verdict"], form.cleaned_data["note"]) for criterion, form in forms}


def _locks(visit: Visit, submission: Submission, candidate_number: str) -> list[tuple[str, str]]:
    """What she reads beside this page, and where each item of it is locked away."""
    items = [item for item in submission.items.present() if is_open_to(item.layer, Because.AUDIT)]
    return [
        (
            item.label,
            reverse("audit:lock_evidence", args=[visit.pk, candidate_number, submission.attempt, item.pk]),
        )
        for item in sorted(items, key=lambda item: int(item.label[1:]))
    ]


def _initial(kept: dict, criterion) -> dict:
    row = kept.get(criterion.pk)
    return {"verdict": row.verdict, "note": row.note} if row else {}
