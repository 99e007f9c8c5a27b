"""Whether a Data Integrity proof of the suite eddsa-rdfc-2022 holds, for a DID document that is given.

It needs no settings and no database, so that a limited process can check what a stranger handed in.
"""

import hashlib
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld.jsonld import JsonLdError

from cpd.credentials.canonical import Document, UndefinedTerm, canonicalise
from cpd.credentials.contexts import UnknownContext
from cpd.credentials.multibase import read_base58, read_key

SUITE = "eddsa-rdfc-2022"


class NotProven(Exception):
    """The proof does not hold; the sentence says why."""


class NotCovered(NotProven):
    """A word of the document is not under the proof."""


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
        data = proof_digest(canonicalise(options), canonicalise(unsigned))
        public.verify(read_base58(str(proof.get("proofValue"))), data)
    except UndefinedTerm as undefined:
        raise NotCovered(str(undefined)) from None
    except InvalidSignature:
        raise NotProven("The signature does not fit what the document says.") from None
    except (UnknownContext, JsonLdError, ValueError, KeyError, TypeError, RecursionError):
        raise NotProven("The document is not of a form that we can check.") from None
    return method["id"]


def find_method(did: dict[str, Any], address: object) -> dict[str, Any] | None:
    """The key of this address, if the document's owner allows it for assertions."""
    if not isinstance(address, str) or address not in did.get("assertionMethod", []):
        return None
    found = [method for method in did.get("verificationMethod", []) if method.get("id") == address]
    return found[0] if len(found) == 1 and found[0].get("controller") == did.get("id") else None


def proof_digest(options: str, document: str) -> bytes:
    return hashlib.sha256(options.encode()).digest() + hashlib.sha256(document.encode()).digest()
