"""The inside of the limited process that reads what a stranger dropped on the public page. No Django here."""

import io
import json
from datetime import datetime

from assessments.certificates.verifier import verify
from assessments.certificates.verifier.verify import FAILED, NOT_CHECKED, PASSED, PROOF, TERMS, Case, Check
from assessments.screening.child import CleanCopy, serve
from cpd.credentials.checking import NotCovered, NotProven, check_proof

# What a pack may unpack to here; a larger one is checked by verify.py, which reads it piece by piece.
LARGEST_PACK, LARGEST_TEXT = 64 << 20, 8 << 20


def check(data: bytes) -> CleanCopy:
    """Answer each check of the files; `data` is four bytes of length, that much JSON, then the files."""
    length = int.from_bytes(data[:4])
    head, at, named = json.loads(data[4 : 4 + length]), 4 + length, []
    for name, size in head["files"]:
        named.append((name, data[at : at + size]))
        at += size
    keys = verify.read_keys(json.dumps(head["keys"]).encode(), vouched=True)
    case = Case(keys, datetime.fromisoformat(head["now"]))
    endorsers = {did["id"]: did for did in head["endorsers"]}
    ours = {verify.check_proof: prove, verify.check_keys: check_keys}
    functions = [ours.get(function, function) for function in verify.CHECKS]
    functions.append(lambda case: check_endorsements(case, endorsers))
    packs = [data for _, data in named if verify.is_pack(io.BytesIO(data))]
    checks = _examine_packs(packs, named, case) if packs else verify.examine(named, case, functions)
    document = case.claims or case.document
    answer = {
        "checks": [[one.name, one.outcome, one.sentence] for one in checks],
        "is_genuine": verify.is_genuine(case),
        "says": verify.says_pack(case) if packs else verify.says(case),
        "number": verify.number_of(document),
        "name": verify.name_of(document) if isinstance(verify.name_of(document), str) else "",
        "status": document.get("credentialStatus"),
        "pdf_digest": case.pdf_digest,
        "credential_digest": case.credential_digest,
        "pack": case.list_digest,
        "record": (case.told or {}).get("record"),
    }
    return CleanCopy(b"", json.dumps(answer))


def _examine_packs(packs: list[bytes], named: list, case: Case) -> list[Check]:
    try:
        if len(named) > 1:
            raise verify.Bad("Check one pack at a time.")
        pack = verify.open_pack(io.BytesIO(packs[0]), limit=LARGEST_TEXT, total=LARGEST_PACK)
    except verify.Bad as bad:
        return [Check("The files can be read", FAILED, str(bad))]
    ours = {verify.check_keys: check_keys, verify.check_since: leave_growth}
    return verify.examine_pack(pack, case, [ours.get(function, function) for function in verify.PACK_CHECKS])


def leave_growth(case: Case) -> list[Check]:
    return [
        Check(verify.GROWTH, NOT_CHECKED, "Only you can compare it with what you took home: by verify.py, at home.")
    ]


def check_keys(case: Case) -> list[Check]:
    """The page believes the keys of the house; what a bundle brings is looked at, and not believed."""
    name = "It was checked with our keys"
    if case.did is not None and case.did.get("id") != case.keys.issuer:
        return [Check(name, FAILED, "The bundle brings keys of another issuer. Somebody else made it.")]
    return [Check(name, PASSED, f"With the keys of {case.keys.host}, whatever the files bring along.")]


def prove(case: Case) -> list[Check]:
    """The embedded proof, which the one-file verifier leaves to others."""
    if case.credential is None:
        return []
    covered = Check(TERMS, PASSED, "No word of it is left out of the signature.")
    try:
        check_proof(case.document, case.keys.did)
    except NotCovered as problem:
        return [Check(PROOF, FAILED, "It does not cover the whole credential."), Check(TERMS, FAILED, str(problem))]
    except NotProven as problem:
        unsure = Check(TERMS, NOT_CHECKED, "The proof does not hold, so this says nothing.")
        return [Check(PROOF, FAILED, f"{problem} A name, a date or anything else in it may be false."), unsure]
    case.proven = True
    return [Check(PROOF, PASSED, "The issuer signed it."), covered]


def check_endorsements(case: Case, endorsers: dict[str, dict]) -> list[Check]:
    """What a university has signed itself, inside the credential. Most credentials carry nothing of the kind."""
    name, checks = "The university has signed it too", []
    try:
        achievement = case.document["credentialSubject"]["achievement"]
        endorsements = achievement.get("endorsement", [])
    except (KeyError, TypeError, AttributeError):
        return []
    for endorsement in endorsements if isinstance(endorsements, list) else [endorsements]:
        issuer = endorsement.get("issuer") if isinstance(endorsement, dict) else None
        issuer = issuer.get("id") if isinstance(issuer, dict) else issuer
        if not case.proven or issuer not in endorsers:
            checks.append(Check(name, NOT_CHECKED, "We were given no key of the one who is said to endorse it."))
            continue
        try:
            check_proof(endorsement, endorsers[issuer])
        except NotProven as problem:
            checks.append(Check(name, FAILED, str(problem)))
            continue
        if endorsement["credentialSubject"].get("id") != achievement.get("id"):
            checks.append(Check(name, FAILED, "The endorsement is about something else."))
        else:
            checks.append(
                Check(name, PASSED, f"{issuer} endorses this module version, with a key that we do not have.")
            )
    return checks


if __name__ == "__main__":
    serve(check)
