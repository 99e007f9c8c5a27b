"""verify.py as a stranger runs it: alone in a folder, with no network, on what an employer or a university was given."""

import json
import shutil
import subprocess
import sys

import pytest

from assessments.certificates.proving import VERIFIER
from cpd.history.models import Checkpoint
from cpd.history.proofs import write_growth_proof
from tests.assessments.certificates.checking.forging import swap_name

pytestmark = pytest.mark.django_db
# What the program may import beside the standard library, and a network that it must not ask for.
ALONE = """
import runpy, sys
def watch(event, arguments):
    if event.startswith(("socket.", "urllib.")):
        raise PermissionError("no network")
    if event == "import" and arguments[0].split(".")[0] in ("django", "cpd", "assessments", "pikepdf", "pyld", "rfc8785"):
        raise ImportError(arguments[0])
sys.addaudithook(watch)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture
def run(tmp_path, proven):
    """Run the verifier on files of these contents; its exit code and what it says."""
    shutil.copy(VERIFIER, tmp_path / "verify.py")
    (tmp_path / "trusted.json").write_bytes(proven.keys)

    def run_it(*arguments, keys=True, **files):
        for name, data in files.items():
            (tmp_path / name.replace("__", ".")).write_bytes(data if isinstance(data, bytes) else data.encode())
        command = [
            sys.executable,
            "-I",
            "-c",
            ALONE,
            "verify.py",
            *[name.replace("__", ".") for name in files],
            *arguments,
        ]
        command += ["--keys", "trusted.json"] if keys else []
        if shutil.which("unshare") and subprocess.run(["unshare", "-rn", "true"], check=False).returncode == 0:
            command = ["unshare", "-rn", *command]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return run_it


def test_a_genuine_bundle_passes_offline_with_every_check_that_can_be_made(run, proven):
    code, said = run(bundle__zip=proven.zip())

    assert code == 0, said
    assert "Name: Amira Learner" in said
    assert said.count("PASSED") == 9
    assert "FAILED" not in said
    assert said.count("NOT CHECKED") == 2
    assert "The proof inside the credential. Not checked here" in said
    assert f"Co-signed by {proven.university.name}" in said
    assert said.rstrip().endswith("Nothing failed.")


def test_the_pdf_alone_brings_its_credential_and_token(run, proven):
    code, said = run(certificate__pdf=proven.pdf)

    assert code == 0
    assert "says the same word for word" in said


def test_a_doctored_pdf_is_told(run, proven):
    changed = bytearray(proven.pdf)
    changed[-3000] ^= 1

    code, said = run(certificate__pdf=bytes(changed))

    assert code == 1
    assert "FAILED       The seal is whole, and the issuer's. The file was changed after it was sealed" in said
    assert "Amira" not in said


def test_a_swapped_name_is_told_in_the_credential_beside_the_pdf_and_alone_with_its_token(run, proven):
    swapped = swap_name(proven.files["credential.json"])

    beside = run(certificate__pdf=proven.pdf, credential__json=swapped)
    alone = run(credential__json=swapped, credential__jwt=proven.files["credential.jwt"])

    assert beside[0] == alone[0] == 1
    assert "another one than that inside it. They differ in the name." in beside[1]
    assert "does not say what the issuer signed. They differ in the name." in alone[1]


def test_an_incremental_update_is_told(run, proven):
    update = b"1 0 obj <</Rotate 90>> endobj\ntrailer <<>>\n%%EOF\n"

    code, said = run(certificate__pdf=proven.pdf + update)

    assert code == 1
    assert f"FAILED       The seal covers the whole file. {len(update)} bytes were added" in said


def test_a_look_alike_is_told_by_whose_seal_it_bears(run, proven):
    code, said = run(certificate__pdf=proven.forged_pdf)

    assert code == 1
    assert "sealed, but not by localhost:8000: the seal belongs to “CN=Harbour Learning seal" in said
    assert "FAILED       The credential as a signed token. The token was not signed by a key of the issuer" in said


def test_a_forged_seal_around_a_genuine_credential_is_told(run, proven):
    code, said = run(certificate__pdf=proven.forged_pdf, credential__json=proven.files["credential.json"])

    assert code == 1
    assert "the seal belongs to" in said


def test_keys_that_came_with_the_files_are_not_believed_without_a_word(run, proven):
    code, said = run(keys=False, bundle__zip=proven.zip())

    assert code == 0
    assert "NOT CHECKED  The keys are those of the issuer. They came with the files, which anybody can forge" in said
    assert "root  SHA-256 " in said


def test_a_truncated_file_a_text_and_nothing_at_all_are_told(run, proven):
    assert "cut short" in run(certificate__pdf=proven.pdf[:-2000])[1]
    assert "None of them is a certificate" in run(letter__txt=b"Dear Sir")[1]
    assert "no signature" in run(certificate__pdf=b"%PDF-1.7\nhello")[1]
    assert run("missing.pdf")[0] == 2


def test_a_credential_alone_proves_nothing(run, proven):
    code, said = run(credential__json=proven.files["credential.json"], status__jwt=proven.files["status-list.jwt"])

    assert code == 1
    assert "nothing was proven either" in said
    assert "not proven, so its place in the list says nothing" in said


def test_an_old_list_is_not_a_fresh_one(run, proven):
    code, said = run("--at", "2031-01-01", bundle__zip=proven.zip())

    assert code == 0
    assert "NOT CHECKED  It is in force, says the issuer's list. The list is of" in said


def test_a_proof_of_another_certificate_or_of_a_changed_entry_is_told(run, proven):
    proof = proven.files["certificate.tlog-proof"].decode()
    lines = proof.split("\n")
    changed = "\n".join([lines[0], lines[1].replace("A", "B", 1), *lines[2:]])
    elsewhere = "\n".join([*lines[:2], "index 0", *lines[3:]])

    assert "does not lead to the signed record" in run(certificate__pdf=proven.pdf, x__tlog=changed)[1]
    assert "FAILED       It stands in the signed record" in run(certificate__pdf=proven.pdf, x__tlog=elsewhere)[1]
    assert "holds another document" in run(certificate__pdf=proven.forged_pdf, x__tlog=proof)[1]


def test_a_checkpoint_signed_by_somebody_else_or_changed_is_told(run, proven):
    proof = proven.files["certificate.tlog-proof"].decode()
    keys = json.loads(proven.keys)
    keys["log"] = [proven.university.vkey]

    assert "is not signed by a log of" in run(keys=False, proof__tlog=proof, keys__json=json.dumps(keys))[1]
    head, _, signatures = proof.rpartition("\n\n")
    size = head.rsplit("\n", 2)[1]
    grown = head.replace(f"\n{size}\n", f"\n{int(size) + 1}\n") + "\n\n" + signatures
    assert "FAILED" in run(certificate__pdf=proven.pdf, proof__tlog=grown)[1]


def test_the_record_between_two_visits_has_only_grown(run, proven, tmp_path):
    growth = write_growth_proof(int(proven.visited.split("\n")[1]), Checkpoint.objects.order_by("-size", "-pk").first())
    (tmp_path / "visited").write_text(proven.visited)
    other = proven.visited.split("\n")
    other[2] = "A" * 43 + "="
    (tmp_path / "rewritten").write_text("\n".join(other))

    code, said = run("--since", "visited", growth__txt=growth)
    assert code == 0, said
    assert "are unchanged" in said
    code, said = run("--since", "rewritten", growth__txt=growth)
    assert code == 1
    assert "The checkpoint was changed after it was signed" in said
    lines = growth.split("\n")
    lines[1] = "A" * 43 + "="
    assert "The record was rewritten" in run("--since", "visited", growth__txt="\n".join(lines))[1]


def test_a_witness_given_on_the_command_line_counts(run, proven):
    keys = json.loads(proven.keys) | {"witnesses": []}
    said = run(keys=False, bundle__zip=proven.zip(**{"keys.json": json.dumps(keys).encode()}))[1]
    assert "You have no key of a witness" in said

    said = run(
        "--witness",
        proven.university.vkey,
        keys=False,
        bundle__zip=proven.zip(**{"keys.json": json.dumps(keys).encode()}),
    )[1]

    assert f"Co-signed by {proven.university.name}" in said
