"""The line she takes away, and the proof that nothing before it was rewritten."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.audit import actions
from assessments.audit.forms.checks import LineForm
from assessments.audit.lines import write_line
from assessments.audit.views.finding import find_visit
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.history.checkpoints import list_logs
from cpd.history.proofs import newest_checkpoint, write_checkpoint


@open_to(Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def show_checkpoint(request: HttpRequest, visit_id) -> HttpResponse:
    visit = find_visit(request, visit_id)
    form = LineForm(request.POST or None)
    if form.is_valid():
        origin, size, root = form.cleaned_data["line"]
        if origin not in list_logs():
            form.add_error("line", f"This line is of the log {origin}, which is not kept here.")
        else:
            actions.ask_for_check(visit, size=size, root=root, by=request.user, now=timezone.now())
            messages.success(request, "Every entry is computed anew. You are told when it is done; this page shows it.")
            return redirect("audit:show_checkpoint", visit.pk)
    checkpoint = newest_checkpoint()
    context = {
        "visit": visit,
        "room": "checkpoint",
        "checkpoint": checkpoint,
        "line": write_line(checkpoint) if checkpoint else "",
        "checks": visit.checks.order_by("-asked_at"),
        "form": form,
    }
    return render(request, "assessments/audit/show_checkpoint.html", context, status=422 if form.errors else 200)


@open_to(Role.AUDITOR)
@require_safe
def download_checkpoint(request: HttpRequest, visit_id) -> HttpResponse:
    """The signed note with the co-signatures under it, as a text file."""
    find_visit(request, visit_id)
    checkpoint = newest_checkpoint()
    note = write_checkpoint(checkpoint) if checkpoint else ""
    response = HttpResponse(note, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="checkpoint.txt"'
    return response
