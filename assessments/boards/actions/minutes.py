"""Minutes: drafted from the facts with remarks, and confirmed by the chair as one text."""

from datetime import datetime

from django.utils import timezone

from assessments.boards.actions.meetings import lock_board
from assessments.boards.models import Board, Minutes
from assessments.boards.queries import write_minutes
from assessments.boards.rules import check_can_confirm_minutes, check_can_draft
from assessments.boards.states import MinutesState
from cpd.accounts.models import User
from cpd.history.actions import action, record


@action
def draft_minutes(board: Board, *, remarks: str, by: User, now: datetime) -> Minutes:
    """Keep the remarks that stand below the facts; the facts are read anew each time until the chair confirms."""
    board = lock_board(board)
    check_can_draft(by, board, timezone.localdate(now))
    values = {"remarks": remarks.strip(), "drafted_by": by, "drafted_at": now}
    minutes, _ = Minutes.objects.update_or_create(board=board, defaults=values)
    record("minutes.drafted", by=by, about=board, now=now, sealed={"remarks": minutes.remarks})
    return minutes


@action
def confirm_minutes(board: Board, *, by: User, now: datetime) -> Minutes:
    """The facts and the remarks become one text that never changes."""
    board = lock_board(board)
    check_can_confirm_minutes(by, board)
    minutes = board.minutes
    minutes.text = write_minutes(board, minutes.remarks)
    minutes.state = MinutesState.CONFIRMED
    minutes.confirmed_by, minutes.confirmed_at = by, now
    minutes.save(update_fields=["text", "state", "confirmed_by", "confirmed_at"])
    record("minutes.confirmed", by=by, about=board, now=now, sealed={"text": minutes.text})
    return minutes
