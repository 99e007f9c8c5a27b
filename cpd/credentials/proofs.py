"""Data Integrity proofs of the suite eddsa-rdfc-2022: made with our key, checked against a DID document."""

import hashlib
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld.jsonld import JsonLdError

from cpd.credentials.canonical import Document, Shape, UndefinedTerm, canonicalise
from cpd.credentials.contexts import UnknownContext
from cpd.credentials.did import find_method, present_method
from cpd.credentials.multibase import read_base58, read_key, write_base58
from cpd.keys import sign

SUITE = "eddsa-rdfc-2022"


class NotProven(Exception):
    """The proof does not hold; the sentence says why."""


def sign_document(document: Document, *, now: datetime, canonical: str = "") -> Document:
    """The document with our proof. `canonical` spares the work when the caller has the canonical form already."""
    method, created = present_method("credential"), write_time(now)
    options = _options(tuple(document["@context"]), method)
    proof, configured = options.fill(created=created)
    signature = sign("credential", _digest(configured, canonical or canonicalise(document)))
    proof = {key: value for key, value in proof.items() if key != "@context"}
    return document | {"proof": proof | {"proofValue": write_base58(signature)}}


def check_proof(document: Document, did: Document) -> str:
    """The address of the key that signed the document; NotProven unless the DID's owner signed every word of it."""
    proof = document.get("proof")
    if not isinstance(proof, dict) or proof.get("type") != "DataIntegrityProof" or proof.get("cryptosuite") != SUITE:
        raise NotProven(f"There is no proof of the kind {SUITE}.")
    if proof.get("proofPurpose") != "assertionMethod":
        raise NotProven("The proof was made for another purpose.")
    issuer = document.get("issuer")
    if (issuer.get("id") if isinstance(issuer, dict) else issuer) != did.get("id"):
        raise NotProven("The issuer is not the one whose keys were given.")
    method = find_method(did, proof.get("verificationMethod"))
    if method is None or method.get("type") != "Multikey":
        raise NotProven("The key that made the proof is not a key of the issuer.")
    unsigned = {key: value for key, value in document.items() if key != "proof"}
    options = {"@context": document.get("@context")} | {k: v for k, v in proof.items() if k != "proofValue"}
    try:
        public = Ed25519PublicKey.from_public_bytes(read_key(method["publicKeyMultibase"]))
        data = _digest(canonicalise(options), canonicalise(unsigned))
        public.verify(read_base58(str(proof.get("proofValue"))), data)
    except UndefinedTerm as undefined:
        raise NotProven(str(undefined)) from None
    except InvalidSignature:
        raise NotProven("The signature does not fit what the document says.") from None
    except (UnknownContext, JsonLdError, ValueError, KeyError, TypeError):
        raise NotProven("The document is not of a form that we can check.") from None
    return method["id"]


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


def _digest(options: str, document: str) -> bytes:
    return hashlib.sha256(options.encode()).digest() + hashlib.sha256(document.encode()).digest()
