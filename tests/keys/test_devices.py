"""Keys in a security module: SoftHSM, which speaks PKCS #11 like the real ones."""

import subprocess
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pkcs11.util.ec import encode_named_curve_parameters

from cpd.keys import certificate, keys, public_key, root_certificate, sign
from cpd.keys.folder import KeyUnavailable, path_of

MODULES = [Path("/usr/lib/softhsm/libsofthsm2.so"), Path("/usr/lib64/pkcs11/libsofthsm2.so")]
MODULE = next((path for path in MODULES if path.exists()), None)
pytestmark = pytest.mark.skipif(MODULE is None, reason="no SoftHSM (apt-get install softhsm2)")
PIN = "4321"
KINDS = {"log": "ed25519", "credential": "ed25519", "token": "p256", "seal": "p256", "root": "p256"}


@pytest.fixture(scope="session")
def token(tmp_path_factory):
    """A device with the five keys in it. The library reads its place once in a process."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        command = ["softhsm2-util", "--init-token", "--free", "--label", "cpd", "--pin", PIN, "--so-pin", PIN]
        subprocess.run(command, check=True, capture_output=True)
        with pkcs11.lib(str(MODULE)).get_token(token_label="cpd").open(rw=True, user_pin=PIN) as session:
            for name, kind in KINDS.items():
                _make(session, name, kind)
        yield "cpd"


def _make(session: pkcs11.Session, name: str, kind: str) -> None:
    if kind == "p256":
        type_, curve = pkcs11.KeyType.EC, encode_named_curve_parameters("secp256r1")
    else:
        type_, curve = pkcs11.KeyType.EC_EDWARDS, encode_named_curve_parameters("1.3.101.112")
    parameters = session.create_domain_parameters(type_, {pkcs11.Attribute.EC_PARAMS: curve}, local=True)
    parameters.generate_keypair(store=True, label=name)


@pytest.fixture
def device(token, settings, tmp_path):
    settings.CPD_VAULT = tmp_path / "vault"
    settings.CPD_PKCS11_MODULE, settings.CPD_PKCS11_TOKEN, settings.CPD_PKCS11_PIN = str(MODULE), token, PIN
    return settings


@pytest.mark.parametrize("name", ["log", "credential"])
def test_the_device_signs_with_ed25519(device, name):
    Ed25519PublicKey.from_public_bytes(public_key(name)).verify(sign(name, b"the data"), b"the data")


@pytest.mark.parametrize("name", ["token", "seal"])
def test_the_device_signs_with_p256(device, name):
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key(name))

    public.verify(sign(name, b"the data"), b"the data", ec.ECDSA(hashes.SHA256()))


def test_the_root_in_the_device_certifies_the_seal_in_the_device(device):
    made = x509.load_der_x509_certificate(certificate())

    made.verify_directly_issued_by(x509.load_der_x509_certificate(root_certificate()))
    assert made.public_key().public_numbers().x.to_bytes(32) == public_key("seal")[1:33]


def test_no_private_key_of_the_device_lies_in_the_vault(device):
    assert keys.make_missing() == ["files"]
    assert not path_of("seal").exists()


def test_the_device_does_not_rotate_from_here(device, db):
    with pytest.raises(KeyUnavailable, match="lies in the device"):
        keys.replace("seal", now=None)


def test_a_wrong_pin_is_told_without_the_pin(device):
    device.CPD_PKCS11_PIN = "0000"

    with pytest.raises(KeyUnavailable, match="CPD_PKCS11") as refused:
        sign("log", b"")

    assert "0000" not in str(refused.value)
