"""A university's own key: registering it, handing over what it signed, ending it; and today's line by e-mail."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments.audit import actions
from assessments.audit.forms.witnessing import KeyForm, NoteForm
from assessments.audit.queries import witnessing
from assessments.audit.views.finding import find_visit
from assessments.certificates.proving import keys_file
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.files.uploads import upload_refusal
from cpd.history.models import Checkpoint
from cpd.rules import NotAllowed

PAGE = 20
KEY, NOTE = "key", "note"


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def show_witness(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    too_large, sent = upload_refusal(request), request.POST.get("form")
    universities = witnessing.universities_of(request.user, today)
    key_form = KeyForm(request.POST if sent == KEY else None, universities=universities)
    note_form = NoteForm(*((request.POST, request.FILES) if sent == NOTE else ()), universities=universities)
    form = note_form if sent == NOTE else key_form
    if too_large:
        form.add_error(None, too_large)
    elif form.is_valid():
        try:
            told = _take(request, form)
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, told)
            return redirect("audit:show_witness")
    newest = Checkpoint.objects.order_by("-size", "-pk").first()
    cosigned = witnessing.cosignatures_of(request.user, today)
    context = {
        "key_form": key_form,
        "note_form": note_form,
        "keys": witnessing.keys_of(request.user, today),
        "page": Paginator(cosigned, PAGE).get_page(request.GET.get("page")),
        "newest": newest,
        "last": cosigned.first(),
        "log_keys": keys_file()["log"],
    }
    status = 413 if too_large else 422 if form.errors else 200
    return render(request, "assessments/audit/show_witness.html", context, status=status)


@open_to(Role.AUDITOR)
@require_POST
def end_witness_key(request: HttpRequest, witness_key_id) -> HttpResponse:
    row = get_object_or_404(witnessing.keys_of(request.user, timezone.localdate()), pk=witness_key_id)
    actions.end_key(row, by=request.user, now=timezone.now())
    messages.success(request, "Nothing newer is taken from this key. What it signed before keeps counting.")
    return redirect("audit:show_witness")


@open_to(Role.AUDITOR)
@require_POST
def mail_line(request: HttpRequest, visit_id) -> HttpResponse:
    visit = find_visit(request, visit_id)
    checkpoint = Checkpoint.objects.order_by("-size", "-pk").first()
    if checkpoint is None:
        messages.info(request, "Nothing is signed yet. The first checkpoint follows within a minute.")
    else:
        actions.mail_line(visit, checkpoint, by=request.user, now=timezone.now())
        messages.success(request, f"The line goes to {request.user.email}, and nothing else with it.")
    return redirect("audit:show_checkpoint", visit.pk)


def _take(request: HttpRequest, form: KeyForm | NoteForm) -> str:
    university, said = form.cleaned_data["university"], {"by": request.user, "now": timezone.now()}
    if isinstance(form, KeyForm):
        row = actions.register_key(university, form.cleaned_data["key"], **said)
        return f"{row.witness.name} counts as a witness from now on."
    added = actions.hand_over_cosignatures(university, form.cleaned_data["text"], **said)
    return "Your co-signature is kept and shown to everybody." if added else "We have this co-signature already."
