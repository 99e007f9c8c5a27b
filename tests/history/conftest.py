"""A key for signing checkpoints, and a vault of the test's own."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cpd.history.checkpoints import sign_checkpoint


class Signer:
    """Signs checkpoints with one key."""

    def __init__(self):
        key = Ed25519PrivateKey.generate()
        self.sign = key.sign
        self.public_key = key.public_key().public_bytes_raw()

    def __call__(self, now):
        return sign_checkpoint(sign=self.sign, public_key=self.public_key, now=now)


@pytest.fixture
def vault(tmp_path, settings):
    settings.CPD_VAULT = tmp_path / "vault"
    return settings.CPD_VAULT


@pytest.fixture
def signer(vault):
    return Signer()
