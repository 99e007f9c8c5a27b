#!/usr/bin/env python3
"""Checks a certificate, and what proves it, without a network and without trusting whoever issued it.

    python3 verify.py bundle.zip --keys keys.json
    python3 verify.py certificate.pdf credential.jwt status.jwt certificate.tlog-proof --keys keys.json
    python3 verify.py growth.txt --since checkpoint-of-my-last-visit.txt --keys keys.json

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
        old, new = verify_head(case.since, case.keys), verify_head(note, case.keys)
        if old.origin != new.origin:
            raise Bad(f"The log was begun anew as “{new.origin[:100]}”. Ask why, and compare what you took home.")
        if int(first[4:]) != old.size:
            raise Bad(f"The proof begins at {first[4:]} entries, and your checkpoint has {old.size}.")
        if not continues(old.size, new.size, old.root, new.root, [plain_base64(line) for line in path]):
            raise Bad("The record was rewritten: it does not begin with the one that you took home.")
    except Bad as bad:
        return [Check(name, FAILED, str(bad))]
    except ValueError:
        return [Check(name, FAILED, "The proof cannot be read.")]
    return [Check(name, PASSED, f"From {old.size} to {new.size} entries; the first {old.size} are unchanged.")]


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
        named = [(path.name, path.read_bytes()) for path in chosen.files]
        since = chosen.since.read_text() if chosen.since else None
        case = Case(keys, now, since=since, witnesses=chosen.witness)
    except (OSError, ValueError, Bad) as problem:
        print(f"This cannot be checked: {problem}", file=sys.stderr)
        return 2
    checks = examine(named, case)
    failed = any(check.outcome == FAILED for check in checks)
    proven = is_genuine(case) or any(check.outcome == PASSED for check in checks if check.name == GROWTH)
    if chosen.json:
        print(json.dumps([vars(check) for check in checks], ensure_ascii=False, indent=2))
        return int(failed or not proven)
    if is_genuine(case) and not failed:
        for name, value in says(case):
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
