"""A backup comes back on an empty machine, and what was erased does not come with it."""

import os
import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assessments.records.keeping.places import COHORT, PLACES
from cpd.operations.backups import VAULT_DAYS
from tests.architecture.canaries import ANY, UNREADABLE, class_of

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.operations

FILL = """
from django.utils import timezone
from cpd.accounts.actions import create_organisation, create_person
from cpd.files.store import put
from cpd.history.sequencing import sequence
now = timezone.now()
create_organisation(kind="provider", name="Example Aid", by=None, now=now)
create_person(email="ana@example.org", given_names="Ana", family_name="Łuczak", by=None, now=now)
for text in (b"kept", b"erased"):
    print(put(text, purpose="evidence", content_type="text/plain").pk)
"""
ERASE = """
from django.utils import timezone
from cpd.files.models import StoredFile
from cpd.files.store import destroy
destroy(StoredFile.objects.get(pk="{pk}"), by=None, now=timezone.now())
"""
READ = """
from cpd.accounts.models import User
from cpd.files.models import StoredFile
from cpd.files.store import Destroyed, open_bytes
print(*User.objects.values_list("family_name", flat=True))
for stored in StoredFile.objects.order_by("created_at"):
    try:
        print(open_bytes(stored).decode(), bool(stored.destroyed_at))
    except Destroyed:
        print("destroyed", bool(stored.destroyed_at))
"""


class Machine:
    """An installation in a folder of its own, used by its commands alone."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.var = folder
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("CPD_", "DJANGO_"))
        }
        self.environment |= {"CPD_VAR": str(folder), "CPD_ENV_FILE": str(folder / "env"), **environment}

    def run(self, *arguments: str | Path, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def shell(self, script: str) -> list[str]:
        return self.run("shell", "--no-imports", "-c", script).splitlines()


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A machine with a person, a kept file and one that is erased after the backup; and the two backups."""
    machine = Machine(tmp_path_factory.mktemp("filled"))
    machine.run("prepare")
    _, erased = machine.shell(FILL)
    places = tmp_path_factory.mktemp("disk-one"), tmp_path_factory.mktemp("disk-two")
    machine.run("backup", *places)
    machine.shell(ERASE.format(pk=erased))
    time.sleep(1.1)  # the name of a backup is its second
    machine.later = tmp_path_factory.mktemp("disk-three"), tmp_path_factory.mktemp("disk-four")
    machine.run("backup", *machine.later)
    return machine, places


def test_a_backup_says_what_it_is_and_verifies(filled):
    machine, (place, vault_place) = filled

    assert "is whole." in machine.run("verify_backup", place, "--vault", vault_place)
    assert [path.name for path in sorted(next(place.iterdir()).iterdir())] == [
        "database.sqlite3",
        "files.tar",
        "manifest.json",
    ]


def test_it_comes_back_on_an_empty_machine(filled, tmp_path):
    _, (place, vault_place) = filled
    machine = Machine(tmp_path / "new")

    said = machine.run("restore", place, "--vault", vault_place)

    assert "were erased again: 0." in said
    # The vault of a backup does not know what was signed later, so nothing more is signed under the old name.
    assert re.search(r"signed under the name localhost:8000/history/\d{8}T\d{6}Z\.", said)
    assert machine.shell(READ) == ["Łuczak", "kept False", "erased False"]
    assert "Nothing" not in machine.run("verify_history")


def test_what_was_erased_since_stays_erased(filled, tmp_path):
    """An old backup of the database with the vault's newer one, whose erasure list is replayed."""
    source, (place, _) = filled
    machine = Machine(tmp_path / "new")

    said = machine.run("restore", place, "--vault", source.later[1])

    assert "were erased again: 1." in said
    assert machine.shell(READ) == ["Łuczak", "kept False", "destroyed True"]


def test_a_restore_needs_an_empty_machine(filled):
    machine, (place, vault_place) = filled

    assert "There is a database here already" in machine.run("restore", place, "--vault", vault_place, code=1)


def test_a_restore_without_any_vault_is_refused(filled, tmp_path):
    _, (place, _) = filled

    assert "say where its backup is by --vault" in Machine(tmp_path / "new").run("restore", place, code=1)


@pytest.mark.parametrize("name", ["database.sqlite3", "files.tar"])
def test_a_changed_byte_is_found_before_anything_is_restored(filled, tmp_path, name):
    _, (place, vault_place) = filled
    damaged = tmp_path / "damaged"
    shutil.copytree(next(place.iterdir()), damaged)
    data = bytearray((damaged / name).read_bytes())
    data[len(data) // 2] ^= 1
    (damaged / name).write_bytes(data)
    machine = Machine(tmp_path / "new")

    assert f"{name} is not as it was written" in machine.run("verify_backup", damaged, code=1)
    assert f"{name} is not as it was written" in machine.run("restore", damaged, "--vault", vault_place, code=1)
    assert not (tmp_path / "new" / "cpd.sqlite3").exists()


def test_the_vault_may_not_lie_beside_the_database(filled, tmp_path):
    machine, _ = filled

    assert "needs a place of its own" in machine.run("backup", tmp_path, tmp_path / "vault", code=1)
    assert list(tmp_path.iterdir()) == []


def test_old_backups_are_deleted_when_asked(filled, tmp_path):
    machine, _ = filled
    one, two = tmp_path / "one", tmp_path / "two"
    machine.run("backup", one, two)
    for place in (one, two):
        made = next(place.iterdir())
        made.rename(made.with_name(made.name[:-16] + "20200101T000000Z"))

    machine.run("backup", one, two, "--keep-days", "35")

    assert [len(list(place.iterdir())) for place in (one, two)] == [1, 1]


def test_an_interrupted_restore_does_not_open(filled):
    machine, _ = filled
    mark = machine.var / "restore-unfinished"
    mark.touch()

    said = machine.run("up", "--port", "0", code=1)

    mark.unlink()
    assert "A restore was begun here and did not finish" in said


PLANT = """
import time_machine
from tests.clock import NOON
with time_machine.travel(NOON, tick=False):
    from tests.architecture.canaries import complete, plant
    from tests.architecture.world import make_world
    world = make_world()
    complete(world)
    plant(world)
"""
ERASE_THE_PLANTED = """
from tests.architecture.canaries import erase
from cpd.accounts.models import User
erase(User.objects.get(given_names="cnryname", employer__isnull=False))
"""
# Fields of which a backup of the database holds the words: all that is not sealed (docs/running.md says so).
PLAIN = {
    class_of(place, name)
    for place in PLACES
    if place.subject != COHORT and place.kind != "award"
    for name in (*place.words, *place.blanks)
    if name not in ("password", "name_key")
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A machine with marked strings in every field about one learner: the backup of that night, and the one after her
    erasure."""
    machine = Machine(tmp_path_factory.mktemp("planted"))
    machine.run("prepare")
    machine.shell(PLANT)
    before = tmp_path_factory.mktemp("planted-one"), tmp_path_factory.mktemp("planted-two")
    machine.run("backup", *before)
    machine.shell(ERASE_THE_PLANTED)
    time.sleep(1.1)
    after = tmp_path_factory.mktemp("gone-one"), tmp_path_factory.mktemp("gone-two")
    machine.run("backup", *after)
    return before, after


def words_in(folder: Path) -> set[str]:
    """The marked strings that can be read in the bytes of a backup's files, and in the names of what is packed in them."""
    marks = re.compile(rf"{ANY.pattern}|{UNREADABLE}".encode())
    return {word.decode() for path in folder.rglob("*") if path.is_file() for word in marks.findall(path.read_bytes())}


@pytest.mark.timeout(300)
def test_no_evidence_and_nothing_typed_can_be_read_in_a_backup(planted):
    (database, vault), _ = planted

    found = words_in(database)

    assert UNREADABLE not in found
    assert found == PLAIN
    for archive in database.rglob("*.tar"):
        assert not re.search(ANY.pattern.encode(), archive.read_bytes())
    assert words_in(vault) == set()


@pytest.mark.timeout(300)
def test_a_backup_of_after_an_erasure_holds_no_word_of_hers(planted):
    """Not in the pages of SQLite that its rows left either."""
    _, (database, vault) = planted

    assert words_in(database) == set()
    assert words_in(vault) == set()


@pytest.mark.timeout(300)
def test_an_old_backup_brings_no_word_of_hers_back(planted, tmp_path):
    (database, _), (_, vault) = planted
    machine = Machine(tmp_path / "new")

    machine.run("restore", database, "--vault", vault)
    machine.run("backup", tmp_path / "one", tmp_path / "two")

    assert words_in(tmp_path / "one") == set()


FILL_A_LIFE = """
from assessments.portfolios.models import EvidenceItem
from cpd.accounts.models import User
from tests.factories import make_portfolio, make_text, somebody
from tests.people import make_person
from cpd.accounts.roles import Role
from assessments.portfolios import actions as portfolios
from tests.clock import NOON
learner = make_person("Zephyrine Quillfeather", Role.LEARNER)
submission = make_portfolio(learner)
item = make_text(submission, text="copperfinch said it")
enrolment = submission.portfolio.enrolment
type(enrolment).objects.filter(pk=enrolment.pk).update(state="withdrawn", ended_at=NOON, manager_name="Mo Copperfinch")

from assessments.marking.actions import allocate
from tests.clock import TODAY
from tests.factories import finish_marking, make_accepted, make_cohort, set_rules
cohort = make_cohort()
set_rules(cohort, second_marking="sighted")
sighted = make_accepted(make_person("Odile Marrowby", Role.LEARNER), cohort)
for name, missing in (("First Assessor", ["1.1"]), ("Second Assessor", [])):
    assessor = make_person(name, Role.ASSESSOR)
    given = allocate(sighted, assessor=assessor, due_date=TODAY, by=somebody(Role.COORDINATOR), now=NOON)
    finish_marking(given, missing)
"""
READ_TEXTS = """
from assessments.marking.models import Agreement, Mark
from assessments.portfolios.models import EvidenceItem
from cpd.files.store import Destroyed
from cpd.files.texts import open_text
for mark in Mark.objects.order_by("finalised_at", "pk"):
    print("mark", mark.stage, *mark.judgements.order_by("criterion__position").values_list("verdict", flat=True))
print("agreement", Agreement.objects.get().state)
for name in ("Quillfeather", "Marrowby", ""):
    items = EvidenceItem.objects.filter(submission__portfolio__enrolment__learner__family_name=name or "person")
    for item in items.exclude(sealed_text=b"").order_by("added_at", "label")[:1]:
        print(name or "erased", open_text(item.text_key, item.sealed_text).split("\\n")[0][:20])
"""
ERASE_HER = """
from django.utils import timezone
from assessments.records.leaving.actions import *
from assessments.records.leaving.tasks import erase_person
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.factories import somebody
now = timezone.now()
her = User.objects.get(family_name="Quillfeather")
request = ask_for_erasure(her, by=her, now=now)
agree_to_erasure(request, by=somebody(Role.ADMINISTRATOR), now=now)
approve_erasure(request, by=somebody(Role.COORDINATOR), now=now)
erase_person(str(request.pk))
"""
LOOK_FOR_HER = """
from assessments.portfolios.models import EvidenceItem
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.files.texts import open_text
print("names", User.objects.filter(family_name="Quillfeather").count(), Enrolment.objects.exclude(manager_name="").count())
for item in EvidenceItem.objects.filter(submission__portfolio__enrolment__state="withdrawn"):
    print("text", item.state, len(bytes(item.sealed_text)))
"""


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    """A machine with a learner's portfolio, backed up, and after that erased and its vault backed up again."""
    machine = Machine(tmp_path_factory.mktemp("lived"))
    machine.run("prepare")
    machine.shell(FILL_A_LIFE)
    before = tmp_path_factory.mktemp("before-one"), tmp_path_factory.mktemp("before-two")
    machine.run("backup", *before)
    assert machine.shell(LOOK_FOR_HER)[0] == "names 1 1"
    machine.shell(ERASE_HER)
    time.sleep(1.1)
    after = tmp_path_factory.mktemp("after-one"), tmp_path_factory.mktemp("after-two")
    machine.run("backup", *after)
    return machine, before, after


@pytest.mark.timeout(300)
def test_a_person_who_was_erased_does_not_come_back_with_an_old_database(lived_in, tmp_path):
    """Her name, her manager's and her text: rows and keys alike go again before the site opens."""
    _, (old_database, _), (_, new_vault) = lived_in
    assert b"Quillfeather" in (next(old_database.iterdir()) / "database.sqlite3").read_bytes()
    machine = Machine(tmp_path / "new")

    machine.run("restore", old_database, "--vault", new_vault)

    assert machine.shell(LOOK_FOR_HER) == ["names 0 0", "text purged 0"]
    assert b"copperfinch" not in (machine.var / "cpd.sqlite3").read_bytes()


@pytest.mark.timeout(300)
def test_with_the_vault_of_that_day_typed_answers_open_and_second_marks_stand(lived_in, tmp_path):
    source, (database, vault), (_, newer) = lived_in
    now = source.shell(READ_TEXTS)
    assert [line.split()[0] for line in now] == ["mark", "mark", "mark", "agreement", "Marrowby"]
    of_that_day, of_today = Machine(tmp_path / "that-day"), Machine(tmp_path / "today")

    of_that_day.run("restore", database, "--vault", vault)
    of_today.run("restore", database, "--vault", newer)

    # Within the seven days for which such a vault is kept she comes back; with what the vault knows today she does not.
    assert of_that_day.shell(READ_TEXTS) == [*now[:-1], "Quillfeather copperfinch said it", now[-1]]
    assert of_today.shell(READ_TEXTS) == now


def test_a_copy_of_the_vault_is_deleted_after_seven_days(filled, tmp_path):
    """The figure that learners are told, without anybody asking for it."""
    machine, _ = filled
    one, two = tmp_path / "one", tmp_path / "two"
    machine.run("backup", one, two)
    for place, days in ((one, 8), (two, 8)):
        made = next(place.iterdir())
        stamp = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y%m%dT%H%M%SZ")
        made.rename(made.with_name(made.name[:-16] + stamp))

    said = machine.run("backup", one, two)

    assert "1 older copies of the vault were deleted." in said
    assert [len(list(place.iterdir())) for place in (one, two)] == [2, 1]
    assert VAULT_DAYS == 7
