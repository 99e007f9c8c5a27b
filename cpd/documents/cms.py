"""The signature container of a PDF (CMS, PAdES B-B), written by hand: only two of its values differ between documents.

Libraries build the whole of it anew for every document, which costs a hundred times what the signature itself does.
"""

import hashlib
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from cpd.keys import chain, sign

SEQUENCE, SET, INTEGER, OCTETS, NULL, OBJECT = 0x30, 0x31, 0x02, 0x04, 0x05, 0x06
CONTEXT_0 = 0xA0

DATA = "1.2.840.113549.1.7.1"
SIGNED_DATA = "1.2.840.113549.1.7.2"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
SHA256 = "2.16.840.1.101.3.4.2.1"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"
RSA_SHA256 = "1.2.840.113549.1.1.11"


def sign_digest(digest: bytes) -> bytes:
    """The detached CMS over content of this SHA-256, by the seal."""
    fixed = _fixed(*chain())
    attributes = [*fixed.attributes, _attribute(MESSAGE_DIGEST, der(OCTETS, digest))]
    inside = b"".join(sorted(attributes))
    # What is signed is the set under its own tag; in the container it stands under an implicit one.
    signature = sign("seal", der(SET, inside))
    signer = der(
        SEQUENCE,
        fixed.signer,
        der(CONTEXT_0, inside),
        fixed.algorithm,
        der(OCTETS, signature),
    )
    return der(SEQUENCE, _oid(SIGNED_DATA), der(CONTEXT_0, der(SEQUENCE, fixed.head, der(SET, signer))))


class _Fixed:
    """What is the same for every document that one certificate seals."""

    def __init__(self, own: bytes, root: bytes) -> None:
        made = x509.load_der_x509_certificate(own)
        is_rsa = isinstance(made.public_key(), rsa.RSAPublicKey)
        sha256 = der(SEQUENCE, _oid(SHA256))
        issuer_and_serial = der(SEQUENCE, made.issuer.public_bytes(), _integer(made.serial_number))
        self.signer = _integer(1) + issuer_and_serial + sha256
        self.algorithm = der(SEQUENCE, _oid(RSA_SHA256), der(NULL)) if is_rsa else der(SEQUENCE, _oid(ECDSA_SHA256))
        self.head = (
            _integer(1) + der(SET, sha256) + der(SEQUENCE, _oid(DATA)) + der(CONTEXT_0, *sorted([own, root], key=len))
        )
        named = der(SEQUENCE, der(OCTETS, hashlib.sha256(own).digest()))
        self.attributes = [
            _attribute(CONTENT_TYPE, _oid(DATA)),
            _attribute(SIGNING_CERTIFICATE_V2, der(SEQUENCE, der(SEQUENCE, named))),
        ]


@lru_cache(maxsize=8)
def _fixed(own: bytes, root: bytes) -> _Fixed:
    return _Fixed(own, root)


def der(tag: int, *parts: bytes) -> bytes:
    """One value of DER."""
    body = b"".join(parts)
    size = len(body)
    if size < 0x80:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + body


def pem_chain() -> bytes:
    """The seal's certificate and the root's, as PEM."""
    made = [x509.load_der_x509_certificate(value) for value in chain()]
    return b"".join(value.public_bytes(Encoding.PEM) for value in made)


def _attribute(name: str, value: bytes) -> bytes:
    return der(SEQUENCE, _oid(name), der(SET, value))


def _integer(value: int) -> bytes:
    return der(INTEGER, value.to_bytes(value.bit_length() // 8 + 1))


@lru_cache(maxsize=32)
def _oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    body = bytes([first * 40 + second])
    for number in rest:
        part = [number & 0x7F]
        while number := number >> 7:
            part.append(0x80 | number & 0x7F)
        body += bytes(reversed(part))
    return der(OBJECT, body)
