#!/usr/bin/env python3
"""Checks a certificate or a university's pack, and what proves it, without a network and without trusting the issuer.

    python3 verify.py bundle.zip --keys keys.json
    python3 verify.py certificate.pdf credential.jwt status.jwt certificate.tlog-proof --keys keys.json
    python3 verify.py pack.zip --since what-I-took-home-last-time.txt --keys keys.json
    python3 verify.py growth.txt --since checkpoint-of-my-last-visit.txt --keys keys.json

`--since` takes a checkpoint, the one line that you wrote down, or the pack of an earlier visit.

It needs Python 3.9 or newer and the package `cryptography`, and nothing else. Files are known by what they hold, not by
their names. `keys.json` says whom you trust: get it, or the fingerprints that this program prints, from the issuer or a
partner university by another way than the certificate itself. Without --keys the keys in the bundle are used, and you are
told that nobody has vouched for them.

Every check is answered "passed", "failed" or "not checked", with a sentence. The exit code is 0 when
a signature of the issuer was checked and nothing failed.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import io
import json
import re
import sys
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

UTC = timezone.utc
GROWTH = "The record has only grown since your last visit"
PROOF, TERMS = "The proof inside the credential", "Every word of it is under that proof"
STATUS, RECORD = "It is in force, says the issuer's list", "It stands in the signed record"
WITNESSED = "Others have signed that record too"
PASSED, FAILED, NOT_CHECKED = "passed", "failed", "not checked"
LARGEST_FILE, MOST_FILES, LARGEST_TOTAL = 8 << 20, 60, 32 << 20
PACK = "cpd-pack@v1"
MANIFEST, SEALED = "manifest.json", "manifest.jwt"
# A pack is read piece by piece; what is read as a whole has a limit of its own.
MOST_PACKED, LARGEST_PACK, LARGEST_TEXT, PIECE = 100_000, 64 << 30, 256 << 20, 1 << 20
SIGNED_LIST, AS_LISTED = "The list of the files is the issuer's", "Every file is as it is listed"
HEAD, ENTRIES = "The record's checkpoint is signed", "Every entry stands in the signed record"
AS_RECORDED, DRAWN = "The files say what the record says", "The samples were drawn from what the record says"
AS_SEALED = "The evidence is what was sealed"


# What a ZIP that was cut, bent or made to hurt raises while it is read.
DAMAGE = (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, OSError, ValueError)


class Bad(Exception):
    """Something does not hold; the sentence says what."""


@dataclass
class Check:
    """One question, its answer, and a sentence for a person."""

    name: str
    outcome: str
    sentence: str


@dataclass
class Keys:
    """Whom we believe. `vouched` says that the keys came by another way than the files that are checked."""

    did: dict = field(default_factory=dict)
    roots: list = field(default_factory=list)
    seals: list = field(default_factory=list)
    logs: list = field(default_factory=list)
    witnesses: list = field(default_factory=list)
    vouched: bool = False

    @property
    def issuer(self) -> str:
        return self.did.get("id", "")

    @property
    def host(self) -> str:
        return self.issuer.replace("did:web:", "").replace("%3A", ":") or "the issuer"

    def fingerprints(self) -> list[str]:
        """What to compare with a sheet of paper from the issuer."""
        roots = [f"root  SHA-256 {root.fingerprint(hashes.SHA256()).hex()}" for root in self.roots]
        return roots + [f"log   {line}" for line in self.logs]


@dataclass
class Pack:
    """A university's pack: one ZIP, of which no more than a piece is held at a time."""

    archive: zipfile.ZipFile
    limit: int

    def names(self) -> list[str]:
        return [member.filename for member in self.archive.infolist()]

    def read(self, name: str) -> bytes:
        """A whole file that is to be understood; Bad when it is missing, damaged or too large."""
        try:
            with self.archive.open(name) as opened:
                data = opened.read(self.limit + 1)
        except KeyError:
            raise Bad(f"{name} is missing.") from None
        except DAMAGE:
            raise Bad(f"{name} is damaged.") from None
        if len(data) > self.limit:
            raise Bad(f"{name} is larger than it can be.")
        return data

    def load(self, name: str) -> dict:
        try:
            found = json.loads(self.read(name))
        except (ValueError, RecursionError):
            raise Bad(f"{name} cannot be read.") from None
        if not isinstance(found, dict):
            raise Bad(f"{name} cannot be read.")
        return found

    def digest(self, name: str) -> tuple[int, str]:
        """Length and SHA-256 of a file, read piece by piece."""
        sha, size = hashlib.sha256(), 0
        try:
            with self.archive.open(name) as opened:
                while data := opened.read(PIECE):
                    sha.update(data)
                    size += len(data)
        except DAMAGE:
            raise Bad(f"{name} is damaged.") from None
        return size, sha.hexdigest()


@dataclass
class Case:
    """The files of one run, known by what they hold, and what the checks found out on the way."""

    keys: Keys
    now: datetime
    pdf: bytes | None = None
    attached: dict = field(default_factory=dict)
    credential: bytes | None = None
    token: str | None = None
    status: list = field(default_factory=list)
    proof: str | None = None
    growth: str | None = None
    since: str | None = None
    did: dict | None = None
    withdrawn: list = field(default_factory=list)
    stamped: bool = False
    unknown: list = field(default_factory=list)
    claims: dict | None = None
    sealed: bool = False
    proven: bool = False
    note: str | None = None
    witnesses: list = field(default_factory=list)
    pdf_digest: str = ""
    credential_digest: str = ""
    pack: Pack | None = None
    told: dict | None = None
    list_digest: str = ""
    entries: list | None = None

    @property
    def document(self) -> dict:
        try:
            found = json.loads(self.credential or b"{}")
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


# --- reading files ------------------------------------------------------------------------------------------------


def read_keys(data: bytes, vouched: bool) -> Keys:
    """The keys file that the issuer publishes."""
    try:
        raw = json.loads(data)
        if raw["format"] != "cpd-keys@v1":
            raise Bad("The keys file is of another format.")
        load = x509.load_pem_x509_certificate
        return Keys(
            did=raw["did"],
            roots=[load(pem.encode()) for pem in raw["roots"]],
            seals=[load(pem.encode()) for pem in raw["seals"]],
            logs=list(raw["log"]),
            witnesses=list(raw["witnesses"]),
            vouched=vouched,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Bad("The keys file cannot be read.") from None


def read_all(named: list[tuple[str, bytes]], case: Case) -> Case:
    """Put each file where it belongs; a ZIP is opened, once."""
    total = 0
    for name, data in unpacked(named):
        total += len(data)
        if len(data) > LARGEST_FILE or total > LARGEST_TOTAL:
            raise Bad("The files are larger than any certificate of this kind.")
        read_one(name, data, case)
    if case.pdf is not None:
        case.attached = read_attachments(case.pdf)
    if case.credential is None:
        case.credential = case.attached.get("credential.json")
    if case.token is None and "credential.jwt" in case.attached:
        case.token = case.attached["credential.jwt"].decode("ascii", "replace").strip()
    case.pdf_digest = hashlib.sha256(case.pdf).hexdigest() if case.pdf is not None else ""
    case.credential_digest = hashlib.sha256(case.credential).hexdigest() if case.credential is not None else ""
    return case


def unpacked(named: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    found = []
    for name, data in named:
        if data[:4] != b"PK\x03\x04":
            found.append((name, data))
            continue
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = [member for member in archive.infolist() if not member.is_dir()]
                if len(members) > MOST_FILES or sum(member.file_size for member in members) > LARGEST_TOTAL:
                    raise Bad("The ZIP holds more than any bundle of this kind.")
                for member in members:
                    with archive.open(member) as opened:
                        found.append((member.filename, opened.read(LARGEST_FILE + 1)))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, OSError):
            raise Bad("The ZIP is damaged.") from None
    return found


def read_one(name: str, data: bytes, case: Case) -> None:
    if data[:5] == b"%PDF-":
        if case.pdf not in (None, data):
            raise Bad("There is more than one PDF. Check one certificate at a time.")
        case.pdf = data
        return
    text = data.decode("utf-8", "replace").lstrip("\ufeff")
    if text.startswith("c2sp.org/tlog-proof@v1\n"):
        case.proof = text
    elif re.match(r"old \d+\n", text):
        case.growth = text
    elif text.startswith("eyJ") and text.count(".") == 2:
        read_token_file(text.strip(), case)
    elif text.lstrip().startswith("{"):
        read_json_file(name, data, case)
    elif name.endswith(".crl"):
        case.withdrawn.append(data)
    elif name.endswith(".tsr"):
        case.stamped = True
    elif not name.endswith((".py", ".html", ".txt", ".pem", ".md")):
        case.unknown.append(name)


def read_token_file(text: str, case: Case) -> None:
    """A credential or a status list as token: told apart by the types that it claims, before anything is believed."""
    try:
        types = json.loads(unbase64(text.split(".")[1])).get("type", [])
    except (ValueError, AttributeError, RecursionError):
        types = []
    if "BitstringStatusListCredential" in types:
        case.status.append(text)
    elif case.token not in (None, text):
        raise Bad("There is more than one credential. Check one certificate at a time.")
    else:
        case.token = text


def read_json_file(name: str, data: bytes, case: Case) -> None:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        case.unknown.append(name)
        return
    types = found.get("type", [])
    if found.get("format") == "cpd-keys@v1":
        if not case.keys.vouched:
            case.keys = read_keys(data, vouched=False)
    elif "verificationMethod" in found:
        case.did = found
    elif "BitstringStatusListCredential" in types or set(found) == {"@context"}:
        pass  # The list's token is what is checked here; contexts are for those who check the embedded proof.
    elif "VerifiableCredential" in types:
        if case.credential not in (None, data):
            raise Bad("There is more than one credential. Check one certificate at a time.")
        case.credential = data
    else:
        case.unknown.append(name)


def read_attachments(pdf: bytes) -> dict[str, bytes]:
    """The attached files by name. A plain search: what it finds counts only when the seal covers the whole file."""
    found = {}
    pattern = rb"/EF\s{0,9}<<[^>]{0,99}?/F\s{1,9}(\d{1,9})\s0\sR[^>]{0,99}>>\s{0,9}/F\s{0,9}\(([\w.-]{1,60})\)"
    for match in re.findall(pattern, pdf)[:9]:
        number, name = match[0], match[1].decode()
        head = re.search(rb"[\r\n]" + number + rb" 0 obj\s{0,9}<<(.{0,999}?)>>\s{0,9}stream\r?\n", pdf, re.S)
        length = head and re.search(rb"/Length\s+(\d+)", head[1])
        if not length or name in found:
            continue
        body = pdf[head.end() : head.end() + int(length[1][:9])]
        if b"/FlateDecode" in head[1]:
            try:
                body = zlib.decompressobj().decompress(body, LARGEST_FILE)
            except zlib.error:
                continue
        found[name] = body
    return found


# --- the seal of the PDF ------------------------------------------------------------------------------------------


def der(data: bytes, at: int = 0) -> tuple[int, bytes, bytes, int]:
    """One value of DER: tag, content, the whole value, and where the next one begins."""
    try:
        tag, size, start = data[at], data[at + 1], at + 2
        if size >= 0x80:
            start += size - 0x80
            size = int.from_bytes(data[at + 2 : start], "big")
        end = start + size
    except IndexError:
        raise Bad("The signature is cut short.") from None
    if end > len(data):
        raise Bad("The signature is cut short.")
    return tag, data[start:end], data[at:end], end


def der_list(content: bytes) -> list[tuple[int, bytes, bytes]]:
    parts, at = [], 0
    while at < len(content):
        tag, inside, whole, at = der(content, at)
        parts.append((tag, inside, whole))
    return parts


MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
SIGNING_CERTIFICATE_V2 = bytes.fromhex("2a864886f70d010910022f")


def signed_range(pdf: bytes) -> tuple[bytes, bytes, int]:
    """What the signature covers, the signature, and where the covered part ends; Bad when it is not one as we make it."""
    ranges = re.findall(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]", pdf)
    if not ranges:
        raise Bad("The PDF has no signature. Every certificate of ours has one: this is not ours, or a print of one.")
    start, before, after, length = (int(value) for value in ranges[0])
    gap = pdf[before:after]
    if start != 0 or not before < after <= len(pdf) or not re.fullmatch(rb"<[0-9A-Fa-f]*>", gap):
        raise Bad("The signature does not say plainly what it covers, so it counts for nothing.")
    digits = gap[1:-1]
    return (
        pdf[:before] + pdf[after : after + length],
        bytes.fromhex(digits[: len(digits) // 2 * 2].decode()),
        after + length,
    )


def check_whole_file(case: Case) -> list[Check]:
    """Does the seal cover the whole file? Most programs say "valid" of a file to which something was added later."""
    name = "The seal covers the whole file"
    if case.pdf is None:
        return [Check(name, NOT_CHECKED, "There is no PDF among the files.")]
    try:
        _, _, end = signed_range(case.pdf)
    except Bad as bad:
        return [Check(name, FAILED, str(bad))]
    more = len(case.pdf) - end
    if more < 0:
        return [Check(name, FAILED, f"The file is cut short: {-more} bytes that were sealed are missing.")]
    if more or case.pdf.count(b"/ByteRange") > 1:
        sentence = (
            f"{more} bytes were added to the file after it was sealed. What you see may not be what was issued; ask the "
            "holder for the file as they received it."
        )
        return [Check(name, FAILED, sentence)]
    return [Check(name, PASSED, f"All {len(case.pdf)} bytes are under the seal.")]


def check_seal(case: Case) -> list[Check]:
    """Is the seal mathematically sound, and is it the issuer's?"""
    name = "The seal is whole, and the issuer's"
    if case.pdf is None:
        return [Check(name, NOT_CHECKED, "There is no PDF among the files.")]
    try:
        covered, container, _ = signed_range(case.pdf)
        signer = read_signer(container)
        digest = hashlib.sha256(covered).digest()
        ours = is_ours(signer["certificate"], case.keys)
        check_signer(signer)
        if signer["digest"] != digest:
            raise Bad(
                "The file was changed after it was sealed: a name, a date or anything else in it may be false. "
                "Ask the holder for the file as they received it."
            )
        if not ours:
            who = signer["certificate"].subject.rfc4514_string()
            raise Bad(
                f"The file is sealed, but not by {case.keys.host}: the seal belongs to “{who}”. Somebody else made this "
                "certificate, however alike it looks."
            )
        refuse_withdrawn(signer["certificate"], case)
    except Bad as bad:
        return [Check(name, FAILED, str(bad))]
    case.sealed = check_whole_file(case)[0].outcome == PASSED
    return [Check(name, PASSED, f"Sealed by {case.keys.host}; not one bit was changed since.")]


def read_signer(container: bytes) -> dict:
    """The parts of a CMS with one signer; Bad when it is none."""
    try:
        _, outer, _, _ = der(container)
        signed = der_list(der(der_list(outer)[1][1])[1])
        certificates = next(part for part in signed if part[0] == 0xA0)[1]
        (signer,) = der_list(signed[-1][1])
        parts = der_list(signer[1])
        issuer, serial = der_list(parts[1][1])
        attributes = next(part for part in parts if part[0] == 0xA0)
        signature = parts[parts.index(attributes) + 2][1]
        values = {der_list(one[1])[0][1]: der(der_list(one[1])[1][1])[1] for one in der_list(attributes[1])}
        loaded = [x509.load_der_x509_certificate(part[2]) for part in der_list(certificates)]
        own = next(
            one
            for one in loaded
            if one.serial_number == int.from_bytes(serial[1], "big") and one.issuer.public_bytes() == issuer[2]
        )
        return {
            "certificate": own,
            "signature": signature,
            # What is signed is the set under its own tag; in the container it stands under an implicit one.
            "signed": b"\x31" + attributes[2][1:],
            "digest": values[MESSAGE_DIGEST],
            "named": values.get(SIGNING_CERTIFICATE_V2, b""),
        }
    except (StopIteration, IndexError, ValueError, KeyError, TypeError):
        raise Bad("The seal cannot be read, so it counts for nothing.") from None


def check_signer(signer: dict) -> None:
    key, wrong = signer["certificate"].public_key(), "The seal itself was tampered with."
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signer["signature"], signer["signed"], padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signer["signature"], signer["signed"], ec.ECDSA(hashes.SHA256()))
        else:
            raise Bad("The seal is of a kind that this program does not know.")
    except InvalidSignature:
        raise Bad(wrong) from None
    own = signer["certificate"].public_bytes(Encoding.DER)
    if hashlib.sha256(own).digest() not in signer["named"]:
        raise Bad(wrong)


def is_ours(certificate: x509.Certificate, keys: Keys) -> bool:
    """Whether this is one of the published seals, or was issued by a published root."""
    if certificate in keys.seals:
        return True
    for root in keys.roots:
        try:
            certificate.verify_directly_issued_by(root)
        except (ValueError, TypeError, InvalidSignature):
            continue
        return True
    return False


def refuse_withdrawn(certificate: x509.Certificate, case: Case) -> None:
    for data in case.withdrawn:
        try:
            found = x509.load_der_x509_crl(data)
        except ValueError:
            continue
        if any(found.is_signature_valid(root.public_key()) for root in case.keys.roots) and (
            found.get_revoked_certificate_by_serial_number(certificate.serial_number)
        ):
            raise Bad(
                "The seal was withdrawn by the issuer, since its key is no longer safe. Ask for a new certificate."
            )


# --- the credential -----------------------------------------------------------------------------------------------


def check_attached(case: Case) -> list[Check]:
    name = "The credential is in the PDF, and is the one beside it"
    if case.pdf is None or case.credential is None:
        return [Check(name, NOT_CHECKED, "This needs the PDF and its credential.")]
    inside = case.attached.get("credential.json")
    if inside is None:
        return [Check(name, FAILED, "No credential is attached to the PDF. Every certificate of ours has one.")]
    if inside != case.credential:
        return [
            Check(
                name,
                FAILED,
                f"The credential beside the PDF is another one than that inside it. {differing(inside, case)}",
            )
        ]
    if not case.sealed:
        return [Check(name, NOT_CHECKED, "It is there; but the seal does not hold, so this says nothing.")]
    return [Check(name, PASSED, "The credential is attached under the seal.")]


def differing(inside: bytes, case: Case) -> str:
    try:
        theirs = json.loads(inside)
    except (ValueError, RecursionError):
        return ""
    return say_difference(theirs, case.document)


def say_difference(one: dict, other: dict) -> str:
    """Which of the things that a person looks at differ, without repeating either."""
    parts = [
        ("the name", name_of(one), name_of(other)),
        ("the number", number_of(one), number_of(other)),
        ("the title", one.get("name"), other.get("name")),
        ("the issuer", issuer_of(one), issuer_of(other)),
    ]
    told = [what for what, mine, yours in parts if mine != yours]
    return f"They differ in {', '.join(told)}." if told else "They differ."


def name_of(document: dict) -> str:
    try:
        return next(
            one["identityHash"] for one in document["credentialSubject"]["identifier"] if one["identityType"] == "name"
        )
    except (KeyError, TypeError, StopIteration):
        return ""


def number_of(document: dict) -> str:
    subject = document.get("credentialSubject")
    found = subject.get("licenseNumber", "") if isinstance(subject, dict) else ""
    return found if isinstance(found, str) else ""


def issuer_of(document: dict) -> str:
    issuer = document.get("issuer")
    found = issuer.get("id", "") if isinstance(issuer, dict) else issuer
    return found if isinstance(found, str) else ""


def check_issuer(case: Case) -> list[Check]:
    name = "The credential says that it is the issuer's"
    if case.credential is None:
        return [Check(name, NOT_CHECKED, "There is no credential among the files.")]
    said = issuer_of(case.document)
    if said != case.keys.issuer:
        return [
            Check(
                name, FAILED, f"It names “{said[:100]}” as its issuer, and not {case.keys.host}. Somebody else made it."
            )
        ]
    return [Check(name, PASSED, f"It names {case.keys.host}.")]


def check_proof(case: Case) -> list[Check]:
    """Needs the canonical form of RDF, which the standard library does not have: other programs check it."""
    if case.credential is None:
        return []
    return [
        Check(
            "The proof inside the credential", NOT_CHECKED, "Not checked here: any Open Badges 3.0 verifier does it."
        ),
        Check("Every word is under that proof", NOT_CHECKED, "Not checked here: any Open Badges 3.0 verifier does it."),
    ]


def check_token(case: Case) -> list[Check]:
    """The same credential as a token (ES256): signed by the issuer, and equal word for word."""
    name = "The credential as a signed token"
    if case.token is None:
        return [Check(name, NOT_CHECKED, "There is no token among the files.")]
    try:
        case.claims = read_token(case.token, case.keys.did)
    except Bad as bad:
        return [Check(name, FAILED, str(bad))]
    if case.credential is None:
        return [Check(name, PASSED, "It is signed by the issuer.")]
    plain = {key: value for key, value in case.document.items() if key != "proof"}
    added = {"iss", "jti", "nbf", "sub", "exp"}
    signed = {key: value for key, value in case.claims.items() if key not in added}
    if signed != plain:
        told = say_difference(signed, plain)
        return [Check(name, FAILED, f"The credential does not say what the issuer signed. {told}")]
    return [Check(name, PASSED, "It is signed by the issuer, and says the same word for word.")]


def unbase64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def read_token(token: str, did: dict) -> dict:
    """The claims of a token that one of these keys signed."""
    try:
        header, claims, signature = token.split(".")
        head, raw = json.loads(unbase64(header)), unbase64(signature)
        methods = [one for one in did.get("verificationMethod", []) if one.get("id") == head.get("kid")]
        if not methods or head["kid"] not in did.get("assertionMethod", []):
            raise Bad("The token was not signed by a key of the issuer. Somebody else made it.")
        if head.get("alg") != "ES256" or len(raw) != 64:
            raise Bad("The token is signed in a way that the issuer does not use.")
        jwk = methods[0]["publicKeyJwk"]
        point = b"\x04" + unbase64(jwk["x"]) + unbase64(jwk["y"])
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        pair = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key.verify(pair, f"{header}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        found = json.loads(unbase64(claims))
    except InvalidSignature:
        raise Bad("The token was changed after it was signed.") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Bad("The token cannot be read.") from None
    if not isinstance(found, dict):
        raise Bad("The token cannot be read.")
    return found


# --- the status ---------------------------------------------------------------------------------------------------


def check_status(case: Case) -> list[Check]:
    name = STATUS
    document = case.claims or case.document
    entry = document.get("credentialStatus")
    if not isinstance(entry, dict):
        return [Check(name, NOT_CHECKED, "There is no credential that names a list.")]
    address = str(entry.get("statusListCredential", ""))
    if not is_genuine(case):
        return [Check(name, NOT_CHECKED, "The credential is not proven, so its place in the list says nothing.")]
    online = f"Ask {address.partition('/credentials')[0]}/v/ with the number on the certificate."
    try:
        lists = [read_token(text, case.keys.did) for text in case.status]
        found = [one for one in lists if one.get("id") == address]
        if not found:
            return [Check(name, NOT_CHECKED, f"The list is not among the files. {online}")]
        listed = max(found, key=lambda one: str(one.get("validFrom", "")))
        begins, ends = (
            datetime.fromisoformat(listed[key].replace("Z", "+00:00")) for key in ("validFrom", "validUntil")
        )
        subject = listed["credentialSubject"]
        if subject["statusPurpose"] != "revocation" or issuer_of(listed) != case.keys.issuer:
            raise Bad("The list is of another kind or another issuer.")
        is_set = read_bit(subject["encodedList"], int(entry["statusListIndex"]))
    except Bad as bad:
        return [Check(name, FAILED, str(bad))]
    except (ValueError, KeyError, TypeError, AttributeError):
        return [Check(name, FAILED, "The list cannot be read.")]
    if is_set:
        return [
            Check(
                name,
                FAILED,
                f"It is not in force since at least {day(begins)}: replaced, suspended or withdrawn. {online}",
            )
        ]
    if not begins - timedelta(minutes=10) <= case.now <= ends:
        return [
            Check(
                name, NOT_CHECKED, f"The list is of {day(begins)} and counts until {day(ends)}; it is too old. {online}"
            )
        ]
    return [Check(name, PASSED, f"It was in force on {day(begins)}; this list counts until {day(ends)}.")]


def read_bit(encoded: str, index: int) -> bool:
    """Index 0 is the highest bit of the first byte."""
    if encoded[:1] != "u":
        raise Bad("The list cannot be read.")
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(unbase64(encoded[1:]))) as opened:
            bits = opened.read(LARGEST_FILE)
    except (OSError, EOFError, zlib.error):
        raise Bad("The list cannot be read.") from None
    if not 0 <= index < len(bits) * 8:
        raise Bad("The certificate has no place in the list that it names.")
    return bool(bits[index >> 3] & 0x80 >> (index & 7))


def day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


# --- the signed record --------------------------------------------------------------------------------------------


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from_path(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """RFC 9162, 2.1.3.2: the root to which this leaf and these hashes lead."""
    if not 0 <= index < size:
        raise Bad("The proof is of a place that the record does not have.")
    node, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise Bad("The proof is longer than it can be.")
        if node % 2 or node == last:
            value = node_hash(sibling, value)
            while node % 2 == 0 and node:
                node, last = node // 2, last // 2
        else:
            value = node_hash(value, sibling)
        node, last = node // 2, last // 2
    if last:
        raise Bad("The proof is shorter than it must be.")
    return value


def continues(old: int, new: int, old_root: bytes, new_root: bytes, path: list[bytes]) -> bool:
    """RFC 9162, 2.1.4.2: whether the tree of `new` leaves begins with the tree of `old` leaves."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    path = [old_root, *path] if old & (old - 1) == 0 else list(path)
    node, last = old - 1, new - 1
    while node % 2:
        node, last = node // 2, last // 2
    if not path:
        return False
    first = second = path[0]
    for value in path[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            first, second = node_hash(value, first), node_hash(value, second)
            while node % 2 == 0 and node:
                node, last = node // 2, last // 2
        else:
            second = node_hash(second, value)
        node, last = node // 2, last // 2
    return first == old_root and second == new_root and last == 0


@dataclass
class Head:
    """What a checkpoint states, and the signatures under it."""

    origin: str
    size: int
    root: bytes
    text: str
    lines: list

    def signatures(self, name: str, mark: bytes) -> list[bytes]:
        return [raw[4:] for whose, raw in self.lines if whose == name and raw[:4] == mark]


def plain_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad("A line of the record's files is not what it should be.") from None


def read_head(note: str) -> Head:
    lines = note.split("\n")
    if len(lines) < 5 or lines[3] or not (lines[1].isascii() and lines[1].isdigit()):
        raise Bad("The checkpoint cannot be read.")
    signed = [line[2:].partition(" ") for line in lines[4:] if line.startswith("\u2014 ")]
    return Head(
        lines[0],
        int(lines[1][:15]),
        plain_base64(lines[2]),
        "\n".join(lines[:3]) + "\n",
        [(name, plain_base64(raw)) for name, _, raw in signed],
    )


def read_vkey(text: str) -> tuple[str, bytes, bytes, bytes]:
    """Name, key id, kind and key of a verifier key."""
    name, _, rest = text.strip().partition("+")
    mark, _, encoded = rest.partition("+")
    raw = plain_base64(encoded)
    if hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != mark or len(raw) != 33:
        raise Bad("A key of the record cannot be read.")
    return name, bytes.fromhex(mark), raw[:1], raw[1:]


def verify_head(note: str, keys: Keys) -> Head:
    """The checkpoint, if a published key of the log signed it."""
    head = read_head(note)
    for line in keys.logs:
        name, mark, kind, public = read_vkey(line)
        if name != head.origin or kind != b"\x01":
            continue
        for signature in head.signatures(name, mark):
            try:
                ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature, head.text.encode())
            except InvalidSignature:
                raise Bad("The checkpoint was changed after it was signed.") from None
            return head
    raise Bad(f"The checkpoint of “{head.origin[:100]}” is not signed by a log of {keys.host}.")


def check_record(case: Case) -> list[Check]:
    """Is this very certificate in the record that only ever grows?"""
    name = RECORD
    if case.proof is None:
        return [Check(name, NOT_CHECKED, "There is no .tlog-proof among the files.")]
    try:
        top, _, note = case.proof.partition("\n\n")
        _, extra, index, *path = top.split("\n")
        if not extra.startswith("extra ") or not re.fullmatch(r"index \d{1,15}", index):
            raise Bad("The proof does not say what it proves.")
        entry = plain_base64(extra[6:])
        head = verify_head(note, case.keys)
        hashes_of_path = [plain_base64(line) for line in path]
        if root_from_path(leaf_hash(entry), int(index[6:]), head.size, hashes_of_path) != head.root:
            raise Bad("The proof does not lead to the signed record: the entry was changed, or was never in it.")
        case.note = note
        said = json.loads(entry)
        detail = said["detail"]
        if said["name"] not in ("certificate.issued", "transcript.made"):
            raise Bad("The proof is of something else than an issued document.")
        if case.pdf_digest and detail["pdf"] != case.pdf_digest:
            raise Bad("The record holds another document than this PDF.")
        if case.credential_digest and detail.get("credential") != case.credential_digest:
            raise Bad("The record holds another credential than this one.")
        if not case.pdf_digest and not case.credential_digest:
            return [Check(name, NOT_CHECKED, "The proof holds, but there is no certificate among the files.")]
    except Bad as bad:
        return [Check(name, FAILED, str(bad))]
    except (ValueError, KeyError, TypeError, RecursionError):
        return [Check(name, FAILED, "The proof cannot be read.")]
    return [Check(name, PASSED, f"It is entry {int(index[6:]) + 1} of {head.size}, recorded {str(said['at'])[:10]}.")]


def check_witnesses(case: Case) -> list[Check]:
    """Who else has signed the record, so that it cannot be shown to different people in different forms?"""
    name = WITNESSED
    note = case.note or (case.growth or "").partition("\n\n")[2]
    if not note:
        return [Check(name, NOT_CHECKED, "There is no checkpoint among the files whose signature holds.")]
    seen = []
    try:
        head = read_head(note)
        for line in [*case.keys.witnesses, *case.witnesses]:
            whose, mark, kind, public = read_vkey(line)
            if kind != b"\x04":
                continue
            for raw in head.signatures(whose, mark):
                at = int.from_bytes(raw[:8], "big")
                text = f"cosignature/v1\ntime {at}\n{head.text}".encode()
                ed25519.Ed25519PublicKey.from_public_bytes(public).verify(raw[8:], text)
                seen.append(f"{whose} on {day(datetime.fromtimestamp(at, UTC))}")
    except InvalidSignature:
        return [Check(name, FAILED, f"The co-signature of {whose} is not of this record.")]
    except (Bad, ValueError, OverflowError, OSError) as bad:
        return [Check(name, FAILED, str(bad) if isinstance(bad, Bad) else "A co-signature cannot be read.")]
    if seen:
        return [Check(name, PASSED, f"Co-signed by {'; '.join(seen)}.")]
    if case.keys.witnesses or case.witnesses:
        return [Check(name, NOT_CHECKED, "No witness whose key you have has co-signed this checkpoint yet.")]
    return [Check(name, NOT_CHECKED, "You have no key of a witness.")]


def check_growth(case: Case) -> list[Check]:
    """Between two visits: does today's record continue the one of last time, with nothing rewritten?"""
    if case.growth is None:
        return []
    name = GROWTH
    if case.since is None:
        return [Check(name, NOT_CHECKED, "Say by --since which checkpoint you took home last time.")]
    try:
        top, _, note = case.growth.partition("\n\n")
        first, *path = top.split("\n")
        old, new = read_since(case.since, case.keys), verify_head(note, case.keys)
        if int(first[4:]) != old.size:
            raise Bad(f"The proof begins at {first[4:]} entries, and your checkpoint has {old.size}.")
        refuse_rewritten(old, new, [plain_base64(line) for line in path])
    except Bad as bad:
        return [Check(name, FAILED, str(bad))]
    except ValueError:
        return [Check(name, FAILED, "The proof cannot be read.")]
    return [Check(name, PASSED, f"From {old.size} to {new.size} entries; the first {old.size} are unchanged.")]


def refuse_rewritten(old: Head, new: Head, path: list[bytes]) -> None:
    if old.origin != new.origin:
        raise Bad(f"The log was begun anew as “{new.origin[:100]}”. Ask why, and compare what you took home.")
    if not continues(old.size, new.size, old.root, new.root, path):
        raise Bad("The record was rewritten: it does not begin with the one that you took home.")


def read_since(text: str, keys: Keys) -> Head:
    """What was taken home: a checkpoint, whose signature has to hold, or the one line, which is the reader's own note."""
    if "\n\u2014 " in text:
        return verify_head(text, keys)
    found = re.search(r"(\S+)\s+([1-9]\d{0,14})\s+([A-Za-z0-9+/]{43}=)(?:\s|$)", text)
    if not found:
        raise Bad("What you took home is neither a checkpoint nor the line of one.")
    return Head(found[1], int(found[2]), plain_base64(found[3]), "", [])


# --- a university's pack ------------------------------------------------------------------------------------------


def is_pack(source: Path | io.BytesIO) -> bool:
    """Whether this ZIP has what a pack has, by the names in it alone."""
    try:
        with zipfile.ZipFile(source) as archive:
            return MANIFEST in archive.namelist()
    except DAMAGE:
        return False


def open_pack(source: Path | io.BytesIO, *, limit: int = LARGEST_TEXT, total: int = LARGEST_PACK) -> Pack:
    """The ZIP, when its table of contents promises nothing that would hurt; not one byte of it is unpacked here."""
    try:
        archive = zipfile.ZipFile(source)
    except DAMAGE:
        raise Bad("The ZIP is damaged or cut short.") from None
    members, seen = archive.infolist(), set()
    if len(members) > MOST_PACKED or sum(member.file_size for member in members) > total:
        raise Bad("The ZIP holds more than is read here. A pack of ours that is so large says so on its page.")
    for member in members:
        name = member.filename
        parts = name.split("/")
        if not re.fullmatch(r"[\w.-]+(?:/[\w.-]+){0,5}", name, re.ASCII) or "." in parts or ".." in parts:
            raise Bad(f"The ZIP has a name in it that no pack has: {ascii(name)[:80]}. Do not unpack it.")
        if name in seen:
            raise Bad(f"The ZIP holds two files of the name {name}.")
        seen.add(name)
    return Pack(archive, limit)


def take_pack(pack: Pack, case: Case) -> None:
    """What the checks of certificates look at too: keys, the checkpoint, and the proof since the last visit."""
    case.pack = pack
    if not case.keys.vouched:
        try:
            case.keys = read_keys(pack.read("keys.json"), vouched=False)
        except Bad:
            case.keys = Keys()
    try:
        case.did = pack.load("did.json")
    except Bad:
        case.did = None


def check_list(case: Case) -> list[Check]:
    """Did the issuer sign this very list of files?"""
    try:
        data = case.pack.read(MANIFEST)
        case.told = told = case.pack.load(MANIFEST)
        if told.get("format") != PACK or not isinstance(told.get("files"), list):
            raise Bad(f"{MANIFEST} is of another format.")
        claims = read_token(case.pack.read(SEALED).decode("ascii", "replace").strip(), case.keys.did)
        if claims.get("type") != ["CpdPack"]:
            raise Bad(f"{SEALED} was signed for something else.")
        if claims.get("manifest") != hashlib.sha256(data).hexdigest():
            raise Bad(f"{MANIFEST} was changed after it was signed, or is the list of another pack.")
    except Bad as bad:
        said = str(bad)
        return [Check(SIGNED_LIST, FAILED, said if SEALED in said or MANIFEST in said else f"{SEALED}: {said}")]
    case.proven, case.list_digest = True, hashlib.sha256(data).hexdigest()
    made = str(told.get("made_at", ""))[:10]
    return [Check(SIGNED_LIST, PASSED, f"{len(told['files'])} files, listed and signed by {case.keys.host} on {made}.")]


def check_listed(case: Case) -> list[Check]:
    """Is each file the one that is listed, and is none missing or added?"""
    try:
        listed = {str(one["name"]): (one["size"], one["sha256"]) for one in (case.told or {})["files"]}
    except (KeyError, TypeError):
        return [Check(AS_LISTED, FAILED, f"{MANIFEST} cannot be read, so no file can be compared with it.")]
    names = set(case.pack.names()) - {MANIFEST, SEALED}
    changed = []
    for name in sorted(names & set(listed)):
        try:
            if case.pack.digest(name) != listed[name]:
                changed.append(name)
        except Bad:
            changed.append(name)
    wrong = [
        say_names("Changed", changed),
        say_names("Missing", sorted(set(listed) - names)),
        say_names("Not on the list", sorted(names - set(listed))),
    ]
    if any(wrong):
        return [Check(AS_LISTED, FAILED, " ".join(part for part in wrong if part))]
    return [
        Check(AS_LISTED, PASSED, f"{len(listed)} files have the length and SHA-256 of the list; none more is there.")
    ]


def say_names(what: str, names: list[str]) -> str:
    more = f", and {len(names) - 50} more" if len(names) > 50 else ""
    return f"{what}: {', '.join(names[:50])}{more}." if names else ""


def check_head(case: Case) -> list[Check]:
    try:
        note = case.pack.read("checkpoint").decode("utf-8", "replace")
        head = verify_head(note, case.keys)
        record = (case.told or {}).get("record")
        if record != {"origin": head.origin, "size": head.size, "root": base64.b64encode(head.root).decode()}:
            raise Bad("The checkpoint is not the one that the list of files names.")
    except Bad as bad:
        return [Check(HEAD, FAILED, f"checkpoint: {bad}")]
    case.note = note
    return [Check(HEAD, PASSED, f"“{head.origin}” with {head.size} entries.")]


def check_entries(case: Case) -> list[Check]:
    """Do all these entries lead to the signed root? Each is hashed, and none of the given hashes stands for one of them."""
    if case.note is None:
        return [Check(ENTRIES, NOT_CHECKED, "Without a signed checkpoint there is nothing to compare them with.")]
    try:
        head = read_head(case.note)
        lines = case.pack.read("history/entries.txt").split(b"\n")[:-1]
        pairs = [line.split(b" ", 1) for line in lines]
        leaves = {int(index): leaf_hash(entry) for index, entry in pairs}
        if len(leaves) != len(lines):
            raise Bad("history/entries.txt gives one place twice.")
        given = {}
        for line in case.pack.read("history/hashes.txt").decode("ascii").splitlines():
            level, index, value = line.split(" ")
            given[int(level), int(index)] = plain_base64(value)
        if root_of(leaves, given, head.size) != head.root:
            raise Bad("The entries do not lead to the signed record: one was changed, or was never in it.")
        case.entries = [json.loads(entry) for _, entry in pairs]
    except Bad as bad:
        return [Check(ENTRIES, FAILED, str(bad))]
    except (ValueError, TypeError, RecursionError):
        return [Check(ENTRIES, FAILED, "history/entries.txt or history/hashes.txt cannot be read.")]
    return [Check(ENTRIES, PASSED, f"{len(leaves)} entries, each at its place among {head.size}.")]


def root_of(leaves: dict[int, bytes], given: dict[tuple[int, int], bytes], size: int) -> bytes:
    """The root over these leaves and the given hashes of complete subtrees beside them (RFC 9162, 2.1)."""
    if not leaves or min(leaves) < 0 or max(leaves) >= size:
        raise Bad("An entry is given a place that the record does not have.")
    row, edges, beside = dict(leaves), {}, {}
    for (level, index), value in given.items():
        beside.setdefault(level, {})[index] = value
    for level in range(size.bit_length()):
        for index, value in beside.pop(level, {}).items():
            if index in row:
                raise Bad("A hash is given in the place of an entry.")
            row[index] = value
        width = size >> level
        above = {}
        for index, value in row.items():
            if index >= width:
                raise Bad("A hash is given for a place that the record does not have.")
            if index == width - 1 and width % 2:
                edges[level] = value
            elif index % 2:
                if index - 1 not in row:
                    raise Bad("A hash is missing beside an entry.")
                above[index >> 1] = node_hash(row[index - 1], value)
            elif index + 1 not in row:
                raise Bad("A hash is missing beside an entry.")
        row = above
    wanted = [level for level in range(size.bit_length()) if size >> level & 1]
    if sorted(edges) != wanted:
        raise Bad("A hash is missing at the edge of the record.")
    value = edges[wanted[0]]
    for level in wanted[1:]:
        value = node_hash(edges[level], value)
    return value


def check_recorded(case: Case) -> list[Check]:
    """Do submissions, marks, decisions, awards and certificates in the files say what the proven entries say, and no less?"""
    if case.entries is None:
        return [Check(AS_RECORDED, NOT_CHECKED, "The entries are not proven, so nothing can be compared with them.")]
    try:
        said: dict = {}
        for entry in case.entries:
            said.setdefault((entry["name"], entry["about"].rpartition(":")[2]), []).append(entry["detail"])
        wrong, seen, compared = [], set(), 0
        for number, name, subject, wanted in told_facts(case.pack):
            compared += 1
            seen.add((name, subject))
            found = said.get((name, subject), [])
            if not any(all(detail.get(key) == value for key, value in wanted.items()) for detail in found):
                wrong.append(f"{number}: the record has no entry {name} that says the same")
        for name, subject in said:
            if name in TOLD and (name, subject) not in seen:
                wrong.append(f"decisions.json leaves out what the record says by {name}")
        for name in case.pack.names():
            if name.startswith("submissions/"):
                compared += 1
                digest = case.pack.digest(name)[1]
                if not any(one.get("digest") == digest for one in all_of(said, "submission.submitted")):
                    wrong.append(f"{name} is not what was sealed when it was submitted")
    except Bad as bad:
        return [Check(AS_RECORDED, FAILED, str(bad))]
    except (ValueError, KeyError, TypeError, AttributeError):
        return [Check(AS_RECORDED, FAILED, "decisions.json cannot be read.")]
    if wrong:
        more = f"; and {len(wrong) - 20} more" if len(wrong) > 20 else ""
        return [Check(AS_RECORDED, FAILED, f"{'; '.join(wrong[:20])}{more}.")]
    return [
        Check(AS_RECORDED, PASSED, f"{compared} facts agree with the entries, and no decision is left out of them.")
    ]


TOLD = ("submission.submitted", "mark.finalised", "mark.agreed", "decision.made", "award.granted", "certificate.issued")


def all_of(said: dict, name: str) -> list[dict]:
    return [detail for (what, _), details in said.items() if what == name for detail in details]


def told_facts(pack: Pack):
    """Each fact of decisions.json: of which candidate, by which entry, about what, and what has to stand in it."""
    for one in pack.load("decisions.json")["candidates"]:
        number = str(one["candidate"])
        for row in one["submissions"]:
            yield number, "submission.submitted", row["id"], {"digest": row["digest"], "attempt": row["attempt"]}
        for row in one["marks"]:
            yield number, row["entry"], row["id"], {"outcome": row["outcome"], "submission": row["submission"]}
        for row in one["decisions"]:
            yield number, "decision.made", row["id"], {"result": row["result"], "submission": row["submission"]}
        if one["award"]:
            yield number, "award.granted", one["award"]["id"], {}
        for row in one["certificates"]:
            digests = {"pdf": row["pdf_sha256"], "credential": row["credential_sha256"]}
            yield number, "certificate.issued", row["id"], digests


def check_draws(case: Case) -> list[Check]:
    """Each sample: the marks it was drawn from are those whose digest was recorded, in the order that the seed gives."""
    if case.entries is None:
        return [Check(DRAWN, NOT_CHECKED, "The entries are not proven, so nothing can be compared with them.")]
    try:
        recorded = {
            entry["about"].rpartition(":")[2]: entry["detail"]
            for entry in case.entries
            if entry["name"] == "sample.drawn"
        }
        samples = case.pack.load("sampling.json")["samples"]
        for sample in samples:
            told = recorded.get(sample["id"])
            if told is None:
                raise Bad(f"Sample {sample['number']} of {sample['cohort']} is not in the record.")
            facts = [one["facts"] for one in sample["population"]]
            digest = hashlib.sha256("\n".join(sorted(facts)).encode()).hexdigest()
            if digest != told["digest"] or sample["seed"] != told["seed"] or sample["rules"] != told["rules"]:
                raise Bad(
                    f"Sample {sample['number']} of {sample['cohort']} was drawn from other marks, or by another seed."
                )
            keys = {
                fact.split(" ", 1)[0]: one["place"]
                for fact, one in ((one["facts"], one) for one in sample["population"])
            }
            order = sorted(keys, key=lambda key: (hashlib.sha256(f"{sample['seed']}:{key}".encode()).hexdigest(), key))
            if any(keys[key] != place for place, key in enumerate(order, start=1)):
                raise Bad(f"Sample {sample['number']} of {sample['cohort']} has another order than its seed gives.")
    except Bad as bad:
        return [Check(DRAWN, FAILED, str(bad))]
    except (ValueError, KeyError, TypeError, AttributeError):
        return [Check(DRAWN, FAILED, "sampling.json cannot be read.")]
    if not samples:
        return [Check(DRAWN, NOT_CHECKED, "There is no sample in this pack.")]
    return [
        Check(
            DRAWN, PASSED, f"Drawn anew: the marks and the random order of each of {len(samples)} are those recorded."
        )
    ]


def check_evidence(case: Case) -> list[Check]:
    """In an archive: is each item the one whose salted digest was sealed when it was submitted?"""
    names = set(case.pack.names())
    if "evidence.json" not in names:
        return []
    try:
        sealed, wrong, left_out, held = {}, [], 0, set()
        for name in names:
            if name.startswith("submissions/"):
                told = case.pack.load(name)
                sealed.update({(told["submission"], one["label"]): one["digest"] for one in told["items"]})
        items = case.pack.load("evidence.json")["items"]
        for one in items:
            if one["file"] not in names:
                left_out += 1
                continue
            held.add(one["file"])
            content = case.pack.digest(one["file"])[1]
            salted = hashlib.sha256(bytes.fromhex(one["salt"]) + content.encode()).hexdigest()
            if sealed.get((one["submission"], one["label"])) != salted:
                wrong.append(one["file"])
        wrong += sorted(name for name in names - held if name.startswith("evidence/"))
    except Bad as bad:
        return [Check(AS_SEALED, FAILED, str(bad))]
    except (ValueError, KeyError, TypeError, AttributeError):
        return [Check(AS_SEALED, FAILED, "evidence.json cannot be read.")]
    if wrong:
        return [Check(AS_SEALED, FAILED, say_names("Not what was sealed", wrong))]
    less = f" {left_out} could not be opened any more and are not in it." if left_out else ""
    return [Check(AS_SEALED, PASSED, f"{len(held)} items.{less}")]


def check_since(case: Case) -> list[Check]:
    """Does the record of this pack continue what was taken home at an earlier visit?"""
    if case.since is None:
        return [
            Check(GROWTH, NOT_CHECKED, "Say by --since what you took home last time: a pack, a checkpoint or the line.")
        ]
    if case.note is None:
        return [Check(GROWTH, NOT_CHECKED, "Without a signed checkpoint there is nothing to compare yours with.")]
    try:
        old, new = read_since(case.since, case.keys), read_head(case.note)
        if old.size > new.size and old.origin == new.origin:
            raise Bad(
                f"You took home {old.size} entries, and this pack stands under {new.size}. Either it is older than what "
                "you took home, or entries were taken away."
            )
        path = []
        if old.size < new.size or old.origin != new.origin:
            proof = f"growth/{old.size}.txt"
            if old.origin == new.origin and proof not in case.pack.names():
                missing = f"The pack has no proof from {old.size} entries. Bring your line to the checkpoint room."
                return [Check(GROWTH, NOT_CHECKED, missing)]
            if old.origin == new.origin:
                path = [plain_base64(line) for line in case.pack.read(proof).decode("ascii").splitlines()[1:]]
        refuse_rewritten(old, new, path)
    except Bad as bad:
        return [Check(GROWTH, FAILED, str(bad))]
    except ValueError:
        return [Check(GROWTH, FAILED, "The proof cannot be read.")]
    return [Check(GROWTH, PASSED, f"From {old.size} to {new.size} entries; the first {old.size} are unchanged.")]


def examine_pack(pack: Pack, case: Case, checks: list | None = None) -> list[Check]:
    """Every check of a pack, or those given."""
    take_pack(pack, case)
    return [check for function in checks or PACK_CHECKS for check in function(case)]


# --- the whole ----------------------------------------------------------------------------------------------------


def check_keys(case: Case) -> list[Check]:
    name = "The keys are those of the issuer"
    if not case.keys.did:
        return [Check(name, FAILED, "There are no keys to check with. Give the issuer's keys file by --keys.")]
    if case.did is not None and case.did.get("id") != case.keys.issuer:
        return [Check(name, FAILED, "The files bring keys of another issuer than the one you trust.")]
    if not case.keys.vouched:
        return [
            Check(
                name,
                NOT_CHECKED,
                f"They came with the files, which anybody can forge together. Compare the fingerprints below with what "
                f"{case.keys.host} or a partner university gave you by another way.",
            )
        ]
    return [Check(name, PASSED, f"You gave the keys of {case.keys.host}.")]


def check_stamp(case: Case) -> list[Check]:
    if not case.stamped:
        return []
    sentence = (
        "Not checked here: openssl ts -verify -in checkpoint.tsr -data checkpoint -CAfile ROOT -untrusted AUTHORITY"
    )
    return [Check("The record was stamped with the time", NOT_CHECKED, sentence)]


# The order in which a person wants the answers. Add a function to check more: it takes the case, and gives checks.
CHECKS = [
    check_keys,
    check_whole_file,
    check_seal,
    check_issuer,
    check_attached,
    check_token,
    check_proof,
    check_status,
    check_record,
    check_witnesses,
    check_growth,
    check_stamp,
]
PACK_CHECKS = [
    check_keys,
    check_list,
    check_listed,
    check_head,
    check_entries,
    check_recorded,
    check_draws,
    check_evidence,
    check_witnesses,
    check_since,
]


def examine(named: list[tuple[str, bytes]], case: Case, checks: list | None = None) -> list[Check]:
    """Every check of these files, or those given."""
    try:
        read_all(named, case)
    except Bad as bad:
        return [Check("The files can be read", FAILED, str(bad))]
    if not any((case.pdf, case.credential, case.token, case.proof, case.growth)):
        return [Check("The files can be read", FAILED, "None of them is a certificate, or a part of what proves one.")]
    if case.growth and not any((case.pdf, case.credential, case.token, case.proof)):
        return [check for function in (check_keys, check_growth, check_witnesses) for check in function(case)]
    return [check for function in checks or CHECKS for check in function(case)]


def examine_file(path: Path, case: Case) -> list[Check]:
    """A pack on the disk, which may be larger than the memory."""
    try:
        pack = open_pack(path)
    except Bad as bad:
        return [Check("The files can be read", FAILED, str(bad))]
    with pack.archive:
        return examine_pack(pack, case)


def read_taken(path: Path) -> str:
    """What was taken home at an earlier visit; of a pack, its checkpoint."""
    if not is_pack(path):
        return path.read_text()
    with open_pack(path).archive as archive:
        return Pack(archive, LARGEST_FILE).read("checkpoint").decode("utf-8", "replace")


def is_genuine(case: Case) -> bool:
    """Whether what the certificate says was vouched for by a signature that held."""
    return case.sealed or case.proven or case.claims is not None


def says(case: Case) -> list[tuple[str, str]]:
    """What the certificate says, in the few fields that we know; to be shown only when a signature held."""
    document = case.claims or case.document
    subject = document.get("credentialSubject") if isinstance(document.get("credentialSubject"), dict) else {}
    issuer = document.get("issuer") if isinstance(document.get("issuer"), dict) else {}
    fields = [
        ("Name", name_of(document)),
        ("Awarded for", document.get("name")),
        ("Issued by", issuer.get("name")),
        ("Number", number_of(document)),
        ("Date of award", str(document.get("awardedDate", ""))[:10]),
        ("Credit", re.sub(r"\.0$", "", str(subject.get("creditsEarned", "")))),
    ]
    return [(name, str(value)[:200]) for name, value in fields if value not in (None, "")]


def says_pack(case: Case) -> list[tuple[str, str]]:
    """What a pack says of itself; to be shown only when its list was signed."""
    told = case.told or {}
    fields = [
        ("Pack", told.get("scope")),
        ("Made on", str(told.get("made_at", ""))[:10]),
        ("Number", told.get("pack")),
        ("SHA-256 of its list", case.list_digest),
    ]
    return [(name, str(value)[:200]) for name, value in fields if value]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="a bundle, or any of its files")
    parser.add_argument("--keys", type=Path, help="the issuer's keys.json, which you got by another way")
    parser.add_argument("--witness", action="append", default=[], help="a witness's verifier key; may be repeated")
    parser.add_argument("--since", type=Path, help="the checkpoint that you took home last time")
    parser.add_argument("--at", help="check as of this day, 2026-07-03; today if left out")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    chosen = parser.parse_args(arguments)
    try:
        keys = read_keys(chosen.keys.read_bytes(), vouched=True) if chosen.keys else Keys()
        now = datetime.fromisoformat(chosen.at).replace(tzinfo=UTC) if chosen.at else datetime.now(UTC)
        since = read_taken(chosen.since) if chosen.since else None
        case = Case(keys, now, since=since, witnesses=chosen.witness)
        packs = [path for path in chosen.files if is_pack(path)]
        if len(packs) > 1 or (packs and len(chosen.files) > 1):
            raise Bad("check one pack at a time.")
        named = [] if packs else [(path.name, path.read_bytes()) for path in chosen.files]
    except (OSError, ValueError, Bad) as problem:
        print(f"This cannot be checked: {problem}", file=sys.stderr)
        return 2
    checks = examine_file(packs[0], case) if packs else examine(named, case)
    failed = any(check.outcome == FAILED for check in checks)
    proven = is_genuine(case) or any(check.outcome == PASSED for check in checks if check.name == GROWTH)
    if chosen.json:
        print(json.dumps([vars(check) for check in checks], ensure_ascii=False, indent=2))
        return int(failed or not proven)
    if is_genuine(case) and not failed:
        for name, value in says(case) or says_pack(case):
            print(f"{name}: {value}")
        print()
    for check in checks:
        print(f"{check.outcome.upper():<12} {check.name}. {check.sentence}")
    print()
    if not case.keys.vouched:
        print("\n".join([*case.keys.fingerprints(), ""]))
    print(verdict(failed, proven))
    return int(failed or not proven)


def verdict(failed: bool, proven: bool) -> str:
    if failed:
        return "Do not rely on it: something failed."
    if not proven:
        return "Nothing failed, but nothing was proven either: no signature of the issuer could be checked."
    return "Nothing failed."


if __name__ == "__main__":
    sys.exit(main())
