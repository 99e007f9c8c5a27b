"""Pages about keeping: the table, what is due, runs and their proofs, holds."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.records.keeping import actions, queries, rules
from assessments.records.keeping.forms import HoldForm, LiftForm, PeriodForm, ReviewForm
from assessments.records.keeping.models import DestructionRun, LegalHold
from assessments.records.keeping.states import CHANGEABLE, RecordKind, RunState
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed, refusal

FOLDER = "assessments/records/keeping"
NEWEST = 50


@open_to(*rules.KEEPERS)
@require_safe
def list_retention(request: HttpRequest) -> HttpResponse:
    may_change = request.user.holds(Role.ADMINISTRATOR, on=timezone.localdate())
    return render(request, f"{FOLDER}/list_retention.html", {"rules": queries.list_rules(), "may_change": may_change})


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def change_retention(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in CHANGEABLE:
        raise Http404
    rule = queries.get_rule(RecordKind(kind))
    initial = {"amount": rule.amount, "unit": rule.unit, "counted_from": rule.counted_from, "source": rule.source}
    form = PeriodForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            actions.set_rule(kind, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "Changed. It counts from now on; a run that was proposed before keeps its list.")
            return redirect("records:list_retention")
    context = {"rule": rule, "form": form, "versions": queries.versions_of(rule.kind)}
    return render(request, f"{FOLDER}/change_retention.html", context, status=422 if form.errors else 200)


@open_to(*rules.KEEPERS)
@require_safe
def list_due(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    dues = queries.list_due(today, request.user)
    context = {
        "today": today,
        "dues": [due for due in dues if due.going or due.held or due.run],
        "nothing": [due for due in dues if not (due.going or due.held or due.run)],
    }
    return render(request, f"{FOLDER}/list_due.html", context)


@open_to(*rules.KEEPERS)
@require_safe
def list_runs(request: HttpRequest) -> HttpResponse:
    runs = DestructionRun.objects.select_related("proposed_by", "decided_by").order_by("-proposed_at")[:NEWEST]
    return render(request, f"{FOLDER}/list_runs.html", {"runs": runs})


@open_to(*rules.KEEPERS)
@require_POST
def propose_run(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in RecordKind:
        raise Http404
    run = actions.propose_run(kind, by=request.user, now=timezone.now())
    messages.success(request, "Proposed. Nothing is destroyed before a second person has approved this list.")
    return redirect("records:show_run", run.pk)


@open_to(*rules.KEEPERS)
@require_safe
def show_run(request: HttpRequest, run_id) -> HttpResponse:
    run = get_object_or_404(DestructionRun.objects.select_related("proposed_by", "decided_by"), pk=run_id)
    names, today = queries.names_of(run, request.user), timezone.localdate()
    lines = list(run.lines.order_by("pk"))
    context = {
        "run": run,
        "lines": [(names[line.subject_id], line) for line in lines if line.subject_id in names],
        "unseen": sum(line.subject_id not in names for line in lines),
        "count": len(lines),
        "approve_refusal": refusal(rules.check_can_decide, request.user, run, RunState.APPROVED, today),
        "may_drop": not refusal(rules.check_can_decide, request.user, run, RunState.DROPPED, today),
    }
    return render(request, f"{FOLDER}/show_run.html", context)


@open_to(*rules.KEEPERS)
@require_POST
def approve_run(request: HttpRequest, run_id) -> HttpResponse:
    return _decide(request, run_id, actions.approve_run, "Approved. It is being carried out; its proof appears here.")


@open_to(*rules.KEEPERS)
@require_POST
def refuse_run(request: HttpRequest, run_id) -> HttpResponse:
    return _decide(request, run_id, actions.refuse_run, "Refused. Nothing was destroyed.")


@open_to(*rules.KEEPERS)
@require_POST
def drop_run(request: HttpRequest, run_id) -> HttpResponse:
    return _decide(request, run_id, actions.drop_run, "Dropped. Nothing was destroyed.")


@open_to(*rules.KEEPERS)
@require_safe
def download_proof(request: HttpRequest, run_id) -> HttpResponse:
    run = get_object_or_404(DestructionRun, pk=run_id, state=RunState.DONE)
    headers = {"Content-Disposition": f'attachment; filename="destruction-{run.pk}.json"'}
    return HttpResponse(actions.proof_of(run), content_type="application/json", headers=headers)


@open_to(*rules.KEEPERS)
@require_safe
def list_legal_holds(request: HttpRequest) -> HttpResponse:
    holds = LegalHold.objects.seen_by(request.user).select_related(
        "person", "enrolment", "cohort", "owner", "lifted_by"
    )
    today = timezone.localdate()
    context = {
        "standing": [(hold, hold.is_due(today)) for hold in holds.standing().order_by("review_on", "pk")],
        "lifted": holds.filter(lifted_at__isnull=False).order_by("-lifted_at")[:NEWEST],
    }
    return render(request, f"{FOLDER}/list_legal_holds.html", context)


@open_to(*rules.KEEPERS)
@require_http_methods(["GET", "POST"])
def place_legal_hold(request: HttpRequest) -> HttpResponse:
    form = HoldForm(request.POST or None, today=timezone.localdate())
    if form.is_valid():
        values = form.cleaned_data
        subject = queries.find_subject(values.pop("what"), request.user)
        try:
            actions.place_hold(subject=subject, **values, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "Held. Nothing of it is destroyed until the hold is lifted.")
            return redirect("records:list_legal_holds")
    return render(request, f"{FOLDER}/place_legal_hold.html", {"form": form}, status=422 if form.errors else 200)


@open_to(*rules.KEEPERS)
@require_http_methods(["GET", "POST"])
def lift_legal_hold(request: HttpRequest, hold_id) -> HttpResponse:
    hold = _hold(request, hold_id)
    form = LiftForm(request.POST or None)
    if form.is_valid():
        actions.lift_hold(hold, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Lifted. What it kept goes when its time is over.")
        return redirect("records:list_legal_holds")
    context = {"hold": hold, "form": form, "review_form": ReviewForm()}
    return render(request, f"{FOLDER}/lift_legal_hold.html", context, status=422 if form.errors else 200)


@open_to(*rules.KEEPERS)
@require_POST
def review_legal_hold(request: HttpRequest, hold_id) -> HttpResponse:
    hold, form = _hold(request, hold_id), ReviewForm(request.POST)
    if form.is_valid():
        try:
            actions.review_hold(hold, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "Kept. You are asked again on that day.")
            return redirect("records:list_legal_holds")
    context = {"hold": hold, "form": LiftForm(), "review_form": form}
    return render(request, f"{FOLDER}/lift_legal_hold.html", context, status=422)


def _hold(request: HttpRequest, hold_id) -> LegalHold:
    return get_object_or_404(
        LegalHold.objects.seen_by(request.user).select_related("person", "enrolment", "cohort", "owner"), pk=hold_id
    )


def _decide(request: HttpRequest, run_id, act, said: str) -> HttpResponse:
    run = act(get_object_or_404(DestructionRun, pk=run_id), by=request.user, now=timezone.now())
    messages.success(request, said)
    return redirect("records:show_run", run.pk)
