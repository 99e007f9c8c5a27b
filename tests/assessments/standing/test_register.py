"""MIS-2: the register of staff malpractice, who keeps it, and what an entry does to the person."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessments.boards.actions import decide as decide_paper
from assessments.boards.rules import check_may_sit
from assessments.marking.actions import allocate
from assessments.moderation.actions import draw_sample
from assessments.standing.queries import get_standing, list_summaries
from assessments.standing.register import queries
from assessments.standing.register.actions import (
    decide_suspicion,
    enter_suspicion,
    name_investigator,
    read_suspicion,
    tell_university,
)
from assessments.standing.register.models import Suspicion
from assessments.standing.states import SuspicionState
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY, later
from tests.factories import make_accepted, make_board, make_cohort, make_confirmed, make_marked, set_rules
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
NOTE = "Two judgements within one minute, on 2 June."
LAST = TODAY + timedelta(days=90)


@pytest.fixture
def cohort(db):
    return make_cohort()


def enter(person, by, cohort, kind="invented", **details):
    return enter_suspicion(person, kind=kind, note=NOTE, accreditation=cohort.accreditation, by=by, now=NOON, **details)


@pytest.fixture
def entered(assessor, coordinator, cohort):
    return enter(assessor, coordinator, cohort, marked_since=TODAY)


@pytest.fixture
def looked_into(entered, coordinator, administrator):
    return name_investigator(entered, investigator=administrator, by=coordinator, now=NOON)


def decide(suspicion, outcome, until=None, by=None):
    return decide_suspicion(
        suspicion,
        outcome=outcome,
        barred_until=until,
        reason="Read and asked.",
        by=by or suspicion.investigator,
        now=later(days=1),
    )


def test_mis_2_it_is_decided_within_the_days_of_the_agreement(assessor, coordinator, cohort):
    set_rules(cohort, malpractice_working_days=3)
    cohort.accreditation.refresh_from_db()

    suspicion = enter(assessor, coordinator, cohort)

    assert suspicion.decide_by == TODAY + timedelta(days=5)
    assert suspicion.rules_version == cohort.rules.version


@pytest.mark.parametrize("role", ["assessor", "moderator", "learner", "safeguarding_lead", "auditor"])
def test_nobody_but_a_coordinator_or_administrator_enters(role, request, second_assessor, cohort):
    with pytest.raises(NotAllowed, match="kept by coordinators and administrators"):
        enter(second_assessor, request.getfixturevalue(role), cohort)


def test_never_the_person_concerned_nor_anybody_who_works_under_her(assessor, coordinator, administrator, cohort):
    with pytest.raises(NotAllowed, match="about yourself"):
        enter(coordinator, coordinator, cohort)
    administrator.manager = assessor
    administrator.save()
    coordinator.manager = administrator
    coordinator.save()
    with pytest.raises(NotAllowed, match="work under this person"):
        enter(assessor, coordinator, cohort)
    assert not queries.people_to_enter(coordinator).filter(pk__in=[assessor.pk, administrator.pk, coordinator.pk])


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({"kind": "gossip"}, "Choose what it is about"),
        ({"marked_since": TODAY + timedelta(days=1)}, "in the future"),
        ({"note": " "}, "Write what was noticed"),
        ({"note": "x" * 4001}, "longer than 4000"),
    ],
)
def test_what_cannot_be_is_refused(details, sentence, assessor, coordinator, cohort):
    given = {"kind": "help", "note": NOTE} | details
    with pytest.raises(NotAllowed, match=sentence):
        enter_suspicion(assessor, **given, accreditation=cohort.accreditation, by=coordinator, now=NOON)


def test_the_same_twice_and_a_learner_are_refused(entered, assessor, coordinator, learner, cohort):
    with pytest.raises(NotAllowed, match="in the register already"):
        enter(assessor, coordinator, cohort)
    with pytest.raises(NotAllowed, match="people who work here"):
        enter(learner, coordinator, cohort)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suspicion.objects.create(
            **{name: getattr(entered, name) for name in ("person", "kind", "accreditation", "text_key", "sealed_note")},
            entered_by=coordinator,
            entered_at=NOON,
            decide_by=TODAY,
            rules_version="1",
        )


def test_mis_2_while_it_is_open_the_person_gets_nothing_new(entered, assessor, second_assessor, coordinator, cohort):
    submission = make_accepted(cohort=cohort)
    with pytest.raises(NotAllowed, match=r"^Not available\. Choose another assessor\.$"):
        allocate(submission, assessor=assessor, due_date=TODAY + timedelta(days=7), by=coordinator, now=NOON)
    with pytest.raises(NotAllowed, match="Only a qualified assessor countersigns"):
        allocate(
            submission,
            assessor=second_assessor,
            countersigner=assessor,
            due_date=TODAY + timedelta(days=7),
            by=coordinator,
            now=NOON,
        )
    set_rules(cohort, standing_is_checked=False)
    assert not get_standing(assessor, module_id=cohort.version.module_id, on=TODAY, rules=cohort.rules).is_available
    assert list_summaries([assessor], TODAY)[assessor.pk] == ("info", "Not available")


def test_mis_2_no_new_sample_and_no_seat_at_a_board(moderator, board_member, coordinator, cohort):
    make_marked(cohort=cohort)
    enter(moderator, coordinator, cohort)
    enter(board_member, coordinator, cohort)

    with pytest.raises(NotAllowed, match=r"^Not available\.$"):
        draw_sample(cohort, by=moderator, now=NOON)
    with pytest.raises(NotAllowed, match="not available. Choose another person"):
        check_may_sit([board_member], TODAY)


def test_mis_2_a_member_who_sat_already_decides_nothing_and_reads_no_reason(client, coordinator):
    submission = make_confirmed()
    cohort = submission.portfolio.enrolment.cohort
    board = make_board(cohort)
    paper = board.papers.get()
    enter(board.chair, coordinator, cohort)

    with pytest.raises(NotAllowed, match=r"^Not available\.$"):
        decide_paper(paper, result="pass", reason="", by=board.chair, now=NOON)
    sign_in(client, board.chair)
    for page in (f"/boards/{board.pk}/", f"/boards/paper/{paper.pk}/"):
        assert "Not available." in client.get(page).text


@pytest.mark.parametrize(
    ("outcome", "until", "on_the_last_day", "after"),
    [
        ("no_case", None, False, False),
        ("warning", None, False, False),
        ("barred_until", LAST, True, False),
        ("barred", None, True, True),
    ],
)
def test_each_outcome_bars_as_long_as_it_says(outcome, until, on_the_last_day, after, looked_into, assessor):
    decided = decide(looked_into, outcome, until)

    assert decided.state == SuspicionState.DECIDED
    assert queries.is_barred(assessor, LAST) is on_the_last_day
    assert queries.is_barred(assessor, LAST + timedelta(days=1)) is after


@pytest.mark.parametrize(
    ("outcome", "until"), [("barred_until", None), ("barred", LAST), ("barred_until", TODAY), ("sacked", None)]
)
def test_an_outcome_that_cannot_be_is_refused(outcome, until, looked_into):
    with pytest.raises(NotAllowed):
        decide(looked_into, outcome, until)


def test_who_looks_into_it_is_not_involved(entered, assessor, coordinator, administrator, moderator):
    for person in (coordinator, moderator, assessor):
        with pytest.raises(NotAllowed):
            name_investigator(entered, investigator=person, by=coordinator, now=NOON)
    assessor.manager = administrator
    assessor.save()
    with pytest.raises(NotAllowed, match="reports to them"):
        name_investigator(entered, investigator=administrator, by=coordinator, now=NOON)
    assert administrator not in queries.people_to_look(Suspicion.objects.get(), TODAY)


def test_only_who_looks_into_it_decides_and_once(looked_into, coordinator):
    with pytest.raises(NotAllowed, match="Only whoever looks into it"):
        decide(looked_into, "warning", by=coordinator)
    decide(looked_into, "warning")
    with pytest.raises(NotAllowed, match="decided already"):
        decide(looked_into, "no_case")
    with pytest.raises(NotAllowed, match="nobody looks into it any more"):
        name_investigator(
            looked_into, investigator=make_person("New Admin", Role.ADMINISTRATOR), by=coordinator, now=NOON
        )


def test_nobody_decides_before_somebody_looks_into_it(entered, coordinator):
    with pytest.raises(NotAllowed):
        decide(entered, "warning", by=coordinator)


def test_that_the_university_was_told_is_recorded_once(entered, coordinator, administrator):
    with pytest.raises(NotAllowed, match="in the future"):
        tell_university(entered, told_on=TODAY + timedelta(days=1), by=coordinator, now=NOON)
    with pytest.raises(NotAllowed, match="before the suspicion"):
        tell_university(entered, told_on=TODAY - timedelta(days=1), by=coordinator, now=NOON)

    assert tell_university(entered, told_on=TODAY, by=coordinator, now=NOON).told_on == TODAY
    with pytest.raises(NotAllowed, match="on record already"):
        tell_university(entered, told_on=TODAY, by=administrator, now=NOON)


def test_words_stay_sealed_and_out_of_history_and_notices(looked_into, coordinator, administrator, assessor):
    decide(looked_into, "warning")
    suspicion = Suspicion.objects.get()

    assert read_suspicion(suspicion, by=coordinator, now=NOON).note == NOTE
    assert read_suspicion(suspicion, by=administrator, now=NOON).reason == "Read and asked."
    with pytest.raises(NotAllowed, match="whoever entered it"):
        read_suspicion(suspicion, by=make_person("Other Admin", Role.ADMINISTRATOR), now=NOON)
    entries = Entry.objects.filter(name__startswith="suspicion.")
    assert [one.name for one in entries.order_by("pk")] == [
        *("suspicion.entered", "suspicion.given", "suspicion.decided", "suspicion.read", "suspicion.read")
    ]
    assert not [one for one in entries if "minute" in f"{one.detail}{one.sealed}" or "asked" in f"{one.detail}"]
    assert NOTE.encode() not in bytes(suspicion.sealed_note)
    assert not Notice.objects.filter(person=assessor, kind__startswith="suspicion").exists()


def test_counts_say_how_many_and_nothing_else(looked_into, second_assessor, coordinator, cohort):
    enter(second_assessor, coordinator, cohort, "certificate")
    tell_university(looked_into, told_on=TODAY, by=coordinator, now=NOON)
    decide(looked_into, "no_case")
    rows = Suspicion.objects.filter(accreditation=cohort.accreditation)

    with CaptureQueriesContext(connection) as asked:
        figures = queries.count_suspicions(rows, LAST)

    assert len(asked) == 1
    assert (figures.total, figures.open, figures.late, figures.told) == (2, 1, 1, 1)
    assert (figures.kinds["invented"], figures.kinds["certificate"], figures.outcomes["no_case"]) == (1, 1, 1)


def test_from_entering_to_deciding_over_http(client, coordinator, administrator, assessor, cohort):
    sign_in(client, coordinator)
    assert "Nothing is in the register" in client.get("/standing/register/").text
    asked = {"person": assessor.pk, "kind": "help", "note": NOTE, "accreditation": cohort.accreditation_id}
    assert client.post("/standing/register/new/", asked | {"note": ""}).status_code == 422
    page = client.post("/standing/register/new/", asked).url
    assert NOTE in client.get(page).text
    assert client.post(f"{page}look/", {"investigator": coordinator.pk}).status_code == 422
    assert client.post(f"{page}look/", {"investigator": administrator.pk}).url == page
    assert client.post(f"{page}decide/", {"outcome": "warning", "reason": "Found."}).status_code == 422
    assert client.post(f"{page}told/", {"told_on": "soon"}).status_code == 422

    sign_in(client, administrator)
    assert NOTE in client.get(page).text
    unfit = client.post(f"{page}decide/", {"outcome": "barred_until", "reason": "My long finding."})
    assert (unfit.status_code, "My long finding." in unfit.text) == (422, True)
    assert client.post(f"{page}decide/", {"outcome": "warning", "reason": "Found."}).url == page
    assert "A warning" in client.get("/standing/register/").text


def test_what_is_about_oneself_or_ones_manager_is_not_found(client, coordinator, administrator, cohort):
    about = enter(coordinator, administrator, cohort)
    below = make_person("Bea Below", Role.COORDINATOR, manager=coordinator)
    third = make_person("Tess Third", Role.COORDINATOR)

    for person, status in ((coordinator, 404), (below, 404), (third, 200)):
        sign_in(client, person)
        answer = client.get(f"/standing/register/{about.pk}/")
        assert (answer.status_code, NOTE in answer.text) == (status, False)
        assert (str(about.pk) in client.get("/standing/register/").text) is (status == 200)


def test_the_list_asks_as_much_for_many_as_for_one(
    client, entered, coordinator, cohort, second_assessor, moderator, django_assert_num_queries
):
    sign_in(client, coordinator)
    client.get("/standing/register/")
    with CaptureQueriesContext(connection) as for_one:
        client.get("/standing/register/")
    for person in (second_assessor, moderator):
        enter(person, coordinator, cohort)

    with django_assert_num_queries(len(for_one)):
        client.get("/standing/register/")
