"""Keys that sign: how each is made, written down and read back."""

import hashlib
from functools import lru_cache

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from django.conf import settings

type PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
type PublicKey = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey


def make_ed25519() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


def make_p256() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def make_seal() -> PrivateKey:
    """P-256, or RSA where a partner's reader of PDFs knows nothing else (CPD_SEAL)."""
    if settings.CPD_SEAL.startswith("rsa"):
        return rsa.generate_private_key(public_exponent=65537, key_size=int(settings.CPD_SEAL.removeprefix("rsa")))
    return make_p256()


def write_private(key: PrivateKey, passphrase: bytes) -> bytes:
    """PKCS #8 as PEM, encrypted when there is a passphrase."""
    encryption = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)


def read_private(data: bytes, passphrase: bytes) -> PrivateKey:
    encrypted = b"ENCRYPTED" in data
    return serialization.load_pem_private_key(data, passphrase if encrypted else None)


def write_public(key: PrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


@lru_cache(maxsize=64)
def raw_public(key: PrivateKey) -> bytes:
    """32 bytes for Ed25519; the uncompressed point for P-256; the whole structure for RSA."""
    return public_bytes(key.public_key())


def public_bytes(key: PublicKey) -> bytes:
    if isinstance(key, ed25519.Ed25519PublicKey):
        return key.public_bytes_raw()
    if isinstance(key, rsa.RSAPublicKey):
        return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def sign_with(key: PrivateKey, data: bytes) -> bytes:
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(data)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(data, ec.ECDSA(hashes.SHA256()))


def fingerprint(public: bytes) -> str:
    """A short name for one generation of a key."""
    return hashlib.sha256(public).hexdigest()[:16]
