"""Letting results out: one person asks, another agrees, and after a while in which either stops it, they are out."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from assessments.boards.actions.meetings import lock_board
from assessments.boards.following import follow
from assessments.boards.models import Board, Decision, Release
from assessments.boards.moments import moment_of_release
from assessments.boards.rules import check_can_agree, check_can_ask, check_can_stop, check_is_due
from assessments.boards.states import BoardState, ReleaseState, Result
from assessments.portfolios.moves import lock, move
from assessments.portfolios.states import SubmissionState
from courses.delivery.queries.calendars import calendar_of
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record
from cpd.jobs.queue import enqueue
from cpd.notices.actions import notify

# The kind is registered by certificates, which grants the awards in the same transaction.
RELEASE = "certificates.release"
BAD_NEWS = [Result.REFER, Result.FAIL]


@action
def ask_release(board: Board, *, by: User, now: datetime) -> Release:
    """Ask that the results of a ratified meeting go out; a second person has to agree."""
    board = lock_board(board)
    today = timezone.localdate(now)
    check_can_ask(by, board, today)
    release = Release.objects.create(board=board, asked_by=by, asked_at=now)
    url = reverse("certificates:release_results", args=[board.pk])
    seconds = {person.pk: person for person in [*User.objects.holding(Role.COORDINATOR, on=today), board.chair]}
    for person in seconds.values():
        if person.pk != by.pk:
            notify(person, "release.asked", now=now, about=release, url=url)
    record("release.asked", by=by, about=release, now=now, board=board.pk)
    return release


@action
def agree_release(release: Release, *, by: User, now: datetime) -> Release:
    """The second person agrees. The results go out after a while, and bad news not before a free day; a job does it."""
    board = lock_board(release.board)
    release = Release.objects.select_for_update(of=["self"]).get(pk=release.pk)
    release.board = board
    check_can_agree(by, release, timezone.localdate(now))
    numbers = board.cohort.rules
    release.state = ReleaseState.AGREED
    release.agreed_by, release.agreed_at = by, now
    release.goes_at = moment_of_release(
        now,
        minutes=numbers.release_hold_minutes,
        calendar=calendar_of(board.cohort),
        latest_hour=numbers.release_latest_hour,
        has_bad_news=_standing_decisions(board).filter(result__in=BAD_NEWS).exists(),
    )
    release.save(update_fields=["state", "agreed_by", "agreed_at", "goes_at"])
    enqueue(RELEASE, release.pk, key=f"{RELEASE}:{release.pk}", now=now, due_at=release.goes_at)
    record("release.agreed", by=by, about=release, now=now, board=board.pk, goes_at=release.goes_at)
    return release


@action
def stop_release(release: Release, *, reason: str, by: User, now: datetime) -> Release:
    """Stop it before it is out; nobody has seen a result. It can be asked for again."""
    lock_board(release.board)
    release = Release.objects.select_for_update(of=["self"]).select_related("board").get(pk=release.pk)
    check_can_stop(by, release, reason, timezone.localdate(now))
    release.state = ReleaseState.CANCELLED
    release.stopped_by, release.stopped_reason, release.ended_at = by, reason.strip(), now
    release.save(update_fields=["state", "stopped_by", "stopped_reason", "ended_at"])
    record("release.stopped", by=by, about=release, now=now, sealed={"reason": reason}, board=release.board_id)
    return release


@action
def release(agreed: Release, *, by: User, now: datetime) -> Board:
    """Show each learner her result; a refer opens the next attempt for what was not met, a pass completes the enrolment.

    Called by certificates.release_results, which grants the awards in the same transaction.
    """
    board = lock_board(agreed.board)
    agreed = Release.objects.select_for_update(of=["self"]).select_related("board").get(pk=agreed.pk)
    check_is_due(agreed, now)
    count = 0
    for decision in _standing_decisions(board):
        submission = lock(decision.submission)
        move(submission, SubmissionState.RELEASED, now=now)
        follow(submission, decision, by=by, now=now)
        notify(
            submission.portfolio.enrolment.learner,
            "result.released",
            now=now,
            about=submission,
            url=f"/boards/result/{submission.pk}/",
        )
        count += 1
    agreed.state, agreed.ended_at = ReleaseState.DONE, now
    agreed.save(update_fields=["state", "ended_at"])
    board.state = BoardState.RELEASED
    board.released_by = by
    board.released_at = now
    board.save(update_fields=["state", "released_by", "released_at"])
    record("board.released", by=by, about=board, now=now, results=count)
    return board


def _standing_decisions(board: Board):
    return (
        Decision.objects.filter(paper__board=board, paper__withdrawn_at__isnull=True, superseded_by__isnull=True)
        .select_related(
            "submission__portfolio__enrolment__learner", "paper__mark", "paper__board__cohort__accreditation"
        )
        .order_by("paper__candidate_number")
    )
