"""Witnesses: whose co-signatures count, and taking them in."""

from datetime import UTC, datetime

from django.db import models

from cpd.history.actions import action, record, unchanged
from cpd.history.models import Checkpoint, Cosignature, Witness
from cpd.history.notes import COSIGNATURE, BadNote, key_id, parse_note, read_cosignature, read_key, signature_lines
from cpd.rules import NotAllowed


@action
def trust_witness(key: str, *, by: models.Model | None, now: datetime) -> Witness:
    """Count this verifier key's co-signatures from now on. It must have come from the witness itself, not from a note."""
    try:
        name, kind, public_key = read_key(key)
    except BadNote as problem:
        raise NotAllowed(str(problem)) from None
    if kind != COSIGNATURE or len(name) > 100:
        raise NotAllowed("This is no key for co-signatures: a witness hands over a key of its own, of type 4.")
    known = Witness.objects.filter(name=name, public_key=public_key).first()
    if known:
        if known.ended_at:
            raise NotAllowed("This key was ended. Ask the witness for a new one.")
        unchanged()
        return known
    witness = Witness.objects.create(name=name, public_key=public_key, trusted_at=now)
    record("witness.trusted", by=by, about=witness, now=now, key=public_key.hex())
    return witness


@action
def end_witness(witness: Witness, *, by: models.Model | None, now: datetime) -> Witness:
    """Take nothing newer from this key; what it co-signed before keeps counting."""
    witness = Witness.objects.select_for_update().get(pk=witness.pk)
    if witness.ended_at:
        unchanged()
        return witness
    witness.ended_at = now
    witness.save(update_fields=["ended_at"])
    record("witness.ended", by=by, about=witness, now=now)
    return witness


@action
def add_cosignatures(note: str, *, by: models.Model | None, now: datetime) -> list[Cosignature]:
    """Keep every co-signature under this checkpoint by a witness whom we know; those that we have already stay as they are.

    Refuses a checkpoint that we did not sign, a wrong signature, and one of the future.
    """
    try:
        head = parse_note(note)
        lines = signature_lines(note)
    except BadNote as problem:
        raise NotAllowed(str(problem)) from None
    checkpoint = _find(head.text())
    witnesses = list(Witness.objects.filter(ended_at__isnull=True).order_by("pk"))
    added = []
    for name, raw in lines:
        witness = _whose(name, raw, witnesses)
        if name == head.origin or witness is None:
            continue
        try:
            signed_at = datetime.fromtimestamp(read_cosignature(head, name, bytes(witness.public_key), raw), UTC)
        except (BadNote, ValueError, OverflowError, OSError) as problem:
            raise NotAllowed(f"{name}: {problem}") from None
        if signed_at > now:
            raise NotAllowed(f"{name}: the co-signature is dated in the future. Is the witness's clock right?")
        values = {"raw": raw, "signed_at": signed_at, "added_at": now}
        row, is_new = Cosignature.objects.get_or_create(checkpoint=checkpoint, witness=witness, defaults=values)
        added += [row] if is_new else []
    if not added:
        _refuse_unless_known(checkpoint, lines)
        unchanged()
        return []
    record("checkpoint.cosigned", by=by, about=checkpoint, now=now, witnesses=[row.witness_id for row in added])
    return added


def _whose(name: str, raw: bytes, witnesses: list[Witness]) -> Witness | None:
    """The witness of this name whose key the line names; any of that name when it names none of them."""
    named = [row for row in witnesses if row.name == name]
    marks = [row for row in named if key_id(name, bytes(row.public_key), COSIGNATURE) == raw[:4]]
    return next(iter(marks or named), None)


def _find(text: str) -> Checkpoint:
    checkpoint = Checkpoint.objects.filter(note__startswith=f"{text}\n").order_by("pk").first()
    if not checkpoint:
        raise NotAllowed("We have not signed this checkpoint. Take one from the public page, and co-sign that.")
    return checkpoint


def _refuse_unless_known(checkpoint: Checkpoint, lines: list[tuple[str, bytes]]) -> None:
    names = {name for name, _ in lines}
    if not checkpoint.cosignatures.filter(witness__name__in=names).exists():
        raise NotAllowed("No co-signature by a witness whose key we hold is under this checkpoint.")
