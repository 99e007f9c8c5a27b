"""BRD-3: two people, a while in which either stops it, no bad news before a free day, and once only."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.boards.actions import agree_release, ask_release, stop_release
from assessments.boards.models import Release
from assessments.boards.moments import moment_of_release
from assessments.boards.states import BoardState, ReleaseState
from assessments.certificates.actions import release_results
from assessments.certificates.models import Award
from assessments.certificates.tasks import release_results as release_job
from assessments.demo import road
from assessments.marking.models import Mark
from assessments.portfolios.models import Submission
from courses.delivery.calendar import LONDON, Calendar
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.jobs.models import Job
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.assessments.portfolios.test_races import at_once
from tests.clock import NOON, later
from tests.factories import make_board, make_confirmed, set_rules, somebody
from tests.people import make_person, sign_in


@pytest.fixture
def board(db):
    return road.decide_all(make_board(make_confirmed().portfolio.enrolment.cohort), now=NOON)


@pytest.fixture
def second(db):
    return make_person("Col Second", Role.COORDINATOR)


def coordinator():
    return somebody(Role.COORDINATOR)


def agreed(board, second, now=NOON):
    return agree_release(ask_release(board, by=coordinator(), now=now), by=second, now=now)


def test_it_takes_two(board, second):
    release = ask_release(board, by=coordinator(), now=NOON)

    with pytest.raises(NotAllowed, match="a second person agrees"):
        agree_release(release, by=coordinator(), now=NOON)
    release = agree_release(release, by=second, now=NOON)

    assert (release.state, release.goes_at) == (ReleaseState.AGREED, later(hours=1))
    assert Submission.objects.get().state == "ratified"
    assert Job.objects.get(kind="certificates.release").due_at == later(hours=1)


def test_the_chair_may_be_the_second_and_others_may_not(board):
    release = ask_release(board, by=coordinator(), now=NOON)
    member = board.members.exclude(person=board.chair).first().person

    for person in (member, somebody(Role.ADMINISTRATOR), somebody(Role.MODERATOR)):
        with pytest.raises(NotAllowed, match="Another coordinator"):
            agree_release(release, by=person, now=NOON)
    assert agree_release(release, by=board.chair, now=NOON).agreed_by == board.chair


@pytest.mark.parametrize("role", [Role.LEARNER, Role.ASSESSOR, Role.MODERATOR, Role.BOARD, Role.ADMINISTRATOR])
def test_only_a_coordinator_asks(board, role):
    with pytest.raises(NotAllowed, match="A coordinator releases"):
        ask_release(board, by=somebody(role), now=NOON)


def test_nothing_goes_out_before_its_moment_and_everything_once_after_it(board, second):
    release = agreed(board, second)
    with pytest.raises(NotAllowed, match="is not over"):
        release_results(release, by=release.asked_by, now=later(minutes=59))
    assert not Notice.objects.filter(kind="result.released").exists()

    release_results(release, by=release.asked_by, now=later(hours=1))

    with pytest.raises(NotAllowed, match="no longer possible"):
        release_results(release, by=release.asked_by, now=later(hours=2))
    assert release_job(str(release.pk)) is None
    assert (Submission.objects.get().state, Award.objects.count()) == ("released", 1)
    assert Notice.objects.filter(kind="result.released").count() == 1


def test_stopped_in_time_nobody_has_seen_anything_and_the_job_finds_nothing_to_do(board, second):
    release = agreed(board, second)
    with pytest.raises(NotAllowed, match="Say why"):
        stop_release(release, reason=" ", by=second, now=later(minutes=10))
    stop_release(release, reason="A wrong number", by=second, now=later(minutes=10))

    assert release_job(str(release.pk)) is None
    board.refresh_from_db()
    assert (board.state, Award.objects.count()) == (BoardState.RATIFIED, 0)
    assert not Notice.objects.filter(kind="result.released").exists()
    assert "wrong" not in str(Entry.objects.get(name="release.stopped").detail)
    assert agreed(board, second, now=later(days=1)).state == ReleaseState.AGREED


def test_a_release_is_asked_for_once_at_a_time_and_only_when_ratified(board, second):
    ask_release(board, by=coordinator(), now=NOON)
    with pytest.raises(NotAllowed, match="under way already"):
        ask_release(board, by=second, now=NOON)
    other = make_board(make_confirmed(make_person("Next Learner", Role.LEARNER)).portfolio.enrolment.cohort)
    with pytest.raises(NotAllowed, match="papers frozen"):
        ask_release(other, by=second, now=NOON)


def test_a_mark_that_changed_holds_everything_back(board, second):
    release = ask_release(board, by=coordinator(), now=NOON)
    Mark.objects.update(stands=False)

    with pytest.raises(NotAllowed, match="changed after moderation"):
        agree_release(release, by=second, now=NOON)
    Mark.objects.update(stands=True)
    release = agree_release(release, by=second, now=NOON)
    Mark.objects.update(stands=False)
    with pytest.raises(NotAllowed, match="changed after moderation"):
        release_results(release, by=release.asked_by, now=later(hours=1))
    assert Submission.objects.get().state == "ratified"


def london(day, hour, minute=0):
    return datetime(2026, 5, day, hour, minute, tzinfo=LONDON)


# In May 2026: Friday the 22nd; Monday the 25th is a bank holiday.
@pytest.mark.parametrize(
    ("agreed_at", "goes_at"),
    [
        (london(20, 15), london(20, 16)),
        (london(20, 22), london(20, 23)),
        (london(22, 14, 59), london(22, 15, 59)),
        (london(22, 15), london(26, 9)),
        (london(22, 23, 30), london(26, 9)),
        (london(24, 10), london(26, 9)),
        (london(25, 8), london(26, 9)),
    ],
)
def test_bad_news_never_goes_out_before_a_free_day(agreed_at, goes_at):
    rule = {"minutes": 60, "calendar": Calendar(), "latest_hour": 16}

    assert moment_of_release(agreed_at, **rule, has_bad_news=True) == goes_at
    assert (moment_of_release(agreed_at, **rule, has_bad_news=False) - agreed_at).total_seconds() == 3600


def test_a_closure_of_the_provider_is_a_free_day():
    closed = Calendar(closed=frozenset({date(2026, 5, 21)}))
    rule = {"minutes": 0, "latest_hour": 16, "has_bad_news": True}

    assert moment_of_release(london(20, 16), calendar=closed, **rule) == london(22, 9)
    assert moment_of_release(london(20, 15), calendar=closed, **rule) == london(20, 15)


@given(
    agreed_at=st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    minutes=st.integers(0, 10080),
    latest=st.integers(10, 23),
)
def test_bad_news_goes_out_on_a_working_day_and_never_early(agreed_at, minutes, latest):
    moment = moment_of_release(
        agreed_at, minutes=minutes, calendar=Calendar(), latest_hour=latest, has_bad_news=True
    ).astimezone(LONDON)

    assert Calendar().is_working_day(moment.date())
    assert (moment - agreed_at).total_seconds() >= minutes * 60


def test_a_refer_agreed_on_late_on_friday_waits_for_monday(db, second):
    submission = make_confirmed(not_yet_met=["1.2"])
    board = road.decide_all(make_board(submission.portfolio.enrolment.cohort), now=NOON)

    release = agreed(board, second, now=datetime(2026, 6, 5, 16, 30, tzinfo=LONDON))

    assert release.goes_at == datetime(2026, 6, 8, 9, tzinfo=LONDON)


def test_the_length_of_the_while_is_a_number_of_the_rule_set(board, second):
    set_rules(board.cohort, release_hold_minutes=0)

    assert agreed(board, second).goes_at == NOON


def test_on_the_pages_one_asks_another_agrees_and_stops(client, board, second):
    page = f"/certificates/release/{board.pk}/"
    sign_in(client, coordinator())
    assert "An award, and a certificate within moments" in client.get(page).text
    client.post(f"{page}ask/")
    assert "a second person agrees" in client.get(page).text
    assert client.post(f"{page}agree/").status_code == 403

    sign_in(client, second)
    assert "Agree to this release" in client.get(page).text
    assert "unless somebody stops it before" in client.post(f"{page}agree/", follow=True).text
    assert "Not out yet" in client.get(page).text
    assert "say why" in client.post(f"{page}stop/", {"reason": ""}, follow=True).text
    assert "Nobody has seen a result" in client.post(f"{page}stop/", {"reason": "A slip."}, follow=True).text
    assert client.post(f"{page}stop/", {"reason": "Again."}).status_code == 404


def test_the_second_of_two_presses_is_refused_with_a_sentence(client, board, second):
    sign_in(client, coordinator())
    assert client.post(f"/certificates/release/{board.pk}/ask/").status_code == 302
    assert client.post(f"/certificates/release/{board.pk}/ask/").status_code == 403
    sign_in(client, second)
    assert client.post(f"/certificates/release/{board.pk}/agree/").status_code == 302
    assert client.post(f"/certificates/release/{board.pk}/agree/").status_code == 403
    assert Release.objects.count() == 1


def outcome(action):
    try:
        return action()
    except NotAllowed:
        return "refused"


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_let_it_out_once():
    """Two ask at once, two others agree at once, and the job runs in two workers at once; each has its own connection."""
    board = road.decide_all(make_board(make_confirmed().portfolio.enrolment.cohort), now=NOON)
    ask, agree = (
        iter([make_person(f"{word} {number}", Role.COORDINATOR) for number in ("One", "Two")])
        for word in ("Asks", "Agrees")
    )

    asked = at_once(lambda: outcome(lambda: ask_release(board, by=next(ask), now=NOON)))
    release = Release.objects.get()
    agreed_to = at_once(lambda: outcome(lambda: agree_release(release, by=next(agree), now=NOON)))
    release.refresh_from_db()
    out = at_once(lambda: outcome(lambda: release_results(release, by=release.asked_by, now=later(hours=1))))

    assert [answers.count("refused") for answers in (asked, agreed_to, out)] == [1, 1, 1]
    assert Entry.objects.filter(name="board.released").count() == 1
    assert (Award.objects.count(), Notice.objects.filter(kind="result.released").count()) == (1, 1)
