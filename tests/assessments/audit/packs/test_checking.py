"""A pack is checked by verify.py alone, on a machine that has nothing of the project; whatever is bent in it is named."""

import io
import json
import shutil
import subprocess
import sys
import venv
import zipfile
from datetime import UTC, datetime
from importlib.metadata import files as files_of
from pathlib import Path

import pytest

from assessments.certificates.proving import VERIFIER
from assessments.certificates.verifier import verify
from assessments.certificates.verifier.verify import AS_LISTED, AS_RECORDED, ENTRIES, FAILED, HEAD, SIGNED_LIST
from cpd.credentials.did import our_did
from cpd.credentials.tokens import sign_claims
from tests.assessments.audit.packs.conftest import zipped

pytestmark = pytest.mark.django_db
NEEDED = ("cryptography", "cffi", "pycparser")


@pytest.fixture(scope="session")
def machine(tmp_path_factory) -> Path:
    """The Python of a fresh virtual environment in which there is cryptography and nothing else."""
    folder = tmp_path_factory.mktemp("machine")
    venv.create(folder, with_pip=False, symlinks=True)
    place = next(folder.glob("lib/python*/site-packages"))
    for package in NEEDED:
        for file in files_of(package) or ():
            if ".." not in file.parts and file.suffix != ".pyc":
                (place / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file.locate(), place / file)
    return folder / "bin" / "python"


@pytest.fixture
def run(tmp_path, packed, machine):
    """Run verify.py there on these bytes, without a network; its exit code and what it says."""
    shutil.copy(VERIFIER, tmp_path / "verify.py")
    (tmp_path / "keys.json").write_bytes(packed.keys)

    def run_it(data, *arguments, keys=True):
        (tmp_path / "pack.zip").write_bytes(data)
        command = [str(machine), "-I", "verify.py", "pack.zip", *arguments]
        command += ["--keys", "keys.json"] if keys else []
        if shutil.which("unshare") and subprocess.run(["unshare", "-rn", "true"], check=False).returncode == 0:
            command = ["unshare", "-rn", *command]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return run_it


def examine(packed, data: bytes) -> dict[str, str]:
    """The same in this process: what failed, and with which sentence."""
    case = verify.Case(verify.read_keys(packed.keys, vouched=True), datetime.now(UTC))
    try:
        pack = verify.open_pack(io.BytesIO(data))
    except verify.Bad as bad:
        return {"opened": str(bad)}
    return {one.name: one.sentence for one in verify.examine_pack(pack, case) if one.outcome == FAILED}


def test_a_whole_pack_holds_on_a_machine_without_the_project(run, machine, packed):
    assert subprocess.run([machine, "-c", "import django"], capture_output=True, check=False).returncode == 1

    code, said = run(packed.data)

    assert code == 0, said
    assert said.count("PASSED") == 7
    assert said.count("NOT CHECKED") == 2
    assert said.rstrip().endswith("Nothing failed.")


def test_keys_that_came_with_the_pack_are_not_believed_without_a_word(run, packed):
    code, said = run(packed.data, keys=False)

    assert code == 0
    assert "NOT CHECKED  The keys are those of the issuer. They came with the files, which anybody can forge" in said
    assert "root  SHA-256 " in said


def test_one_byte_changed_in_any_file_is_named(packed):
    assert examine(packed, packed.data) == {}

    for name, data in packed.files.items():
        for at in {0, len(data) // 2, len(data) - 1}:
            bent = bytearray(data)
            bent[at] ^= 1
            failed = examine(packed, packed.changed(**{name: bytes(bent)}))
            assert name in " ".join(failed.values()), f"{name} at {at}: {failed}"


def test_one_byte_changed_in_the_zip_itself_is_named(packed):
    """As a disk or a mail would do it: the packed bytes no longer unpack, or to something else."""
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        places = {
            one.filename: one.header_offset + 30 + len(one.filename) + one.compress_size // 2
            for one in archive.infolist()
        }
    for name, at in places.items():
        bent = bytearray(packed.data)
        bent[at] ^= 0x10
        assert name in " ".join(examine(packed, bytes(bent)).values()), name


def test_a_missing_and_an_added_file_are_named(packed):
    for name in packed.files:
        assert name in " ".join(examine(packed, packed.changed(**{name: None})).values()), name

    assert "Not on the list: note.txt." in examine(packed, packed.changed(**{"note.txt": b"hello"}))[AS_LISTED]


def test_a_swapped_list_is_told_whether_it_fits_the_files_or_not(packed):
    """Whoever has no key of ours can make files and their list agree, and not the signature."""
    other = packed.files["decisions.json"].replace(b'"pass"', b'"fail"')
    listed = json.loads(packed.files["manifest.json"])
    for one in listed["files"]:
        if one["name"] == "decisions.json":
            one["size"], one["sha256"] = len(other), verify.hashlib.sha256(other).hexdigest()
    manifest = json.dumps(listed).encode()

    failed = examine(packed, packed.changed(**{"decisions.json": other, "manifest.json": manifest}))

    assert "manifest.json was changed after it was signed" in failed[SIGNED_LIST]
    assert AS_LISTED not in failed
    assert "decision.made" in failed[AS_RECORDED]


def test_a_token_for_something_else_signs_no_list(packed):
    token = sign_claims({"iss": our_did(), "type": ["VerifiableCredential"]}).encode()

    assert "signed for something else" in examine(packed, packed.changed(**{"manifest.jwt": token}))[SIGNED_LIST]


def test_a_decision_that_is_left_out_is_told(packed):
    told = json.loads(packed.files["decisions.json"])
    told["candidates"][0]["decisions"] = []

    failed = examine(packed, packed.changed(**{"decisions.json": json.dumps(told).encode()}))

    assert "decisions.json leaves out what the record says by decision.made" in failed[AS_RECORDED]


def test_an_entry_that_was_edited_added_or_covered_by_a_hash_leads_nowhere(packed):
    entries = packed.files["history/entries.txt"].splitlines(keepends=True)
    edited = b"".join(entries).replace(b'"result":"pass"', b'"result":"fail"')
    index = int(entries[0].split()[0])
    moved = b"%d %s" % (index + 1, entries[0].split(b" ", 1)[1]) + b"".join(entries[1:])
    covering = packed.files["history/hashes.txt"] + b"1 %d %s\n" % (index // 2, b"A" * 43 + b"=")

    assert (
        "do not lead to the signed record"
        in examine(packed, packed.changed(**{"history/entries.txt": edited}))[ENTRIES]
    )
    assert ENTRIES in examine(packed, packed.changed(**{"history/entries.txt": moved}))
    assert ENTRIES in examine(packed, packed.changed(**{"history/hashes.txt": covering}))
    assert ENTRIES in examine(packed, packed.changed(**{"history/entries.txt": b"".join(entries[1:])}))


def test_a_checkpoint_of_another_log_is_told(packed):
    bent = packed.files["checkpoint"].replace(b"localhost:8000", b"elsewhere.test")

    assert "checkpoint: " in examine(packed, packed.changed(checkpoint=bent))[HEAD]


@pytest.mark.parametrize("left", [0.99, 0.5, 0.05])
def test_a_truncated_pack_is_told(run, packed, left):
    code, said = run(packed.data[: int(len(packed.data) * left)])

    assert code in (1, 2)
    assert "Nothing failed" not in said


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/passwd", "a/../../b", "C:\\x", "a\\b", "a//b", "e\u202evil", "..", "."]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(run, packed, name):
    code, said = run(packed.changed(**{name: b"x"}))

    assert code == 1
    assert "Do not unpack it" in said or "name in it that no pack has" in said


def test_two_files_of_one_name_are_refused(packed):
    out = io.BytesIO(packed.data)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("decisions.json", b"{}")

    assert "two files of the name decisions.json" in examine(packed, out.getvalue())["opened"]


def test_a_bomb_is_refused_before_it_is_unpacked(packed):
    """Of what is read as a whole no more than its limit is ever unpacked; of the rest a piece at a time."""
    bomb = zipped({"manifest.json": b"{" + b" " * (300 << 20), "manifest.jwt": b"x"})
    pack = verify.open_pack(io.BytesIO(bomb), limit=1 << 20)

    with pytest.raises(verify.Bad, match="larger than it can be"):
        pack.read("manifest.json")
    with pytest.raises(verify.Bad, match="holds more than is read here"):
        verify.open_pack(io.BytesIO(bomb), total=100 << 20)


def test_no_name_no_item_and_nothing_typed_is_in_any_file(packed, django_user_model):
    enrolment = packed.pack.visit.accreditation.awards.get().enrolment
    secrets = {str(person) for person in django_user_model.objects.all()}
    secrets |= {"Amira", "Lantern", enrolment.learner.email, "annual monitoring", "For the file of the"}

    for name, data in packed.files.items():
        if name.endswith(".pdf"):
            data = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout
        if name != "verify.py":
            assert [secret for secret in secrets if secret.lower().encode() in data.lower()] == [], name


def test_the_overview_stands_alone(packed):
    page = packed.files["index.html"].decode()

    assert "<script" not in page
    assert "<link" not in page
    assert "src=" not in page
    assert "@media print" in page
    assert packed.pack.visit.accreditation.awards.get().enrolment.candidate_number in page


def test_names_are_in_order_and_the_list_comes_last(packed):
    names = list(packed.files)

    assert names[:-2] == sorted(names[:-2])
    assert names[-2:] == ["manifest.json", "manifest.jwt"]


def test_the_verifier_in_the_pack_is_the_one_that_everybody_gets(packed):
    assert packed.files["verify.py"] == VERIFIER.read_bytes()
    assert sys.version_info >= (3, 9)
