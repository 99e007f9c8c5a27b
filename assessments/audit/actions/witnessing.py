"""A university's own key and its co-signatures, and mailing the line to herself. The private key never comes here."""

from datetime import datetime

from assessments.audit.models import Visit, WitnessKey
from assessments.audit.rules.witnessing import check_can_mail_line, check_name_is_free, check_speaks_for
from cpd.accounts.models import Organisation, User
from cpd.history.actions import action, record, unchanged
from cpd.history.models import Checkpoint, Cosignature
from cpd.history.notes import BadNote, read_key
from cpd.history.witnesses import add_cosignatures, end_witness, trust_witness
from cpd.jobs.queue import enqueue
from cpd.rules import NotAllowed


@action
def register_key(university: Organisation, key: str, *, by: User, now: datetime) -> WitnessKey:
    """Count this public key as the university's from now on; the same once more changes nothing."""
    check_speaks_for(by, university, now.date())
    try:
        name, _, _ = read_key(key)
    except BadNote as problem:
        raise NotAllowed(str(problem)) from None
    check_name_is_free(university, name)
    witness = trust_witness(key, by=by, now=now)
    known = WitnessKey.objects.filter(witness=witness).first()
    if known:
        unchanged()
        return known
    row = WitnessKey.objects.create(university=university, witness=witness, registered_by=by, registered_at=now)
    record("witness_key.registered", by=by, about=row, now=now, university=university.pk, witness=witness.pk)
    return row


@action
def end_key(row: WitnessKey, *, by: User, now: datetime) -> WitnessKey:
    """Take nothing newer from this key: it was lost, or replaced. What it signed before keeps counting."""
    row = WitnessKey.objects.select_for_update(of=["self"]).select_related("witness", "university").get(pk=row.pk)
    check_speaks_for(by, row.university, now.date())
    if row.witness.ended_at:
        unchanged()
        return row
    end_witness(row.witness, by=by, now=now)
    record("witness_key.ended", by=by, about=row, now=now, witness=row.witness_id)
    return row


def hand_over_cosignatures(university: Organisation, note: str, *, by: User, now: datetime) -> list[Cosignature]:
    """Take in what the university signed at home; each line is checked against the keys that it registered."""
    check_speaks_for(by, university, now.date())
    return add_cosignatures(note, by=by, now=now)


@action
def mail_line(visit: Visit, checkpoint: Checkpoint, *, by: User, now: datetime) -> Visit:
    """Send today's line to the address of her account; the same line once."""
    check_can_mail_line(by, visit, now)
    ref = f"{visit.pk}:{checkpoint.pk}"
    if enqueue("audit.mail_line", ref, key=f"line:{ref}", now=now).created_at != now:
        unchanged()
        return visit
    record("checkpoint.mailed", by=by, about=visit, now=now, checkpoint=checkpoint.pk)
    return visit
