"""A university makes a key at home, registers it, signs our checkpoints, and finds its signature wherever they are shown."""

import subprocess
import sys

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.audit.actions import mail_line, open_visit, register_key
from assessments.audit.lines import read_line, write_line
from assessments.audit.models import WitnessKey
from assessments.certificates.proving import SIGNER
from cpd.accounts.models import OrganisationKind
from cpd.accounts.roles import Role
from cpd.history.models import Checkpoint, Cosignature, Entry
from cpd.history.notes import write_key
from cpd.jobs.relay import run_due_jobs
from cpd.keys import public_key
from cpd.keys.tasks import sign_history
from cpd.rules import NotAllowed
from tests.factories import make_award
from tests.history.test_witnesses import University
from tests.people import LONG_AGO, make_organisation, make_person, sign_in, university

pytestmark = pytest.mark.django_db
PAGE = "/audit/witness/"


@pytest.fixture(autouse=True)
def own_vault(settings, tmp_path):
    settings.CPD_VAULT = tmp_path / "vault"


@pytest.fixture
def visit(auditor, learner):
    opened = open_visit(make_award(learner).accreditation, purpose="Monitoring", by=auditor, now=timezone.now())
    sign_history("")()
    return opened


@pytest.fixture
def home(tmp_path):
    """The university's own machine: a folder, and sign_note.py in it."""
    folder = tmp_path / "registry"
    folder.mkdir()
    (folder / "sign_note.py").write_bytes(SIGNER.read_bytes())

    def run(*arguments, **files):
        for name, text in files.items():
            (folder / name).write_text(text)
        command = [sys.executable, "-I", "sign_note.py", *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.strip(), done.stderr

    run.folder = folder
    return run


def log_key():
    head = Checkpoint.objects.latest("pk").note.split("\n")[0]
    return write_key(head, public_key("log"))


def grow(visit):
    """Something happens, and is signed."""
    mail_line(visit, Checkpoint.objects.latest("pk"), by=visit.auditor, now=timezone.now())
    sign_history("")()
    return Checkpoint.objects.latest("pk")


def send(client, university_id, form, **said):
    return client.post(PAGE, {"form": form, "university": university_id, **said})


def test_from_a_key_made_at_home_to_a_signature_that_everybody_sees(client, visit, auditor, home):
    client.get("/")
    sign_in(client, auditor)
    place = visit.accreditation.university_id
    _, key, _ = home("new-key", "registry.mere.example", "--no-password")

    assert send(client, place, "key", key=key).status_code == 302
    note = client.get("/v/record/checkpoint").content.decode()
    code, line, said = home("sign", "checkpoint", "--log", log_key(), checkpoint=note)
    assert code == 0, said
    signed = (home.folder / "checkpoint.signed.txt").read_bytes()
    file = SimpleUploadedFile("checkpoint.signed.txt", signed)
    assert send(client, place, "note", note="", file=file).status_code == 302

    assert Cosignature.objects.count() == 1
    assert line in client.get("/v/record/checkpoint").content.decode()
    assert "registry.mere.example" in client.get("/v/record/").text
    assert key in client.get("/v/keys.json").json()["witnesses"]
    assert "growth.txt" in client.get(PAGE).text


def test_the_private_key_stays_at_home_readable_by_its_owner_alone(home):
    _, key, _ = home("new-key", "registry.mere.example", "--no-password")
    private = home.folder / "witness.key"

    assert "PRIVATE KEY" not in key
    assert private.stat().st_mode & 0o777 == 0o600
    assert home("new-key", "registry.mere.example", "--no-password")[0] == 1


def test_the_second_time_it_signs_only_what_grew_from_the_first(visit, home, client):
    home("new-key", "registry.mere.example", "--no-password")
    first = Checkpoint.objects.latest("pk")
    home("sign", "checkpoint", "--log", log_key(), checkpoint=first.note)
    grown = grow(visit)
    growth = client.get(f"/v/record/growth/{first.size}").content.decode()

    without = home("sign", "checkpoint", "--log", log_key(), checkpoint=grown.note)
    lines = growth.split("\n")
    lines[1] = "A" * 43 + "="
    rewritten = home("sign", "growth.txt", "--log", log_key(), **{"growth.txt": "\n".join(lines)})
    right = home("sign", "growth.txt", "--log", log_key(), **{"growth.txt": growth})

    assert without[0] == 1
    assert f"You signed {first.size} entries before" in without[2]
    assert rewritten[0] == 1
    assert "DO NOT SIGN" in rewritten[2]
    assert right[0] == 0, right[2]


def test_it_signs_nothing_that_the_log_did_not(visit, home):
    home("new-key", "registry.mere.example", "--no-password")
    note = Checkpoint.objects.latest("pk").note
    grown = note.replace(note.split("\n")[1], "99999", 1)

    assert "changed after the log signed it" in home("sign", "checkpoint", "--log", log_key(), checkpoint=grown)[2]
    other = write_key("elsewhere/log", b"x" * 32)
    assert "did not sign this checkpoint" in home("sign", "checkpoint", "--log", other, checkpoint=note)[2]
    assert "Nothing was signed" in home("sign", "checkpoint", "--log", log_key(), checkpoint="hello")[2]


def test_a_signature_by_another_key_or_of_another_checkpoint_is_refused_at_the_form(client, visit, auditor):
    sign_in(client, auditor)
    ours, place = University(), visit.accreditation.university_id
    register_key(visit.accreditation.university, ours.vkey, by=auditor, now=timezone.now())
    note = Checkpoint.objects.latest("pk").note

    strange = send(client, place, "note", note=University("other.example").sign(note, timezone.now()))
    unknown = send(client, place, "note", note=ours.sign(note.replace("localhost", "elsewhere", 1), timezone.now()))
    nothing = send(client, place, "note", note="")
    right = send(client, place, "note", note=ours.sign(note, timezone.now()).replace("\n", "\r\n"))

    assert "No co-signature by a witness whose key we hold" in strange.text
    assert "We have not signed this checkpoint" in unknown.text
    assert "Paste the signed checkpoint" in nothing.text
    assert [answer.status_code for answer in (strange, unknown, nothing, right)] == [422, 422, 422, 302]


def test_no_university_signs_under_the_name_of_another(visit, auditor):
    mine = University()
    register_key(visit.accreditation.university, mine.vkey, by=auditor, now=timezone.now())
    elsewhere = make_organisation(OrganisationKind.UNIVERSITY, "University of Elsewhere")
    stranger = make_person("Fay Foreign", Role.AUDITOR)
    stranger.appointments.update(organisation=elsewhere, starts_on=LONG_AGO)

    with pytest.raises(NotAllowed, match="Another university signs as"):
        register_key(elsewhere, University().vkey, by=stranger, now=timezone.now())
    with pytest.raises(NotAllowed, match="not appointed today"):
        register_key(university(), mine.vkey, by=stranger, now=timezone.now())


def test_a_university_replaces_its_key_and_both_signatures_count(client, visit, auditor):
    sign_in(client, auditor)
    old, new, place = University(), University(), visit.accreditation.university
    register_key(place, old.vkey, by=auditor, now=timezone.now())
    register_key(place, new.vkey, by=auditor, now=timezone.now())
    note = Checkpoint.objects.latest("pk").note
    assert send(client, place.pk, "note", note=new.sign(note, timezone.now())).status_code == 302
    row = WitnessKey.objects.get(witness__public_key=old.public_key)

    assert client.post(f"/audit/witness/{row.pk}/end/").status_code == 302
    assert send(client, place.pk, "note", note=old.sign(note, timezone.now())).status_code == 422
    assert Entry.objects.filter(name="witness_key.ended").count() == 1


def test_the_mail_holds_the_line_and_nothing_else(client, visit, auditor):
    sign_in(client, auditor)
    checkpoint = Checkpoint.objects.latest("pk")

    client.post(f"/audit/visits/{visit.pk}/checkpoint/mail/")
    client.post(f"/audit/visits/{visit.pk}/checkpoint/mail/")
    run_due_jobs(timezone.now())

    (letter,) = [letter for letter in mail.outbox if "line" in letter.subject]
    assert letter.to == [auditor.email]
    assert letter.body == f"{write_line(checkpoint)}\n"
    assert read_line(letter.body) == read_line(checkpoint.note)
    assert Entry.objects.filter(name="checkpoint.mailed").count() == 1


def test_lines_are_not_mailed_without_end(visit, auditor):
    for _ in range(5):
        grow(visit)

    with pytest.raises(NotAllowed, match="Enough lines"):
        mail_line(visit, Checkpoint.objects.latest("pk"), by=auditor, now=timezone.now())
