"""What anybody may fetch to check our certificates: who we are, our public keys, the status lists."""

import hashlib

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.certificates.models import StatusListIssue
from assessments.certificates.status import newest_issue
from cpd.accounts.guards import open_to_public
from cpd.credentials.did import did_document
from cpd.history.checkpoints import list_logs
from cpd.history.notes import write_key
from cpd.keys import certificates_of_seal, public_keys, revocation_list, root_certificate

CONTENT_TYPES = {"pem": "application/x-pem-file", "crl": "application/pkix-crl", "txt": "text/plain; charset=utf-8"}


@open_to_public
@require_GET
def show_did(request: HttpRequest) -> HttpResponse:
    """The DID document; browsers of other sites may read it, since wallets run in them."""
    return _open(JsonResponse(did_document(), content_type="application/did+json"))


@open_to_public
@require_GET
def show_status_list(request: HttpRequest, number: int) -> HttpResponse:
    return _open(HttpResponse(_newest(number).credential, content_type="application/vc"))


@open_to_public
@require_GET
def show_status_token(request: HttpRequest, number: int) -> HttpResponse:
    return _open(HttpResponse(_newest(number).token, content_type="application/jwt"))


@open_to_public
@require_GET
def show_keys(request: HttpRequest) -> HttpResponse:
    context = {
        "did": did_document(),
        "seals": [x509.load_der_x509_certificate(one) for one in certificates_of_seal()],
        "root_fingerprint": hashlib.sha256(root_certificate()).hexdigest(),
    }
    return render(request, "assessments/certificates/show_keys.html", context)


@open_to_public
@require_GET
def download_key(request: HttpRequest, name: str) -> HttpResponse:
    files = {"seal.pem": _seals, "root.pem": _root, "seal.crl": _withdrawn, "log.txt": _log}
    if name not in files:
        raise Http404
    return _open(HttpResponse(files[name](), content_type=CONTENT_TYPES[name.rpartition(".")[2]]))


@open_to_public
@require_GET
def follow_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where a QR code leads: it is all in capitals, which makes it smaller."""
    return redirect("certificates:verify_code", code)


def _newest(number: int) -> StatusListIssue:
    issue = newest_issue(number)
    if issue is None:
        raise Http404
    return issue


def _seals() -> bytes:
    return b"".join(x509.load_der_x509_certificate(one).public_bytes(Encoding.PEM) for one in certificates_of_seal())


def _root() -> bytes:
    return x509.load_der_x509_certificate(root_certificate()).public_bytes(Encoding.PEM)


def _withdrawn() -> bytes:
    return revocation_list(timezone.now())


def _log() -> str:
    return "".join(f"{write_key(name, key)}\n" for name in list_logs() for key in public_keys("log"))


def _open(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    return response
