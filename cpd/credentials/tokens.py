"""Credentials as tokens (VC-JWT, ES256): the form that needs no RDF to be checked."""

import base64
import json
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from cpd.credentials.canonical import Document, extend_json, write_json
from cpd.credentials.checking import NotProven, find_method
from cpd.credentials.did import present_method
from cpd.keys import sign


def write_token(credential: Document, *, written: bytes = b"") -> str:
    """The credential, which has no proof, as a signed token. `written` spares the work when the caller has it as JSON already."""
    issuer = credential["issuer"]
    claims = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
        "sub": credential["credentialSubject"]["id"],
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    return _sign(extend_json(written or write_json(credential), **claims))


def sign_claims(claims: Document) -> str:
    """These claims as a token under our present key (ES256)."""
    return _sign(write_json(claims))


def _sign(claims: bytes) -> str:
    header = {"alg": "ES256", "kid": present_method("token"), "typ": "JWT"}
    signed = f"{_write(write_json(header))}.{_write(claims)}"
    r, s = decode_dss_signature(sign("token", signed.encode()))
    return f"{signed}.{_write(r.to_bytes(32) + s.to_bytes(32))}"


def read_token(token: str, did: Document) -> dict[str, Any]:
    """The claims of a token that a key of this DID signed; NotProven for any other."""
    try:
        header, claims, signature = token.split(".")
        head, raw = json.loads(_read(header)), _read(signature)
        method = find_method(did, head.get("kid"))
        if head.get("alg") != "ES256" or method is None or method.get("type") != "JsonWebKey" or len(raw) != 64:
            raise NotProven("The token was not signed by a key of the issuer.")
        r, s = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
        key = _load(method["publicKeyJwk"])
        key.verify(encode_dss_signature(r, s), f"{header}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        return json.loads(_read(claims))
    except InvalidSignature:
        raise NotProven("The signature does not fit what the token says.") from None
    except (ValueError, KeyError, AttributeError, TypeError):
        raise NotProven("The text is not a token.") from None


def _load(jwk: dict[str, str]) -> ec.EllipticCurvePublicKey:
    point = b"\x04" + _read(jwk["x"]) + _read(jwk["y"])
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def _write(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _read(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
