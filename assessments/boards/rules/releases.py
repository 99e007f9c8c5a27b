"""Who may let results out, and when: two people, and a while in which either stops it."""

from datetime import date, datetime

from assessments.boards.models import Board, Release
from assessments.boards.states import RELEASE_MOVES, BoardState, ReleaseState
from assessments.portfolios.states import SubmissionState
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed


def check_can_ask(person: User, board: Board, today: date) -> None:
    if not person.holds(Role.COORDINATOR, on=today):
        raise NotAllowed("A coordinator releases results.")
    if board.state != BoardState.RATIFIED:
        label = BoardState(board.state).label.lower()
        raise NotAllowed(f"Results are released when the board has ratified them; the meeting is “{label}”.")
    if board.releases.exclude(state=ReleaseState.CANCELLED).exists():
        raise NotAllowed("A release of these results is under way already.")
    check_marks_stand(board)


def check_marks_stand(board: Board) -> None:
    """A mark that changed after moderation holds everything back until it is confirmed and decided again."""
    stale = board.papers.on_the_table().exclude(mark__stands=True, submission__state=SubmissionState.RATIFIED).count()
    if stale:
        raise NotAllowed(
            f"{stale} {'mark' if stale == 1 else 'marks'} of this meeting changed after moderation, so nothing is "
            "released. It is confirmed again first, and the board decides anew."
        )


def check_release_moves(release: Release, to: ReleaseState) -> None:
    if to not in RELEASE_MOVES[ReleaseState(release.state)]:
        label = ReleaseState(release.state).label.lower()
        raise NotAllowed(f"This is no longer possible: the release is “{label}”.")


def check_can_agree(person: User, release: Release, today: date) -> None:
    check_release_moves(release, ReleaseState.AGREED)
    if release.asked_by_id == person.pk:
        raise NotAllowed("You asked for this release, so a second person agrees: another coordinator, or the chair.")
    if not _may_release(person, release.board, today):
        raise NotAllowed("Another coordinator agrees to a release, or the chair of the board.")
    check_marks_stand(release.board)


def check_can_stop(person: User, release: Release, reason: str, today: date) -> None:
    check_release_moves(release, ReleaseState.CANCELLED)
    if not _may_release(person, release.board, today):
        raise NotAllowed("A coordinator stops a release, or the chair of the board.")
    if not reason.strip():
        raise NotAllowed("Say why the release is stopped; who comes after you will want to know.")


def check_is_due(release: Release, now: datetime) -> None:
    check_release_moves(release, ReleaseState.DONE)
    if release.goes_at > now:
        raise NotAllowed("The while in which this release can be stopped is not over.")
    check_marks_stand(release.board)


def _may_release(person: User, board: Board, today: date) -> bool:
    is_chair = board.chair_id == person.pk and person.holds(Role.BOARD, on=today)
    return is_chair or person.holds(Role.COORDINATOR, on=today)
