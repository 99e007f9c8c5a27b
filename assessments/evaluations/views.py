"""The learner's page at the end of her module."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments.evaluations import actions
from assessments.evaluations.forms import EvaluationForm, LookedForm
from assessments.evaluations.models import Envelope
from assessments.evaluations.queries import closes_on, find_opening
from assessments.evaluations.rules import check_can_evaluate
from courses.delivery.models import Enrolment
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.views.leaving import keeps_typed
from cpd.rules import NotAllowed, refusal

PAGE = "assessments/evaluations/write_evaluation.html"


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def write_evaluation(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Typed and saved here; sent by a second button. Where it cannot be written the page says why."""
    enrolment = _own(request, enrolment_id)
    envelope = Envelope.objects.filter(enrolment=enrolment).first() or Envelope(enrolment=enrolment)
    no = refusal(check_can_evaluate, request.user, enrolment, timezone.localdate())
    if no:
        context = {"enrolment": enrolment, "refusal": no, "opening": find_opening(enrolment.cohort)}
        return render(request, PAGE, context, status=403 if request.method == "POST" else 200)
    stored = {**envelope.said, "version": envelope.version}
    form = keeps_typed(request, EvaluationForm(request.POST or None, initial=stored))
    looked = LookedForm(request.POST if "send" in request.POST else None)
    wrong, status = "", 0
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, enrolment, form, looked)
        except actions.Stale as stale:
            envelope, wrong, status = stale.envelope, str(stale), 409
            form.data = form.data | {"version": str(envelope.version)}
        except NotAllowed as refused:
            wrong, status = str(refused), 422
            envelope = Envelope.objects.filter(enrolment=enrolment).first() or envelope
            form.data = form.data | {"version": str(envelope.version)}
    context = {
        "enrolment": enrolment,
        "envelope": envelope,
        "form": form,
        "looked": looked,
        "closes_on": closes_on(enrolment.cohort),
        "wrong": wrong,
    }
    return render(request, PAGE, context, status=status or (422 if form.errors else 200))


@open_to(Role.LEARNER)
@require_POST
def save_evaluation(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """What the script saves while she types."""
    enrolment = _own(request, enrolment_id)
    form, now = EvaluationForm(request.POST), timezone.now()
    if not form.is_valid():
        return JsonResponse({"error": next(iter(form.errors.values()))[0]}, status=422)
    words = {"said": form.said, "version": form.cleaned_data["version"]}
    try:
        envelope = actions.write_evaluation(enrolment, **words, by=request.user, now=now)
    except actions.Stale as stale:
        theirs = "\n\n".join(EvaluationForm.tell(stale.envelope.said))
        return JsonResponse({"theirs": theirs, "version": stale.envelope.version}, status=409)
    except NotAllowed as refused:
        return JsonResponse({"error": str(refused)}, status=403)
    return JsonResponse({"version": envelope.version, "saved_at": f"{timezone.localtime(now):%H:%M}"})


def _save(request: HttpRequest, enrolment: Enrolment, form: EvaluationForm, looked: LookedForm) -> HttpResponse:
    words = {"said": form.said, "version": form.cleaned_data["version"]}
    actions.write_evaluation(enrolment, **words, by=request.user, now=timezone.now())
    if "send" not in request.POST:
        messages.success(request, "Saved. Nobody else can read it, and it is not sent yet.")
        return redirect("evaluations:write_evaluation", enrolment.pk)
    is_looked_at = looked.is_valid() and looked.cleaned_data["is_looked_at"]
    actions.send_evaluation(enrolment, is_looked_at=is_looked_at, by=request.user, now=timezone.now())
    messages.success(
        request, "Sent. Thank you. It stays sealed until the evaluations of your cohort are opened together."
    )
    return redirect("evaluations:write_evaluation", enrolment.pk)


def _own(request: HttpRequest, enrolment_id: UUID) -> Enrolment:
    rows = Enrolment.objects.of(request.user).select_related("version__module", "cohort")
    return get_object_or_404(rows, pk=enrolment_id)
