"""Puts a pack together: what it says, what proves it, how to check it, and the list of all that under our key."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from assessments.audit.lines import write_line
from assessments.audit.models import Pack
from assessments.audit.packing import contents, evidence
from assessments.audit.packing.entries import Line, list_lines, stored_hashes, write_entries, write_hashes
from assessments.audit.packing.overview import Overview, rows_of, write_page
from assessments.audit.packing.pdf import draw_overview
from assessments.audit.packing.scopes import enrolments_of, say_scope
from assessments.audit.states import PackState
from assessments.certificates.proving import VERIFIER, keys_file
from cpd.credentials.did import did_document, our_did
from cpd.credentials.tokens import sign_claims
from cpd.documents.zips import Listed, Member, write_zip
from cpd.history.models import Checkpoint
from cpd.history.notes import parse_note
from cpd.history.proofs import newest_checkpoint, write_checkpoint, write_growth_proof
from cpd.history.sequencing import tree_size

FORMAT = "cpd-pack@v1"
EVIDENCE = "evidence/"
# How many steps a pack without evidence takes; each item of an archive is one more.
STEPS = 4

type Progress = Callable[[int, int], None]


class NothingSigned(Exception):
    """No checkpoint covers what the pack names yet; the next one follows within a minute."""


@dataclass
class Written:
    """The ZIP as a stream, and the checkpoint under which it stands; `digest` is of its list, once that was read."""

    pieces: Iterator[bytes]
    entries: int
    digest: str = ""


def write_pack(pack: Pack, *, now: datetime, progress: Progress) -> Written:
    """Everything of a pack in the order of its names, the list last; nothing is written to a disk here."""
    enrolments = enrolments_of(pack)
    items = evidence.list_items(enrolments) if pack.is_archive else []
    steps = STEPS + len(items)
    lines = list_lines(pack, enrolments, tree_size())
    progress(1, steps)
    checkpoint = newest_checkpoint(covering=max((line.index + 1 for line in lines), default=1))
    if checkpoint is None:
        raise NothingSigned
    decisions = contents.tell_decisions(enrolments, lines)
    told = {
        "agreement.json": contents.tell_agreement(enrolments, now),
        "boards.json": contents.tell_boards(enrolments),
        "criteria.json": contents.tell_criteria(enrolments),
        "decisions.json": decisions,
        "did.json": did_document(),
        "keys.json": keys_file(),
        "sampling.json": contents.tell_samples(enrolments),
    } | ({"evidence.json": evidence.describe_items(items)} if pack.is_archive else {})
    files = {name: contents.write_json(value) for name, value in told.items()} | contents.list_manifests(enrolments)
    progress(2, steps)
    files |= _prove(pack, lines, checkpoint)
    progress(3, steps)
    overview = _look_over(pack, told, lines, checkpoint, now, len(items))
    files |= {
        "index.html": write_page(overview),
        "index.pdf": draw_overview(overview),
        "verify.py": VERIFIER.read_bytes(),
    }
    written = Written(iter(()), checkpoint.size)

    def members() -> Iterator[Member]:
        names = sorted(files)
        yield from (Member(name, [files[name]]) for name in names if name < EVIDENCE)
        by, seen = pack.agreed_by or pack.asked_by, progress
        yield from evidence.read_items(items, by=by, now=now, progress=lambda done: seen(3 + done, steps))
        yield from (Member(name, [files[name]]) for name in names if name > EVIDENCE)

    def seal(listed: Listed) -> Iterable[Member]:
        manifest = contents.write_json(_list(pack, listed, checkpoint, now))
        written.digest = hashlib.sha256(manifest).hexdigest()
        yield Member("manifest.json", [manifest])
        yield Member("manifest.jwt", [_sign(pack, written.digest, now).encode()])

    written.pieces = write_zip(members(), seal)
    return written


def _prove(pack: Pack, lines: list[Line], checkpoint: Checkpoint) -> dict[str, bytes]:
    """The entries with the hashes beside them, the checkpoint, and how the record grew since each earlier pack."""
    indexes, size = [line.index for line in lines], checkpoint.size
    found = {
        "checkpoint": write_checkpoint(checkpoint).encode(),
        "history/entries.txt": write_entries(lines),
        "history/hashes.txt": write_hashes(indexes, size, stored_hashes(indexes, size)),
    }
    for old in _earlier(pack, size):
        found[f"growth/{old}.txt"] = write_growth_proof(old, checkpoint).partition("\n\n")[0].encode() + b"\n"
    if hasattr(checkpoint, "timestamp"):
        found["stamped/checkpoint"] = checkpoint.note.encode()
        found["stamped/checkpoint.tsr"] = bytes(checkpoint.timestamp.response)
    return found


def _earlier(pack: Pack, size: int) -> list[int]:
    """The sizes that this university was given before, in packs or as lines that it brought back."""
    if pack.visit_id is None:
        return []
    university = pack.visit.accreditation.university_id
    packs = Pack.objects.filter(
        visit__accreditation__university=university, state__in=[PackState.MADE, PackState.GONE], entries__lt=size
    )
    brought = pack.visit.checks.model.objects.filter(
        visit__accreditation__university=university, size__lt=size, done_at__isnull=False, wrong=""
    )
    cosigned = Checkpoint.objects.filter(cosignatures__witness__university_key__university=university, size__lt=size)
    return sorted(
        {
            *packs.values_list("entries", flat=True),
            *brought.values_list("size", flat=True),
            *cosigned.values_list("size", flat=True),
        }
        - {0}
    )


def _list(pack: Pack, listed: Listed, checkpoint: Checkpoint, now: datetime) -> dict:
    head = parse_note(checkpoint.note)
    origin, size, root = head.text().splitlines()
    return {
        "format": FORMAT,
        "pack": str(pack.pk),
        "scope": say_scope(pack),
        "issuer": our_did(),
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "record": {"origin": origin, "size": int(size), "root": root},
        "files": sorted(listed.files, key=lambda one: one["name"]),
    }


def _sign(pack: Pack, digest: str, now: datetime) -> str:
    """The list under the key of our tokens: it says what it is for, so that it is no credential."""
    return sign_claims(
        {
            "iss": our_did(),
            "jti": f"urn:uuid:{pack.pk}",
            "iat": int(now.timestamp()),
            "type": ["CpdPack"],
            "manifest": digest,
        }
    )


def _look_over(
    pack: Pack, told: dict, lines: list[Line], checkpoint: Checkpoint, now: datetime, items: int
) -> Overview:
    candidates = told["decisions.json"]["candidates"]
    facts = [
        ("Candidates", len(candidates)),
        ("Submissions", sum(len(one["submissions"]) for one in candidates)),
        ("Marks", sum(len(one["marks"]) for one in candidates)),
        ("Samples drawn", len(told["sampling.json"]["samples"])),
        ("Meetings of a board", len(told["boards.json"]["meetings"])),
        ("Awards", sum(one["award"] is not None for one in candidates)),
        ("Certificates", sum(len(one["certificates"]) for one in candidates)),
        ("Entries of the record, each proven", len(lines)),
        *([("Items of evidence", items)] if pack.is_archive else []),
    ]
    return Overview(
        title=say_scope(pack),
        number=str(pack.pk),
        made_at=now,
        facts=[(what, str(number)) for what, number in facts],
        rows=rows_of(told["decisions.json"]),
        line=write_line(checkpoint),
        fingerprints=list(told["keys.json"]["log"]),
        has_evidence=pack.is_archive,
    )
