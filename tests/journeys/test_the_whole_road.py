"""The whole road over HTTP, without JavaScript, with the real job runner: from a CSV to a certificate a stranger checks."""

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from assessments.certificates.models import Certificate
from assessments.certificates.states import CertificateState
from assessments.demo.pdf import draw_map
from assessments.portfolios.models import Submission
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User
from cpd.history.models import Entry
from tests.chaos.processes import RELAY, Processes
from tests.factories import make_accreditation, make_version, set_rules, university_member
from tests.journeys.visitor import Visitor, csv_file

EMAIL = "lowri.penn@example.org"
ROSTER = f"email,given_names,family_name,certificate_name,employer\n{EMAIL},Łucja,Ŵyn-Jones,Łucja Ŵyn-Jones,Lantern Advocacy\n"
PASSWORD = "lanterns over the quiet harbour"


@pytest.fixture
def job_runner(transactional_db, tmp_path):
    """The relay as it runs in production, on this test's database, files and keys."""
    processes = Processes(tmp_path, database="", broker="")
    processes.environment |= {
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "CPD_JOURNEY_DATABASE": str(connection.settings_dict["NAME"]),
        "CPD_JOURNEY_VAR": str(settings.CPD_VAR),
        "CPD_JOURNEY_MAIL": str(tmp_path / "mail"),
        "PYTHONPATH": str(Path.cwd()),
    }
    processes.start(RELAY)
    yield processes
    processes.kill_all()


@pytest.mark.timeout(180)
def test_a_learner_earns_a_certificate_that_a_stranger_checks(
    job_runner, coordinator, assessor, moderator, board_members, auditor
):
    cohort = plan_a_cohort(coordinator, assessor, moderator)
    learner = enrol_by_csv_and_code(coordinator, cohort, job_runner)
    study(learner)
    submission = write_and_submit(learner)
    accept_and_allocate(coordinator, submission)
    mark(assessor)
    moderate(moderator, cohort)
    decide_and_release(coordinator, board_members, cohort)
    certificate = wait_for_certificate(job_runner)
    learner_downloads_it(learner)
    stranger_checks_it(certificate)
    auditor_reads_the_story(auditor, certificate)
    mails_say_nothing(job_runner)


def plan_a_cohort(coordinator, assessor, moderator) -> Cohort:
    version = make_version()
    today = timezone.localdate()
    agreement = make_accreditation(
        version,
        starts_on=today - timedelta(days=30),
        ends_on=today + timedelta(days=300),
        teach_out_until=today + timedelta(days=300),
    )
    visitor = Visitor(coordinator).open("/cohorts/").click("Plan a cohort")
    visitor.press(
        "Plan this cohort",
        code="WINTER-1",
        version=str(version.pk),
        accreditation=str(agreement.pk),
        starts_on=today.isoformat(),
        due_on=(today + timedelta(days=20)).isoformat(),
    )
    cohort = Cohort.objects.get(code="WINTER-1")
    visitor.open(f"/cohorts/{cohort.pk}/staff/")
    visitor.press("Save staff", assessor=[str(assessor.pk)], moderator=[str(moderator.pk)])
    visitor.open(f"/cohorts/{cohort.pk}/open/").press("Open")
    return cohort


def enrol_by_csv_and_code(coordinator, cohort, job_runner) -> Visitor:
    desk = Visitor(coordinator).open(f"/cohorts/{cohort.pk}/roster/")
    desk.press("Check this file", file=csv_file(ROSTER)).press("Import 1 row")
    assert not sent_mails(job_runner), "Importing invites nobody."
    desk.open(f"/cohorts/{cohort.pk}/invitations/").press("Invite the people ticked", is_checked="on")
    job_runner.wait_for(lambda: sent_mails(job_runner))
    (message,) = sent_mails(job_runner)
    assert "Lantern" not in message
    assert "module" not in message.lower()
    link = re.search(r"/invitation/\S+", message)[0]
    learner = Visitor().open(link).press("Open my account", password=PASSWORD)
    learner.press("Save and continue", accept_terms="on", accept_privacy="on")
    code = Enrolment.objects.get(learner__email=EMAIL).code
    learner.open("/").click("Enter my code").press("Continue", code=code.lower()).press("Enrol")
    return learner


def sent_mails(job_runner) -> list[str]:
    folder = Path(job_runner.environment["CPD_JOURNEY_MAIL"])
    return [path.read_text() for path in sorted(folder.glob("*"))] if folder.exists() else []


def study(learner: Visitor) -> None:
    learner.open("/").click("Start")
    learner.press("Mark as done")
    assert "1 of 2" in learner.open("/").text


def write_and_submit(learner: Visitor) -> Submission:
    learner.open("/portfolio/").press("Start your portfolio")
    submission = Submission.objects.of(User.objects.get(email=EMAIL)).get()
    home = f"/portfolio/{submission.pk}/"
    learner.open(home).click("Risk note").press("Write it here", mode="anonymised_rewrite")
    learner.press(
        "Save and continue", text="Day 3: Child A was on the stairs.\n\nParent B kept her safe.", is_complete="yes"
    )
    first = submission.items.get(label="E1")
    for criterion in ("1.1", "1.2"):
        link(learner, first, criterion)
    learner.open(home).click("Risk note").click("Add a file")
    file = SimpleUploadedFile("map.pdf", draw_map(), content_type="application/pdf")
    learner.press("Add the file", file=file, title="Map", mode="anonymised_rewrite", is_anonymous="on")
    learner.open(home).click("Reflection").press("Write it here", mode="reflective_account")
    learner.press("Save and continue", text="I now write one sentence for each child first.", is_complete="yes")
    reflection = submission.items.get(label="E3")
    assert "read by nobody who assesses it" in learner.open(f"{home}check/").text
    learner.open(f"/portfolio/item/{reflection.pk}/readers/").press("Save", layer="auditor")
    link(learner, reflection, "2.1")
    learner.open(f"{home}check/")
    learner.press("Submit your portfolio", authentic="on", anonymous="on", permitted="on")
    submission.refresh_from_db()
    assert submission.manifest_digest in learner.open(f"{home}receipt/").text.replace(" ", "")
    return submission


def link(learner: Visitor, item, number: str) -> None:
    criterion = item.task.criteria.get(number=number)
    learner.open(f"/portfolio/item/{item.pk}/link/").press("Link it", criterion=str(criterion.pk), place="para 1")


def accept_and_allocate(coordinator, submission) -> None:
    desk = Visitor(coordinator).open("/intake/").click(submission.reference)
    desk.press("Open the submission", reason="First look").press("Accept")
    desk.open("/marking/allocations/").press("Allocate")
    assert submission.allocations.count() == 1


def mark(assessor) -> None:
    desk = Visitor(assessor).open("/marking/").click("Mark next")
    page = desk.address
    assert "Łucja" not in desk.answer.content.decode()
    judge_everything(desk)
    desk.open(page).press("Finalise…")
    desk.press("Finalise and go on")
    assert "nothing for you to mark" in desk.open("/marking/").text


def judge_everything(desk: Visitor) -> None:
    form, _ = desk._form_with("Finalise…")
    fields = {}
    for element in form.inputs:
        name = element.get("name") or ""
        if name.endswith("verdict"):
            fields[name] = "met"
        elif name.endswith(("feedback", "text")) and element.tag == "textarea":
            fields[name] = "Clear, specific and careful."
    desk.press("Save", **fields)


def moderate(moderator, cohort) -> None:
    room = Visitor(moderator).open("/moderation/").click("Plan and draw").press("Draw the sample")
    sample = cohort.samples.get()
    for item in sample.items.all():
        room.open(f"/moderation/items/{item.pk}/").press("Save and next", verdict="agreed")
    room.open(f"/moderation/{sample.pk}/confirm/")
    room.press("Sign, and confirm the marking", report="Consistent and specific.")


def decide_and_release(coordinator, board_members, cohort) -> None:
    chair = board_members[0]
    # Nobody waits an hour in a test for the while in which a release can be stopped.
    set_rules(cohort, release_hold_minutes=0)
    office = Visitor(coordinator).open("/boards/new/")
    office.press(
        "Schedule",
        cohort=str(cohort.pk),
        held_on=timezone.localdate().isoformat(),
        chair=str(chair.pk),
        members=[str(person.pk) for person in [*board_members[1:], university_member()]],
        notice_reason="Everybody can come today.",
    )
    office.press("Freeze the papers", late_reason="Everybody can come today.")
    board = cohort.boards.get()
    table = Visitor(chair).open(f"/boards/{board.pk}/")
    assert "Łucja" not in table.answer.content.decode()
    table.click("Decide").press("Record this decision", result="pass")
    table.press("Ratify these results")
    office.open(f"/certificates/release/{board.pk}/").press("Ask to release these results")
    table.open(f"/certificates/release/{board.pk}/").press("Agree to this release")


def wait_for_certificate(job_runner) -> Certificate:
    began = time.monotonic()
    job_runner.wait_for(lambda: Certificate.objects.filter(state=CertificateState.ISSUED).exists(), 20)
    print(f"The certificate was there after {time.monotonic() - began:.1f} s.")
    return Certificate.objects.get()


def learner_downloads_it(learner: Visitor) -> None:
    assert "Pass" in learner.open("/").click("Read my result").text
    learner.open("/record/").click("Download certificate")
    assert b"".join(learner.answer)[:5] == b"%PDF-"


def stranger_checks_it(certificate) -> None:
    stranger = Visitor().open(f"/v/{certificate.code}")
    assert "Valid" in stranger.text
    assert "Łucja" not in stranger.text
    assert "Łucja Ŵyn-Jones" in stranger.press("Check the name", family_name="wyn jones").text


def auditor_reads_the_story(auditor, certificate) -> None:
    enrolment = certificate.award.enrolment
    room = Visitor(auditor).open("/audit/").click("UM-")
    room.press("Open a visit", purpose="Annual monitoring", declared="on").click("WINTER-1").click(
        enrolment.candidate_number
    )
    story = room.text
    told = [
        "Enrolled",
        "Submitted",
        "Accepted the submission",
        "Finalised the mark",
        "Confirmed the sample",
        "Decided",
        "Ratified",
        "The award was granted",
        "The certificate was drawn",
    ]
    places = [story.index(words) for words in told]
    assert places == sorted(places)
    assert certificate.pdf_sha256 in story
    for secret in ("Łucja", "Ŵyn", EMAIL, "Lantern"):
        assert secret not in room.answer.content.decode()
    assert Entry.objects.filter(name="visit.opened").count() == 1


def mails_say_nothing(job_runner) -> None:
    assert any("Subject: You have an update" in message for message in sent_mails(job_runner))
    for message in sent_mails(job_runner):
        for secret in ("A short module", "SHORT", "Lantern", "Pass", "Risk note", "Child A"):
            assert secret not in message
