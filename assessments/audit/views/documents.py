"""The provider's documents for the evidence rooms: bringing one, seeing all, and withdrawing one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.audit import actions
from assessments.audit.exhibits.catalogue import EXHIBIT_OF
from assessments.audit.forms.exhibits import DocumentForm
from assessments.audit.models import ProvidedDocument
from assessments.audit.queries import exhibits
from assessments.audit.states import DocumentKind
from assessments.evaluations.queries import list_openings
from assessments.screening.refusals import Refused
from courses.accreditation.models import Accreditation
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.files.serving import attachment_response
from cpd.files.uploads import upload_refusal
from cpd.rules import NotAllowed


@open_to(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_safe
def list_documents(request: HttpRequest) -> HttpResponse:
    documents = list(exhibits.list_provided())
    there = {document.kind for document in documents if not document.withdrawn_at}
    if list_openings().exists():
        # The service has them itself, with what was done.
        there.add(DocumentKind.EVALUATIONS)
    context = {
        "documents": [(EXHIBIT_OF[DocumentKind(document.kind)].number, document) for document in documents],
        "lacking": [(exhibit, kind) for kind, exhibit in EXHIBIT_OF.items() if kind.value not in there],
        "may_provide": request.role == Role.COORDINATOR,
    }
    return render(request, "assessments/audit/list_documents.html", context)


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def provide_document(request: HttpRequest) -> HttpResponse:
    too_large = upload_refusal(request)
    accreditations = Accreditation.objects.filter(replaced_by__isnull=True).order_by("reference")
    initial = {"kind": request.GET.get("kind", "")}
    form = DocumentForm(request.POST or None, request.FILES or None, accreditations=accreditations, initial=initial)
    if too_large:
        form.add_error(None, too_large)
    elif form.is_valid():
        data = form.cleaned_data
        kind = DocumentKind(data.pop("kind"))
        try:
            actions.provide_document(kind, **data, by=request.user, now=timezone.now())
        except (NotAllowed, Refused) as no:
            form.add_error("upload" if data["upload"] else "text", str(no))
        else:
            messages.success(request, f"The document is in the evidence room, in exhibit {EXHIBIT_OF[kind].number}.")
            return redirect("audit:list_documents")
    status = 413 if too_large else 422 if form.errors else 200
    return render(request, "assessments/audit/provide_document.html", {"form": form}, status=status)


@open_to(Role.COORDINATOR, Role.ADMINISTRATOR)
@require_safe
def show_document(request: HttpRequest, document_id) -> HttpResponseBase:
    """What was brought: the clean copy as an attachment, or a page with the text."""
    document = get_object_or_404(ProvidedDocument.objects.select_related("file", "provided_by"), pk=document_id)
    exhibit = EXHIBIT_OF[DocumentKind(document.kind)]
    if document.file:
        return attachment_response(document.file, f"{exhibit.name} {document.kind}")
    context = {"document": document, "exhibit": exhibit}
    return render(request, "assessments/audit/show_document.html", context)


@open_to(Role.COORDINATOR)
@require_POST
def withdraw_document(request: HttpRequest, document_id) -> HttpResponse:
    document = get_object_or_404(ProvidedDocument, pk=document_id)
    actions.withdraw_document(document, by=request.user, now=timezone.now())
    messages.success(request, "The document is withdrawn. That it was there, and who read it, stays on record.")
    return redirect("audit:list_documents")
