"""Calling a meeting or asking its chair to act, who is there, and endorsing in writing."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from assessments.boards.models import Board, BoardMember
from assessments.boards.rules import (
    check_can_act_alone,
    check_can_endorse,
    check_can_examine,
    check_is_member,
    check_may_sit,
    check_notice,
)
from assessments.boards.states import BoardKind, BoardState, Seat
from courses.delivery.models import Cohort
from courses.delivery.queries.calendars import calendar_of
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day
from cpd.history.actions import action, record
from cpd.notices.actions import notify
from cpd.rules import NotAllowed


@action
def schedule(
    cohort: Cohort,
    *,
    held_on: date,
    chair: User,
    members: list[User],
    by: User,
    now: datetime,
    examiner: User | None = None,
    notice_reason: str = "",
) -> Board:
    """Call a meeting; the chair is one of its members, and all of them hold the board role on the day it is called.

    Who was appointed at the university of the agreement speaks for it; the external examiner is named (EE-1).
    """
    people = list({person.pk: person for person in [chair, *members, *([examiner] if examiner else [])]}.values())
    today = timezone.localdate(now)
    check_may_sit(people, today)
    check_notice(held_on, today, cohort.rules, calendar_of(cohort), notice_reason)
    if examiner:
        check_can_examine(examiner, cohort, held_on)
    board = Board.objects.create(
        cohort=cohort,
        held_on=held_on,
        chair=chair,
        rules_version=cohort.rules.version,
        notice_reason=notice_reason.strip(),
        created_by=by,
        created_at=now,
    )
    _seat(board, people, examiner, today)
    for person in people:
        if person.pk != by.pk:
            notify(person, "board.called", now=now, about=board, url=_page(board), detail=day(held_on))
    record("board.scheduled", by=by, about=board, now=now, cohort=cohort.pk, held_on=held_on, members=len(people))
    return board


@action
def act_alone(cohort: Cohort, *, chair: User, reason: str, by: User, now: datetime) -> Board:
    """Put what waits before the chair alone, between meetings; the next meeting under the agreement hears of it."""
    today = timezone.localdate(now)
    check_can_act_alone(by, cohort, chair, reason, today)
    board = Board.objects.create(
        cohort=cohort,
        kind=BoardKind.CHAIRS_ACTION,
        held_on=today,
        chair=chair,
        chairs_reason=reason.strip(),
        rules_version=cohort.rules.version,
        created_by=by,
        created_at=now,
    )
    _seat(board, [chair], None, today)
    notify(chair, "board.called", now=now, about=board, url=_page(board), detail=day(today))
    record("board.chairs_action", by=by, about=board, now=now, sealed={"reason": board.chairs_reason}, cohort=cohort.pk)
    return board


@action
def note_attendance(board: Board, *, present: set, by: User, now: datetime) -> Board:
    """Who is at the meeting (person ids); the quorum counts them."""
    board = lock_board(board)
    check_is_member(by, board)
    if board.state == BoardState.RELEASED or board.state == BoardState.RATIFIED:
        raise NotAllowed("The meeting is ratified; its attendance stands.")
    for member in board.members.all():
        member.is_present = member.person_id in present
        member.save(update_fields=["is_present"])
    record("board.attendance", by=by, about=board, now=now, present=board.members.filter(is_present=True).count())
    return board


@action
def endorse(board: Board, *, text: str, by: User, now: datetime) -> BoardMember:
    """Say in writing, as the university's representative or external examiner, that the decisions may stand (BRD-1)."""
    board = lock_board(board)
    member = check_can_endorse(by, board, text)
    member.endorsement, member.endorsed_at = text.strip(), now
    member.save(update_fields=["endorsement", "endorsed_at"])
    record("board.endorsed", by=by, about=board, now=now, sealed={"text": member.endorsement}, seat=str(member.seat))
    return member


def _seat(board: Board, people: list[User], examiner: User | None, today: date) -> None:
    university = board.cohort.accreditation.university_id
    for person in people:
        seat = Seat.MEMBER
        if examiner and person.pk == examiner.pk:
            seat = Seat.EXAMINER
        elif person.appointments.in_force(today).filter(role=Role.BOARD, organisation=university).exists():
            seat = Seat.UNIVERSITY
        BoardMember.objects.create(board=board, person=person, seat=seat)


def _page(board: Board) -> str:
    return reverse("boards:show_board", args=[board.pk])


def lock_board(board: Board) -> Board:
    return (
        Board.objects.select_for_update(of=["self"])
        .select_related("cohort__accreditation", "cohort__version")
        .get(pk=board.pk)
    )
