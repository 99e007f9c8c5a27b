"""A copy of everything about oneself: whole, without other people, for one's own session, and gone after a week."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.confidentiality.actions import raise_concern
from assessments.portfolios.actions import ask_manager
from assessments.records.access import actions
from assessments.records.access.models import SubjectAccess
from assessments.records.access.redacting import Redactor
from assessments.records.access.tasks import make_copy
from cpd.accounts.actions import keep_away
from cpd.accounts.roles import Role
from cpd.files.store import Destroyed, open_bytes
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import MANAGER, make_award, make_marked, make_portfolio, make_text, name_manager
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def made(person) -> tuple[SubjectAccess, dict, zipfile.ZipFile]:
    copy = actions.ask_for_copy(by=person, now=NOON)
    make_copy(str(copy.pk))()
    copy.refresh_from_db()
    archive = zipfile.ZipFile(io.BytesIO(open_bytes(copy.file)))
    return copy, json.loads(archive.read("everything.json")), archive


def test_it_holds_what_she_wrote_and_what_was_written_about_her():
    award = make_award(make_person("Amira Learner", Role.LEARNER))

    copy, data, archive = made(award.enrolment.learner)

    text = json.dumps(data, ensure_ascii=False)
    for word in ("Amira", "I met Parent R", "A clear account of careful work", award.enrolment.candidate_number):
        assert word in text
    assert "I met Parent R" in archive.read("read-me-first.html").decode()
    assert (copy.state, copy.steps_done) == ("ready", copy.steps)
    assert {entry["what"] for entry in data["record"]} >= {"submission.submitted"}


def test_other_people_are_not_in_it():
    submission = name_manager(make_portfolio(make_person("Amira Learner", Role.LEARNER)))
    learner = submission.portfolio.enrolment.learner
    make_text(submission, text="My colleague Ruth Quentin was there on day 3. Mo Manager saw it.")
    ask_manager(submission, **MANAGER, by=learner, now=NOON)
    make_person("Ruth Quentin", Role.ASSESSOR)
    keep_away(name="Gorran Feared", by=learner, now=NOON)

    _, data, archive = made(learner)

    everything = json.dumps(data, ensure_ascii=False) + archive.read("read-me-first.html").decode()
    for word in ("Quentin", "Mo Manager", MANAGER["email"], "Gorran", "Coordinator"):
        assert word not in everything.replace("coordinator", ""), word
    assert "[somebody else]" in everything


def test_a_concern_about_somebody_else_and_marks_before_their_release_are_left_out():
    mark = make_marked(learner=make_person("Amira Learner", Role.LEARNER))
    raise_concern(mark.submission, note="A child may be at risk in E2.", by=mark.assessor, now=NOON)

    _, data, _ = made(mark.submission.portfolio.enrolment.learner)

    text = json.dumps(data, ensure_ascii=False)
    assert "may be at risk" not in text
    assert "A clear account" not in text
    assert any("not released" in sentence for sentence in data["left_out"])


def test_it_is_for_her_alone_and_each_download_is_recorded(client):
    learner, other = make_person("Amira Learner", Role.LEARNER), make_person("Bryn Learner", Role.LEARNER)
    copy, _, _ = made(learner)
    address = reverse("records:download_copy", args=[copy.pk])

    assert client.get(address).status_code == 302
    assert sign_in(client, other).get(address).status_code == 404
    answer = sign_in(client, learner).get(address)

    assert (answer["Content-Type"], answer.content[:2]) == ("application/zip", b"PK")
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.filter(name="copy.downloaded", actor_id=str(learner.pk)).count() == 1
    assert "downloaded 1 time" in client.get(reverse("records:show_information")).text


def test_it_is_destroyed_after_a_week():
    copy, _, _ = made(make_person("Amira Learner", Role.LEARNER))

    with pytest.raises(NotAllowed, match="destroyed after 7 days"):
        actions.download_copy(copy, by=copy.person, now=copy.expires_at)
    assert actions.destroy_old_copies(now=copy.expires_at) == 1

    copy.refresh_from_db()
    with pytest.raises(Destroyed):
        open_bytes(copy.file)
    assert (copy.state, len(copy.file_digest)) == ("gone", 64)


def test_one_at_a_time_and_five_a_week():
    learner = make_person("Amira Learner", Role.LEARNER)
    actions.ask_for_copy(by=learner, now=NOON)
    with pytest.raises(NotAllowed, match="already"):
        actions.ask_for_copy(by=learner, now=NOON)
    SubjectAccess.objects.update(state="gone")
    for minute in range(1, 5):
        actions.ask_for_copy(by=learner, now=NOON + timedelta(minutes=minute))
        SubjectAccess.objects.update(state="gone")

    with pytest.raises(NotAllowed, match="5 copies this week"):
        actions.ask_for_copy(by=learner, now=NOON + timedelta(minutes=9))


def test_a_job_that_runs_twice_makes_one_copy():
    copy, _, _ = made(make_person("Amira Learner", Role.LEARNER))

    assert make_copy(str(copy.pk)) is None


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Ruth Quentin came", "[somebody else] came"),
        ("ruth quentin’s car", "[somebody else]’s car"),
        ("Quentins are many", "Quentins are many"),
        ("Amira Learner and Bo Learner", "Amira Learner and [somebody else]"),
    ],
)
def test_names_of_others_are_replaced_and_her_own_stay(text, cleaned):
    redactor = Redactor(["Ruth Quentin", "Quentin", "Bo Learner", "Learner", ""], ["Amira Learner", "Learner"])

    assert redactor.clean(text) == cleaned
