"""Keys that wrap other keys: how they are written down under a passphrase, and what they wrap."""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap_with_padding, aes_key_wrap_with_padding

KEY_BYTES, SALT_BYTES, NONCE_BYTES = 32, 16, 12
ENCRYPTED = b"cpd-secret-1"


def make_secret() -> bytes:
    return os.urandom(KEY_BYTES)


def write_secret(secret: bytes, passphrase: bytes) -> bytes:
    """As it is, or encrypted under a key that scrypt makes of the passphrase."""
    if not passphrase:
        return secret
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    return ENCRYPTED + salt + nonce + AESGCM(_stretch(passphrase, salt)).encrypt(nonce, secret, ENCRYPTED)


def read_secret(data: bytes, passphrase: bytes) -> bytes:
    if len(data) == KEY_BYTES:
        return data
    body = data.removeprefix(ENCRYPTED)
    salt, nonce, box = body[:SALT_BYTES], body[SALT_BYTES : SALT_BYTES + NONCE_BYTES], body[SALT_BYTES + NONCE_BYTES :]
    return AESGCM(_stretch(passphrase, salt)).decrypt(nonce, box, ENCRYPTED)


def wrap_with(secret: bytes, key: bytes) -> bytes:
    return aes_key_wrap_with_padding(secret, key)


def unwrap_with(secret: bytes, wrapped: bytes) -> bytes:
    return aes_key_unwrap_with_padding(secret, wrapped)


def _stretch(passphrase: bytes, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, n=2**15, r=8, p=1).derive(passphrase)
