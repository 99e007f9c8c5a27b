"""Asking for a pack, making it, taking it home: who may, what refuses, and what a kill leaves behind."""

import os
import signal
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from assessments.audit.actions import ask_for_pack, close_visit, take_pack
from assessments.audit.models import Pack
from assessments.audit.states import PackState
from assessments.audit.tasks import make_pack, purge_packs
from assessments.certificates.models import Certificate
from assessments.confidentiality.actions import open_for_intake, quarantine_item
from assessments.portfolios.models import EvidenceItem, Submission
from cpd.accounts.roles import Role
from cpd.files import disk
from cpd.files.models import StoredFile
from cpd.files.store import Destroyed, open_bytes, stage
from cpd.history.models import Entry
from cpd.jobs.models import Job
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.assessments.audit.packs.conftest import REASON, make_visit, pack_of
from tests.factories import make_submitted
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_vault(settings, tmp_path):
    settings.CPD_VAULT, settings.CPD_FILES = tmp_path / "vault", tmp_path / "files"


@pytest.fixture
def visit():
    return make_visit()


def ask(visit, **options):
    return ask_for_pack(visit=visit, reason=REASON, by=visit.auditor, now=timezone.now(), **options)


def lock_something_away(visit):
    """An item of another candidate of the same cohort."""
    cohort = visit.accreditation.cohorts.first()
    submission = make_submitted(make_person("Lara Locked", Role.LEARNER), cohort)
    by = make_person("Isa Intake", Role.SAFEGUARDING)
    open_for_intake(submission, reason="Look", by=by, now=timezone.now())
    return quarantine_item(submission.items.first(), kind="name", by=by, now=timezone.now())


def on_the_disk():
    roots = (settings.CPD_FILES, settings.CPD_VAULT / "files")
    return {path for root in roots for path in root.rglob("*") if path.is_file()}


def test_a_pack_is_asked_for_made_and_taken_and_each_is_on_record(client, visit):
    pack = pack_of(visit).pack
    taken = take_pack(pack, by=visit.auditor, now=timezone.now())

    entries = Entry.objects.filter(subject_id=str(pack.pk)).order_by("pk")
    assert [entry.name for entry in entries] == ["pack.asked", "pack.made", "pack.taken"]
    assert set(entries[0].sealed) == set(entries[2].sealed) == {"reason"}
    assert entries[1].detail["digest"] == taken.digest
    assert REASON not in str(list(entries.values()))
    assert Notice.objects.filter(person=visit.auditor, kind="pack.made").count() == 1


def test_the_job_run_twice_makes_one_file(visit):
    pack = ask(visit)
    first, second = make_pack(str(pack.pk)), make_pack(str(pack.pk))

    second()
    first()

    assert StoredFile.objects.filter(purpose="pack").count() == 1
    pack.refresh_from_db()
    assert open_bytes(pack.file)[:2] == b"PK"
    assert make_pack(str(pack.pk)) is None


def test_while_an_item_is_locked_away_no_pack_is_made(visit):
    lock_something_away(visit)

    with pytest.raises(NotAllowed, match="locked away, because it may identify somebody"):
        ask(visit)
    assert not Pack.objects.exists()


def test_an_item_locked_away_meanwhile_stops_the_pack_and_nothing_of_it_stays(
    visit, django_capture_on_commit_callbacks
):
    pack = ask(visit)
    effect = make_pack(str(pack.pk))
    lock_something_away(visit)
    before = on_the_disk()

    with django_capture_on_commit_callbacks(execute=True):
        effect()

    pack.refresh_from_db()
    assert (pack.state, pack.file) == (PackState.STOPPED, None)
    assert "locked away" in pack.stopped
    assert {path.name for path in before - on_the_disk()} == {str(pack.staged), f"{pack.staged}.key"}
    with pytest.raises(NotAllowed, match="not ready"):
        take_pack(pack, by=visit.auditor, now=timezone.now())


def test_of_a_killed_job_nothing_can_be_had_and_the_next_attempt_leaves_no_trace_of_it(client, visit):
    """The worker dies by SIGKILL half way through the file: no handler of ours runs."""
    pack = ask(visit)
    make_pack(str(pack.pk))
    pack.refresh_from_db()
    for path in on_the_disk():
        if path.name.startswith(str(pack.staged)):
            path.unlink()

    def pieces():
        yield b"x" * 600_000
        os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        stage(pieces(), purpose="pack", content_type="application/zip", file_id=pack.staged)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    left = {path for path in on_the_disk() if path.name.startswith(str(pack.staged))}
    assert {path.suffix for path in left} == {disk.PARTIAL, disk.KEY}
    sign_in(client, visit.auditor)
    address = f"/audit/visits/{visit.pk}/packs/{pack.pk}/"
    assert client.post(f"{address}download/").status_code == 403
    assert "Being made" in client.get(address).text

    make_pack(str(pack.pk))()

    pack.refresh_from_db()
    assert pack.is_made
    assert not left & on_the_disk()
    assert not [path for path in on_the_disk() if path.name.endswith(disk.PARTIAL)]
    assert client.post(f"{address}download/").status_code == 200


def test_a_job_that_gave_up_is_told_and_offers_nothing(client, visit):
    pack = ask(visit)
    Job.objects.filter(kind="audit.make_pack").update(state="dead", error_class="OSError")
    sign_in(client, visit.auditor)

    page = client.get(f"/audit/visits/{visit.pk}/packs/{pack.pk}/").text

    assert "It could not be made" in page
    assert "/download/" not in page


def test_the_page_shows_how_far_it_is_without_a_script(client, visit):
    pack = ask(visit)
    Pack.objects.filter(pk=pack.pk).update(done=3, steps=4)
    sign_in(client, visit.auditor)

    page = client.get(f"/audit/visits/{visit.pk}/packs/{pack.pk}/").text

    assert '<progress max="100" value="75"' in page
    assert "Look again" in page


def test_she_asks_on_her_page_and_downloads(client, visit):
    sign_in(client, visit.auditor)
    room = f"/audit/visits/{visit.pk}/packs/"

    assert client.post(room, {"reason": ""}).status_code == 422
    asked = client.post(room, {"reason": REASON, "award": ""})
    pack = Pack.objects.get()
    make_pack(str(pack.pk))()
    answer = client.post(f"{asked.url}download/")

    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == f'attachment; filename="pack-{str(pack.pk)[:8]}.zip"'
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert client.get(f"{asked.url}download/").status_code == 405


def test_a_pack_of_one_award_is_about_that_candidate_alone(visit):
    award = visit.accreditation.awards.get()
    packed = pack_of(visit, award=award)

    assert award.enrolment.candidate_number in packed.files["decisions.json"].decode()
    assert packed.files["manifest.json"].decode().count("submissions/") == 1


def test_nobody_elses_pack_is_found(client, visit):
    pack = pack_of(visit).pack
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.LEARNER):
        sign_in(client, make_person(f"Stranger {role}", role))
        assert client.post(f"/audit/visits/{visit.pk}/packs/{pack.pk}/download/").status_code in (403, 404)
        assert client.post(f"/audit/provider/packs/{pack.pk}/download/").status_code == 403
    sign_in(client, make_person("Cora Coordinator", Role.COORDINATOR))
    assert client.post(f"/audit/provider/packs/{pack.pk}/download/").status_code == 200


def test_after_her_days_of_reading_no_new_pack_is_made_and_the_old_one_stays(client, visit):
    pack = pack_of(visit).pack
    type(visit).objects.filter(pk=visit.pk).update(
        closes_on=timezone.localdate() - timedelta(days=1), opens_on="2020-01-01"
    )
    visit.refresh_from_db()
    sign_in(client, visit.auditor)

    with pytest.raises(NotAllowed, match="evidence of this visit is closed"):
        ask(visit)
    assert client.get(f"/audit/visits/{visit.pk}/packs/").status_code == 200
    assert client.post(f"/audit/visits/{visit.pk}/packs/{pack.pk}/download/").status_code == 200


def test_its_day_destroys_it_but_not_while_the_visit_goes_on(visit, django_capture_on_commit_callbacks):
    pack = pack_of(visit).pack
    Pack.objects.filter(pk=pack.pk).update(goes_on=timezone.localdate() - timedelta(days=1))

    purge_packs("")
    assert Pack.objects.get(pk=pack.pk).is_made
    close_visit(visit, by=visit.auditor, now=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        purge_packs("")
        purge_packs("")

    pack.refresh_from_db()
    assert pack.state == PackState.GONE
    assert Entry.objects.filter(name="pack.destroyed").count() == 1
    with pytest.raises(Destroyed):
        open_bytes(pack.file)
    with pytest.raises(NotAllowed, match="destroyed on its day"):
        take_pack(pack, by=visit.auditor, now=timezone.now())


def test_candidates_near_to_the_auditor_are_not_in_it(visit):
    learner = Certificate.objects.get().award.enrolment.learner
    learner.manager = visit.auditor
    learner.save(update_fields=["manager"])

    assert b'"candidates": []' in pack_of(visit).files["decisions.json"]


def test_packs_are_small_and_hold_no_evidence(visit):
    texts = EvidenceItem.objects.filter(submission__in=Submission.objects.all())
    packed = pack_of(visit)

    assert texts.exists()
    assert not [name for name in packed.files if name.startswith("evidence")]
