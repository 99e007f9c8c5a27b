"""What proves a certificate to somebody who does not trust us: keys, its place in the record, and all of it in one ZIP."""

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.template.loader import render_to_string
from django.utils import timezone

from assessments.certificates.codes import spaced
from assessments.certificates.models import Certificate, Endorsement
from assessments.certificates.status import newest_issue
from cpd.credentials.contexts import FOLDER as CONTEXTS
from cpd.credentials.did import did_document
from cpd.documents.attachments import read_attachments
from cpd.documents.zips import NO_TIME
from cpd.files.store import open_bytes
from cpd.history.checkpoints import list_logs
from cpd.history.models import Entry, Witness
from cpd.history.notes import COSIGNATURE, write_key
from cpd.history.proofs import newest_checkpoint, write_checkpoint, write_entry_proof
from cpd.keys import certificates_of_seal, public_keys, revocation_list, root_certificate

VERIFIER = Path(__file__).parent / "verifier" / "verify.py"
SIGNER = VERIFIER.with_name("sign_note.py")


def keys_file() -> dict:
    """Whom to believe, in the form that the verifier reads: every key of ours that is published, and our witnesses'."""
    return {
        "format": "cpd-keys@v1",
        "did": did_document(),
        "roots": [_pem(root_certificate())],
        "seals": [_pem(one) for one in certificates_of_seal()],
        "log": [write_key(name, key) for name in list_logs() for key in public_keys("log")],
        "witnesses": [
            write_key(row.name, bytes(row.public_key), COSIGNATURE) for row in Witness.objects.order_by("pk")
        ],
    }


def endorsers() -> list[dict]:
    """The DID documents with whose keys endorsements were checked, of the universities themselves."""
    return [json.loads(did) for did in Endorsement.objects.order_by("recorded_at").values_list("did", flat=True)]


def find_entry(certificate: Certificate) -> Entry | None:
    """The entry of history that says that this certificate was issued."""
    found = Entry.objects.filter(name="certificate.issued", subject_id=str(certificate.pk))
    return found.select_related("leaf").order_by("pk").first()


def write_certificate_proof(certificate: Certificate) -> str | None:
    """The .tlog-proof of an issued certificate; NotYetSigned within the minute before the next checkpoint."""
    entry = find_entry(certificate)
    return write_entry_proof(entry) if entry else None


def write_bundle(certificate: Certificate, *, now: datetime) -> bytes:
    """Everything that proves this certificate, with the verifier and a page that explains it, as a ZIP."""
    pdf, proof = open_bytes(certificate.pdf), write_certificate_proof(certificate)
    # A certificate of 0.1.0 has no credential and no place in a status list; its bytes and its entry prove it.
    attached = read_attachments(pdf)
    status = newest_issue(certificate.status_list.number) if certificate.status_list else None
    checkpoint = newest_checkpoint()
    files = {
        "certificate.pdf": pdf,
        "credential.json": attached.get("credential.json"),
        "credential.jwt": attached.get("credential.jwt"),
        "certificate.tlog-proof": proof,
        "status-list.json": status and status.credential,
        "status-list.jwt": status and status.token,
        "endorsers.json": json.dumps(endorsers(), indent=1) if certificate.facts.get("endorsement") else None,
        "did.json": json.dumps(did_document(), indent=1),
        "keys.json": json.dumps(keys_file(), indent=1),
        "seal.crl": revocation_list(now),
        "checkpoint": checkpoint and write_checkpoint(checkpoint),
        "verify.py": VERIFIER.read_bytes(),
        "README.html": _page(certificate, now),
    }
    files |= _stamp() | {f"contexts/{path.name}": path.read_bytes() for path in sorted(CONTEXTS.glob("*.json"))}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            if data is not None:
                archive.writestr(zipfile.ZipInfo(name, NO_TIME), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _stamp() -> dict[str, bytes | str]:
    """The newest checkpoint that a time-stamp authority has stamped, with its answer."""
    from_authority = newest_checkpoint(stamped=True)
    if from_authority is None:
        return {}
    return {
        "stamped/checkpoint": from_authority.note,
        "stamped/checkpoint.tsr": bytes(from_authority.timestamp.response),
    }


def _page(certificate: Certificate, now: datetime) -> str:
    context = {"code": spaced(certificate.code), "made_on": timezone.localtime(now), "keys": keys_file()}
    return render_to_string("assessments/certificates/bundle.html", context)


def _pem(der: bytes) -> str:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM).decode()
