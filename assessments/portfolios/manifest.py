"""What a submission is sealed into: a canonical list of everything in it, whose SHA-256 stands on the receipt."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

import rfc8785

from assessments.portfolios.contents import Contents
from assessments.portfolios.models import Claim, EvidenceItem
from assessments.portfolios.states import ItemKind
from cpd.files.texts import salt_for
from cpd.history.actions import seal

FORMAT = "cpd-submission-1"
DECLARATIONS_VERSION = "2026-1"


def write_manifest(contents: Contents, texts: dict, *, now: datetime, is_late: bool) -> str:
    """The manifest as canonical JSON (RFC 8785). `texts` gives the text of each written item by its id.

    It names no person and holds no word of the evidence: an item stands in it as a SHA-256 under a salt that is derived
    from the item's key in the vault, so that destroying the key leaves a number which nobody can test a guess against.
    """
    submission = contents.submission
    manifest = {
        "format": FORMAT,
        "submission": str(submission.pk),
        "reference": submission.reference,
        "candidate": submission.portfolio.enrolment.candidate_number,
        "attempt": submission.attempt,
        "draft": submission.draft_number,
        "module": {
            "code": contents.version.module.code,
            "version": contents.version.number,
            "package_sha256": contents.version.package_digest,
        },
        "criteria": [criterion.number for criterion in contents.open_criteria],
        "items": [_describe(item, submission.pk.bytes, texts.get(item.pk, "")) for item in contents.items],
        "declarations": DECLARATIONS_VERSION,
        "due_at": _write_time(submission.due_at),
        "submitted_at": _write_time(now),
        "late": is_late,
    }
    return rfc8785.dumps(manifest).decode()


@dataclass(frozen=True)
class ReceiptLine:
    """One item as it was sealed; `size` is in words a person reads."""

    label: str
    task: str
    kind: str
    size: str
    criteria: str
    digest: str


@dataclass(frozen=True)
class Receipt:
    """What a manifest says, for the page and the PDF; drawn from the manifest alone, so that it never changes."""

    reference: str
    candidate: str
    module: str
    attempt: int
    submitted_at: datetime
    due_at: datetime
    is_late: bool
    criteria: str
    lines: list[ReceiptLine]
    digest: str


def read_receipt(manifest: str) -> Receipt:
    data = json.loads(manifest)
    return Receipt(
        reference=data["reference"],
        candidate=data["candidate"],
        module=f"{data['module']['code']}, version {data['module']['version']}",
        attempt=data["attempt"],
        submitted_at=datetime.fromisoformat(data["submitted_at"]),
        due_at=datetime.fromisoformat(data["due_at"]),
        is_late=data["late"],
        criteria=", ".join(data["criteria"]),
        lines=[_read_line(item) for item in data["items"]],
        digest=digest_of(manifest),
    )


def digest_of(manifest: str) -> str:
    return hashlib.sha256(manifest.encode()).hexdigest()


def _read_line(item: dict) -> ReceiptLine:
    kind = ItemKind(item["kind"])
    size = {
        ItemKind.TEXT: f"{item['words']:,} words",
        ItemKind.FILE: f"{max(1, round(item['bytes'] / 1024)):,} kB",
        ItemKind.SIGHTED: "not uploaded",
    }[kind]
    criteria = ", ".join(dict.fromkeys(claim["criterion"] for claim in item["claims"]))
    return ReceiptLine(item["label"], item["task"], kind.label, size, criteria, item["digest"])


def _describe(item: EvidenceItem, purpose: bytes, text: str) -> dict:
    salt = salt_for(item.text_key, purpose)
    # Left out where no month is given, so that a manifest without any is what it was before months were kept.
    practice = {"practice": f"{item.practice_date:%Y-%m}"} if item.practice_date else {}
    return practice | {
        "id": str(item.pk),
        "label": item.label,
        "task": item.task.key,
        "kind": item.kind,
        "mode": item.mode,
        "version": item.version,
        "words": item.word_count,
        "bytes": item.file.size if item.file else 0,
        "digest": seal(salt, _content_sha256(item, text)),
        "confirmed": any(attestation.state == "confirmed" for attestation in item.attestations.all()),
        "claims": [_describe_claim(claim, salt) for claim in item.claims.all()],
    }


def _content_sha256(item: EvidenceItem, text: str) -> str:
    # A file's digest was taken when it was stored; hashing that digest binds the bytes as well and reads no file.
    if item.kind == ItemKind.FILE:
        return item.file.sha256
    content = f"{item.locator}\n{text}" if item.kind == ItemKind.SIGHTED else text
    return hashlib.sha256(content.encode()).hexdigest()


def _describe_claim(claim: Claim, salt: bytes) -> dict:
    return {
        "criterion": claim.criterion.number,
        "place": claim.place,
        "note": seal(salt, claim.note) if claim.note else "",
    }


def _write_time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
