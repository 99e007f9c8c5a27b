"""Ask for erasure, agree, approve, refuse, take back; and carry it out so that the award stays and the rest goes."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from assessments.records.keeping import destroying
from assessments.records.keeping.locking import lock_subject
from assessments.records.keeping.places import ENROLMENT, PERSON
from assessments.records.keeping.states import RecordKind
from assessments.records.leaving import rules
from assessments.records.leaving.models import ErasureRequest
from assessments.records.leaving.queries import Keeps, what_keeps
from assessments.records.leaving.states import AskedBy, ErasureState
from courses.delivery.models import Enrolment
from cpd.accounts.models import Appointment, User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record, unchanged
from cpd.jobs.queue import enqueue
from cpd.notices.actions import notify

ERASE = "records.erase"
ANSWER_DAYS = 30
# Everything of an enrolment but the award.
OF_ENROLMENT = [
    RecordKind.EVIDENCE,
    RecordKind.LEARNING,
    RecordKind.MARKING,
    RecordKind.BOARD,
    RecordKind.CASES,
    RecordKind.SAFEGUARDING,
]


@action
def ask_for_erasure(person: User, *, asked_by: str = AskedBy.PRODUCT, by: User, now: datetime) -> ErasureRequest:
    """It is answered within a month. Nothing is erased before two people have agreed."""
    person = User.objects.select_for_update().get(pk=person.pk)
    today = timezone.localdate(now)
    rules.check_can_ask(by, person, today)
    request = ErasureRequest.objects.create(
        person=person,
        asked_by=AskedBy(asked_by),
        entered_by=by,
        asked_at=now,
        answer_by=today + timedelta(days=ANSWER_DAYS),
    )
    for keeper in User.objects.holding(Role.ADMINISTRATOR, on=today).exclude(pk=person.pk):
        notify(keeper, "erasure.asked", now=now, about=request, url=reverse("records:list_erasures"))
    record("erasure.asked", by=by, about=request, now=now, way=str(request.asked_by))
    return request


@action
def agree_to_erasure(request: ErasureRequest, *, by: User, now: datetime) -> ErasureRequest:
    """The first of two people has looked at what keeps her records, and agrees."""
    request = _lock(request)
    rules.check_can_agree(by, request, timezone.localdate(now))
    request.state, request.agreed_by, request.agreed_at = ErasureState.AGREED, by, now
    request.save(update_fields=["state", "agreed_by", "agreed_at"])
    record("erasure.agreed", by=by, about=request, now=now)
    return request


@action
def approve_erasure(request: ErasureRequest, *, by: User, now: datetime) -> ErasureRequest:
    """The second person agrees too: a job erases. There is no way back."""
    request = _lock(request)
    rules.check_can_approve(by, request, timezone.localdate(now))
    request.state, request.decided_by, request.decided_at = ErasureState.APPROVED, by, now
    request.save(update_fields=["state", "decided_by", "decided_at"])
    enqueue(ERASE, request.pk, key=f"{ERASE}:{request.pk}", now=now)
    record("erasure.approved", by=by, about=request, now=now)
    return request


@action
def refuse_erasure(request: ErasureRequest, *, answer: str, by: User, now: datetime) -> ErasureRequest:
    """With a sentence that she reads; she can ask again."""
    request = _lock(request)
    rules.check_can_refuse(by, request, answer, timezone.localdate(now))
    request.state, request.decided_by, request.decided_at = ErasureState.REFUSED, by, now
    request.answer = answer.strip()
    request.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    notify(request.person, "erasure.answered", now=now, about=request, url=reverse("records:show_information"))
    record("erasure.refused", by=by, about=request, now=now, sealed={"answer": request.answer})
    return request


@action
def withdraw_erasure(request: ErasureRequest, *, by: User, now: datetime) -> ErasureRequest:
    request = _lock(request)
    rules.check_can_withdraw(by, request)
    request.state = ErasureState.WITHDRAWN
    request.save(update_fields=["state"])
    record("erasure.withdrawn", by=by, about=request, now=now)
    return request


def carry_out(request: ErasureRequest, *, now: datetime) -> None:
    """Everything of her that nothing keeps: out of the database in one transaction, then its keys, then the vault's list.
    Killed in between and called again, it goes on from where it was."""
    request = ErasureRequest.objects.select_related("person").get(pk=request.pk)
    if request.state == ErasureState.APPROVED:
        request = _erase(request, now=now)
    if request.keys:
        destroying.erase_keys([UUID(key) for key in request.keys if "/" not in key], now=now)
        for line in (key.split("/") for key in request.keys if "/" in key):
            destroying.list_it(RecordKind(line[0]), line[1], UUID(line[2]), now=now)
        ErasureRequest.objects.filter(pk=request.pk).update(keys=[])


@action
def _erase(request: ErasureRequest, *, now: datetime) -> ErasureRequest:
    request = _lock(request)
    if request.state != ErasureState.APPROVED:
        # Another worker was a moment quicker; its list of keys must stay until they are destroyed.
        unchanged()
        return request
    lock_subject(PERSON, request.person_id)
    keeps = what_keeps(request.person, timezone.localdate(now))
    if keeps.is_everything:
        return _refuse_late(request, keeps, now)
    found = []
    subjects = subjects_of(request.person, keeps.free, is_whole=not keeps.sentences)
    for kind, subject, pk in subjects:
        found.append(destroying.empty(kind, subject, pk, by=request.decided_by, now=now))
    # Her own row and this request are among what was emptied.
    request = _lock(request)
    request.state = ErasureState.PARTLY if keeps.sentences else ErasureState.DONE
    request.answer = (
        f"Erased but for what has to be kept for now. {' '.join(keeps.sentences)}" if keeps.sentences else ""
    )
    request.rows, request.files = sum(one.rows for one in found), sum(one.files for one in found)
    keys = [str(key) for one in found for key in one.keys]
    request.texts = len(keys)
    request.keys = keys + [f"{kind.value}/{subject}/{pk}" for kind, subject, pk in subjects]
    lines = sorted(line for one in found for line in one.lines)
    request.digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    request.done_at = now
    request.save()
    if request.state == ErasureState.DONE:
        end_on = timezone.localdate(now) - timedelta(days=1)
        Appointment.objects.in_force(timezone.localdate(now)).filter(person=request.person).update(
            ends_on=end_on, ended_at=now, ended_by=request.decided_by
        )
    else:
        notify(request.person, "erasure.answered", now=now, about=request, url=reverse("records:show_information"))
    record(
        "erasure.done", by=request.decided_by, about=request, now=now, part=request.state == ErasureState.PARTLY,
        rows=request.rows, files=request.files, texts=request.texts, digest=request.digest,
    )  # fmt: skip
    return request


def subjects_of(person: User, enrolments: Iterable[Enrolment], *, is_whole: bool) -> list[tuple[RecordKind, str, UUID]]:
    """What goes, in this order: all of these enrolments but the award, and with `is_whole` her account."""
    subjects = [(kind, ENROLMENT, row.pk) for row in enrolments for kind in OF_ENROLMENT]
    return [*subjects, (RecordKind.ACCOUNT, PERSON, person.pk)] if is_whole else subjects


def _refuse_late(request: ErasureRequest, keeps: Keeps, now: datetime) -> ErasureRequest:
    """A hold was placed or a matter opened after the second person approved: nothing was erased, and she is told."""
    request.state, request.done_at = ErasureState.PARTLY, now
    request.answer = f"Nothing could be erased for now. {' '.join(keeps.sentences)}"
    request.save(update_fields=["state", "answer", "done_at"])
    notify(request.person, "erasure.answered", now=now, about=request, url=reverse("records:show_information"))
    record("erasure.kept", by=None, about=request, now=now)
    return request


def _lock(request: ErasureRequest) -> ErasureRequest:
    return (
        ErasureRequest.objects.select_for_update(of=["self"]).select_related("person", "decided_by").get(pk=request.pk)
    )
