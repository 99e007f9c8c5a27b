"""BRD-1, BRD-2, EE-1 to EE-3: who is called in time, who must be there, who leaves, and what the chair may do alone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.boards.actions import (
    act_alone,
    confirm_minutes,
    decide,
    declare_conflict,
    draft_minutes,
    endorse,
    freeze_papers,
    note_attendance,
    ratify,
    schedule,
    withdraw_paper,
)
from assessments.boards.models import Board, Paper
from assessments.boards.queries import write_minutes
from assessments.boards.rounding import rounded
from assessments.boards.rules import count_quorum
from assessments.boards.states import BoardState, Seat
from assessments.demo import road
from assessments.marking.actions import reopen
from assessments.marking.models import Mark
from assessments.portfolios.models import Submission
from courses.delivery.models import Cohort
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY
from tests.factories import (
    confirm_marking,
    finish_marking,
    let_out,
    make_board,
    make_cohort,
    make_confirmed,
    make_marked,
    set_rules,
    somebody,
    university_member,
)
from tests.people import make_person, provider, sign_in, university
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_cohort")]
# TODAY is Wednesday 3 June 2026; twenty working days later is Wednesday 1 July.
IN_TIME = date(2026, 7, 1)


@pytest.fixture(scope="module")
def standing_cohort(django_db_setup, django_db_blocker):
    with standing(django_db_blocker):
        yield make_confirmed().portfolio.enrolment.cohort_id


@pytest.fixture
def cohort(db, standing_cohort):
    return Cohort.objects.get(pk=standing_cohort)


@pytest.fixture
def board(cohort):
    return make_board(cohort)


def call(cohort, members, coordinator, **details):
    chair, *others = members
    details = {"held_on": IN_TIME, "notice_reason": ""} | details
    return schedule(cohort, chair=chair, members=others, by=coordinator, now=NOON, **details)


def present_at(board, people, by):
    return note_attendance(board, present={person.pk for person in people}, by=by, now=NOON)


def examiner(**fields):
    person = make_person("Idris Examiner", Role.BOARD)
    person.appointments.update(organisation=university(), **{"starts_on": date(2024, 1, 1)} | fields)
    return person


def test_brd_2_a_meeting_is_called_twenty_working_days_before(cohort, board_members, coordinator):
    assert call(cohort, board_members, coordinator).notice_reason == ""
    assert Notice.objects.filter(kind="board.called").count() == 3

    with pytest.raises(NotAllowed, match="from 1 July 2026 on"):
        call(cohort, board_members, coordinator, held_on=IN_TIME - timedelta(days=1))
    short = call(cohort, board_members, coordinator, held_on=TODAY, notice_reason="All are here.")
    assert "Called at short notice: All are here." in write_minutes(short)
    with pytest.raises(NotAllowed, match="in the past"):
        call(cohort, board_members, coordinator, held_on=date(2026, 6, 2), notice_reason="Never.")


def test_brd_2_papers_go_out_five_working_days_before(cohort, board_members, coordinator):
    board = call(cohort, board_members, coordinator)
    late = NOON.replace(month=6, day=25)

    with pytest.raises(NotAllowed, match="5 working days before"):
        freeze_papers(board, by=coordinator, now=late)
    board = freeze_papers(board, by=coordinator, now=NOON.replace(month=6, day=24))
    assert (board.state, board.papers_reason) == (BoardState.PAPERS, "")


def test_brd_1_the_chair_a_share_and_a_least_number_of_members(board):
    chair = board.chair
    everybody = [member.person for member in board.members.select_related("person")]

    quorum = count_quorum(present_at(board, everybody, chair))
    assert (quorum.needed, quorum.missing) == (3, ())
    assert count_quorum(present_at(board, everybody[:2], chair)).missing[0] == "2 present, 3 needed"
    without = count_quorum(present_at(board, [person for person in everybody if person != chair], chair))
    assert without.missing == ("the chair is not here",)


def test_brd_1_a_third_of_many_members(cohort, coordinator):
    people = [make_person(f"Member {number}", Role.BOARD) for number in range(12)]

    board = call(cohort, people, coordinator)

    assert count_quorum(board).needed == 4


def test_brd_1_the_university_is_there_or_endorses_in_writing(board, cohort):
    speaker = university_member()
    assert board.members.get(person=speaker).seat == Seat.UNIVERSITY
    others = [member.person for member in board.members.exclude(person=speaker).select_related("person")]
    present_at(board, others, board.chair)
    decide(board.papers.get(), result="pass", reason="", by=board.chair, now=NOON)
    with pytest.raises(NotAllowed, match="nobody speaks for the university"):
        ratify(board, by=board.chair, now=NOON)

    with pytest.raises(NotAllowed, match="speaks for the university, or examines"):
        endorse(board, text="Fine.", by=board.chair, now=NOON)
    with pytest.raises(NotAllowed, match="Write what you endorse"):
        endorse(board, text=" ", by=speaker, now=NOON)
    endorse(board, text="I read the papers; the decisions may stand.", by=speaker, now=NOON)
    with pytest.raises(NotAllowed, match="with the board already"):
        endorse(board, text="Again.", by=speaker, now=NOON)

    assert ratify(board, by=board.chair, now=NOON).state == BoardState.RATIFIED
    assert "the decisions may stand" in write_minutes(board)


def test_an_agreement_may_do_without_the_university(cohort, board_members, coordinator):
    set_rules(cohort, board_needs_university=False)

    assert count_quorum(call(cohort, board_members, coordinator)).is_met


def test_ee_1_a_module_from_level_5_needs_the_external_examiner(cohort, board_members, coordinator):
    set_rules(cohort, examiner_from_level=4)
    without = count_quorum(call(cohort, [*board_members, university_member()], coordinator))
    assert without.missing == ("the external examiner is not here and has not endorsed in writing",)

    board = call(cohort, board_members, coordinator, examiner=examiner())

    assert count_quorum(board).is_met
    assert board.members.get(seat=Seat.EXAMINER).person.family_name == "Examiner"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"organisation": None}, "whom the university of this agreement appointed"),
        ({"starts_on": date(2020, 1, 1)}, "term of this external examiner is over"),
        ({"also": Role.ASSESSOR}, "Who works here"),
    ],
)
def test_ee_2_and_ee_3_an_examiner_is_the_university_s_for_a_term_and_works_nowhere_here(
    cohort, board_members, coordinator, fields, sentence
):
    person = examiner(starts_on=fields.get("starts_on", date(2024, 1, 1)))
    if "organisation" in fields:
        person.appointments.update(organisation=provider())
    if "also" in fields:
        person.appointments.create(
            role=fields["also"], organisation=provider(), starts_on=date(2023, 1, 1), appointed_at=NOON
        )

    with pytest.raises(NotAllowed, match=sentence):
        call(cohort, board_members, coordinator, examiner=person)


def test_who_leaves_for_a_candidate_leaves_enough_behind(board):
    paper = board.papers.get()
    members = [member.person for member in board.members.select_related("person")]
    for person in members[1:3]:
        declare_conflict(paper, by=person, now=NOON)
    assert decide(paper, result="pass", reason="", by=members[0], now=NOON)

    declare_conflict(paper, by=members[3], now=NOON)
    with pytest.raises(NotAllowed, match="Too few members are left"):
        decide(paper, result="defer", reason="Illness", by=members[0], now=NOON)


def test_who_is_absent_decides_nothing(board):
    absent = board.members.exclude(person=board.chair).first().person
    present_at(board, [board.chair], board.chair)

    with pytest.raises(NotAllowed, match="noted as absent"):
        decide(board.papers.get(), result="pass", reason="", by=absent, now=NOON)


def change_the_mark(submission, moderator):
    mark = Mark.objects.get(submission=submission, stands=True)
    criterion = mark.judgements.first().criterion
    return reopen(mark, query="Look again.", only=criterion, by=moderator, now=NOON)


def test_a_mark_that_changes_after_the_papers_blocks_until_it_comes_again(board, moderator, client):
    paper = board.papers.get()
    decide(paper, result="pass", reason="", by=board.chair, now=NOON)
    allocation = change_the_mark(paper.submission, moderator)

    with pytest.raises(NotAllowed, match="changed after the papers were frozen"):
        ratify(board, by=board.chair, now=NOON)
    assert "Mark changed" in sign_in(client, board.chair).get(reverse("boards:show_board", args=[board.pk])).text
    with pytest.raises(NotAllowed, match="The chair takes"):
        withdraw_paper(paper, reason="Changed.", by=somebody(Role.COORDINATOR), now=NOON)
    withdraw_paper(paper, reason="The mark changed.", by=board.chair, now=NOON)

    finish_marking(allocation)
    confirm_marking(board.cohort)
    freeze_papers(board, late_reason="It came back.", by=somebody(Role.COORDINATOR), now=NOON)
    again = board.papers.on_the_table().get()
    assert again.mark != paper.mark
    decide(again, result="pass", reason="", by=board.chair, now=NOON)
    assert ratify(board, by=board.chair, now=NOON).state == BoardState.RATIFIED
    let_out(board)
    assert Submission.objects.get().state == "released"


def test_chairs_action_is_for_who_chaired_before_only_as_proposed_and_heard_by_the_next_meeting(
    cohort, coordinator, other_learner
):
    chair = somebody(Role.BOARD)
    with pytest.raises(NotAllowed, match="has chaired a board"):
        act_alone(cohort, chair=chair, reason="A job offer.", by=coordinator, now=NOON)
    let_out(road.decide_all(make_board(cohort), now=NOON))
    make_confirmed(other_learner, cohort)
    with pytest.raises(NotAllowed, match="Say why this cannot wait"):
        act_alone(cohort, chair=chair, reason=" ", by=coordinator, now=NOON)

    alone = freeze_papers(
        act_alone(cohort, chair=chair, reason="A job offer.", by=coordinator, now=NOON), by=coordinator, now=NOON
    )
    paper = alone.papers.get()
    with pytest.raises(NotAllowed, match="only as proposed"):
        decide(paper, result="defer", reason="Kindness", by=chair, now=NOON)
    let_out(road.decide_all(alone, now=NOON))
    assert alone.papers.get().submission.state == "released"

    make_confirmed(make_person("Third Learner", Role.LEARNER), cohort)
    meeting = make_board(cohort)
    alone.refresh_from_db()
    assert alone.reported_to == meeting
    assert "A job offer." in write_minutes(meeting)


def test_minutes_are_drafted_from_the_facts_and_confirmed_once(board, coordinator):
    paper = board.papers.get()
    with pytest.raises(NotAllowed, match="has ratified"):
        draft_minutes(board, remarks="", by=coordinator, now=NOON)
    away = board.members.exclude(person=board.chair).first().person
    declare_conflict(paper, by=away, now=NOON)
    decide(paper, result="defer", reason="Ill for a month", by=board.chair, now=NOON)
    ratify(board, by=board.chair, now=NOON)
    board.refresh_from_db()
    with pytest.raises(NotAllowed, match="no minutes yet"):
        confirm_minutes(board, by=board.chair, now=NOON)
    draft_minutes(board, remarks="The board thanks Asha.", by=coordinator, now=NOON)
    with pytest.raises(NotAllowed, match="The chair confirms"):
        confirm_minutes(board, by=away, now=NOON)

    minutes = confirm_minutes(board, by=board.chair, now=NOON)

    for fact in (
        f"{paper.candidate_number}, attempt 1: Defer. Proposed: Pass. Ill for a month 1 member left",
        f"{away} declared an interest in 1 candidate",
        "4 present, 3 needed",
        "The board thanks Asha.",
    ):
        assert fact in minutes.text
    board.refresh_from_db()
    for again in (
        lambda: confirm_minutes(board, by=board.chair, now=NOON),
        lambda: draft_minutes(board, remarks="More.", by=coordinator, now=NOON),
    ):
        with pytest.raises(NotAllowed, match="confirmed"):
            again()
    assert "Asha" not in str(Entry.objects.get(name="minutes.confirmed").detail)


def test_minutes_on_the_page_hide_what_a_person_must_not_see(client, board):
    road.decide_all(board, now=NOON)
    number = board.papers.get().candidate_number
    page = reverse("boards:show_minutes", args=[board.pk])
    assert number in sign_in(client, board.chair).get(page).text
    client.post(page, {"remarks": "Short."})
    client.post(reverse("boards:confirm_minutes", args=[board.pk]))
    member = board.members.exclude(person=board.chair).first().person

    User.objects.filter(enrolments__portfolio__submissions__papers__board=board).update(manager=member)

    text = sign_in(client, member).get(page).text
    assert number not in text
    assert "One candidate is not shown to you." in text


@pytest.mark.parametrize(("score", "final"), [("39.5", 40), ("39.49", 39), ("40.50", 41), ("0.5", 1), (None, None)])
def test_mrk_7_a_numeric_mark_is_rounded_half_up_once(score, final):
    assert rounded(Decimal(score) if score else None) == final


def test_the_sheet_asks_as_much_for_many_candidates_as_for_one(client, assessor, django_assert_num_queries):
    few, many = make_cohort(), make_cohort()
    make_marked(assessor, cohort=few)
    for number in range(4):
        make_marked(assessor, make_person(f"Learner {number}"), many)
    for cohort in (few, many):
        confirm_marking(cohort)
        make_board(cohort)
    small, large = Board.objects.order_by("created_at", "pk").filter(cohort=few).get(), Board.objects.get(cohort=many)
    sign_in(client, small.chair).get("/boards/")
    with CaptureQueriesContext(connection) as for_one:
        client.get(reverse("boards:show_board", args=[small.pk]))

    assert Paper.objects.filter(board=large).count() == 4
    with django_assert_num_queries(len(for_one)):
        client.get(reverse("boards:show_board", args=[large.pk]))


@pytest.mark.parametrize("step", ["papers", "ratify", "attendance", "endorse", "minutes/confirm"])
def test_steps_cannot_be_skipped_by_typing_their_address(client, cohort, board_members, coordinator, step):
    board = call(cohort, board_members, coordinator)
    sign_in(client, board.chair)

    answer = client.post(f"/boards/{board.pk}/{step}/")

    board.refresh_from_db()
    assert answer.status_code in (302, 403)
    assert board.state == BoardState.SCHEDULED
    assert not Entry.objects.filter(name__in=["board.ratified", "minutes.confirmed", "board.endorsed"]).exists()


def test_short_notice_is_asked_for_its_reason_on_the_page_and_nothing_typed_is_lost(client, cohort, board_members):
    sign_in(client, somebody(Role.COORDINATOR))
    chair, *others = board_members
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    typed = {"cohort": cohort.pk, "held_on": tomorrow, "chair": chair.pk, "members": [p.pk for p in others]}

    answer = client.post("/boards/new/", typed)

    assert answer.status_code == 422
    assert "say why it cannot wait" in answer.text
    assert f'value="{tomorrow}"' in answer.text
