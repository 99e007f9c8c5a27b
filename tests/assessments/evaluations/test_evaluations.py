"""What learners say of their module: hers while it waits, opened all together, and then nobody's."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from assessments.evaluations.actions import Stale, say_what_was_done, send_evaluation, write_evaluation
from assessments.evaluations.models import Envelope, Opening, Remark, Tally
from assessments.evaluations.opening import open_evaluations
from assessments.evaluations.queries import closes_on, list_to_open
from assessments.evaluations.rules import check_can_evaluate
from assessments.evaluations.tasks import open_what_is_over
from courses.delivery.models import Enrolment
from courses.learning.models import LessonProgress
from cpd.accounts.roles import Role
from cpd.files.store import Destroyed
from cpd.files.texts import open_text
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY, later
from tests.factories import make_cohort, make_enrolment, make_submitted
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db

JSON = {"HTTP_ACCEPT": "application/json"}
AFTER = later(days=90)


@pytest.fixture
def cohort():
    return make_cohort()


@pytest.fixture
def places(cohort):
    """Six who study together; each has done every lesson."""
    return [finish(make_enrolment(make_person(f"Learner Number{one}"), cohort)) for one in range(6)]


def finish(enrolment: Enrolment) -> Enrolment:
    LessonProgress.objects.bulk_create(
        LessonProgress(enrolment=enrolment, lesson=lesson, opened_at=NOON, done_at=NOON)
        for lesson in enrolment.version.lessons.all()
    )
    return enrolment


def write(enrolment, said, version=0, now=NOON) -> Envelope:
    return write_evaluation(enrolment, said=said, version=version, by=enrolment.learner, now=now)


def send(enrolment, now=NOON, is_looked_at=False, **said) -> Envelope:
    write(enrolment, said or {"use": "5"}, now=now)
    return send_evaluation(enrolment, is_looked_at=is_looked_at, by=enrolment.learner, now=now)


def address(enrolment, page="write_evaluation") -> str:
    return reverse(f"evaluations:{page}", args=[enrolment.pk])


# When it is offered.


def test_nobody_is_asked_before_the_last_lesson_or_the_submission(places):
    progress = places[0].progress.first()
    progress.done_at = None
    progress.save()

    with pytest.raises(NotAllowed, match="once you have done the last lesson or handed in"):
        write(places[0], {"use": "5"})


def test_who_has_handed_in_need_not_have_done_every_lesson(cohort, places):
    enrolment = make_submitted(make_person("Early Learner"), cohort).portfolio.enrolment

    assert write(enrolment, {"use": "4"}).version == 1


def test_somebody_else_cannot_write_it(places):
    with pytest.raises(NotAllowed, match="the learner whose place it is"):
        write_evaluation(places[0], said={"use": "5"}, version=0, by=places[1].learner, now=NOON)


def test_where_fewer_than_five_study_nobody_is_asked():
    enrolment = finish(make_enrolment())

    with pytest.raises(NotAllowed, match="Fewer than 5 people are on your cohort"):
        check_can_evaluate(enrolment.learner, enrolment, TODAY)


def test_after_the_last_day_it_is_closed(cohort, places):
    last = closes_on(cohort)

    check_can_evaluate(places[0].learner, places[0], last)
    with pytest.raises(NotAllowed, match="closed on"):
        check_can_evaluate(places[0].learner, places[0], last + timedelta(1))


# Writing and sending.


@time_machine.travel(NOON, tick=False)
def test_what_is_typed_is_saved_and_answers_the_new_version(client, places):
    sign_in(client, places[0].learner)

    first = client.post(address(places[0], "save_evaluation"), {"helped": "The case", "version": 0}, **JSON)
    stale = client.post(address(places[0], "save_evaluation"), {"helped": "Other", "version": 0}, **JSON)

    assert first.json()["version"] == 1
    assert stale.status_code == 409
    assert stale.json() == {"theirs": "What helped you most? The case", "version": 1}
    assert Envelope.objects.get().said == {"helped": "The case"}


def test_only_ciphertext_is_kept(places):
    write(places[0], {"helped": "The made-up case"})

    assert b"made-up" not in bytes(Envelope.objects.get().sealed_text)


def test_the_saves_of_a_minute_share_an_entry_and_the_entry_says_nothing(places):
    write(places[0], {"helped": "The"})
    write(places[0], {"helped": "The case"}, version=1, now=later(seconds=20))
    write(places[0], {"helped": "The case", "use": "1"}, version=2, now=later(minutes=2))

    entries = Entry.objects.filter(name="evaluation.saved")
    assert [entry.detail for entry in entries.order_by("pk")] == [{"version": 1}, {"version": 3}]
    assert not any(entry.sealed for entry in entries)


@time_machine.travel(NOON, tick=False)
def test_the_page_saves_and_sends_without_script(client, places):
    sign_in(client, places[0].learner)
    words = {"use": "5", "time": "2", "change": "More time", "version": 0}

    saved = client.post(address(places[0]), words, follow=True)
    sent = client.post(address(places[0]), words | {"version": 1, "send": "yes"}, follow=True)

    assert "it is not sent yet" in saved.text
    assert "Sent. Thank you." in sent.text
    assert "<textarea" not in sent.text
    assert client.post(address(places[0]), words | {"version": 1}).status_code == 403


@time_machine.travel(NOON, tick=False)
def test_an_older_page_overwrites_nothing_and_keeps_its_words(client, places):
    write(places[0], {"helped": "From the phone"})

    answer = sign_in(client, places[0].learner).post(address(places[0]), {"helped": "From here", "version": 0})

    assert answer.status_code == 409
    assert "From here" in answer.text
    assert 'name="version" value="1"' in answer.text
    assert Envelope.objects.get().said == {"helped": "From the phone"}


@time_machine.travel(NOON, tick=False)
def test_nothing_has_to_be_answered_but_nothing_is_not_sent(client, places):
    answer = sign_in(client, places[0].learner).post(address(places[0]), {"version": 0, "send": "yes"})

    assert answer.status_code == 422
    assert "Answer at least one question" in answer.text


@time_machine.travel(NOON, tick=False)
def test_words_that_may_point_at_somebody_are_looked_at_first(client, places):
    sign_in(client, places[0].learner)
    words = {"helped": "Ring Agnieszka Kowalska on 07700 900123.", "version": 0, "send": "yes"}

    asked = client.post(address(places[0]), words)
    sent = client.post(address(places[0]), words | {"version": 1, "is_looked_at": "on"}, follow=True)

    assert asked.status_code == 422
    assert "This may point at somebody" in asked.text
    assert 'name="is_looked_at"' in asked.text
    assert "Sent. Thank you." in sent.text


def test_what_is_sent_cannot_be_changed(places):
    send(places[0])

    with pytest.raises(NotAllowed, match="You have sent your evaluation"):
        write(places[0], {"use": "1"}, version=1)


def test_an_older_save_is_refused(places):
    write(places[0], {"use": "5"})

    with pytest.raises(Stale):
        write(places[0], {"use": "1"})


# Opening.


def test_all_are_opened_together_into_counts_and_words(cohort, places):
    for place, enrolment in enumerate(places):
        send(enrolment, use="5" if place else "2", time="3", helped=f"Thing {place}")

    opening = open_evaluations(cohort, now=AFTER)

    tallies = Tally.objects.values_list("statement", "answer", "number").order_by("statement", "answer")
    assert list(tallies) == [("time", 3, 6), ("use", 2, 1), ("use", 5, 5)]
    assert sorted(remark.text for remark in Remark.objects.all()) == [f"Thing {place}" for place in range(6)]
    assert opening.number == 6
    assert Entry.objects.get(name="evaluations.opened").detail == {"number": 6}


def test_nothing_leads_from_what_was_said_to_who_said_it(cohort, places, django_capture_on_commit_callbacks):
    keys, sealed = [], []
    for enrolment in places:
        envelope = send(enrolment, use="5", helped="The case")
        envelope.refresh_from_db()
        keys.append(envelope.text_key)
        sealed.append(envelope.sealed_text)
    with django_capture_on_commit_callbacks(execute=True):
        open_evaluations(cohort, now=AFTER)

    assert not Envelope.objects.exists()
    for key, text in zip(keys, sealed, strict=True):
        with pytest.raises(Destroyed):
            open_text(key, text)
    # What is left has no column that names a person, an enrolment, an envelope or a moment.
    columns = {field.name for model in (Tally, Remark) for field in model._meta.get_fields()}
    assert columns == {"id", "opening", "statement", "answer", "number", "prompt", "text_key", "sealed_text"}


def test_the_order_of_words_is_not_the_order_in_which_they_came(cohort, places):
    for place, enrolment in enumerate(places):
        send(enrolment, helped=f"{place} first", change=f"{place} second")

    open_evaluations(cohort, now=AFTER)

    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM assessments_remark")
        laid = [str(row[0]).replace("-", "") for row in cursor.fetchall()]
    by_id = {remark.pk.hex: remark.text for remark in Remark.objects.all()}
    came = [f"{place} {word}" for place in range(6) for word in ("first", "second")]
    assert sorted(by_id[id] for id in laid) == sorted(came)
    assert [by_id[id] for id in laid] != came  # once in 479,001,600 it would be


def test_fewer_than_five_are_destroyed_unread(cohort, places):
    for enrolment in places[:4]:
        send(enrolment)
    write(places[4], {"use": "1"})  # a draft counts for nothing

    opening = open_evaluations(cohort, now=AFTER)

    assert opening.number is None
    assert not Tally.objects.exists()
    assert not Envelope.objects.exists()


def test_the_job_opens_after_the_last_day_and_once(cohort, places):
    for enrolment in places:
        send(enrolment)
    last = closes_on(cohort)

    assert not list_to_open(NOON.replace(year=last.year, month=last.month, day=last.day)).exists()
    with time_machine.travel(AFTER, tick=False):
        assert open_what_is_over("")() == 1
        assert open_what_is_over("")() == 0
    assert Opening.objects.get().number == 6


def test_nothing_can_be_added_once_they_are_open(cohort, places):
    for enrolment in places[:5]:
        send(enrolment)
    open_evaluations(cohort, now=NOON)

    with pytest.raises(NotAllowed, match="closed on"):
        send(places[5])


def test_no_entry_of_history_says_what_was_said(cohort, places):
    for enrolment in places:
        send(enrolment, helped="Copperfinch")
    open_evaluations(cohort, now=AFTER)

    told = json.dumps(list(Entry.objects.values_list("detail", "sealed")))
    assert "Copperfinch" not in told


# Reading.


@pytest.fixture
def opening(cohort, places):
    for place, enrolment in enumerate(places):
        send(enrolment, use="5", helped=f"Thing {place}")
    return open_evaluations(cohort, now=AFTER)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUTHOR])
def test_who_runs_and_who_writes_a_module_reads_numbers_and_words(client, opening, role):
    sign_in(client, make_person("Some Reader", role))

    index = client.get(reverse("audit:list_evaluations")).text
    words = client.get(reverse("audit:read_remarks", args=[opening.pk])).text

    assert "What I learnt is of use in my work." in index
    assert all(f"Thing {place}" in words for place in range(6))
    assert not any(enrolment.candidate_number in words for enrolment in Enrolment.objects.all())


def test_a_coordinator_says_what_was_done_and_an_author_does_not(client, opening, coordinator):
    sign_in(client, coordinator).post(reverse("audit:read_remarks", args=[opening.pk]), {"text": "A second live day."})
    opening.refresh_from_db()

    assert (opening.done, opening.done_by) == ("A second live day.", coordinator)
    with pytest.raises(NotAllowed, match="A coordinator says"):
        say_what_was_done(opening, text="Other", by=make_person("Some Author", Role.AUTHOR), now=NOON)


@time_machine.travel(AFTER, tick=False)
def test_the_learners_of_the_cohort_read_what_was_done(client, opening, places, coordinator):
    say_what_was_done(opening, text="A second live day.", by=coordinator, now=AFTER)

    page = sign_in(client, places[0].learner).get(address(places[0])).text

    assert "closed on" in page
    assert "A second live day." in page


def test_the_tables_are_taken_away(client, opening, coordinator):
    sign_in(client, coordinator)

    for name in ("evaluation", "evaluation-by-module", "evaluation-by-cohort"):
        answer = client.get(reverse("audit:download_evaluations", args=[f"outcomes-{name}", "csv"]))
        assert b"Share who agree" in b"".join(answer)
    assert client.get(reverse("audit:download_evaluations", args=["outcomes-by-cohort", "csv"])).status_code == 404
