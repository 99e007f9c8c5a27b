"""What anybody may check or fetch, signed out: a dropped file, the verifier, our keys, the signed record and its proofs."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assessments.certificates import limits, proving, queries
from assessments.certificates.dropped import check_files
from assessments.certificates.forms import CodeForm, FilesForm
from assessments.certificates.models import Certificate
from assessments.certificates.states import CertificateState
from assessments.screening.refusals import Refused
from cpd.accounts.guards import open_to, open_to_public
from cpd.accounts.roles import Role
from cpd.files.uploads import upload_refusal
from cpd.history import proofs
from cpd.history.checkpoints import list_logs
from cpd.history.models import Checkpoint, Witness
from cpd.history.proofs import NotYetSigned

FILES_PER_MINUTE = 6
MOST_FILES = 20


@open_to_public
@require_http_methods(["GET", "POST"])
def check_file(request: HttpRequest) -> HttpResponse:
    """Nothing of the upload is kept: no file, no name, no entry."""
    if request.method == "GET":
        return redirect("certificates:verify")
    now = timezone.now()
    if _is_over(request, "file", FILES_PER_MINUTE):
        return render(request, "assessments/certificates/too_many.html", status=429)
    form = FilesForm(request.POST, request.FILES)
    too_large = upload_refusal(request)
    if too_large or not form.is_valid():
        if too_large:
            form.add_error("files", too_large)
        return _ask_again(request, form, 413 if too_large else 422)
    files = [(upload.name, upload.read()) for upload in form.cleaned_data["files"][:MOST_FILES]]
    try:
        verdict = check_files(files, now=now)
    except Refused as refused:
        form.add_error("files", str(refused))
        return _ask_again(request, form, 422)
    return render(request, "assessments/certificates/check_file.html", {"verdict": verdict, "file_form": FilesForm()})


@open_to_public
@require_GET
def show_log(request: HttpRequest) -> HttpResponse:
    checkpoint = proofs.newest_checkpoint()
    context = {
        "logs": list_logs(),
        "newest": Checkpoint.objects.order_by("-size", "-pk").first(),
        "cosigned": checkpoint if checkpoint and checkpoint.cosignatures.exists() else None,
        "cosignatures": checkpoint.cosignatures.select_related("witness").order_by("signed_at") if checkpoint else [],
        "stamped": proofs.newest_checkpoint(stamped=True),
        "witnesses": Witness.objects.filter(ended_at__isnull=True)
        .select_related("university_key__university")
        .order_by("name"),
        "keys": proving.keys_file(),
    }
    return render(request, "assessments/certificates/show_log.html", context)


@open_to_public
@require_GET
def download_checkpoint(request: HttpRequest) -> HttpResponse:
    checkpoint = proofs.newest_checkpoint()
    if checkpoint is None:
        raise Http404
    return _text(proofs.write_checkpoint(checkpoint), "checkpoint")


@open_to_public
@require_GET
def download_growth(request: HttpRequest, old: int) -> HttpResponse:
    """That the newest record continues the one of `old` entries, in the form in which a witness is asked to co-sign."""
    checkpoint = Checkpoint.objects.order_by("-size", "-pk").first()
    if checkpoint is None or not 0 < old <= checkpoint.size:
        raise Http404
    return _text(proofs.write_growth_proof(old, checkpoint), "growth.txt")


@open_to_public
@require_GET
def download_verifier(request: HttpRequest) -> HttpResponse:
    return _text(proving.VERIFIER.read_text(), "verify.py", "text/x-python; charset=utf-8")


@open_to_public
@require_GET
def download_signer(request: HttpRequest) -> HttpResponse:
    """With which a university co-signs the record, under a key that it keeps."""
    return _text(proving.SIGNER.read_text(), "sign_note.py", "text/x-python; charset=utf-8")


@open_to_public
@require_GET
def download_keys(request: HttpRequest) -> HttpResponse:
    answer = JsonResponse(proving.keys_file(), json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="keys.json"'
    return answer


@open_to_public
@require_GET
def download_proof(request: HttpRequest, code: str) -> HttpResponse:
    """The place of a certificate in the record: digests and dates, and nobody's name."""
    if _is_over(request, "verify", limits.ADDRESS_PER_MINUTE):
        return render(request, "assessments/certificates/too_many.html", status=429)
    certificate = queries.find_certificate(code)
    try:
        proof = proving.write_certificate_proof(certificate) if certificate else None
    except NotYetSigned:
        return render(request, "assessments/certificates/not_yet_signed.html", status=409)
    if proof is None:
        return render(request, "assessments/certificates/not_found.html", {"form": CodeForm()}, status=404)
    return _text(proof, f"certificate-{certificate.code[:8]}.tlog-proof")


@open_to(Role.LEARNER)
@require_GET
def download_bundle(request: HttpRequest, certificate_id) -> HttpResponse:
    certificate = get_object_or_404(
        Certificate.objects.filter(award__enrolment__learner=request.user, state=CertificateState.ISSUED),
        pk=certificate_id,
    )
    try:
        data = proving.write_bundle(certificate, now=timezone.now())
    except NotYetSigned:
        messages.info(request, "The signed record takes in your certificate within a minute. Please try again then.")
        return redirect("records:show_record")
    name = f"certificate-{certificate.code[:8]}.zip"
    return HttpResponse(
        data, content_type="application/zip", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _ask_again(request: HttpRequest, form: FilesForm, status: int) -> HttpResponse:
    context = {"form": CodeForm(), "file_form": form}
    return render(request, "assessments/certificates/verify.html", context, status=status)


def _is_over(request: HttpRequest, what: str, limit: int) -> bool:
    address = get_adapter(request).get_client_ip(request) or "unknown"
    return limits.is_over(what, address, limit=limit, seconds=60, now=timezone.now())


def _text(text: str, name: str, content_type: str = "text/plain; charset=utf-8") -> HttpResponse:
    return HttpResponse(
        text,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Access-Control-Allow-Origin": "*"},
    )
