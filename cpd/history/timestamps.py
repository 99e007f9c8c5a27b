"""RFC 3161 time stamps on checkpoints: one token covers everything that was recorded before."""

import hashlib
from datetime import datetime

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from cpd.history.actions import action, record, unchanged
from cpd.history.models import Checkpoint, Timestamp


class BadTimestamp(Exception):
    """The answer of the authority is no token for this checkpoint."""


def ask(note: str) -> bytes:
    """The request to send to the authority, as DER. It asks for no certificates: some authorities sort them wrongly."""
    return TimestampRequestBuilder(note.encode(), HashAlgorithm.SHA256, nonce=True, cert_req=False).build().as_bytes()


def read(response: bytes, note: str, *, root: bytes, authority: bytes) -> datetime:
    """When the authority saw the note; both certificates are PEM, and came from it by another way."""
    try:
        decoded: TimeStampResponse = decode_timestamp_response(response)
        chain = VerifierBuilder().add_root_certificate(x509.load_pem_x509_certificate(root))
        chain = chain.tsa_certificate(x509.load_pem_x509_certificate(authority))
        chain.build().verify(decoded, hashlib.sha256(note.encode()).digest())
    except (ValueError, VerificationError) as problem:
        raise BadTimestamp(f"The answer of the time-stamp authority does not fit: {problem}") from None
    return decoded.tst_info.gen_time


@action
def keep(checkpoint: Checkpoint, response: bytes, *, stamped_at: datetime, now: datetime) -> Timestamp:
    """Keep the authority's answer beside its checkpoint; the first one stays."""
    row, is_new = Timestamp.objects.get_or_create(
        checkpoint=checkpoint, defaults={"response": response, "stamped_at": stamped_at}
    )
    if not is_new:
        unchanged()
        return row
    record("checkpoint.stamped", by=None, about=checkpoint, now=now, stamped_at=stamped_at)
    return row
