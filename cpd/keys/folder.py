"""Keys that are files in the vault, encrypted by the passphrase: where each lies, how it is read, made and retired."""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from django.conf import settings

from cpd.history.vault import write_once, write_whole
from cpd.keys import secrets, signing

MAKERS = {
    "log": signing.make_ed25519,
    "credential": signing.make_ed25519,
    "token": signing.make_p256,
    "seal": signing.make_seal,
    "root": signing.make_p256,
}
NAMES = (*MAKERS, "files")


class KeyUnavailable(Exception):
    """A key is missing or cannot be opened; the sentence says what to do."""


def private(name: str) -> signing.PrivateKey:
    return _read_private(*_stamp(path_of(name)))


def secret() -> bytes:
    """The key that wraps the key of every stored file."""
    return _read_secret(*_stamp(path_of("files")))


def earlier_secrets() -> list[bytes]:
    return [_read_secret(*_stamp(path)) for path in retired("files", ".key")]


def earlier_publics(name: str) -> list[bytes]:
    """The public keys before the present one, newest first."""
    return [
        signing.public_bytes(serialization.load_pem_public_key(path.read_bytes()))
        for path in retired(name, ".public.pem")
    ]


def is_made(name: str) -> bool:
    return path_of(name).exists()


def make(name: str) -> None:
    """Make one key, unless another process was quicker."""
    made = secrets.write_secret(secrets.make_secret(), _passphrase()) if name == "files" else _new(name)
    write_once(path_of(name), made)


def replace_secret() -> str:
    """Put a new key of all files in place; the old one stays whole, since every older file's key is under it."""
    mark = signing.fingerprint(secret())
    write_once(retired_path("files", mark, ".key"), path_of("files").read_bytes())
    write_whole(path_of("files"), secrets.write_secret(secrets.make_secret(), _passphrase()))
    return mark


def replace_private(name: str) -> str:
    """Put a new signing key in place. Of the old one only the public half stays: it verifies and can sign no more."""
    old = private(name)
    mark = signing.fingerprint(signing.raw_public(old))
    write_once(retired_path(name, mark, ".public.pem"), signing.write_public(old))
    write_whole(path_of(name), _new(name))
    return mark


def path_of(name: str, ending: str = "") -> Path:
    if name not in NAMES:
        raise KeyUnavailable(f"There is no key called {name}: the keys are {', '.join(NAMES)}.")
    return _path(settings.CPD_VAULT, name + (ending or (".key" if name == "files" else ".pem")))


@lru_cache(maxsize=64)
def _path(vault: str | Path, name: str) -> Path:
    return Path(vault) / "keys" / name


def retired_path(name: str, mark: str, ending: str) -> Path:
    return folder() / "retired" / f"{name}-{mark}{ending}"


def retired(name: str, ending: str) -> list[Path]:
    """The files of earlier generations, newest first."""
    return sorted((folder() / "retired").glob(f"{name}-*{ending}"), key=os.path.getmtime, reverse=True)


def folder() -> Path:
    return Path(settings.CPD_VAULT) / "keys"


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
    try:
        return path, os.stat(path).st_mtime_ns
    except FileNotFoundError:
        if not settings.CPD_EMBEDDED:
            raise KeyUnavailable(
                f"There is no key {path.name} in the vault. Make the keys once: manage.py make_keys"
            ) from None
    make(path.stem)
    return path, os.stat(path).st_mtime_ns


def _new(name: str) -> bytes:
    return signing.write_private(MAKERS[name](), _passphrase())


def _closed(path: Path) -> KeyUnavailable:
    return KeyUnavailable(f"The key {path.name} cannot be opened: is CPD_KEY_PASSPHRASE the one it was made with?")


def _passphrase() -> bytes:
    return settings.CPD_KEY_PASSPHRASE.encode()
