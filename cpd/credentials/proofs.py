"""Makes Data Integrity proofs of the suite eddsa-rdfc-2022 with our key."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from cpd.credentials.canonical import Document, Shape, canonicalise
from cpd.credentials.checking import SUITE, NotProven, check_proof, proof_digest
from cpd.credentials.did import present_method
from cpd.credentials.multibase import write_base58
from cpd.keys import sign

__all__ = ["NotProven", "check_proof", "make_proof", "sign_document", "write_time"]


def sign_document(document: Document, *, now: datetime) -> Document:
    """The document with our proof."""
    return document | {"proof": make_proof(document, canonicalise(document), now=now)}


def make_proof(document: Document, canonical: str, *, now: datetime) -> Document:
    """Our proof of a document of this canonical form."""
    method, created = present_method("credential"), write_time(now)
    proof, _, configured = _options(tuple(document["@context"]), method).fill(created=created)
    signature = sign("credential", proof_digest(configured, canonical))
    del proof["@context"]
    return proof | {"proofValue": write_base58(signature)}


def write_time(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@cache
def _options(contexts: tuple[str, ...], method: str) -> Shape:
    def build(created: str) -> dict[str, Any]:
        return {
            "@context": list(contexts),
            "type": "DataIntegrityProof",
            "cryptosuite": SUITE,
            "created": created,
            "verificationMethod": method,
            "proofPurpose": "assertionMethod",
        }

    return Shape(build, ["created"])
