"""Releasing results with their awards, and what may happen to an award and its certificates afterwards."""

from datetime import date, datetime

from assessments.boards.actions import release
from assessments.boards.models import Board, Decision
from assessments.boards.states import Result
from assessments.certificates.codes import new_code
from assessments.certificates.facts import TEMPLATE_VERSION, design_of, facts_of
from assessments.certificates.models import Award, Certificate
from assessments.certificates.names import normalise
from assessments.certificates.rules import check_can_change_award, check_can_correct, check_can_grant
from assessments.certificates.states import DESTROYING, LIVE, AwardState, CertificateState, Evidence, Reissue
from assessments.certificates.status import ask_to_publish, take_place
from cpd.accounts.models import User
from cpd.files.store import destroy
from cpd.files.texts import destroy_text_key, new_text_key, seal_text
from cpd.history.actions import action, record, unchanged
from cpd.history.models import Entry, Salt
from cpd.jobs.queue import enqueue

ISSUE = "certificates.issue"


@action
def release_results(board: Board, *, by: User, now: datetime) -> Board:
    """Release a ratified board and grant an award for each pass, in one transaction; each certificate is then owed."""
    board = release(board, by=by, now=now)
    passes = Decision.objects.filter(paper__board=board, superseded_by__isnull=True, result=Result.PASS)
    awards = [grant_award(decision, by=by, now=now) for decision in passes.order_by("paper__candidate_number")]
    record("results.released", by=by, about=board, now=now, awards=len(awards))
    return board


@action
def grant_award(decision: Decision, *, by: User, now: datetime) -> Award:
    """Grant the award of a ratified pass and owe its certificate; a second call answers the award there is."""
    decision = Decision.objects.select_related(
        "paper__board",
        "submission__portfolio__enrolment__accreditation__university",
        "submission__portfolio__enrolment__version__module",
        "submission__portfolio__enrolment__learner",
    ).get(pk=decision.pk)
    enrolment = decision.submission.portfolio.enrolment
    known = Award.objects.filter(enrolment=enrolment).first()
    if known:
        unchanged()
        return known
    check_can_grant(decision)
    award = Award.objects.create(
        enrolment=enrolment,
        decision=decision,
        accreditation=enrolment.accreditation,
        awarded_on=decision.paper.board.held_on,
        granted_at=now,
        state_changed_at=now,
    )
    certificate = _owe(award, enrolment.learner.certificate_name or enrolment.learner.get_full_name(), now)
    record("award.granted", by=by, about=award, now=now, enrolment=enrolment.pk, certificate=certificate.pk)
    return award


@action
def correct_name(
    certificate: Certificate,
    *,
    name: str,
    by: User,
    now: datetime,
    because: str = Reissue.OUR_ERROR,
    evidence: str = Evidence.NONE,
    evidence_on: date | None = None,
) -> Certificate:
    """Put the name right: a held certificate is owed again, an issued one is replaced by a successor.

    After a reissue for safety or gender reassignment nothing of any earlier document is kept but its digests.
    """
    certificate = (
        Certificate.objects.select_for_update(of=["self"])
        .select_related("award__enrolment__version__module", "award__accreditation__university")
        .get(pk=certificate.pk)
    )
    check_can_correct(by, certificate, now.date())
    if certificate.state == CertificateState.HELD:
        certificate.state, certificate.hold, certificate.corrected_by = CertificateState.OWED, "", by
        certificate.sealed_name = seal_text(certificate.name_key, normalise(name))
        certificate.save(update_fields=["state", "hold", "sealed_name", "corrected_by"])
        enqueue(ISSUE, certificate.pk, now=now)
        record("certificate.corrected", by=by, about=certificate, now=now, sealed={"name": normalise(name)})
        return certificate
    certificate.state, certificate.ended_at = CertificateState.SUPERSEDED, now
    certificate.replaced_because = because
    certificate.save(update_fields=["state", "ended_at", "replaced_because"])
    # What she is called on the next certificate too: an old name must not come back with another award.
    User.objects.filter(pk=certificate.award.enrolment.learner_id).update(certificate_name=normalise(name))
    successor = _owe(certificate.award, name, now, corrected_by=by)
    certificate.successor = successor
    certificate.save(update_fields=["successor"])
    ask_to_publish(certificate.award.certificates.all(), now=now)
    record(
        "certificate.superseded",
        by=by,
        about=certificate,
        now=now,
        successor=successor.pk,
        because="on_request" if because in DESTROYING else because,
        evidence=evidence,
        evidence_on=evidence_on,
    )
    if because in DESTROYING:
        for old in certificate.award.certificates.exclude(pk=successor.pk):
            destroy_document(old, by=by, now=now)
    return successor


@action
def destroy_document(certificate: Certificate, *, by: User, now: datetime) -> Certificate:
    """Leave nothing of a replaced document but its digests: no bytes, no name, no facts, no salts of its name."""
    certificate = Certificate.objects.select_for_update(of=["self"]).select_related("pdf").get(pk=certificate.pk)
    if certificate.destroyed_at:
        unchanged()
        return certificate
    if certificate.pdf:
        destroy(certificate.pdf, by=by, now=now)
    if certificate.name_key:
        destroy_text_key(certificate.name_key, now=now)
    # Without its salt the digest of a name in the history means nothing to anybody.
    Salt.objects.filter(entry__in=Entry.objects.about(certificate).order_by(), field="name").delete()
    certificate.facts, certificate.sealed_name, certificate.name_key = {}, b"", None
    certificate.destroyed_at = now
    certificate.save(update_fields=["facts", "sealed_name", "name_key", "destroyed_at"])
    record("certificate.destroyed", by=by, about=certificate, now=now, pdf=certificate.pdf_sha256)
    return certificate


@action
def set_award_state(award: Award, *, state: str, reason: str, by: User, now: datetime) -> Award:
    """Suspend, restore, rescind, revoke or take back an award; ending it withdraws its certificate. Nothing is deleted."""
    award = Award.objects.select_for_update().get(pk=award.pk)
    to = AwardState(state)
    check_can_change_award(by, award, to, reason, now.date())
    award.state = to
    award.state_changed_at = now
    award.state_reason = reason
    award.save(update_fields=["state", "state_changed_at", "state_reason"])
    if to in (AwardState.RESCINDED, AwardState.REVOKED, AwardState.RELINQUISHED):
        award.certificates.filter(state__in=LIVE).update(state=CertificateState.WITHDRAWN, hold="", ended_at=now)
    ask_to_publish(award.certificates.all(), now=now)
    record("award.state_changed", by=by, about=award, now=now, state=str(to), reason=reason)
    return award


def _owe(award: Award, name: str, now: datetime, corrected_by: User | None = None) -> Certificate:
    status_list, place = take_place(now=now)
    key = new_text_key()
    certificate = Certificate.objects.create(
        award=award,
        code=new_code(),
        design=design_of(award),
        name_key=key,
        sealed_name=seal_text(key, normalise(name)),
        facts=facts_of(award),
        template_version=TEMPLATE_VERSION,
        status_list=status_list,
        status_index=place,
        owed_at=now,
        corrected_by=corrected_by,
    )
    enqueue(ISSUE, certificate.pk, key=f"{ISSUE}:{certificate.pk}", now=now)
    return certificate
