"""What was packed before she asked: an archive with her evidence and a pack of her award go with her, also half-made ones."""

import pytest
from django.utils import timezone

from assessments.audit.actions import agree_to_archive, ask_for_archive, ask_for_pack
from assessments.audit.models import Pack
from assessments.audit.tasks import make_pack
from assessments.certificates.issuing import issue
from assessments.certificates.models import Award, Certificate
from assessments.portfolios.models import EvidenceItem
from cpd.accounts.roles import Role
from cpd.files import disk
from cpd.files.models import StoredFile
from cpd.files.store import Destroyed, open_bytes
from cpd.notices.models import Notice
from tests.assessments.audit.packs.conftest import make_visit, pack_of
from tests.assessments.records.test_erasure import erase
from tests.factories import make_award, somebody
from tests.people import make_person

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "Our own copy"


@pytest.fixture(autouse=True)
def own_vault(settings, tmp_path):
    settings.CPD_VAULT, settings.CPD_FILES = tmp_path / "vault", tmp_path / "files"


@pytest.fixture
def people():
    return somebody(Role.ADMINISTRATOR), somebody(Role.COORDINATOR), make_person("Cora Second", Role.COORDINATOR)


@pytest.fixture
def award() -> Award:
    made = make_award(make_person("Zephyrine Quillfeather", Role.LEARNER))
    issue(Certificate.objects.get(award=made).pk)()
    return made


def ask_for_both(award, people) -> list[Pack]:
    _, one, other = people
    archive = ask_for_archive(award.enrolment.cohort, reason=REASON, by=one, now=timezone.now())
    agree_to_archive(archive, by=other, now=timezone.now())
    return [archive, ask_for_pack(award=award, reason=REASON, by=one, now=timezone.now())]


def test_finished_ones_are_destroyed_and_what_they_were_stays_on_record(award, people):
    administrator, coordinator, _ = people
    packs = ask_for_both(award, people)
    for pack in packs:
        make_pack(str(pack.pk))()
        pack.refresh_from_db()
        assert open_bytes(pack.file)[:2] == b"PK"

    request = erase(award.enrolment.learner, administrator, coordinator)

    for pack in packs:
        pack.refresh_from_db()
        assert (pack.state, len(pack.digest)) == ("gone", 64)
        with pytest.raises(Destroyed):
            open_bytes(pack.file)
    assert request.files >= 2


def test_one_that_is_being_made_meanwhile_is_stopped_and_leaves_no_byte(award, people):
    administrator, coordinator, _ = people
    packs = ask_for_both(award, people)
    stores = [make_pack(str(pack.pk)) for pack in packs]
    assert EvidenceItem.objects.filter(state="present").exists()

    erase(award.enrolment.learner, administrator, coordinator)
    for store in stores:
        store()

    for pack in packs:
        pack.refresh_from_db()
        assert (pack.state, pack.file) == ("stopped", None)
        assert "Ask for it again." in pack.stopped
        assert not disk.blob_path(pack.staged).exists()
    assert not StoredFile.objects.filter(purpose__in=["archive", "pack"]).exists()
    assert Notice.objects.filter(kind="pack.stopped", person=coordinator).count() == 2


def test_an_archive_that_is_made_afterwards_holds_nothing_of_her(award, people):
    administrator, coordinator, _ = people
    enrolment = award.enrolment
    erase(enrolment.learner, administrator, coordinator)

    archive = ask_for_both(award, people)[0]
    make_pack(str(archive.pk))()

    archive.refresh_from_db()
    assert archive.state == "made"
    assert b"Quillfeather" not in open_bytes(archive.file)


def test_a_pack_of_a_visit_stays_and_names_nobody():
    visit = make_visit()
    packed = pack_of(visit)

    learners = [row.learner for cohort in visit.accreditation.cohorts.all() for row in cohort.enrolments.all()]
    assert learners
    everything = b" ".join(packed.files.values())
    for learner in learners:
        assert learner.family_name.encode() not in everything
