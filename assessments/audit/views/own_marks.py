"""Her own judgements of an attempt in her sample. No page of the provider shows them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.audit import actions
from assessments.audit.forms.samples import JudgementForm
from assessments.audit.queries import own_marks
from assessments.audit.views.samples import find_sealed
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def judge_attempt(request: HttpRequest, visit_id, candidate_number: str, attempt: int) -> HttpResponse:
    """Typed, saved and given here; once given, compared with the mark that stands."""
    visit, enrolment, submission = find_sealed(request, visit_id, candidate_number, attempt)
    mark = own_marks.find_own_mark(visit, submission)
    criteria = list(own_marks.criteria_of(submission))
    kept = {row.criterion_id: row for row in mark.judgements.all()} if mark else {}
    forms = [
        (
            criterion,
            JudgementForm(request.POST or None, prefix=f"c{criterion.number}", initial=_initial(kept, criterion)),
        )
        for criterion in criteria
    ]
    no = ""
    if request.method == "POST" and all(form.is_valid() for _, form in forms):
        said = {
            criterion.number: (form.cleaned_data["verdict"], form.cleaned_data["note"]) for criterion, form in forms
        }
        try:
            actions.save_own_mark(visit, submission, said, by=request.user, now=timezone.now())
            messages.success(request, "Your judgements are saved. Nobody at the provider sees them.")
            if "give" in request.POST:
                actions.give_own_mark(visit, submission, by=request.user, now=timezone.now())
            return redirect("audit:judge_attempt", visit.pk, candidate_number, attempt)
        except NotAllowed as refused:
            no = str(refused)
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
        "no": no,
    }
    status = 422 if no or any(form.errors for _, form in forms) else 200
    return render(request, "assessments/audit/judge_attempt.html", context, status=status)


def _initial(kept: dict, criterion) -> dict:
    row = kept.get(criterion.pk)
    return {"verdict": row.verdict, "note": row.note} if row else {}
