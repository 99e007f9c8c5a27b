"""Signs, wraps and unwraps. The only code that touches a private key; keys are files in the vault.

log         Ed25519, signs checkpoints of the history
credential  Ed25519, signs Open Badges credentials
seal        P-256 with a certificate, signs PDFs
files       256 bits, wraps the key of every stored file
"""

import os
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from django.conf import settings
from django.utils import timezone

from cpd.history.vault import write_once, write_whole
from cpd.keys import secrets, signing

MAKERS = {"log": signing.make_ed25519, "credential": signing.make_ed25519, "seal": signing.make_p256}
NAMES = (*MAKERS, "files")
WRAPPED = b"1"  # the form of a wrapped key: this byte, the wrapping key's fingerprint, the wrap itself
FINGERPRINT_BYTES = 8


class KeyUnavailable(Exception):
    """A key is missing or cannot be opened; the sentence says what to do."""


def sign(name: str, data: bytes) -> bytes:
    """64 bytes of Ed25519, or ECDSA with SHA-256 in DER for the seal."""
    return signing.sign_with(_private(name), data)


def public_key(name: str) -> bytes:
    """32 bytes for Ed25519; the uncompressed P-256 point for the seal."""
    return signing.raw_public(_private(name))


def public_keys(name: str) -> list[bytes]:
    """The present public key and every earlier one, newest first: what was signed before a rotation still verifies."""
    return [public_key(name), *(signing.public_bytes(_load_public(path)) for path in _retired(name, ".public.pem"))]


def certificate(name: str = "seal") -> bytes:
    """The certificate of the seal, in DER. One that is missing, or not of the present key, is made again."""
    path = _certificate_path(name)
    made = path.exists() and x509.load_pem_x509_certificate(path.read_bytes())
    if not made or signing.public_bytes(made.public_key()) != public_key(name):
        write_whole(path, signing.make_certificate(_private(name), settings.CPD_SERVICE_NAME, timezone.now()))
        return certificate(name)
    return made.public_bytes(serialization.Encoding.DER)


def wrap(key: bytes) -> bytes:
    """A file's key under the key of all files."""
    secret = _secret(_path("files"))
    return WRAPPED + _mark(secret) + secrets.wrap_with(secret, key)


def unwrap(wrapped: bytes) -> bytes:
    """The file's key again, also when it was wrapped before a rotation."""
    wrapped = bytes(wrapped)
    mark, box = wrapped[1 : 1 + FINGERPRINT_BYTES], wrapped[1 + FINGERPRINT_BYTES :]
    for secret in (_secret(path) for path in (_path("files"), *_retired("files", ".key"))):
        if _mark(secret) == mark:
            try:
                return secrets.unwrap_with(secret, box)
            except InvalidUnwrap:
                break
    raise KeyUnavailable(
        "A stored file's key was wrapped by a key that is not in the vault. Restore the vault's backup."
    )


def make_missing() -> list[str]:
    """Make every key that is not in the vault; their names."""
    missing = [name for name in NAMES if not _path(name).exists()]
    for name in missing:
        _make(name)
    return missing


def replace(name: str) -> str:
    """Put a new key in place of the present one; the old one's fingerprint.

    Of a signing key only the public half is kept, beside its certificate: it verifies and can sign no more.
    The key of all files is kept whole, since every older file's key is under it.
    """
    if name == "files":
        old = _secret(_path(name))
        mark = _mark(old).hex()
        write_once(_retired_path(name, mark, ".key"), _path(name).read_bytes())
        write_whole(_path(name), secrets.write_secret(secrets.make_secret(), _passphrase()))
        return mark
    old = _private(name)
    mark = signing.fingerprint(signing.raw_public(old))
    write_once(_retired_path(name, mark, ".public.pem"), signing.write_public(old))
    if name == "seal":
        certificate(name)
        write_once(_retired_path(name, mark, ".certificate.pem"), _certificate_path(name).read_bytes())
    write_whole(_path(name), signing.write_private(MAKERS[name](), _passphrase()))
    return mark


def _make(name: str) -> None:
    """Make one key, unless another process was quicker."""
    if name == "files":
        write_once(_path(name), secrets.write_secret(secrets.make_secret(), _passphrase()))
        return
    write_once(_path(name), signing.write_private(MAKERS[name](), _passphrase()))


def _private(name: str) -> signing.PrivateKey:
    return _read_private(*_stamp(_path(name)))


def _secret(path: Path) -> bytes:
    return _read_secret(*_stamp(path))


@lru_cache(maxsize=32)
def _read_private(path: Path, changed: int) -> signing.PrivateKey:
    try:
        return signing.read_private(path.read_bytes(), _passphrase())
    except (ValueError, TypeError):
        raise _closed(path) from None


@lru_cache(maxsize=32)
def _read_secret(path: Path, changed: int) -> bytes:
    try:
        return secrets.read_secret(path.read_bytes(), _passphrase())
    except (ValueError, InvalidTag):
        raise _closed(path) from None


def _stamp(path: Path) -> tuple[Path, int]:
    """The path and when it changed: read once in a process, and once more after a rotation."""
    if not path.exists():
        if not settings.CPD_EMBEDDED:
            raise KeyUnavailable(f"There is no key {path.name} in the vault. Make the keys once: manage.py make_keys")
        _make(path.stem)
    return path, path.stat().st_mtime_ns


def _closed(path: Path) -> KeyUnavailable:
    return KeyUnavailable(f"The key {path.name} cannot be opened: is CPD_KEY_PASSPHRASE the one it was made with?")


def _load_public(path: Path):
    return serialization.load_pem_public_key(path.read_bytes())


def _passphrase() -> bytes:
    return settings.CPD_KEY_PASSPHRASE.encode()


def _mark(secret: bytes) -> bytes:
    return bytes.fromhex(signing.fingerprint(secret))


def _folder() -> Path:
    return Path(settings.CPD_VAULT) / "keys"


def _path(name: str) -> Path:
    if name not in NAMES:
        raise KeyUnavailable(f"There is no key called {name}: the keys are {', '.join(NAMES)}.")
    return _folder() / (f"{name}.key" if name == "files" else f"{name}.pem")


def _certificate_path(name: str) -> Path:
    return _folder() / f"{name}.certificate.pem"


def _retired_path(name: str, mark: str, ending: str) -> Path:
    return _folder() / "retired" / f"{name}-{mark}{ending}"


def _retired(name: str, ending: str) -> list[Path]:
    folder = _folder() / "retired"
    return sorted(folder.glob(f"{name}-*{ending}"), key=os.path.getmtime, reverse=True)
