"""The evidence room: its index, each exhibit as a page and as files, and her ticks; each opening is on record."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments.audit import actions
from assessments.audit.exhibits.catalogue import BY_NUMBER, EXHIBIT_OF
from assessments.audit.exhibits.contents import Made, Scope, make, write_whole_json, write_whole_pdf
from assessments.audit.exhibits.reconciling import reconcile
from assessments.audit.queries import exhibits
from assessments.audit.states import DocumentKind
from assessments.audit.views.finding import find_reading
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.documents.serving import file_response, table_response
from cpd.documents.tables import CONTENT_TYPES, Shown, Table
from cpd.files.serving import attachment_response

# A page shows the beginning of a long table; the files hold all of it.
SHOWN = 100
WRITERS = {"pdf": write_whole_pdf, "json": write_whole_json}


@open_to(Role.AUDITOR)
@require_safe
def list_exhibits(request: HttpRequest, visit_id) -> HttpResponse:
    visit = find_reading(request, visit_id)
    lines = exhibits.list_index(Scope(visit, timezone.now()))
    context = {
        "visit": visit,
        "room": "evidence",
        "lines": lines,
        "missing": sum(line.status == exhibits.Status.MISSING for line in lines),
        "reviewed": sum(line.status == exhibits.Status.REVIEWED for line in lines),
    }
    return render(request, "assessments/audit/list_exhibits.html", context)


@open_to(Role.AUDITOR)
@require_safe
def show_exhibit(request: HttpRequest, visit_id, number: int) -> HttpResponse:
    visit, made = _make(request, visit_id, number, form="page")
    context = {
        "visit": visit,
        "room": "evidence",
        "now": made.scope.now,
        "made": made,
        "line": exhibits.get_line(made.scope, number),
        "parts": [(part, _beginning(part.table) if part.table else []) for part in made.parts],
        "shown": SHOWN,
        "documents": exhibits.documents_of(made.exhibit, made.scope),
        "following": BY_NUMBER.get(number + 1),
    }
    return render(request, "assessments/audit/show_exhibit.html", context)


@open_to(Role.AUDITOR)
@require_safe
def download_exhibit(request: HttpRequest, visit_id, number: int, name: str, ending: str) -> HttpResponseBase:
    """The whole exhibit as PDF or JSON under its own name, or one of its tables as CSV or XLSX under that table's."""
    exhibit = BY_NUMBER.get(number)
    is_whole = exhibit is not None and name == exhibit.name
    if exhibit is None or ending not in exhibit.forms or is_whole != (ending in WRITERS):
        # The same as for an unknown visit: what is looked for first does not matter then.
        find_reading(request, visit_id)
        raise Http404("There is no such form of an exhibit.")
    _, made = _make(request, visit_id, number, form=ending, name=name)
    if is_whole:
        return file_response(WRITERS[ending](made), f"{name}.{ending}", CONTENT_TYPES[ending])
    return table_response(made.table(name), ending)


@open_to(Role.AUDITOR)
@require_POST
def review_exhibit(request: HttpRequest, visit_id, number: int) -> HttpResponse:
    visit = find_reading(request, visit_id)
    if number not in BY_NUMBER:
        raise Http404("There is no such exhibit.")
    if "again" in request.POST:
        actions.look_again(visit, number, by=request.user, now=timezone.now())
        messages.success(request, f"The tick at exhibit {number} is taken back.")
    else:
        actions.review_exhibit(visit, number, by=request.user, now=timezone.now())
        messages.success(request, f"Exhibit {number} is ticked as reviewed.")
    return redirect("audit:list_exhibits", visit.pk)


@open_to(Role.AUDITOR)
@require_safe
def read_document(request: HttpRequest, visit_id, document_id) -> HttpResponseBase:
    """A document of the provider: the clean copy as an attachment, or the text that was typed."""
    visit = find_reading(request, visit_id)
    now = timezone.now()
    document = get_object_or_404(Scope(visit, now).documents.select_related("file"), pk=document_id)
    exhibit = EXHIBIT_OF[DocumentKind(document.kind)]
    form = "file" if document.file else "text" if document.text else "address"
    actions.note_exhibit(visit, exhibit.number, form=form, by=request.user, now=now)
    if document.file:
        return attachment_response(document.file, f"{exhibit.name} {document.kind}")
    context = {"visit": visit, "room": "evidence", "now": now, "exhibit": exhibit, "document": document}
    return render(request, "assessments/audit/read_document.html", context)


@open_to(Role.AUDITOR)
@require_safe
def show_reconciliation(request: HttpRequest, visit_id) -> HttpResponse:
    """Item by item what was ratified, awarded, issued and recorded, on one page; the exceptions first."""
    visit = find_reading(request, visit_id)
    now = timezone.now()
    actions.note_exhibit(visit, 16, form="page", by=request.user, now=now)
    context = {"visit": visit, "room": "evidence", "now": now, "found": reconcile(Scope(visit, now))}
    return render(request, "assessments/audit/show_reconciliation.html", context)


def _beginning(table: Table) -> list[list[Shown]]:
    """The first rows as a page shows them; the others are not even written out in words."""
    return replace(table, rows=list(table.rows)[:SHOWN]).shown


def _make(request: HttpRequest, visit_id, number: int, *, form: str, name: str = "") -> tuple:
    visit = find_reading(request, visit_id)
    exhibit = BY_NUMBER.get(number)
    if exhibit is None:
        raise Http404("There is no such exhibit.")
    now = timezone.now()
    made: Made = make(exhibit, Scope(visit, now))
    if name and name != exhibit.name and made.table(name) is None:
        raise Http404("There is no such table.")
    actions.note_exhibit(visit, number, form=form, by=request.user, now=now)
    return visit, made
