"""Signs, wraps and unwraps. The only code that touches a private key.

log         Ed25519, signs checkpoints of the history
credential  Ed25519, signs Open Badges credentials and status lists
token       P-256, signs the same as JWT
seal        P-256 or RSA with a certificate, signs PDFs
root        P-256, signs the certificates of the seal and the list of those withdrawn
files       256 bits, wraps the key of every stored file

A signing key is a file in the vault (folder.py), or lies in a device that never gives it out (devices.py).
"""

from datetime import datetime

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from django.conf import settings
from django.utils import timezone

from cpd.keys import certificates, devices, folder, secrets, signing
from cpd.keys.folder import MAKERS, NAMES, KeyUnavailable

__all__ = ["MAKERS", "NAMES", "KeyUnavailable"]
WRAPPED = b"1"  # the form of a wrapped key: this byte, the wrapping key's fingerprint, the wrap itself
FINGERPRINT_BYTES = 8


def sign(name: str, data: bytes) -> bytes:
    """64 bytes of Ed25519; DER of ECDSA with SHA-256; or RSA with SHA-256."""
    return signing.sign_with(_private(name), data)


def public_key(name: str) -> bytes:
    """32 bytes for Ed25519; the uncompressed point for P-256; the whole structure for RSA."""
    return signing.raw_public(_private(name))


def public_keys(name: str) -> list[bytes]:
    """The present public key and every earlier one, newest first: what was signed before a rotation still verifies."""
    return [public_key(name), *folder.earlier_publics(name)]


def certificate(name: str = "seal") -> bytes:
    """The seal's certificate under our root, in DER. One that is missing, or not of the present keys, is made again."""
    return chain()[0]


def chain() -> tuple[bytes, bytes]:
    """The seal's certificate and the root's, in DER."""
    issuer, now = root_certificate(), timezone.now()
    own = certificates.current(_private("seal"), _private("root"), issuer, settings.CPD_SERVICE_NAME, now)
    return own, issuer


def certificates_of_seal() -> list[bytes]:
    """The present certificate of the seal and every earlier one, newest first."""
    return [certificate(), *certificates.earlier()]


def root_certificate() -> bytes:
    """What a partner imports once to trust every seal of ours, in DER."""
    return certificates.root(_private("root"), settings.CPD_SERVICE_NAME, timezone.now())


def revocation_list(now: datetime) -> bytes:
    """Which certificates of the seal are withdrawn, signed by the root for a month, in DER."""
    return certificates.write_list(_private("root"), root_certificate(), now)


def wrap(key: bytes) -> bytes:
    """A file's key under the key of all files."""
    secret = folder.secret()
    return WRAPPED + _mark(secret) + secrets.wrap_with(secret, key)


def unwrap(wrapped: bytes) -> bytes:
    """The file's key again, also when it was wrapped before a rotation."""
    wrapped = bytes(wrapped)
    mark, box = wrapped[1 : 1 + FINGERPRINT_BYTES], wrapped[1 + FINGERPRINT_BYTES :]
    for secret in (folder.secret(), *folder.earlier_secrets()):
        if _mark(secret) == mark:
            try:
                return secrets.unwrap_with(secret, box)
            except InvalidUnwrap:
                break
    raise KeyUnavailable(
        "A stored file's key was wrapped by a key that is not in the vault. Restore the vault's backup."
    )


def make_missing() -> list[str]:
    """Make every key that is not there; their names."""
    missing = [name for name in NAMES if not devices.holds(name) and not folder.is_made(name)]
    for name in missing:
        folder.make(name)
    return missing


def replace(name: str, *, now: datetime, withdraw: bool = False) -> str:
    """Put a new key in place of the present one; the old one's fingerprint. What was signed with it still verifies,
    unless it is the seal and its certificate is withdrawn."""
    if name == "files":
        return folder.replace_secret()
    if devices.holds(name):
        raise KeyUnavailable(f"The key {name} lies in the device. Make a new one there; see docs/running.md.")
    if name == "seal":
        certificates.retire(certificate(), now=now, withdraw=withdraw)
    if name == "root":
        certificates.retire_root(root_certificate())
    return folder.replace_private(name)


def _private(name: str) -> signing.PrivateKey:
    return devices.private(name) if devices.holds(name) else folder.private(name)


def _mark(secret: bytes) -> bytes:
    return bytes.fromhex(signing.fingerprint(secret))
