"""Live sessions: planning, calendars, joining, attendance."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from courses.delivery.actions import (
    add_session,
    cancel_session,
    change_session,
    renew_calendar,
    take_attendance,
    withdraw,
)
from courses.delivery.models import Attendance, LiveSession
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.courses.delivery.plans import plan_session
from tests.factories import make_cohort, make_enrolment
from tests.people import make_person, sign_in

WEDNESDAY = date(2026, 6, 17)
START = later(days=14, hours=2)  # 2pm UK time on that Wednesday


def changed(session: LiveSession, by, **fields) -> LiveSession:
    same = {name: getattr(session, name) for name in ("title", "starts_at", "ends_at", "joining", "recording_url")}
    return change_session(session, **same | fields, by=by, now=later(hours=1))


def feed(client, enrolment) -> Calendar:
    return Calendar.from_ical(client.get(reverse("delivery:read_calendar", args=[enrolment.calendar_token])).content)


@pytest.fixture
def enrolment(learner, tutor):
    return make_enrolment(learner, make_cohort(tutor=tutor))


@pytest.fixture
def session(enrolment, tutor):
    return plan_session(enrolment.cohort, tutor, day=WEDNESDAY, joining="https://meet.example/room")


def test_a_session_before_the_cohort_or_without_end_is_refused(enrolment, tutor):
    with pytest.raises(NotAllowed, match="ends before it starts"):
        add_session(enrolment.cohort, title="x", starts_at=START, ends_at=START, by=tutor, now=NOON)
    with pytest.raises(NotAllowed, match="before the cohort starts"):
        plan_session(enrolment.cohort, tutor, day=date(2026, 5, 20))


def test_a_change_raises_the_sequence_and_tells_the_learners(session, tutor, learner):
    Notice.objects.all().delete()

    moved = changed(session, tutor, starts_at=later(days=13), ends_at=later(days=13, hours=2))

    assert moved.sequence == 1
    assert Notice.objects.get(person=learner).text.startswith("A live session was changed: Hearing the child, Tuesday")


def test_saving_without_a_change_leaves_the_sequence(session, tutor):
    entries = Entry.objects.count()

    assert changed(session, tutor).sequence == 0
    assert Entry.objects.count() == entries


def test_a_recording_is_added_without_waking_anybody(session, tutor):
    Notice.objects.all().delete()

    changed(session, tutor, recording_url="https://video.example/1")

    assert not Notice.objects.exists()


def test_the_feed_is_neutral_stable_and_in_uk_time(client, session, enrolment):
    calendar = feed(client, enrolment)
    event = calendar.walk("VEVENT")[0]

    assert (str(event["uid"]), event["sequence"], str(event["summary"])) == (str(session.pk), 0, "CPD session")
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]
    text = calendar.to_ical().decode()
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text
    for secret in ("Hearing", "meet.example", enrolment.version.title, enrolment.cohort.code, str(enrolment.learner)):
        assert secret not in text


def test_a_cancelled_session_stays_in_the_feed_marked(client, session, enrolment, tutor):
    cancel_session(session, by=tutor, now=NOON)

    event = feed(client, enrolment).walk("VEVENT")[0]

    assert (str(event["status"]), event["sequence"], str(event["uid"])) == ("CANCELLED", 1, str(session.pk))


def test_a_cancelled_session_is_not_changed_again(session, tutor):
    session = cancel_session(session, by=tutor, now=NOON)

    with pytest.raises(NotAllowed, match="was cancelled"):
        changed(session, tutor, title="Back")


def test_the_feed_of_somebody_who_left_is_empty(client, session, enrolment, coordinator):
    withdraw(enrolment, reason="left", by=coordinator, now=NOON)

    assert feed(client, enrolment).walk("VEVENT") == []


def test_a_new_address_ends_the_old_one(client, session, enrolment, learner, other_learner):
    renewed = renew_calendar(enrolment, by=learner, now=NOON)

    old = reverse("delivery:read_calendar", args=[enrolment.calendar_token])
    assert client.get(old).status_code == 404
    assert len(feed(client, renewed).walk("VEVENT")) == 1
    with pytest.raises(NotAllowed, match="Only the learner"):
        renew_calendar(enrolment, by=other_learner, now=NOON)


def test_one_session_can_be_put_into_a_calendar(client, session, learner):
    response = sign_in(client, learner).get(reverse("delivery:download_session", args=[session.pk]))

    assert response["Content-Type"].startswith("text/calendar")
    assert str(Calendar.from_ical(response.content)["method"]) == "PUBLISH"


@pytest.mark.parametrize(
    ("moment", "is_shown"),
    [
        (later(days=14, hours=1, minutes=29), False),
        (later(days=14, hours=1, minutes=30), True),
        (later(days=14, hours=3), True),
        (later(days=14, hours=4, minutes=1), False),
    ],
)
def test_how_to_join_is_shown_from_half_an_hour_before(client, session, learner, time_machine, moment, is_shown):
    time_machine.move_to(moment, tick=False)
    sign_in(client, learner)

    for url in (reverse("delivery:list_my_sessions"), reverse("delivery:show_session", args=[session.pk])):
        assert ("meet.example" in client.get(url).text) == is_shown


def test_the_list_needs_as_many_queries_for_thirty_sessions_as_for_one(
    client, session, enrolment, tutor, learner, time_machine, django_assert_num_queries
):
    time_machine.move_to(NOON, tick=False)
    plan_session(enrolment.cohort, tutor, day=date(2026, 6, 1))
    sign_in(client, learner)
    url = reverse("delivery:list_my_sessions")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for day in range(2, 31):
        for month in (6, 7):
            plan_session(enrolment.cohort, tutor, day=date(2026, month, day))

    with django_assert_num_queries(len(one)):
        client.get(url)


def test_a_stranger_finds_no_session(client, session, other_learner):
    sign_in(client, other_learner)

    assert client.get(reverse("delivery:show_session", args=[session.pk])).status_code == 404
    assert client.get(reverse("delivery:download_session", args=[session.pk])).status_code == 404


def test_a_learner_changes_only_her_own_access_needs(client, enrolment, learner, other_learner):
    url = reverse("delivery:state_access_needs", args=[enrolment.pk])

    assert sign_in(client, other_learner).post(url, {"access_needs": "mine"}).status_code == 404
    assert sign_in(client, learner).post(url, {"access_needs": "Captions"}).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.access_needs == "Captions"


def test_attendance_is_saved_for_everybody_at_once(client, session, enrolment, tutor, other_learner, time_machine):
    second = make_enrolment(other_learner, enrolment.cohort)
    time_machine.move_to(START, tick=False)
    sign_in(client, tutor)

    client.post(reverse("delivery:take_attendance", args=[session.pk]), {"present": [enrolment.pk]})

    assert dict(Attendance.objects.values_list("enrolment", "was_present")) == {enrolment.pk: True, second.pk: False}
    entry = Entry.objects.get(name="session.attendance_taken")
    assert entry.detail == {"present": 1, "of": 2}


def test_attendance_can_be_corrected_and_a_replay_changes_nothing(session, enrolment, tutor):
    take_attendance(session, present=[enrolment.pk], by=tutor, now=START)
    take_attendance(session, present=[enrolment.pk], by=tutor, now=START)
    take_attendance(session, present=[], by=tutor, now=later(days=15))

    assert Entry.objects.filter(name="session.attendance_taken").count() == 2
    assert list(Attendance.objects.values_list("was_present", flat=True)) == [False]


def test_attendance_is_refused_too_early_and_to_others(session, enrolment, tutor, assessor):
    with pytest.raises(NotAllowed, match="from 30 minutes before"):
        take_attendance(session, present=[], by=tutor, now=NOON)
    with pytest.raises(NotAllowed, match="tutor of this cohort"):
        take_attendance(session, present=[], by=assessor, now=START)
    stranger = make_enrolment().pk
    with pytest.raises(NotAllowed, match="not on this cohort"):
        take_attendance(session, present=[stranger], by=tutor, now=START)


def test_a_tutor_of_another_cohort_finds_no_session(client, session):
    other_tutor = make_person("Toby Tutor", "tutor")
    make_cohort(tutor=other_tutor)
    sign_in(client, other_tutor)

    for page in ("take_attendance", "change_session", "cancel_session"):
        assert client.get(reverse(f"delivery:{page}", args=[session.pk])).status_code == 404


def test_a_session_is_planned_changed_and_cancelled_in_the_browser(client, enrolment, tutor):
    sign_in(client, tutor)
    typed = {"title": "Thresholds", "day": "2027-01-20", "start": "10:00", "end": "09:00"}
    url = reverse("delivery:add_session", args=[enrolment.cohort_id])

    wrong = client.post(url, typed)
    assert (wrong.status_code, "ends before it starts" in wrong.text) == (422, True)
    client.post(url, typed | {"end": "12:00"})
    session = LiveSession.objects.get()
    client.post(reverse("delivery:change_session", args=[session.pk]), typed | {"end": "11:00"})
    client.post(reverse("delivery:cancel_session", args=[session.pk]))

    session.refresh_from_db()
    assert session.sequence == 2
    assert session.cancelled_at is not None


def test_the_calendar_of_a_closed_account_is_closed_too(client, learner):
    enrolment = make_enrolment(learner)
    feed = reverse("delivery:read_calendar", args=[enrolment.calendar_token])
    assert client.get(feed).status_code == 200

    learner.is_active = False
    learner.save(update_fields=["is_active"])

    assert client.get(feed).status_code == 404
