import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.x509.oid import ExtensionOID
from django.core.management import CommandError, call_command

from cpd.accounts.models import User
from cpd.history.models import Entry
from cpd.keys import (
    certificate,
    certificates_of_seal,
    public_key,
    public_keys,
    revocation_list,
    root_certificate,
    sign,
    unwrap,
    wrap,
)
from cpd.keys.actions import rotate
from cpd.keys.certificates import PURPOSES
from cpd.keys.keys import NAMES, KeyUnavailable, make_missing

NOW = datetime(2026, 7, 3, 12, tzinfo=UTC)
FILE_KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def vault(tmp_path, settings):
    settings.CPD_VAULT = tmp_path / "vault"
    return settings.CPD_VAULT


@pytest.fixture
def passphrase(settings):
    settings.CPD_KEY_PASSPHRASE = "correct horse battery staple"


def files(vault):
    return sorted(path for path in Path(vault).rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["log", "credential"])
def test_what_an_ed25519_key_signs_verifies_with_its_public_key(name):
    signature = sign(name, b"the data")

    Ed25519PublicKey.from_public_bytes(public_key(name)).verify(signature, b"the data")
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(public_key(name)).verify(signature, b"other data")


def test_what_the_seal_signs_verifies_with_its_certificate():
    signature = sign("seal", b"the data")

    made = x509.load_der_x509_certificate(certificate())
    made.public_key().verify(signature, b"the data", ec.ECDSA(hashes.SHA256()))
    made.verify_directly_issued_by(x509.load_der_x509_certificate(root_certificate()))


def test_the_certificate_of_the_seal_is_for_signing_documents_only():
    made = x509.load_der_x509_certificate(certificate("seal"))

    usage = made.extensions.get_extension_for_oid(ExtensionOID.KEY_USAGE).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)
    purposes = made.extensions.get_extension_for_oid(ExtensionOID.EXTENDED_KEY_USAGE).value
    assert list(purposes) == PURPOSES
    assert not made.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_the_keys_are_different():
    assert len({public_key(name) for name in NAMES if name != "files"}) == 5


def test_a_wrapped_key_is_unwrapped_and_shows_nothing():
    wrapped = wrap(FILE_KEY)

    assert unwrap(wrapped) == FILE_KEY
    assert FILE_KEY not in wrapped


def test_a_changed_wrap_is_refused():
    wrapped = bytearray(wrap(FILE_KEY))
    wrapped[-1] ^= 1

    with pytest.raises(KeyUnavailable):
        unwrap(bytes(wrapped))


def test_keys_are_for_their_owner_alone(vault):
    make_missing()

    assert {stat.S_IMODE(path.stat().st_mode) for path in files(vault)} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (vault, vault / "keys")} == {0o700}


def test_in_production_a_missing_key_says_which_command_makes_it(settings, vault):
    settings.CPD_EMBEDDED = False

    with pytest.raises(KeyUnavailable, match="manage.py make_keys"):
        sign("log", b"")

    assert files(vault) == []


def test_the_command_makes_what_is_missing_and_nothing_twice(settings, capsys):
    settings.CPD_EMBEDDED = False

    call_command("make_keys")
    before = public_key("log")
    call_command("make_keys")

    assert capsys.readouterr().out.splitlines() == [
        "Made: log, credential, token, seal, root, files. Back up the vault now.",
        "Every key is there.",
    ]
    assert public_key("log") == before


def test_an_unknown_key_is_refused():
    with pytest.raises(KeyUnavailable, match="no key called master"):
        sign("master", b"")


def test_with_a_passphrase_no_key_lies_in_the_open(passphrase, vault):
    make_missing()
    wrapped = wrap(FILE_KEY)

    assert unwrap(wrapped) == FILE_KEY
    assert b"ENCRYPTED" in (vault / "keys" / "log.pem").read_bytes()
    assert len((vault / "keys" / "files.key").read_bytes()) > 32


@pytest.mark.parametrize("use", [lambda: sign("seal", b""), lambda: wrap(FILE_KEY)])
def test_the_wrong_passphrase_opens_nothing(settings, use, tmp_path):
    settings.CPD_KEY_PASSPHRASE = "correct horse battery staple"
    make_missing()
    moved = tmp_path / "elsewhere"
    settings.CPD_VAULT.rename(moved)
    settings.CPD_VAULT, settings.CPD_KEY_PASSPHRASE = moved, "wrong"

    with pytest.raises(KeyUnavailable, match="CPD_KEY_PASSPHRASE"):
        use()


def test_processes_that_start_at_once_agree_on_one_key(vault):
    script = "import django; django.setup(); from cpd.keys import public_key; print(public_key('seal').hex())"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.keys.settings", "CPD_KEYS_VAULT": str(vault)}

    started = [
        subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]

    assert len({process.communicate(timeout=60)[0] for process in started}) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["log", "credential", "token", "seal", "root"])
def test_after_a_rotation_old_signatures_still_verify(name, vault):
    old = public_key(name)

    rotate(name, by=None, now=NOW)

    assert public_key(name) != old
    assert public_keys(name) == [public_key(name), old]


@pytest.mark.django_db
def test_after_a_rotation_the_old_private_key_is_gone(vault):
    sign("log", b"")
    old = (vault / "keys" / "log.pem").read_bytes()

    rotate("log", by=None, now=NOW)

    assert all(path.read_bytes() != old for path in files(vault))


@pytest.mark.django_db
def test_after_a_rotation_the_seal_has_a_certificate_of_its_own(vault):
    old = certificate()

    rotate("seal", by=None, now=NOW)

    made = x509.load_der_x509_certificate(certificate())
    made.public_key().verify(sign("seal", b"x"), b"x", ec.ECDSA(hashes.SHA256()))
    assert certificates_of_seal() == [certificate(), old]
    assert not list(x509.load_der_x509_crl(revocation_list(NOW)))


@pytest.mark.django_db
def test_a_seal_whose_key_leaked_is_on_the_signed_list(capsys):
    old = x509.load_der_x509_certificate(certificate())

    call_command("rotate_key", "seal", "--withdraw")

    listed = x509.load_der_x509_crl(revocation_list(NOW))
    assert [row.serial_number for row in listed] == [old.serial_number]
    assert listed.is_signature_valid(x509.load_der_x509_certificate(root_certificate()).public_key())
    with pytest.raises(CommandError, match="Only the seal"):
        call_command("rotate_key", "log", "--withdraw")


@pytest.mark.django_db
def test_a_new_root_certifies_the_seal_anew():
    old = certificate()

    rotate("root", by=None, now=NOW)

    made = x509.load_der_x509_certificate(certificate())
    made.verify_directly_issued_by(x509.load_der_x509_certificate(root_certificate()))
    assert certificate() != old


@pytest.mark.parametrize(("kind", "bits"), [("rsa2048", 2048), ("rsa3072", 3072)])
def test_the_seal_is_rsa_where_the_settings_say_so(settings, kind, bits):
    settings.CPD_SEAL = kind

    signature = sign("seal", b"the data")

    public = x509.load_der_x509_certificate(certificate()).public_key()
    public.verify(signature, b"the data", padding.PKCS1v15(), hashes.SHA256())
    assert public.key_size == bits


@pytest.mark.django_db
def test_after_a_rotation_older_files_can_still_be_read():
    wrapped = wrap(FILE_KEY)

    rotate("files", by=None, now=NOW)
    rotate("files", by=None, now=NOW)

    assert unwrap(wrapped) == FILE_KEY
    assert wrap(FILE_KEY)[:9] != wrapped[:9]


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_rotation_leaves_an_entry_with_the_fingerprint_of_the_old_key(name):
    person = User(email="operator@example.org")

    retired = rotate(name, by=person, now=NOW)

    entry = Entry.objects.get(name="key.rotated")
    assert (entry.subject, entry.subject_id, entry.actor_id) == ("keys.key", name, str(person.pk))
    assert entry.detail == {"retired": retired, "withdrawn": False}


@pytest.mark.django_db
def test_the_command_rotates_a_key(capsys):
    old = public_key("log")

    call_command("rotate_key", "log")

    assert public_keys("log")[1] == old
    assert capsys.readouterr().out.startswith("The key log is new")
