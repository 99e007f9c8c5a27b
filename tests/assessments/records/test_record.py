"""What a learner takes away, what she adds, and what others see of it."""

import csv
import hashlib
import io
import json
import subprocess
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.certificates.dropped import check_files
from assessments.certificates.models import Award
from assessments.records.actions import add_activity, change_activity, end_link, make_link, remove_activity
from assessments.records.compiling import compile_record
from assessments.records.models import Activity, Share
from courses.delivery.actions import add_session, take_attendance
from cpd.accounts.models import User
from cpd.files.store import Destroyed
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.assessments.certificates.test_issuing import issued
from tests.clock import NOON, TODAY, later
from tests.factories import make_award, make_released, make_submitted, revoke
from tests.people import sign_in

WORDS = {"title": "A webinar on stalking", "learned": "The signs.", "changed": "=I ask earlier.", "safety": ""}


def add(learner, **changes):
    values = {"kind": "taught", "done_on": TODAY, "hours": Decimal("1.5"), "words": WORDS, "is_shared": False}
    return add_activity(**values | changes, by=learner, now=NOON)


def read(client, address, **data):
    return client.get(address, data).content.decode()


def test_an_empty_record_says_when_something_appears(client, learner):
    assert "first award appears here" in read(sign_in(client, learner), "/record/")


def test_the_record_holds_the_certificate_level_credit_and_cpd_hours(client, learner):
    certificate = issued(learner)

    page = read(sign_in(client, learner), "/record/")

    assert f"/v/{certificate.code}" in page
    assert "FHEQ level 4, 5 CATS credits (2.5 ECTS)" in page
    assert "<strong>17</strong> CPD hours in all" in page


def test_hours_are_summed_by_type_and_those_of_a_lost_award_do_not_count(learner, coordinator):
    certificate = issued(learner)
    add(learner)
    add(learner, kind="reading", hours=Decimal(2), done_on=date(2026, 1, 5))
    assert compile_record(learner).hours == [
        ("Assessed module", Decimal(17)),
        ("Course, webinar or conference", Decimal("1.5")),
        ("Reading or self-directed learning", Decimal(2)),
    ]
    assert compile_record(learner, since=date(2026, 2, 1)).total == Decimal("18.5")

    revoke(certificate.award, by=coordinator)

    assert compile_record(learner).total == Decimal("3.5")


def test_live_sessions_count_by_themselves_until_there_is_an_award(client, learner, coordinator):
    submission = make_submitted(learner)
    enrolment = submission.portfolio.enrolment
    said = {"by": coordinator, "now": NOON}
    for days, hours in ((3, 2), (4, 1.5)):
        times = {"starts_at": later(days=days), "ends_at": later(days=days, hours=hours)}
        session = add_session(enrolment.cohort, title="Live day", **times, **said)
        take_attendance(session, present=[enrolment.pk], by=coordinator, now=later(days=5))
    absent = add_session(
        enrolment.cohort, title="Missed", starts_at=later(days=5), ends_at=later(days=5, hours=1), **said
    )
    take_attendance(absent, present=[], by=coordinator, now=later(days=6))

    (row,) = compile_record(learner).attended

    assert (row.sessions, row.hours, row.done_on) == (2, Decimal("3.50"), later(days=4).date())
    assert compile_record(learner).hours == [("Course, webinar or conference", Decimal("3.50"))]
    assert "3.5 hours in 2 live sessions of" in read(sign_in(client, learner), "/record/")
    entry = json.loads(read(client, "/record/download.json"))["entries"][0]
    assert (entry["state"], entry["hours"]) == ("Live sessions attended", "3.50")
    # Who opens a shared record would learn that she has not passed.
    assert compile_record(learner, is_hers=False).rows == []


def test_an_award_counts_its_sessions_itself(learner, coordinator):
    enrolment = issued(learner).award.enrolment
    times = {"starts_at": later(days=3), "ends_at": later(days=3, hours=2)}
    session = add_session(enrolment.cohort, title="Live day", **times, by=coordinator, now=NOON)
    take_attendance(session, present=[enrolment.pk], by=coordinator, now=later(days=4))

    assert compile_record(learner).attended == []


def test_the_record_tells_who_opened_the_evidence_by_purpose_and_not_by_name(client, learner):
    submission = make_released(learner)

    page = read(sign_in(client, learner), "/record/")

    assert "Who opened your evidence" in page
    names = User.objects.exclude(pk=learner.pk).values_list("family_name", flat=True)
    assert all(f"Any {name}" not in page for name in names)
    assert submission.items.exists()


def test_the_spreadsheet_and_the_json_hold_the_same(client, learner):
    issued(learner)
    add(learner, is_shared=True, done_on=date(2026, 1, 5))
    sign_in(client, learner)

    text = client.get("/record/download/").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    data = json.loads(read(client, "/record/download.json"))

    assert len(lines) == 3
    credit = ["FHEQ level 4", "5 CATS credits (2.5 ECTS)", "Granted"]
    assert lines[1][:6] == ["A short module", "2026-06-03", "17.00", *credit]
    assert lines[2][:3] == ["A webinar on stalking", "2026-01-05", "1.50"]
    assert [entry["activity"] for entry in data["entries"]] == ["A short module", "A webinar on stalking"]
    assert data["total_hours"] == "18.50"
    assert data["entries"][1]["reflections"]["What I learned"] == "The signs."
    assert len(json.loads(read(client, "/record/download.json", since="2026-02-01"))["entries"]) == 1


def test_a_spreadsheet_never_begins_a_cell_with_a_formula(client, learner):
    add(learner, words=WORDS | {"title": "=HYPERLINK(1)"})

    assert "'=HYPERLINK" in sign_in(client, learner).get("/record/download/").content.decode()


def test_what_she_writes_is_ciphertext_and_history_has_none_of_it(learner):
    activity = add(learner)

    assert b"stalking" not in bytes(activity.sealed_text)
    assert Activity.objects.get().words == WORDS
    assert all("stalking" not in str(entry.detail) for entry in Entry.objects.all())


def test_what_is_taken_out_is_destroyed_and_the_award_stays(learner, django_capture_on_commit_callbacks):
    award = make_award(learner)
    activity = add(learner, award=award)
    sealed, key = bytes(activity.sealed_text), activity.text_key
    with pytest.raises(NotAllowed, match="somebody else's record"):
        remove_activity(activity, by=User.objects.exclude(pk=learner.pk).first(), now=NOON)

    with django_capture_on_commit_callbacks(execute=True):
        remove_activity(activity, by=learner, now=NOON)

    activity.refresh_from_db()
    activity.text_key, activity.sealed_text = key, sealed
    with pytest.raises(Destroyed):
        _ = activity.words
    assert Award.objects.filter(pk=award.pk).exists()
    with pytest.raises(NotAllowed, match="taken out already"):
        remove_activity(activity, by=learner, now=NOON)
    assert add(learner, award=award).award == award


@pytest.mark.parametrize(
    ("changes", "why"), [({"done_on": date(2026, 6, 4)}, "in the future"), ({"award": "other"}, "somebody else's")]
)
def test_what_cannot_be_in_a_record_is_refused(learner, other_learner, changes, why):
    if "award" in changes:
        changes = {"award": make_award(other_learner)}

    with pytest.raises(NotAllowed, match=why):
        add(learner, **changes)
    assert not Activity.objects.exists()


def test_she_adds_changes_and_takes_out_on_pages(client, learner):
    sign_in(client, learner)
    typed = {"title": "A book", "kind": "reading", "done_on": "2026-06-01", "hours": "2", "learned": "Much."}
    wrong = client.post("/record/add/", typed | {"hours": "no"})
    client.post("/record/add/", typed)
    activity = Activity.objects.get()
    client.post(f"/record/activity/{activity.pk}/", typed | {"title": "Another book", "is_shared": "on"})

    page = read(client, "/record/")
    assert wrong.status_code == 422
    assert "Much." in wrong.content.decode()
    assert "Another book" in page
    assert "Others may read these words" in page
    client.post(f"/record/activity/{activity.pk}/remove/")
    assert "Another book" not in read(client, "/record/")


def test_she_writes_once_on_an_award_and_changes_it(client, learner):
    award = make_award(learner)
    sign_in(client, learner)

    client.post(f"/record/award/{award.pk}/", {"learned": "To ask."})
    again = client.get(f"/record/award/{award.pk}/")
    client.post(again["Location"], {"learned": "To ask first."})

    assert Activity.objects.get().words["learned"] == "To ask first."
    assert compile_record(learner).total == Decimal(17)


def test_a_link_shows_the_record_without_signing_in_and_only_chosen_words(client, learner):
    issued(learner)
    add(learner, words=WORDS | {"learned": "Private thought."})
    add(learner, words=WORDS | {"learned": "Public thought."}, is_shared=True)
    bare = make_link(days=30, with_reflections=False, by=learner, now=timezone.now())
    full = make_link(days=30, with_reflections=True, by=learner, now=timezone.now())

    shown, told = (read(client, f"/record/shared/{share.token}/") for share in (bare, full))

    assert "Amira Learner" in shown
    assert "A short module" in shown
    assert "thought" not in shown
    assert "Public thought." in told
    assert "Private thought." not in told
    assert "noindex" in told


def test_an_ended_an_expired_an_unknown_link_and_one_of_a_closed_account_say_the_same(client, learner):
    sign_in(client, learner)
    ended = make_link(days=30, with_reflections=False, by=learner, now=timezone.now())
    client.post(f"/record/links/{ended.pk}/end/")
    end_link(ended, by=learner, now=timezone.now())
    client.logout()
    expired = make_link(days=30, with_reflections=False, by=learner, now=NOON)
    of_closed = make_link(days=30, with_reflections=False, by=learner, now=timezone.now())
    User.objects.filter(pk=learner.pk).update(is_active=False)

    answers = [
        client.get(f"/record/shared/{token}/") for token in (ended.token, expired.token, of_closed.token, "x" * 43)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content.split(b"<main")[1] for answer in answers}) == 1
    assert b"Amira" not in answers[0].content
    assert Entry.objects.filter(name="record_link.ended").count() == 1


def test_links_are_hers_few_and_guesses_are_limited(client, learner, other_learner):
    share = make_link(days=30, with_reflections=False, by=learner, now=NOON)
    with pytest.raises(NotAllowed, match="somebody else's"):
        end_link(share, by=other_learner, now=NOON)
    for _ in range(9):
        make_link(days=30, with_reflections=False, by=learner, now=NOON)
    with pytest.raises(NotAllowed, match="10 links"):
        make_link(days=30, with_reflections=False, by=learner, now=NOON)
    make_link(days=30, with_reflections=False, by=learner, now=later(days=31))

    assert [client.get("/record/shared/guess/").status_code for _ in range(31)][-1] == 429
    assert Share.objects.count() == 11


def test_the_page_needs_as_many_queries_for_many_activities_as_for_one(client, learner):
    sign_in(client, learner)
    add(learner)
    read(client, "/record/")
    with CaptureQueriesContext(connection) as one:
        read(client, "/record/")
    for _ in range(3):
        add(learner)
    with CaptureQueriesContext(connection) as four:
        read(client, "/record/")

    assert len(four) == len(one)


def test_changing_what_is_taken_out_is_refused(learner):
    activity = add(learner)
    remove_activity(activity, by=learner, now=NOON)
    values = {"kind": "taught", "done_on": TODAY, "hours": Decimal(1), "words": WORDS, "is_shared": True}

    with pytest.raises(NotAllowed, match="taken out already"):
        change_activity(activity, **values, by=learner, now=NOON)


def text_of(data):
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True
    ).stdout.decode()


def test_the_transcript_is_sealed_tagged_and_known_to_the_public_check(client, learner):
    issued(learner)
    sign_in(client, learner)

    answer = client.post("/record/transcript.pdf")

    said = text_of(answer.content)
    for words in (
        "Amira Learner",
        "A short module",
        "FHEQ level 4",
        "5 CATS credits (2.5 ECTS)",
        "Totals",
        "not an award of a",
    ):
        assert words in said, words
    assert answer["Content-Disposition"] == 'attachment; filename="transcript.pdf"'
    assert b"/StructTreeRoot" in answer.content
    entry = Entry.objects.get(name="transcript.made")
    assert entry.detail["pdf"] == hashlib.sha256(answer.content).hexdigest()
    verdict = check_files([("transcript.pdf", answer.content)], now=timezone.now())
    assert verdict.heading == "This is genuine", verdict.checks
    assert "Do not rely" in check_files([("t.pdf", answer.content + b"%")], now=timezone.now()).heading


def test_the_record_as_pdf_holds_what_the_others_hold_and_survives_odd_signs(client, learner):
    issued(learner)
    add(
        learner,
        is_shared=True,
        words=WORDS | {"title": "Talk 🦋 on Łódź", "learned": "Much.\n\nMore." + " word" * 3000},
    )
    add(learner, words=WORDS | {"learned": "Private thought."})

    said = text_of(sign_in(client, learner).get("/record/download.pdf").content)

    assert "Talk 🦋 on Łódź" in said
    assert "In all" in said
    assert "20" in said
    assert "Private thought" not in said
