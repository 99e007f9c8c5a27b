"""Checks what a stranger dropped on the public page: read in a limited process, compared with what we issued, never kept."""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime

from assessments.certificates.codes import spaced
from assessments.certificates.limits import NAMES_PER_CODE_AN_HOUR, is_over
from assessments.certificates.models import Certificate
from assessments.certificates.names import words_of
from assessments.certificates.proving import endorsers, find_entry, keys_file
from assessments.certificates.queries import Answer, answer_for, find_certificate
from assessments.certificates.states import CertificateState
from assessments.certificates.status import newest_issue
from assessments.certificates.verifier import verify
from assessments.certificates.verifier.verify import FAILED, NOT_CHECKED, PASSED, RECORD, STATUS, WITNESSED, Case, Check
from assessments.screening.sandbox import run_limited
from cpd.history.models import Entry
from cpd.history.proofs import NotYetSigned, write_entry_proof
from cpd.history.sequencing import tree_root, tree_size

CHILD = "assessments.certificates.verifier.child"
UNREADABLE = (
    "We could not read this file. If it should be a certificate, ask the holder for the file as they received it."
)
KNOWN = "It is a certificate that we issued"
KNOWN_PACK, STILL = "It is a pack that we made", "The record of today continues that of the pack"


@dataclass(frozen=True)
class Verdict:
    """The answer to a stranger: one sentence, every check, and, of a genuine file, what it says."""

    checks: list[Check]
    is_genuine: bool
    says: list[tuple[str, str]] = field(default_factory=list)
    answer: Answer | None = None
    number: str = ""

    @property
    def has_failed(self) -> bool:
        return any(check.outcome == FAILED for check in self.checks)

    @property
    def is_over(self) -> bool:
        """Genuine in every respect, and no longer in force: nothing speaks against the file or its holder."""
        failed = {check.name for check in self.checks if check.outcome == FAILED}
        return self.is_genuine and failed == {STATUS} and self.answer is not None

    @property
    def heading(self) -> str:
        if self.is_over:
            return f"This is genuine, and not in force: {self.answer.status.lower()}"
        if self.has_failed:
            return "Do not rely on this file"
        return "This is genuine" if self.is_genuine else "Nothing could be proven"

    @property
    def sentence(self) -> str:
        if self.has_failed and not self.is_over:
            return "At least one check failed. What the file says may be false."
        if self.answer:
            return self.answer.sentence
        if self.is_genuine:
            return "We made this document, and not one bit of it was changed."
        return "No signature of ours could be checked in what you gave us. That is no proof against it either."

    @property
    def shows(self) -> list[tuple[str, str]]:
        """What the file says, when nothing in it is in doubt; a replaced one never says whose it was."""
        return [] if self.has_failed or not self.is_genuine else self.says


def check_files(files: list[tuple[str, bytes]], *, now: datetime) -> Verdict:
    """Every check of these files; raises screening's Refused when they cannot be read within the limits."""
    keys = keys_file()
    head = {
        "keys": keys,
        "endorsers": endorsers(),
        "now": now.isoformat(),
        "files": [(name[-60:], len(data)) for name, data in files],
    }
    encoded = json.dumps(head).encode()
    framed = len(encoded).to_bytes(4) + encoded + b"".join(data for _, data in files)
    told = json.loads(run_limited(CHILD, framed, what="dropped certificate", damaged=UNREADABLE).text)
    checks = [Check(*one) for one in told["checks"]]
    if told["pack"]:
        return Verdict([*checks, *_ask_about_pack(told)], is_genuine=True, says=[tuple(one) for one in told["says"]])
    certificate = find_certificate(told["number"])
    if not told["is_genuine"]:
        known = _known_by_number(certificate, told, now) if certificate else []
        number = spaced(certificate.code) if certificate else ""
        return Verdict([*checks, *known], is_genuine=False, number=number)
    ours = _ask_the_house(certificate, told, Case(verify.read_keys(json.dumps(keys).encode(), vouched=True), now))
    replaced = {check.name: check for check in ours}
    checks = [replaced.pop(check.name, check) if check.outcome == NOT_CHECKED else check for check in checks]
    verdict = Verdict(
        [*checks, *(check for check in replaced.values() if check.name == KNOWN)],
        is_genuine=True,
        says=[tuple(one) for one in told["says"]],
        answer=answer_for(certificate) if certificate else None,
        number=spaced(certificate.code) if certificate else "",
    )
    return verdict


def _ask_the_house(certificate: Certificate | None, told: dict, case: Case) -> list[Check]:
    """What only we can add: the newest status, the place in the record as it stands, and whether we know it at all."""
    case.pdf_digest, case.credential_digest = told["pdf_digest"], told["credential_digest"]
    entry = find_entry(certificate) if certificate else _entry_of(told["pdf_digest"])
    if entry is None:
        return [
            Check(KNOWN, FAILED, "It bears our signature, and we have no certificate with its number. Please tell us.")
        ]
    checks = [Check(KNOWN, PASSED, "We know it.")]
    # The very first certificate of a list waits a minute for its first edition.
    edition = newest_issue(certificate.status_list.number) if certificate and certificate.status_list else None
    if edition:
        case.claims = {"credentialStatus": told["status"]}
        case.status = [edition.token]
        checks += verify.check_status(case)
    try:
        case.proof = write_entry_proof(entry)
    except NotYetSigned:
        return [*checks, Check(RECORD, NOT_CHECKED, "It is recorded; the record is signed anew within a minute.")]
    witnessed = verify.check_witnesses(case)
    if witnessed[0].outcome == NOT_CHECKED:
        witnessed = [Check(WITNESSED, NOT_CHECKED, "No university has co-signed this part of the record yet.")]
    return [*checks, *verify.check_record(case), *witnessed]


def _ask_about_pack(told: dict) -> list[Check]:
    """What only we can add about a pack: that we know it, and that our record went on from where it stood."""
    made = Entry.objects.filter(name__in=["pack.made", "archive.made"], detail__digest=told["pack"])
    if not made.exists():
        return [Check(KNOWN_PACK, FAILED, "It bears our signature, and we did not make it. Please tell us.")]
    size, root = told["record"]["size"], told["record"]["root"]
    if size > tree_size() or base64.b64encode(tree_root(size)).decode() != root:
        wrong = Check(STILL, FAILED, "Our record is not the one of this pack any more. Keep the pack, and ask us why.")
    else:
        wrong = Check(STILL, PASSED, f"Its first {size} entries are those of the pack. Only you can say so without us.")
    return [Check(KNOWN_PACK, PASSED, "We know it."), wrong]


def _entry_of(pdf_digest: str) -> Entry | None:
    """The entry about a sealed document that has no number, such as a transcript."""
    found = Entry.objects.filter(name="transcript.made", detail__pdf=pdf_digest) if pdf_digest else Entry.objects.none()
    return found.select_related("leaf").order_by("pk").first()


def _known_by_number(certificate: Certificate, told: dict, now: datetime) -> list[Check]:
    """Of a file that is not ours but bears a number of ours: whether it bears another name. As rarely as a typed name."""
    name = "Its number is one of ours"
    if certificate.state != CertificateState.ISSUED:
        return [Check(name, FAILED, "The number is ours, but the file is not what we issued under it.")]
    if is_over("name", certificate.code, limit=NAMES_PER_CODE_AN_HOUR, seconds=3600, now=now):
        return [Check(name, NOT_CHECKED, "This number was checked too often. Please wait an hour.")]
    if words_of(told["name"]) != words_of(certificate.name):
        return [Check(name, FAILED, "We issued a certificate of this number to a person of another name.")]
    return [Check(name, FAILED, "The number and the name are ours, but the file is not what we issued.")]
