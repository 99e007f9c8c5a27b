"""Intake: opening a submission, accepting it, returning it."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.confidentiality import rules
from assessments.confidentiality.accepting import write_acceptance
from assessments.confidentiality.models import IntakeDecision, IntakeOpening, Place
from assessments.confidentiality.states import Intake
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.moves import lock, move
from assessments.portfolios.places import write_place
from assessments.portfolios.rules import check_is_own
from assessments.portfolios.states import SubmissionState
from courses.delivery.calendar import shifted
from courses.delivery.queries.calendars import calendar_of
from cpd.accounts.models import User
from cpd.accounts.templatetags.words import when
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify


@action
def open_for_intake(submission: Submission, *, reason: str, by: User, now: datetime) -> IntakeOpening:
    """Let this person read this sealing of the submission, for a reason that is kept."""
    submission = lock(submission)
    rules.check_can_open_for_intake(by, submission, reason, timezone.localdate(now))
    opening, is_new = IntakeOpening.objects.get_or_create(
        submission=submission,
        manifest_digest=submission.manifest_digest,
        opened_by=by,
        defaults={"reason": reason.strip(), "opened_at": now},
    )
    if is_new:
        record("intake.opened", by=by, about=submission, now=now, opening=opening.pk, sealed={"reason": opening.reason})
    else:
        unchanged()
    return opening


@action
def accept(submission: Submission, *, by: User, now: datetime) -> Submission:
    """Nobody can be identified: the portfolio may go to an assessor."""
    submission = lock(submission)
    rules.check_can_decide(by, submission, timezone.localdate(now))
    return write_acceptance(submission, by=by, now=now)


@action
def return_for_correction(
    submission: Submission, *, places: list[tuple[EvidenceItem, str, str]], by: User, now: datetime
) -> Submission:
    """A small slip: the learner has 48 hours from opening the notice, and is told where it is but never in which words.

    Weekends and bank holidays do not count, and she has five working days to open it (ANO-1).
    """
    submission = lock(submission)
    rules.check_can_return(by, submission, places, timezone.localdate(now))
    return write_return(submission, places=places, by=by, now=now)


def write_return(
    submission: Submission, *, places: list[tuple[EvidenceItem, str, str]], by: User, now: datetime
) -> Submission:
    """What sending back does to a locked submission."""
    rules_now, today = submission.portfolio.enrolment.rules, timezone.localdate(now)
    calendar = calendar_of(submission.portfolio.enrolment.cohort)
    last_start = shifted(now, calendar.working_days_after(today, rules_now.correction_notice_working_days) - today)
    correct_by = calendar.working_hours_after(last_start, rules_now.correction_hours)
    submission = move(submission, SubmissionState.RETURNED, now=now, correct_by=correct_by)
    decision = note_decision(submission, Intake.RETURNED, by=by, now=now, correct_by=correct_by)
    Place.objects.bulk_create(
        Place(decision=decision, item=item, kind=kind, place=write_place(place)) for item, kind, place in places
    )
    notify(
        submission.portfolio.enrolment.learner,
        "submission.returned",
        now=now,
        about=submission,
        url=reverse("confidentiality:show_correction", args=[submission.pk]),
        detail=when(correct_by),
    )
    record(
        "intake.returned",
        by=by,
        about=submission,
        now=now,
        decision=decision.pk,
        places=len(places),
        correct_by=correct_by,
    )
    return submission


@action
def notice_return(submission: Submission, *, by: User, now: datetime) -> Submission:
    """She has opened the notice for the first time: her 48 hours begin, unless they began by themselves (ANO-1)."""
    submission = lock(submission)
    check_is_own(by, submission)
    decision = submission.intake_decisions.filter(decision=Intake.RETURNED).order_by("-decided_at").first()
    enrolment = submission.portfolio.enrolment
    correct_by = calendar_of(enrolment.cohort).working_hours_after(now, enrolment.rules.correction_hours)
    if submission.state != SubmissionState.RETURNED or decision is None or decision.noticed_at:
        unchanged()
        return submission
    decision.noticed_at = now
    decision.save(update_fields=["noticed_at"])
    if submission.correct_by and correct_by < submission.correct_by:
        submission.correct_by = correct_by
        submission.save(update_fields=["correct_by"])
    record("intake.return_noticed", by=by, about=submission, now=now, correct_by=submission.correct_by)
    return submission


def note_decision(
    submission: Submission, decision: Intake, *, by: User, now: datetime, correct_by: datetime | None = None
) -> IntakeDecision:
    return IntakeDecision.objects.create(
        submission=submission,
        decision=decision,
        manifest_digest=submission.manifest_digest,
        correct_by=correct_by,
        decided_by=by,
        decided_at=now,
    )
