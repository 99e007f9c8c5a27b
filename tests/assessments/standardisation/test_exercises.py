"""STD-1: assessors judge one portfolio apart, see how they differ, talk, and are standardised for a year."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.portfolios.models import EvidenceItem, Submission
from assessments.standardisation.actions import close_exercise, give_judgements, open_exercise, save_trials
from assessments.standardisation.models import Exercise, Participant
from assessments.standardisation.queries import list_spread, list_usable
from assessments.standing.models import StandingFact
from assessments.standing.queries import get_standing
from cpd.accounts.actions import keep_away
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY
from tests.factories import make_marked, make_released
from tests.people import employer, make_person, sign_in
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_portfolio")]
DUE = TODAY + timedelta(days=14)


@pytest.fixture(scope="module")
def standing_portfolio(django_db_setup, django_db_blocker):
    """A portfolio that somebody else marked, long released."""
    with standing(django_db_blocker):
        yield make_released(make_person("Amira Learner", Role.LEARNER, employer=employer())).pk


@pytest.fixture
def released(db, standing_portfolio):
    return Submission.objects.get(pk=standing_portfolio)


@pytest.fixture
def learner(released):
    return released.portfolio.enrolment.learner


@pytest.fixture
def exercise(released, assessor, second_assessor, moderator):
    return open_exercise(released, due_date=DUE, by=moderator, now=NOON)


def take(exercise, person) -> Participant:
    return exercise.participants.get(person=person)


def judge(exercise, person, verdict="met", *, reason="", give=True):
    part = take(exercise, person)
    said = {trial.criterion_id: (verdict, reason) for trial in part.trials.all()}
    part = save_trials(part, said=said, by=person, now=NOON)
    return give_judgements(part, by=person, now=NOON) if give else part


def test_everybody_who_comes_to_it_fresh_is_asked_and_nobody_else(exercise, released, assessor, second_assessor):
    marker = released.marks.get().assessor

    assert {part.person for part in exercise.participants.all()} == {assessor, second_assessor}
    assert not Notice.objects.filter(person=marker, kind="standardisation.asked").exists()
    assert Notice.objects.filter(kind="standardisation.asked").count() == 2


@pytest.mark.parametrize("role", ["assessor", "coordinator", "board_member", "auditor", "learner"])
def test_only_a_moderator_leads(role, request, released):
    with pytest.raises(NotAllowed, match="Only a moderator|too near"):
        open_exercise(released, due_date=DUE, by=request.getfixturevalue(role), now=NOON)


def test_only_a_released_portfolio_is_used(moderator, assessor, second_assessor):
    with pytest.raises(NotAllowed, match="whose result is released"):
        open_exercise(make_marked().submission, due_date=DUE, by=moderator, now=NOON)


def test_coi_1_whom_she_keeps_away_neither_leads_nor_takes_part(
    released, learner, moderator, assessor, second_assessor
):
    make_person("Third Assessor", Role.ASSESSOR)
    keep_away(name=str(assessor), by=learner, now=NOON)
    asked = {part.person for part in open_exercise(released, due_date=DUE, by=moderator, now=NOON).participants.all()}
    assert assessor not in asked
    assert second_assessor in asked

    keep_away(name=str(moderator), by=learner, now=NOON)
    assert list_usable(moderator) == []


def test_fewer_than_two_fresh_assessors_are_no_exercise(released, moderator, assessor):
    with pytest.raises(NotAllowed, match="Fewer than two assessors"):
        open_exercise(released, due_date=DUE, by=moderator, now=NOON)
    assert not Exercise.objects.exists()


def test_one_portfolio_is_in_one_open_exercise(exercise, released, moderator):
    with pytest.raises(NotAllowed, match="already"):
        open_exercise(released, due_date=DUE, by=moderator, now=NOON)
    assert list_usable(moderator) == []


def test_judgements_are_saved_given_once_and_stay(exercise, assessor):
    part = take(exercise, assessor)
    with pytest.raises(NotAllowed, match="judge 1.1"):
        give_judgements(part, by=assessor, now=NOON)
    judge(exercise, assessor)

    with pytest.raises(NotAllowed, match="they stay as they are"):
        judge(exercise, assessor, "not_yet_met")
    assert Entry.objects.filter(name="exercise.given").count() == 1


def test_nobody_judges_for_somebody_else(exercise, assessor, second_assessor):
    with pytest.raises(NotAllowed, match="not asked"):
        save_trials(take(exercise, assessor), said={}, by=second_assessor, now=NOON)


def test_the_spread_counts_only_what_was_given_and_hides_names_until_the_end(
    exercise, assessor, second_assessor, moderator
):
    judge(exercise, assessor, "met", reason="Seen in para 1")
    judge(exercise, second_assessor, "not_yet_met", reason="Not the child's view", give=False)
    [first, *_] = list_spread(exercise, names=False)
    assert (first.met, first.not_yet_met, first.agreement, first.is_split) == (1, 0, 100, False)
    assert first.reasons == [("", "Met", "Seen in para 1")]
    assert first.decided == "Met"

    give_judgements(take(exercise, second_assessor), by=second_assessor, now=NOON)

    [first, *_] = list_spread(exercise, names=True)
    assert (first.met, first.not_yet_met, first.agreement, first.is_split) == (1, 1, 50, True)
    assert {who for who, _, _ in first.reasons} == {"Asha Assessor", "Sam Second"}


def test_std_1_closing_counts_for_those_who_judged_and_for_nobody_else(exercise, assessor, second_assessor, moderator):
    third = make_person("Third Assessor", Role.ASSESSOR)
    exercise.participants.create(person=third)
    StandingFact.objects.filter(kind="standardisation").delete()
    judge(exercise, assessor)
    with pytest.raises(NotAllowed, match="Fewer than two"):
        close_exercise(exercise, discussion="We agreed.", by=moderator, now=NOON)
    judge(exercise, second_assessor)
    with pytest.raises(NotAllowed, match="Write down what you agreed"):
        close_exercise(exercise, discussion=" ", by=moderator, now=NOON)
    with pytest.raises(NotAllowed, match="who leads this exercise"):
        close_exercise(exercise, discussion="x", by=make_person("Other Moderator", Role.MODERATOR), now=NOON)

    close_exercise(exercise, discussion="A date is no plan.", by=moderator, now=NOON)

    enrolment = exercise.submission.portfolio.enrolment
    lacking = {
        person: "standardisation"
        in get_standing(person, module_id=enrolment.version.module_id, on=TODAY, rules=enrolment.rules).gaps
        for person in (assessor, second_assessor, third)
    }
    assert lacking == {assessor: False, second_assessor: False, third: True}
    assert "A date" not in str(Entry.objects.get(name="exercise.closed").detail)
    with pytest.raises(NotAllowed, match="This exercise is closed"):
        save_trials(take(exercise, third), said={}, by=third, now=NOON)


def test_the_desk_shows_the_evidence_and_no_name_and_nothing_of_the_others(
    client, exercise, assessor, second_assessor, learner
):
    judge(exercise, second_assessor, "not_yet_met", reason="quartzfinch")
    sign_in(client, assessor)
    desk = reverse("standardisation:judge_exercise", args=[exercise.pk])

    for page in (desk, reverse("standardisation:show_exercise", args=[exercise.pk]), "/standardisation/"):
        shown = client.get(page).text
        assert "quartzfinch" not in shown
        assert "1 not yet met" not in shown
        assert str(learner) not in shown
    assert "Child A" in client.get(desk).text
    assert Entry.objects.filter(name="evidence.opened", detail__because="standardisation").exists()


def test_an_assessor_judges_and_then_sees_the_others(client, exercise, assessor, second_assessor):
    judge(exercise, second_assessor, "not_yet_met", reason="quartzfinch")
    sign_in(client, assessor)
    desk = reverse("standardisation:judge_exercise", args=[exercise.pk])
    keys = [str(trial.criterion_id) for trial in take(exercise, assessor).trials.all()]

    assert client.post(desk, {f"{keys[0]}-verdict": "perhaps"}).status_code == 422
    assert client.post(desk, {f"{keys[0]}-verdict": "met", "give": "yes"}).url == desk
    assert client.post(desk, {f"{key}-verdict": "met" for key in keys} | {"give": "yes"}).status_code == 302

    page = client.get(reverse("standardisation:show_exercise", args=[exercise.pk])).text
    assert "1 met, 1 not yet met: 50% said the same" in page
    assert "quartzfinch" in page
    assert "Sam Second" not in page
    assert client.get(desk).status_code == 403


def test_a_moderator_opens_and_closes_it_on_its_pages(client, released, assessor, second_assessor, moderator):
    sign_in(client, moderator)
    assert client.post("/standardisation/new/", {"due_date": "2099-01-01"}).status_code == 422
    answer = client.post("/standardisation/new/", {"submission": released.pk, "due_date": "2099-01-01"})
    exercise = Exercise.objects.get()
    assert answer.url == f"/standardisation/{exercise.pk}/"
    assert "Fewer than two assessors have given" in client.get(answer.url).text
    for person in (assessor, second_assessor):
        judge(exercise, person)

    assert client.post(f"{answer.url}close/", {"discussion": ""}).status_code == 422
    assert client.post(f"{answer.url}close/", {"discussion": "We agreed."}).url == answer.url

    assert "We agreed." in client.get(answer.url).text


def test_a_stranger_finds_no_exercise_and_no_evidence(client, exercise, second_assessor):
    stranger = make_person("Late Assessor", Role.ASSESSOR)
    sign_in(client, stranger)
    item = EvidenceItem.objects.filter(submission=exercise.submission).first()

    for name, extra in (("show_exercise", []), ("judge_exercise", []), ("download_exercise_item", [item.pk])):
        assert client.get(reverse(f"standardisation:{name}", args=[exercise.pk, *extra])).status_code == 404
