"""X.509 for the seal: one root that partners import once, certificates under it, and the list of those withdrawn."""

import os
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from django.conf import settings

from cpd.history.vault import write_once, write_whole
from cpd.keys import folder
from cpd.keys.signing import PrivateKey, fingerprint, public_bytes, raw_public

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
# NSS, by which poppler and Firefox check, trusts a signed document only when its signer may sign e-mail as well.
PURPOSES = [DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]
SEAL_LIFE = timedelta(days=3650)
ROOT_LIFE = timedelta(days=9125)
LIST_LIFE = timedelta(days=30)


def root(key: PrivateKey, organisation: str, now: datetime) -> bytes:
    """The root's certificate; one that is missing or of another key is made again."""
    made = _read("root", raw_public(key))
    if made is None:
        name = _name(organisation, "root")
        builder = _builder(name, name, key, now, ROOT_LIFE)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        made = _write("root", builder.sign(key, hashes.SHA256()))
    return made


def current(key: PrivateKey, root_key: PrivateKey, issuer: bytes, organisation: str, now: datetime) -> bytes:
    """The seal's certificate under the present root, whose own certificate is `issuer`."""
    made = _read("seal", raw_public(key))
    return made if made and _is_under(made, issuer) else _issue(key, root_key, issuer, organisation, now)


def _issue(key: PrivateKey, root_key: PrivateKey, issuer: bytes, organisation: str, now: datetime) -> bytes:
    above = x509.load_der_x509_certificate(issuer)
    points = [x509.UniformResourceIdentifier(f"{settings.CPD_BASE_URL}/keys/seal.crl")]
    builder = (
        _builder(_name(organisation, "seal"), above.subject, key, now, SEAL_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage("digital_signature", "content_commitment"), critical=True)
        .add_extension(x509.ExtendedKeyUsage(PURPOSES), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(
                above.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
            ),
            critical=False,
        )
        .add_extension(x509.CRLDistributionPoints([x509.DistributionPoint(points, None, None, None)]), critical=False)
    )
    return _write("seal", builder.sign(root_key, hashes.SHA256()))


def earlier() -> list[bytes]:
    """The certificates of earlier seals, newest first."""
    return [_load(path.read_bytes()) for path in folder.retired("seal", ".certificate.pem")]


def retire(own: bytes, *, now: datetime, withdraw: bool) -> None:
    """Keep the certificate of a seal that signs no more; `withdraw` puts it on the list, since its key has leaked."""
    made = x509.load_der_x509_certificate(own)
    mark = fingerprint(public_bytes(made.public_key()))
    write_once(folder.retired_path("seal", mark, ".certificate.pem"), made.public_bytes(Encoding.PEM))
    if withdraw:
        when = now.astimezone(UTC).isoformat(timespec="seconds").encode()
        write_once(folder.retired_path("seal", mark, ".withdrawn"), when)


def retire_root(own: bytes) -> None:
    made = x509.load_der_x509_certificate(own)
    mark = fingerprint(public_bytes(made.public_key()))
    write_once(folder.retired_path("root", mark, ".certificate.pem"), made.public_bytes(Encoding.PEM))


def write_list(root_key: PrivateKey, issuer: bytes, now: datetime) -> bytes:
    """The signed list of withdrawn seals; the same for a whole day."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(x509.load_der_x509_certificate(issuer).subject)
        .last_update(day)
        .next_update(day + LIST_LIFE)
        .add_extension(x509.CRLNumber(int(day.timestamp()) // 86400), critical=False)
    )
    for path in folder.retired("seal", ".withdrawn"):
        made = x509.load_pem_x509_certificate(path.with_suffix(".certificate.pem").read_bytes())
        revoked = (
            x509.RevokedCertificateBuilder()
            .serial_number(made.serial_number)
            .revocation_date(datetime.fromisoformat(path.read_text()))
            .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
        )
        builder = builder.add_revoked_certificate(revoked.build())
    return builder.sign(root_key, hashes.SHA256()).public_bytes(Encoding.DER)


def _builder(
    name: x509.Name, issuer: x509.Name, key: PrivateKey, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    begins = now.astimezone(UTC) - timedelta(minutes=5)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(organisation: str, what: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organisation[:50]} {what}"),
        ]
    )


def _usage(*allowed: str) -> x509.KeyUsage:
    kinds = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"]
    kinds += ["key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    return x509.KeyUsage(**{kind: kind in allowed for kind in kinds})


def _read(name: str, public: bytes) -> bytes | None:
    path = folder.path_of(name, ".certificate.pem")
    try:
        made = _read_again(path, os.stat(path).st_mtime_ns)
    except FileNotFoundError:
        return None
    return made if _public(made) == public else None


def _write(name: str, made: x509.Certificate) -> bytes:
    write_whole(folder.path_of(name, ".certificate.pem"), made.public_bytes(Encoding.PEM))
    return made.public_bytes(Encoding.DER)


@lru_cache(maxsize=16)
def _read_again(path: Path, changed: int) -> bytes:
    """Read once in a process, and once more after it changed."""
    return _load(path.read_bytes())


@lru_cache(maxsize=16)
def _load(pem: bytes) -> bytes:
    return x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)


@lru_cache(maxsize=16)
def _public(der: bytes) -> bytes:
    return public_bytes(x509.load_der_x509_certificate(der).public_key())


@lru_cache(maxsize=16)
def _is_under(der: bytes, issuer: bytes) -> bool:
    try:
        x509.load_der_x509_certificate(der).verify_directly_issued_by(x509.load_der_x509_certificate(issuer))
    except Exception:  # noqa: BLE001  whatever is wrong with it, another is made
        return False
    return True
