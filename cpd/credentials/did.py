"""Who we are to those who check: did:web with the present keys and every earlier one."""

import base64
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from cpd.credentials.multibase import write_key
from cpd.keys import public_key, public_keys
from cpd.keys.signing import fingerprint


def our_did() -> str:
    """did:web of the host in CPD_BASE_URL; a port is part of it."""
    return f"did:web:{quote(urlsplit(settings.CPD_BASE_URL).netloc, safe='')}"


def method_of(name: str, public: bytes) -> str:
    """The address of one key. Its fragment is a name, never the key itself, which some verifiers would use unresolved."""
    return f"{our_did()}#{name}-{fingerprint(public)}"


def present_method(name: str) -> str:
    return method_of(name, public_key(name))


def did_document() -> dict[str, Any]:
    did = our_did()
    methods = [
        {
            "id": method_of("credential", public),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": write_key(public),
        }
        for public in public_keys("credential")
    ] + [
        {
            "id": method_of("token", public),
            "type": "JsonWebKey",
            "controller": did,
            "publicKeyJwk": {"kty": "EC", "crv": "P-256", "x": _base64(public[1:33]), "y": _base64(public[33:])},
        }
        for public in public_keys("token")
    ]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
