""" "Ready to open?": the smallest set of people still missing, role by role, from the conflict graph (COI-1)."""

from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.marking.readiness import count_seats, list_team_steps
from assessments.marking.teams import ROLES, Reach, find_missing
from assessments.standing.actions import set_availability
from assessments.standing.models import StandingFact
from cpd.accounts.actions import keep_away
from cpd.accounts.roles import Role
from tests.clock import NOON, TODAY
from tests.factories import make_cohort, make_enrolment, set_rules
from tests.people import employer, make_person

SEATS = {"intake": 1, "assessor": 1, "moderator": 1, "board": 3}


def reach(**people) -> Reach:
    return Reach(**{role: frozenset(ids) for role, ids in people.items()})


FULL = {"intake": "i", "assessor": "a", "moderator": "m", "board": "xyz"}


def test_one_person_for_each_seat_is_a_team():
    assert find_missing([reach(**FULL)], SEATS) == {}


def test_the_empty_team_misses_everybody():
    assert find_missing([reach()], SEATS) == SEATS


def test_nobody_sits_on_two_seats_of_one_portfolio():
    """One assessor who is the only moderator too: one more person is enough, in either role."""
    assert sum(find_missing([reach(**FULL | {"moderator": "a"})], SEATS).values()) == 1


def test_one_new_person_serves_every_learner_who_lacks_that_role():
    reaches = [reach(**FULL | {"moderator": ""}), reach(**FULL | {"moderator": "m"}), reach(**FULL | {"moderator": ""})]

    assert find_missing(reaches, SEATS) == {"moderator": 1}


def test_two_learners_who_lack_different_roles_need_two_people():
    reaches = [reach(**FULL | {"moderator": ""}), reach(**FULL | {"assessor": ""})]

    assert find_missing(reaches, SEATS) == {"assessor": 1, "moderator": 1}


def test_a_person_moves_to_another_seat_to_make_room():
    """Only m can moderate, and m or a can assess: both are seated without anybody new."""
    assert find_missing([reach(**FULL | {"assessor": "ma", "moderator": "m"})], SEATS) == {}


def test_an_unqualified_assessor_counts_only_beside_a_qualified_one():
    alone = reach(**FULL | {"assessor": "", "unqualified": "u"})
    with_another = reach(**FULL | {"assessor": "", "unqualified": "u", "moderator": "m"})

    assert find_missing([alone], SEATS) == {"assessor": 1}
    assert find_missing([with_another], SEATS) == {"assessor": 1}


@settings(max_examples=60)
@given(st.lists(st.tuples(*[st.frozensets(st.integers(0, 4), max_size=3)] * 4), min_size=1, max_size=3))
def test_what_is_found_suffices_and_nothing_smaller_does(sets):
    """Against a plain search: the number found seats everybody, and no smaller one does."""
    seats = {"intake": 1, "assessor": 1, "moderator": 1, "board": 2}
    reaches = [Reach(intake=a, assessor=b, moderator=c, board=d) for a, b, c, d in sets]

    found = find_missing(reaches, seats)

    assert seated(reaches, seats, found)
    smaller = product(*(range(seats[role] + 1) for role in ROLES))
    assert not any(
        seated(reaches, seats, dict(zip(ROLES, extra, strict=True)))
        for extra in smaller
        if sum(extra) < sum(found.values())
    )


def seated(reaches, seats, added) -> bool:
    return all(
        any(
            len(set(chosen)) == len(chosen)
            for chosen in product(
                *[getattr(one, role) for role in ROLES for _ in range(seats[role] - added.get(role, 0))]
            )
        )
        for one in reaches
    )


@pytest.fixture
def team(db, assessor, moderator, board_members, coordinator, tutor):
    cohort = make_cohort(assessor=assessor, moderator=moderator, intake=coordinator, tutor=tutor)
    for member in board_members:
        cohort.staff.create(person=member, role="board")
    return cohort


def open_steps(cohort) -> dict[str, str]:
    return {step.title: step.hint for step in list_team_steps(cohort, TODAY) if not step.is_done}


def test_a_full_team_is_ready_before_and_with_its_learners(team, learner):
    assert open_steps(team) == {}
    make_enrolment(learner, team)
    assert open_steps(team) == {}


def test_coi_1_the_moderator_who_manages_one_learner_leaves_a_gap_for_her_alone(
    team, learner, other_learner, moderator
):
    for one in (learner, other_learner):
        make_enrolment(one, team)
    learner.manager = moderator
    learner.save()

    [hint] = open_steps(team).values()

    assert hint.startswith("1 moderator missing. As it stands, 1 of 2 portfolios could not go all the way.")
    assert "invite somebody from outside" in hint
    make_person("Freya Outside", Role.MODERATOR)
    assert "Free: Freya Outside." in open_steps(team)["A moderator who has marked none of it"]


def test_a_learner_s_wish_counts_and_no_word_says_so(team, learner, assessor):
    make_enrolment(learner, team)
    keep_away(name=str(assessor), by=learner, now=NOON)

    [hint] = open_steps(team).values()

    assert "1 assessor missing" in hint
    assert "Asha" not in hint


def test_brd_1_a_board_that_is_quorate_without_whoever_has_to_leave(team, learner, board_members):
    make_enrolment(learner, team)
    board_members[0].employer, board_members[0].team = employer(), "North"
    board_members[0].save()
    learner.team = "North"
    learner.save()

    assert list(open_steps(team)) == ["A board that is quorate for every learner"]
    set_rules(team, board_quorum=2)
    team = type(team).objects.get(pk=team.pk)
    assert open_steps(team) == {}


def test_mrk_1_two_assessors_where_everything_is_marked_twice(team):
    set_rules(team, second_marking="double_blind")
    team = type(team).objects.get(pk=team.pk)

    assert count_seats(team.version, team.rules)["assessor"] == 2
    assert list(open_steps(team)) == ["Assessors"]


def test_asr_1_an_assessor_who_is_not_qualified_is_no_team(team, assessor):
    StandingFact.objects.filter(person=assessor, kind="training").delete()

    assert "1 assessor missing" in open_steps(team)["Assessors"]


def test_room_for_every_portfolio(team, learner, other_learner, assessor):
    for one in (learner, other_learner):
        make_enrolment(one, team)
    set_availability(assessor, most=1, away_from=None, away_until=None, by=assessor, now=NOON)

    assert open_steps(team) == {"Room for every portfolio": "2 learners, room for 1 at once."}


def test_the_graph_is_read_in_as_many_queries_for_many_learners_as_for_one(team, django_assert_num_queries):
    make_enrolment(make_person("Learner One", Role.LEARNER), team)
    list_team_steps(team, TODAY)
    with CaptureQueriesContext(connection) as for_one:
        list_team_steps(team, TODAY)
    for number in range(4):
        make_enrolment(make_person(f"Learner {number}", Role.LEARNER), team)

    with django_assert_num_queries(len(for_one)):
        list_team_steps(team, TODAY)
