"""Results and their awards, in one transaction: what the job of a release does, and what follows a single pass."""

from datetime import datetime

from assessments.boards.actions import release
from assessments.boards.models import Board, Decision, Release
from assessments.boards.states import Result
from assessments.certificates.codes import new_code
from assessments.certificates.facts import TEMPLATE_VERSION, design_of, facts_of
from assessments.certificates.models import Award, Certificate
from assessments.certificates.names import normalise
from assessments.certificates.rules import check_can_grant
from assessments.certificates.status import take_place
from cpd.accounts.models import User
from cpd.files.texts import new_text_key, seal_text
from cpd.history.actions import action, record, unchanged
from cpd.jobs.queue import enqueue

ISSUE = "certificates.issue"


@action
def release_results(agreed: Release, *, by: User, now: datetime) -> Board:
    """Let out what two people agreed on and grant an award for each pass, in one transaction; each certificate is owed.

    A job does it when the while is over in which the release can be stopped; `by` is the one who asked.
    """
    board = release(agreed, by=by, now=now)
    passes = Decision.objects.filter(
        paper__board=board, paper__withdrawn_at__isnull=True, superseded_by__isnull=True, result=Result.PASS
    )
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
    certificate = owe(award, enrolment.learner.certificate_name or enrolment.learner.get_full_name(), now)
    record("award.granted", by=by, about=award, now=now, enrolment=enrolment.pk, certificate=certificate.pk)
    return award


def owe(award: Award, name: str, now: datetime, corrected_by: User | None = None) -> Certificate:
    status_list, place = take_place(now=now)
    key = new_text_key()
    certificate = Certificate.objects.create(
        award=award,
        code=new_code(),
        design=design_of(award),
        name_key=key,
        sealed_name=seal_text(key, normalise(name)),
        facts=facts_of(award, now),
        template_version=TEMPLATE_VERSION,
        status_list=status_list,
        status_index=place,
        owed_at=now,
        corrected_by=corrected_by,
    )
    enqueue(ISSUE, certificate.pk, key=f"{ISSUE}:{certificate.pk}", now=now)
    return certificate
