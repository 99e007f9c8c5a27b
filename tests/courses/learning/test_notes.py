"""Private notes: saved as they are typed, lost to no other tab, read by nobody else."""

import pytest
from django.db import connection
from django.urls import reverse

from courses.learning import actions, queries
from courses.learning.models import Note
from cpd.history.models import Entry
from tests.clock import NOON, later
from tests.factories import make_enrolment
from tests.people import sign_in

JSON = {"HTTP_ACCEPT": "application/json"}


def note_url(enrolment, key="r1"):
    return reverse("learning:save_note", args=[enrolment.pk, "01-first", key])


def page_url(enrolment):
    return reverse("learning:save_notes", args=[enrolment.pk, "01-first"])


def write(enrolment, text, version=0, now=NOON):
    lesson = enrolment.version.lessons.get(slug="01-first")
    return actions.write_note(
        enrolment, lesson=lesson, prompt="r1", text=text, version=version, by=enrolment.learner, now=now
    )


def test_typing_is_saved_and_answers_the_new_version(client, learner):
    enrolment = make_enrolment(learner)

    answer = sign_in(client, learner).post(note_url(enrolment), {"text": "I would ask.", "version": 0}, **JSON)

    assert answer.status_code == 200
    assert answer.json()["version"] == 1
    assert Note.objects.get().text == "I would ask."


def test_an_older_page_is_told_the_other_text_and_overwrites_nothing(client, learner):
    enrolment = make_enrolment(learner)
    write(enrolment, "From the phone.")

    answer = sign_in(client, learner).post(note_url(enrolment), {"text": "From here.", "version": 0}, **JSON)

    assert answer.status_code == 409
    assert answer.json() == {"theirs": "From the phone.", "version": 1}
    assert Note.objects.get().text == "From the phone."


def test_without_script_an_older_page_shows_both_texts(client, learner):
    enrolment = make_enrolment(learner)
    write(enrolment, "From the phone.")

    answer = sign_in(client, learner).post(page_url(enrolment), {"r1-text": "From here.", "r1-version": 0})

    assert answer.status_code == 409
    assert "From the phone." in answer.text
    assert "From here." in answer.text
    assert '<input type="hidden" name="r1-version" value="1" data-version-input>' in answer.text


def test_any_save_button_saves_every_note_and_comes_back_to_its_own(client, learner):
    enrolment = make_enrolment(learner)
    both = {"r1-text": "I would ask.", "r1-version": 0, "note-text": "Ask about school.", "note-version": 0}

    answer = sign_in(client, learner).post(page_url(enrolment), both | {"save": "note"})

    assert answer.status_code == 302
    assert answer.url.endswith("#note-note")
    shown = client.get(answer.url).text
    assert ("Ask about school." in shown, "I would ask." in shown) == (True, True)
    assert set(Note.objects.values_list("prompt", "version")) == {("r1", 1), ("", 1)}


def test_a_note_that_is_too_long_is_kept_on_the_page_and_the_others_are_saved(client, learner):
    enrolment = make_enrolment(learner)
    long = "word " * 4001
    both = {"r1-text": long, "r1-version": 0, "note-text": "Short.", "note-version": 0}

    answer = sign_in(client, learner).post(page_url(enrolment), both)

    assert answer.status_code == 422
    assert long in answer.text
    assert [note.text for note in Note.objects.all()] == ["Short."]


def test_leaving_saves_every_note_and_ends_the_session(client, learner, settings):
    enrolment = make_enrolment(learner)
    write(enrolment, "From the phone.")
    both = {"r1-text": "From here.", "r1-version": 0, "note-text": "Not finis", "note-version": 0, "leave": "1"}

    answer = sign_in(client, learner).post(page_url(enrolment), both)

    assert answer.headers["Refresh"] == f"0; url={settings.CPD_EXIT_URL}"
    assert not client.session.get("_auth_user_id")
    assert {note.text for note in Note.objects.all()} == {"From the phone.\n\nFrom here.", "Not finis"}


@pytest.mark.parametrize("data", [{"text": "x", "version": "old"}, {"text": "x"}])
def test_a_note_without_its_version_is_refused_in_words(client, learner, data):
    enrolment = make_enrolment(learner)

    answer = sign_in(client, learner).post(note_url(enrolment), data, **JSON)

    assert answer.status_code == 422
    assert answer.json() == {"error": "The note could not be read."}


def test_nobody_else_reaches_a_note(client, learner, other_learner):
    enrolment = make_enrolment(learner)
    write(enrolment, "Mine.")

    answer = sign_in(client, other_learner).post(note_url(enrolment), {"text": "x", "version": 1}, **JSON)

    assert answer.status_code == 404
    assert Note.objects.get().text == "Mine."


def test_a_prompt_that_the_lesson_lacks_is_not_found(client, learner):
    enrolment = make_enrolment(learner)

    assert sign_in(client, learner).post(note_url(enrolment, "r9"), {"text": "x", "version": 0}).status_code == 404


def test_the_database_and_history_hold_no_word_of_a_note(learner):
    enrolment = make_enrolment(learner)
    write(enrolment, "Parent R told me.")

    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_text FROM courses_note")
        (sealed,) = cursor.fetchone()
    assert b"Parent R" not in bytes(sealed)
    assert Entry.objects.get(name="note.saved").detail == {"version": 1}


def test_the_saves_of_one_minute_share_an_entry(learner):
    enrolment = make_enrolment(learner)

    write(enrolment, "One", version=0)
    write(enrolment, "One two", version=1, now=later(seconds=20))
    write(enrolment, "One two three", version=2, now=later(seconds=80))

    assert Entry.objects.filter(name="note.saved").count() == 2
    assert queries.list_notes(learner)[0].text == "One two three"


def test_saving_the_same_words_changes_nothing(learner):
    enrolment = make_enrolment(learner)

    assert write(enrolment, "Same").version == 1
    assert write(enrolment, "Same", version=0).version == 1
