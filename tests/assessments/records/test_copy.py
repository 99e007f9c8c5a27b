"""A copy of everything about oneself: whole, without other people, for one's own session, and gone after a week."""

import io
import json
import os
import tracemalloc
import zipfile
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from assessments.confidentiality.actions import quarantine_item, raise_concern
from assessments.portfolios.actions import ask_manager
from assessments.records.access import actions
from assessments.records.access.models import SubjectAccess
from assessments.records.access.redacting import Redactor
from assessments.records.access.tasks import make_copy
from assessments.records.actions import add_activity
from cpd.accounts.actions import keep_away
from cpd.accounts.roles import Role
from cpd.files import disk
from cpd.files.models import StoredFile
from cpd.files.store import Destroyed, open_bytes, put
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import MANAGER, make_award, make_marked, make_portfolio, make_text, name_manager
from tests.people import make_person, prove_again, sign_in

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
    assert prove_again(sign_in(client, other), other, "password").get(address).status_code == 404
    answer = prove_again(sign_in(client, learner), learner, "password").get(address)

    assert (answer["Content-Type"], answer.getvalue()[:2]) == ("application/zip", b"PK")
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.filter(name="copy.downloaded", actor_id=str(learner.pk)).count() == 1
    assert "downloaded 1 time" in client.get(reverse("records:show_information")).text


@pytest.mark.parametrize("role", [Role.LEARNER, Role.TUTOR])
def test_a_copy_is_asked_for_and_downloaded_by_who_has_just_proved_who_she_is(client, role):
    """A learner by her password, whoever has a second factor by that: the session alone is not enough for either."""
    person = make_person("Amira Learner", role)
    method, page = ("mfa", "/account/2fa/reauthenticate/") if role == Role.TUTOR else ("password", "/account/reaut")
    sign_in(client, person)
    ask, there = reverse("records:ask_for_copy"), reverse("records:show_information")
    for before in ([], ["code", "password" if role == Role.TUTOR else "code"]):
        assert prove_again(client, person, *before).post(ask).url.startswith(page)
    assert "Make a copy" not in client.get(there).text
    prove_again(client, person, method, at=timezone.now() - timedelta(seconds=301))
    assert client.post(ask).url.startswith(page)
    assert not SubjectAccess.objects.exists()

    prove_again(client, person, method)
    assert "Make a copy" in client.get(there).text
    assert client.post(ask).url == there
    make_copy(str(SubjectAccess.objects.get().pk))()
    with time_machine.travel(timezone.now() + timedelta(seconds=301), tick=False):
        assert client.get(reverse("records:download_copy", args=[SubjectAccess.objects.get().pk])).url.startswith(page)
    assert not Entry.objects.filter(name="copy.downloaded").exists()


def test_the_password_is_typed_and_leads_back_to_the_page(client):
    learner = make_person("Amira Learner", Role.LEARNER)
    learner.set_password("a long way to the sea")
    learner.save()
    sign_in(client, learner)
    there = reverse("records:show_information")
    way = client.post(reverse("records:ask_for_copy")).url

    assert client.post(way, {"password": "something else"}).status_code == 200
    assert client.post(way, {"password": "a long way to the sea", "next": there}).url == there
    assert client.post(reverse("records:ask_for_copy")).url == there


def test_the_document_says_what_the_page_says_and_is_tagged():
    award = make_award(make_person("Amira Learner", Role.LEARNER))
    make_person("Ruth Quentin", Role.ASSESSOR)
    add_activity(
        kind="reading", done_on=NOON.date(), hours=1, is_shared=False,
        words={"title": "By Ruth Quentin", "learned": "x" * 300, "changed": "", "safety": ""},
        by=award.enrolment.learner, now=NOON,
    )  # fmt: skip

    _, data, archive = made(award.enrolment.learner)

    written = archive.read("read-me-first.pdf")
    pdf = pikepdf.open(io.BytesIO(written))
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(written)).pages).split())
    for table in data["tables"]:
        assert table["title"] in text
    for word in ("Amira Learner", "I met Parent R", "A clear account of careful work", "[somebody else]", "sealed"):
        assert word in text, word
    assert "Quentin" not in text
    assert pdf.Root.MarkInfo.Marked
    assert {kid.S for kid in pdf.Root.StructTreeRoot.K.K} == {"/H1", "/H2", "/P"}


def test_a_copy_that_is_made_while_its_person_is_erased_is_not_given(settings, tmp_path):
    settings.CPD_FILES = tmp_path
    copy = actions.ask_for_copy(by=make_person("Amira Learner", Role.LEARNER), now=NOON)
    give = make_copy(str(copy.pk))
    type(copy.person).objects.filter(pk=copy.person_id).update(is_active=False)

    give()

    copy.refresh_from_db()
    assert (copy.state, copy.file, StoredFile.objects.count()) == ("asked", None, 0)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


MEGABYTE = 1 << 20


def peak_of(person) -> int:
    SubjectAccess.objects.all().delete()
    copy = actions.ask_for_copy(by=person, now=NOON)
    tracemalloc.start()
    make_copy(str(copy.pk))()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_however_many_files_there_are_none_is_held_as_a_whole():
    learner = make_person("Amira Learner", Role.LEARNER)
    submission, size = make_portfolio(learner), 4 * MEGABYTE
    peak_of(make_person("Bryn Learner", Role.LEARNER))  # typefaces and templates are read once
    without = peak_of(learner)
    for number in range(5):
        file = put(os.urandom(size), purpose="evidence", content_type="application/pdf")
        submission.items.create(
            task=submission.portfolio.enrolment.version.tasks.first(), label=f"E{number}", kind="file", file=file,
            mode="reflective_account", added_at=NOON, saved_at=NOON,
        )  # fmt: skip

    assert peak_of(learner) - without < size


def test_a_file_that_was_damaged_or_destroyed_does_not_keep_her_from_the_rest():
    learner = make_person("Amira Learner", Role.LEARNER)
    submission = make_portfolio(learner)
    files = [
        put(b"%PDF " + bytes([number]) * 9, purpose="evidence", content_type="application/pdf") for number in range(3)
    ]
    for number, file in enumerate(files):
        submission.items.create(
            task=submission.portfolio.enrolment.version.tasks.first(), label=f"E{number}", kind="file", file=file,
            mode="reflective_account", added_at=NOON, saved_at=NOON,
        )  # fmt: skip
    disk.blob_path(files[0].pk).write_bytes(b"CPD1 not what was put")
    disk.key_path(files[1].pk).unlink()

    _, data, archive = made(learner)

    assert data["files"] == [f"evidence/{submission.reference}-E2.pdf"]
    assert archive.read(data["files"][0]) == b"%PDF " + b"\x02" * 9


def test_it_is_destroyed_after_a_week():
    copy, _, _ = made(make_person("Amira Learner", Role.LEARNER))

    with pytest.raises(NotAllowed, match="destroyed after 7 days"):
        actions.download_copy(copy, by=copy.person, now=copy.expires_at)
    assert actions.destroy_old_copies(now=copy.expires_at) == 1

    copy.refresh_from_db()
    with pytest.raises(Destroyed):
        open_bytes(copy.file)
    assert (copy.state, len(copy.file_digest)) == ("gone", 64)


def test_what_is_locked_away_afterwards_takes_the_copy_with_it():
    mark = make_marked(learner=make_person("Amira Learner", Role.LEARNER))
    copy, _, _ = made(mark.submission.portfolio.enrolment.learner)
    later = copy.made_at + timedelta(minutes=1)
    quarantine_item(mark.submission.items.first(), kind="name", by=mark.assessor, now=later, found_at="marking")

    with pytest.raises(NotAllowed, match="locked away after it was made"):
        actions.download_copy(copy, by=copy.person, now=later)
    assert actions.destroy_old_copies(now=later) == 1


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
