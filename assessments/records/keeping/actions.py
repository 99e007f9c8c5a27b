"""Change a rule, place and lift a hold, propose and decide a destruction run, carry out its lines, write its proof."""

import hashlib
import json
from collections import Counter
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from assessments.records.keeping import destroying, rules
from assessments.records.keeping.locking import lock_subject, subject_of
from assessments.records.keeping.models import DestructionLine, DestructionRun, LegalHold, RetentionRule
from assessments.records.keeping.places import ENROLMENT, PERSON
from assessments.records.keeping.queries import get_due, get_rule, holds_of, open_matters
from assessments.records.keeping.states import RecordKind, RunState, UnitState
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.jobs.queue import enqueue
from cpd.rules import NotAllowed

DESTROY = "records.destroy"


@action
def set_rule(
    kind: str, *, amount: int, unit: str, counted_from: str, source: str, reason: str, by: User, now: datetime
) -> RetentionRule:
    """A new version of how long one kind is kept. Runs that were proposed under an older one keep their list."""
    rules.check_can_set(by, kind, amount, unit, counted_from, reason, timezone.localdate(now))
    # The person's row is locked, so that two changes at once become two versions.
    User.objects.select_for_update().get(pk=by.pk)
    row = RetentionRule.objects.create(
        kind=RecordKind(kind),
        version=get_rule(RecordKind(kind)).version + 1,
        amount=amount,
        unit=unit,
        counted_from=counted_from,
        source=source.strip(),
        reason=reason.strip(),
        set_by=by,
        set_at=now,
    )
    record(
        "retention.changed", by=by, about=row, now=now, kind=str(row.kind), version=row.version, amount=amount,
        unit=str(unit), counted=str(counted_from), sealed={"reason": row.reason},
    )  # fmt: skip
    return row


@action
def place_hold(
    *, subject: User | Enrolment | Cohort | None, reason: str, owner: User, review_on: date, by: User, now: datetime
) -> LegalHold:
    """From now on nothing of it is destroyed, by anybody or any clock; a destruction of it that is under way ends first."""
    rules.check_can_hold(by, subject, owner, reason, review_on, timezone.localdate(now))
    lock_subject(subject_of(subject), subject.pk)
    hold = LegalHold.objects.create(
        person=subject if isinstance(subject, User) else None,
        enrolment=subject if isinstance(subject, Enrolment) else None,
        cohort=subject if isinstance(subject, Cohort) else None,
        reason=reason.strip(),
        owner=owner,
        review_on=review_on,
        placed_by=by,
        placed_at=now,
    )
    record(
        "hold.placed",
        by=by,
        about=hold,
        now=now,
        on=subject.pk,
        owner=owner.pk,
        review=review_on,
        sealed={"reason": hold.reason},
    )
    return hold


@action
def review_hold(hold: LegalHold, *, review_on: date, by: User, now: datetime) -> LegalHold:
    """It was looked at and is still needed; the next look is on that day."""
    hold = LegalHold.objects.select_for_update().get(pk=hold.pk)
    rules.check_can_review(by, hold, review_on, timezone.localdate(now))
    hold.review_on = review_on
    hold.save(update_fields=["review_on"])
    record("hold.reviewed", by=by, about=hold, now=now, review=review_on)
    return hold


@action
def lift_hold(hold: LegalHold, *, reason: str, by: User, now: datetime) -> LegalHold:
    """What it kept goes with the next run, or by its clock."""
    hold = LegalHold.objects.select_for_update().get(pk=hold.pk)
    rules.check_can_lift(by, hold, reason, timezone.localdate(now))
    hold.lifted_by, hold.lifted_at, hold.lifted_reason = by, now, reason.strip()
    hold.save(update_fields=["lifted_by", "lifted_at", "lifted_reason"])
    record("hold.lifted", by=by, about=hold, now=now, sealed={"reason": hold.lifted_reason})
    return hold


@action
def propose_run(kind: str, *, by: User, now: datetime) -> DestructionRun:
    """Freeze the list of what is due today; nothing is destroyed before a second person approves this very list."""
    today = timezone.localdate(now)
    rules.check_can_propose(by, kind, 1, today)
    due = get_due(RecordKind(kind), today, by)
    rules.check_can_propose(by, kind, len(due.going), today)
    details = {
        "rule_version": due.rule.version,
        "list_digest": _digest(f"{line.subject} {line.subject_id}" for line in due.going),
        "proposed_by": by,
        "proposed_at": now,
    }
    # Somebody else may propose in the same moment, and a constraint lets one of them through.
    run, is_ours = DestructionRun.objects.get_or_create(
        kind=RecordKind(kind), state__in=rules.OPEN_RUN, defaults=details
    )
    if not is_ours:
        raise NotAllowed(rules.OPEN_ALREADY)
    DestructionLine.objects.bulk_create(
        DestructionLine(run=run, subject=line.subject, subject_id=line.subject_id) for line in due.going
    )
    record(
        "destruction.proposed", by=by, about=run, now=now, kind=str(run.kind), rule=run.rule_version,
        lines=len(due.going), list=run.list_digest,
    )  # fmt: skip
    return run


@action
def approve_run(run: DestructionRun, *, by: User, now: datetime) -> DestructionRun:
    """A second person agrees; a job destroys line by line. There is no way back."""
    run = _decide(run, RunState.APPROVED, by, now)
    if digest_of(run) != run.list_digest:
        raise RuntimeError("The list of this run is not as it was proposed.")
    enqueue(DESTROY, run.pk, key=f"{DESTROY}:{run.pk}", now=now)
    record("destruction.approved", by=by, about=run, now=now, list=run.list_digest)
    return run


@action
def refuse_run(run: DestructionRun, *, by: User, now: datetime) -> DestructionRun:
    """Nothing of it is destroyed; a new run can be proposed."""
    run = _decide(run, RunState.REFUSED, by, now)
    record("destruction.refused", by=by, about=run, now=now)
    return run


@action
def drop_run(run: DestructionRun, *, by: User, now: datetime) -> DestructionRun:
    """Whoever proposed it thinks better of it."""
    run = _decide(run, RunState.DROPPED, by, now)
    record("destruction.dropped", by=by, about=run, now=now)
    return run


def carry_out_line(line: DestructionLine, *, now: datetime) -> None:
    """One line of an approved run, in three steps that each may be the last one before a kill: emptied in the database,
    its keys destroyed, done. Called again it goes on from where it was."""
    line = DestructionLine.objects.select_related("run").get(pk=line.pk)
    if line.state == UnitState.WAITING:
        line = _empty_line(line, now=now)
    if line.state == UnitState.EMPTIED:
        destroying.erase_keys(map(UUID, line.keys), now=now)
        destroying.list_it(RecordKind(line.run.kind), line.subject, line.subject_id, now=now)
        DestructionLine.objects.filter(pk=line.pk, state=UnitState.EMPTIED).update(
            state=UnitState.DONE, keys=[], done_at=now
        )


@action
def _empty_line(line: DestructionLine, *, now: datetime) -> DestructionLine:
    line = DestructionLine.objects.select_for_update(of=["self"]).select_related("run").get(pk=line.pk)
    if line.state != UnitState.WAITING:
        # Another worker was a moment quicker; its list of keys must stay until they are destroyed.
        unchanged()
        return line
    lock_subject(line.subject, line.subject_id)
    kind = RecordKind(line.run.kind)
    if _is_kept(line):
        line.state, line.done_at = UnitState.KEPT, now
        line.save(update_fields=["state", "done_at"])
        record("destruction.kept", by=None, about=line.run, now=now, subject=line.subject, of=line.subject_id)
        return line
    emptied = destroying.empty(kind, line.subject, line.subject_id, by=line.run.decided_by, now=now)
    line.state, line.keys = UnitState.EMPTIED, [str(key) for key in emptied.keys]
    line.rows, line.texts, line.files = emptied.rows, len(emptied.keys), emptied.files
    line.digest = emptied.digest
    line.save()
    record(
        "records.destroyed", by=line.run.decided_by, about=line.run, now=now, kind=kind.value, subject=line.subject,
        of=line.subject_id, rows=line.rows, digest=line.digest,
    )  # fmt: skip
    return line


def _is_kept(line: DestructionLine) -> bool:
    """A hold that was placed, or a matter that was opened, after the list was frozen."""
    if holds_of(line.subject, [line.subject_id]):
        return True
    enrolments = [line.subject_id] if line.subject == ENROLMENT else []
    if line.subject == PERSON:
        enrolments = list(Enrolment.objects.filter(learner=line.subject_id).values_list("pk", flat=True))
    return bool(open_matters(enrolments))


@action
def finish_run(run: DestructionRun, *, now: datetime) -> DestructionRun:
    """Write the proof: counts, digests of what went, when, and who, by their ids. It names nobody."""
    run = DestructionRun.objects.select_for_update().get(pk=run.pk)
    if run.state == RunState.DONE:
        unchanged()
        return run
    lines = list(run.lines.order_by("subject", "subject_id"))
    counts = Counter(line.state for line in lines)
    run.proof = {
        "format": "cpd-destruction@v1",
        "run": str(run.pk),
        "kind": run.kind,
        "rule_version": run.rule_version,
        "proposed": {"by": str(run.proposed_by_id), "at": run.proposed_at.isoformat()},
        "approved": {"by": str(run.decided_by_id), "at": run.decided_at.isoformat()},
        "done_at": now.isoformat(timespec="seconds"),
        "list_sha256": run.list_digest,
        "destroyed": counts[UnitState.DONE],
        "kept": counts[UnitState.KEPT],
        "rows": sum(line.rows for line in lines),
        "text_keys_destroyed": sum(line.texts for line in lines),
        "files_destroyed": sum(line.files for line in lines),
        "lines": [
            {
                "of": f"{line.subject} {line.subject_id}",
                "state": line.state,
                "rows": line.rows,
                "text_keys": line.texts,
                "files": line.files,
                "sha256": line.digest,
                "at": line.done_at.isoformat(),
            }
            for line in lines
        ],
    }
    run.state, run.done_at, run.proof_digest = RunState.DONE, now, hashlib.sha256(proof_of(run)).hexdigest()
    run.save(update_fields=["proof", "state", "done_at", "proof_digest"])
    record(
        "destruction.done", by=run.decided_by, about=run, now=now, proof=run.proof_digest,
        destroyed=run.proof["destroyed"], kept=run.proof["kept"],
    )  # fmt: skip
    return run


def proof_of(run: DestructionRun) -> bytes:
    """The proof as it is downloaded; its SHA-256 stands in the record."""
    return json.dumps(run.proof, indent=2, sort_keys=True).encode() + b"\n"


def digest_of(run: DestructionRun) -> str:
    return _digest(f"{subject} {pk}" for subject, pk in run.lines.values_list("subject", "subject_id"))


def _digest(lines) -> str:
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _decide(run: DestructionRun, to: RunState, by: User, now: datetime) -> DestructionRun:
    run = DestructionRun.objects.select_for_update().get(pk=run.pk)
    rules.check_can_decide(by, run, to, timezone.localdate(now))
    run.state, run.decided_by, run.decided_at = to, by, now
    run.save(update_fields=["state", "decided_by", "decided_at"])
    return run
