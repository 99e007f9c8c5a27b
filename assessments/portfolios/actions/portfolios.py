"""Opening a portfolio, its next attempt, and a new draft after one item was locked away."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from assessments.portfolios.carrying import carry_over
from assessments.portfolios.deadlines import first_due_at
from assessments.portfolios.models import Portfolio, Submission
from assessments.portfolios.moves import lock
from assessments.portfolios.rules import check_can_open_portfolio
from assessments.portfolios.states import SubmissionState
from courses.catalogue.models import AssessmentCriterion
from courses.delivery.candidates import LETTERS
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed

BEFORE_NEXT = (SubmissionState.RELEASED, SubmissionState.NOT_SUBMITTED, SubmissionState.VOID)
REFERENCE_SIGNS = LETTERS + "2346789"


@action
def open_portfolio(enrolment: Enrolment, *, by: User, now: datetime) -> Submission:
    """Attempt 1 as a draft with every criterion open. A second time gives the newest submission."""
    enrolment = Enrolment.objects.select_for_update().select_related("cohort", "version").get(pk=enrolment.pk)
    newest = Submission.objects.filter(portfolio__enrolment=enrolment).order_by("attempt", "draft_number").last()
    if newest and enrolment.learner_id == by.pk:
        unchanged()
        return newest
    check_can_open_portfolio(by, enrolment)
    portfolio = Portfolio.objects.create(enrolment=enrolment, created_at=now)
    submission = Submission.objects.create(
        portfolio=portfolio, attempt=1, reference=new_reference(), due_at=first_due_at(enrolment), opened_at=now
    )
    submission.criteria.set(enrolment.version.criteria.all())
    record("portfolio.opened", by=by, about=submission, now=now, enrolment=enrolment.pk)
    return submission


@action
def open_next_attempt(
    submission: Submission, *, criteria: Iterable[AssessmentCriterion], due_at: datetime, by: User, now: datetime
) -> Submission:
    """The next attempt, for the referred criteria only, with all evidence in place and capped (REF-3). The one before
    stays whole."""
    submission = lock(submission)
    criteria = list(criteria)
    # One that was set aside when this one was reopened does not count, but her work in it goes on.
    before = submission.portfolio.submissions.filter(attempt=submission.attempt + 1).order_by("-draft_number")
    existing = before.exclude(state=SubmissionState.VOID).first()
    if existing:
        unchanged()
        return existing
    set_aside = before.first()
    if submission.state not in BEFORE_NEXT:
        raise NotAllowed("The next attempt opens when this one is over: released, not handed in, or void.")
    if not criteria or submission.portfolio.enrolment.version_id not in {
        criterion.version_id for criterion in criteria
    }:
        raise NotAllowed("Another attempt needs at least one criterion of this module to show.")
    following = Submission.objects.create(
        portfolio=submission.portfolio,
        attempt=submission.attempt + 1,
        draft_number=set_aside.draft_number + 1 if set_aside else 1,
        reference=new_reference(),
        due_at=due_at,
        opened_at=now,
        previous=submission,
        is_capped=True,
    )
    following.criteria.set(criteria)
    carry_over(set_aside or submission, following, now)
    numbers = sorted(criterion.number for criterion in criteria)
    record(
        "submission.attempt_opened",
        by=by,
        about=following,
        now=now,
        attempt=following.attempt,
        criteria=numbers,
        due_at=due_at,
        previous=submission.pk,
    )
    return following


@action
def reopen_draft(submission: Submission, *, by: User, now: datetime, due_at: datetime | None = None) -> Submission:
    """A new draft of the same attempt, with everything that is still present, after an item was locked away."""
    submission = lock(submission)
    if submission.state != SubmissionState.QUARANTINED:
        raise NotAllowed("A new draft is made only after an item of the submission was locked away.")
    draft, is_new = _draw_up(submission, due_at or submission.due_at, now)
    if is_new:
        number = draft.draft_number
        record("submission.draft_reopened", by=by, about=draft, now=now, draft=number, previous=submission.pk)
    else:
        unchanged()
    return draft


@action
def open_same_attempt(submission: Submission, *, due_at: datetime, by: User | None, now: datetime) -> Submission:
    """A new draft of the same attempt after it was deferred, by a panel or by the board: no attempt is used."""
    submission = lock(submission)
    if submission.state not in (SubmissionState.DEFERRED, SubmissionState.RELEASED):
        raise NotAllowed("The same attempt opens again only after it was deferred.")
    draft, is_new = _draw_up(submission, due_at, now)
    if is_new:
        record(
            "submission.same_attempt_opened", by=by, about=draft, now=now, attempt=draft.attempt, previous=submission.pk
        )
    else:
        unchanged()
    return draft


def _draw_up(submission: Submission, due_at: datetime, now: datetime) -> tuple[Submission, bool]:
    """The next draft of the same attempt, or the one there is."""
    number = submission.draft_number + 1
    existing = submission.next_attempts.filter(attempt=submission.attempt, draft_number=number).first()
    if existing:
        return existing, False
    draft = Submission.objects.create(
        portfolio=submission.portfolio,
        attempt=submission.attempt,
        draft_number=number,
        reference=new_reference(),
        due_at=due_at,
        opened_at=now,
        previous=submission,
        is_capped=submission.is_capped,
    )
    draft.criteria.set(submission.criteria.all())
    carry_over(submission, draft, now)
    return draft, True


def new_reference() -> str:
    """Such as P-7KMQ-49TX: quoted on the telephone, derived from nothing."""
    signs = "".join(secrets.choice(REFERENCE_SIGNS) for _ in range(8))
    return f"P-{signs[:4]}-{signs[4:]}"
