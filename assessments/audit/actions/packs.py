"""Asking for packs and archives, agreeing to an archive, and taking one home; each leaves its reason in the record."""

from datetime import datetime

from assessments.audit.models import Pack, Visit
from assessments.audit.rules.packs import (
    check_can_agree,
    check_can_ask,
    check_can_ask_in_visit,
    check_can_decide_archive,
    check_can_download,
    check_nothing_is_locked,
)
from assessments.audit.states import PackState
from assessments.certificates.models import Award
from courses.delivery.models import Cohort
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record
from cpd.jobs.queue import enqueue
from cpd.notices.actions import notify


@action
def ask_for_pack(
    *, reason: str, by: User, now: datetime, visit: Visit | None = None, award: Award | None = None
) -> Pack:
    """Have a sealed pack made: of a visit, by its auditor, or of an award, by her or a coordinator. Refused while an
    item in its scope is locked away."""
    if visit:
        check_can_ask_in_visit(by, visit, award, now.date())
    else:
        check_can_ask(by, now.date())
    pack = Pack(visit=visit, award=award, state=PackState.MAKING, reason=reason, asked_by=by, asked_at=now)
    check_nothing_is_locked(pack)
    pack.save(force_insert=True)
    _owe(pack, now)
    record("pack.asked", by=by, about=pack, now=now, **_scope(pack), sealed={"reason": reason})
    return pack


@action
def ask_for_archive(cohort: Cohort, *, reason: str, by: User, now: datetime) -> Pack:
    """Ask for an archive of a cohort with its evidence; nothing is made before a second coordinator agrees."""
    check_can_ask(by, now.date())
    pack = Pack(cohort=cohort, reason=reason, asked_by=by, asked_at=now)
    check_nothing_is_locked(pack)
    pack.save(force_insert=True)
    for person in User.objects.holding(Role.COORDINATOR, on=now.date()).exclude(pk=by.pk):
        notify(person, "archive.asked", now=now, about=pack, url=f"/audit/provider/packs/{pack.pk}/")
    record("archive.asked", by=by, about=pack, now=now, **_scope(pack), sealed={"reason": reason})
    return pack


@action
def agree_to_archive(pack: Pack, *, by: User, now: datetime) -> Pack:
    """The second person's word: it is made, and destroyed again on its day."""
    pack = _lock(pack)
    check_can_agree(by, pack, now.date())
    check_nothing_is_locked(pack)
    pack.state, pack.agreed_by, pack.agreed_at = PackState.MAKING, by, now
    pack.save(update_fields=["state", "agreed_by", "agreed_at"])
    _owe(pack, now)
    record("archive.agreed", by=by, about=pack, now=now, **_scope(pack))
    return pack


@action
def drop_archive(pack: Pack, *, by: User, now: datetime) -> Pack:
    """Either coordinator: it is not made."""
    pack = _lock(pack)
    check_can_decide_archive(by, pack, now.date())
    pack.state, pack.ended_at = PackState.DROPPED, now
    pack.save(update_fields=["state", "ended_at"])
    record("archive.dropped", by=by, about=pack, now=now, **_scope(pack))
    return pack


@action
def take_pack(pack: Pack, *, by: User, now: datetime) -> Pack:
    """Before the bytes leave: whether this person may have them, and an entry that she has."""
    pack = _lock(pack)
    check_can_download(by, pack, now.date())
    name = "archive.taken" if pack.is_archive else "pack.taken"
    record(name, by=by, about=pack, now=now, digest=pack.digest, sealed={"reason": pack.reason})
    return pack


def _owe(pack: Pack, now: datetime) -> None:
    enqueue("audit.make_pack", pack.pk, key=f"pack:{pack.pk}", now=now)


def _scope(pack: Pack) -> dict:
    parts = {"visit": pack.visit_id, "award": pack.award_id, "cohort": pack.cohort_id}
    return {name: value for name, value in parts.items() if value}


def _lock(pack: Pack) -> Pack:
    return (
        Pack.objects.select_for_update(of=["self"])
        .select_related("visit__accreditation", "award__enrolment", "cohort", "file", "asked_by", "agreed_by")
        .get(pk=pack.pk)
    )
