"""An archive with evidence: two people, a reason, encrypted, listed, destroyed on its day; checked like a pack."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from assessments.audit.actions import agree_to_archive, ask_for_archive, drop_archive, take_pack
from assessments.audit.models import Pack
from assessments.audit.packing.evidence import name_of
from assessments.audit.states import PackState
from assessments.audit.tasks import make_pack, purge_packs
from assessments.certificates.verifier import verify
from assessments.confidentiality.actions import quarantine_item
from assessments.portfolios.models import EvidenceItem
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.assessments.audit.packs.conftest import make_visit, read
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
REASON = "Our own copy before the old service is switched off"


@pytest.fixture(autouse=True)
def own_vault(settings, tmp_path):
    settings.CPD_VAULT, settings.CPD_FILES = tmp_path / "vault", tmp_path / "files"


@pytest.fixture
def cohort():
    return make_visit().accreditation.cohorts.get()


@pytest.fixture
def people():
    return [make_person(f"{name} Coordinator", Role.COORDINATOR) for name in ("Asking", "Agreeing", "Other")]


def ask(cohort, people):
    return ask_for_archive(cohort, reason=REASON, by=people[0], now=timezone.now())


def make(cohort, people):
    pack = agree_to_archive(ask(cohort, people), by=people[1], now=timezone.now())
    make_pack(str(pack.pk))()
    return read(pack)


def failed(archive, data):
    case = verify.Case(verify.read_keys(archive.keys, vouched=True), datetime.now(UTC))
    checks = verify.examine_pack(verify.open_pack(io.BytesIO(data)), case)
    return {one.name: one.sentence for one in checks if one.outcome == "failed"}


def test_nobody_agrees_to_her_own(cohort, people):
    pack = ask(cohort, people)

    with pytest.raises(NotAllowed, match="somebody else has to agree"):
        agree_to_archive(pack, by=people[0], now=timezone.now())
    with pytest.raises(NotAllowed, match="A coordinator asks"):
        agree_to_archive(pack, by=make_person("Ada Administrator", Role.ADMINISTRATOR), now=timezone.now())
    assert make_pack(str(pack.pk)) is None


def test_it_holds_the_evidence_as_it_was_assessed_and_proves_it(cohort, people):
    archive = make(cohort, people)
    items = list(EvidenceItem.objects.filter(submission__portfolio__enrolment__cohort=cohort))

    assert items
    assert {name for name in archive.files if name.startswith("evidence/")} == {name_of(item) for item in items}
    assert failed(archive, archive.data) == {}
    assert "evidence.json" in archive.files


def test_evidence_that_is_not_what_was_sealed_is_told_even_by_a_list_that_agrees(cohort, people):
    archive = make(cohort, people)
    name = next(name for name in archive.files if name.startswith("evidence/"))
    listed = json.loads(archive.files["manifest.json"])
    for one in listed["files"]:
        if one["name"] == name:
            one["size"], one["sha256"] = 5, verify.hashlib.sha256(b"other").hexdigest()

    told = failed(archive, archive.changed(**{name: b"other", "manifest.json": json.dumps(listed).encode()}))

    assert name in told[verify.AS_SEALED]


def test_each_item_that_went_into_it_is_on_record(cohort, people):
    make(cohort, people)

    opened = Entry.objects.filter(name="evidence.opened", detail__because="archive")
    assert {entry.subject_id for entry in opened} == {
        str(item.pk) for item in EvidenceItem.objects.filter(submission__portfolio__enrolment__cohort=cohort)
    }
    assert {(entry.actor_id, entry.detail["how"]) for entry in opened} == {(str(people[1].pk), "export")}


def test_on_the_disk_it_is_ciphertext(cohort, people):
    archive = make(cohort, people)
    text = next(data for name, data in archive.files.items() if name.startswith("evidence/"))

    for path in settings.CPD_FILES.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"decisions.json" not in data
            assert text[:40] not in data


def test_only_the_two_download_it_and_each_time_is_noted(client, cohort, people):
    pack = make(cohort, people).pack
    statuses = []
    for person in people:
        sign_in(client, person)
        statuses.append(client.post(f"/audit/provider/packs/{pack.pk}/download/").status_code)

    assert statuses == [200, 200, 403]
    assert Entry.objects.filter(name="archive.taken").count() == 2


def test_after_seven_days_it_is_destroyed(cohort, people):
    pack = make(cohort, people).pack
    assert (pack.goes_on - timezone.now().date()).days in (6, 7)
    Pack.objects.update(goes_on=timezone.localdate() - timedelta(days=1))

    purge_packs("")

    pack.refresh_from_db()
    assert pack.state == PackState.GONE
    with pytest.raises(NotAllowed, match="destroyed on its day"):
        take_pack(pack, by=people[0], now=timezone.now())


def test_it_can_be_turned_down(cohort, people):
    pack = drop_archive(ask(cohort, people), by=people[1], now=timezone.now())

    assert pack.state == PackState.DROPPED
    with pytest.raises(NotAllowed, match="not possible"):
        agree_to_archive(pack, by=people[1], now=timezone.now())


def test_the_pages_ask_agree_and_list(client, cohort, people):
    sign_in(client, people[0])
    assert client.post("/audit/provider/packs/", {"form": "archive"}).status_code == 422
    asked = client.post(
        "/audit/provider/packs/", {"form": "archive", "archive-cohort": cohort.pk, "archive-reason": REASON}
    )
    assert "somebody else has to agree" in client.get(asked.url).text
    sign_in(client, people[1])
    client.post(f"{asked.url}agree/")
    make_pack(str(Pack.objects.get().pk))()

    assert "Ready" in client.get(asked.url).text
    assert f"Archive of cohort {cohort.code}" in client.get("/audit/provider/packs/").text


def test_a_coordinator_has_a_pack_of_one_award_made(client, cohort, people):
    number = cohort.enrolments.get().candidate_number
    sign_in(client, people[0])
    said = {"form": "award", "award-reason": "The employer asks", "award-candidate_number": number}

    assert (
        "No award belongs to this number"
        in client.post("/audit/provider/packs/", said | {"award-candidate_number": "X"}).text
    )
    asked = client.post("/audit/provider/packs/", said)
    make_pack(str(Pack.objects.get().pk))()

    assert client.post(f"{asked.url}download/").status_code == 200


def test_what_is_locked_away_afterwards_takes_the_archive_with_it(cohort, people):
    """One action takes an item out of everything: also out of what was made with it."""
    archive = make(cohort, people)
    item = EvidenceItem.objects.filter(submission__portfolio__enrolment__cohort=cohort).first()
    reader = make_person("Asha Reader", Role.ASSESSOR)
    quarantine_item(item, kind="name", by=reader, now=timezone.now(), found_at="marking")

    with pytest.raises(NotAllowed, match="locked away after it was made"):
        take_pack(archive.pack, by=people[0], now=timezone.now())
    purge_packs("")

    archive.pack.refresh_from_db()
    assert archive.pack.state == PackState.GONE
