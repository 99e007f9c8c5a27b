"""Makes an item, and takes items over into the next attempt or draft with their claims and confirmations."""

import hashlib
import secrets
from datetime import datetime

from assessments.portfolios.models import Attestation, Claim, EvidenceItem, Submission
from assessments.portfolios.reading import text_of
from assessments.portfolios.states import AttestationState, ItemKind, Layer
from courses.catalogue.models import Task
from courses.catalogue.states import Mode
from cpd.files.texts import new_text_key, seal_text

OPEN = (AttestationState.WAITING, AttestationState.ASKED)


def make_item(
    submission: Submission, task: Task, *, kind: ItemKind, mode: str, now: datetime, **fields
) -> EvidenceItem:
    """Add an item under the next label; a reflection is hers alone until she says who reads it. A label is never given twice in a submission, whatever was taken out."""
    labels = submission.items.values_list("label", flat=True)
    number = max((int(label[1:]) for label in labels), default=0) + 1
    return EvidenceItem.objects.create(
        submission=submission,
        task=task,
        label=f"E{number}",
        kind=kind,
        mode=mode,
        layer=Layer.PRIVATE if mode == Mode.REFLECTIVE_ACCOUNT else Layer.AUDITOR,
        text_key=new_text_key(),
        added_at=now,
        saved_at=now,
        **fields,
    )


def carry_over(source: Submission, target: Submission, now: datetime) -> None:
    """Everything present in `source`, under the same labels. Texts get keys of their own, so that work on the new
    attempt cannot touch the sealed one; files never change and are shared."""
    for item in source.items.present().prefetch_related("claims", "attestations"):
        carry_item(item, target, now)
    source.attestations.filter(item__isnull=True, state__in=OPEN).update(submission=target)
    for attestation in source.attestations.filter(item__isnull=True, state=AttestationState.CONFIRMED):
        _copy_confirmation(attestation, target, None)


def carry_item(item: EvidenceItem, target: Submission, now: datetime) -> None:
    """One item into another submission, with its claims, its open question and its confirmations."""
    key = new_text_key()
    text = text_of(item) if item.sealed_text else ""
    carried = EvidenceItem.objects.create(
        submission=target,
        task_id=item.task_id,
        label=item.label,
        kind=item.kind,
        mode=item.mode,
        layer=item.layer,
        title=item.title,
        practice_date=item.practice_date,
        text_key=key,
        sealed_text=seal_text(key, text) if text else b"",
        word_count=item.word_count,
        version=item.version,
        is_complete=item.is_complete,
        file_id=item.file_id,
        text_file_id=item.text_file_id,
        has_pictures=item.has_pictures,
        scanned_at=item.scanned_at,
        locator=item.locator,
        carried_from=item,
        added_at=item.added_at,
        saved_at=now,
    )
    Claim.objects.bulk_create(
        Claim(item=carried, criterion_id=claim.criterion_id, place=claim.place, note=claim.note)
        for claim in item.claims.all()
    )
    # A question that is still open follows the work; an answer stays where it was given and is copied.
    item.attestations.filter(state__in=OPEN).update(submission=target, item=carried)
    for attestation in item.attestations.all():
        if attestation.state == AttestationState.CONFIRMED:
            _copy_confirmation(attestation, target, carried)


def _copy_confirmation(attestation: Attestation, target: Submission, item: EvidenceItem | None) -> None:
    Attestation.objects.create(
        submission=target,
        item=item,
        state=AttestationState.CONFIRMED,
        manager_name=attestation.manager_name,
        manager_email=attestation.manager_email,
        manager_role=attestation.manager_role,
        address_from=attestation.address_from,
        address_confirmed_by_id=attestation.address_confirmed_by_id,
        address_confirmed_at=attestation.address_confirmed_at,
        employer_id=attestation.employer_id,
        answer=attestation.answer,
        relationship=attestation.relationship,
        seen_on=attestation.seen_on,
        token_digest=hashlib.sha256(secrets.token_bytes(32)).hexdigest(),
        asked_at=attestation.asked_at,
        mailed_at=attestation.mailed_at,
        expires_at=attestation.expires_at,
        answered_at=attestation.answered_at,
        statement=attestation.statement,
    )
