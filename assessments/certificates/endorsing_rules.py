"""When a university's signed endorsement may be recorded: it holds, it is theirs, and it is about a version they accredited."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from assessments.certificates.addresses import achievement_address
from assessments.certificates.models import Endorsement
from courses.accreditation.models import Accreditation
from courses.catalogue.models import ModuleVersion
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.credentials.checking import NotProven, check_proof
from cpd.credentials.contexts import OPEN_BADGES, PINNED, VC
from cpd.credentials.did import our_did
from cpd.rules import NotAllowed

LARGEST = 64 * 1024
NEEDED = ("id", "name", "issuer", "validFrom", "credentialSubject")


@dataclass(frozen=True)
class Endorsed:
    """What a signed endorsement was found to say."""

    version: ModuleVersion
    issuer: str
    method: str
    valid_until: datetime | None


def check_may_endorse(person: User, now: datetime) -> None:
    day = timezone.localdate(now)
    if not (person.holds(Role.ADMINISTRATOR, on=day) or person.holds(Role.COORDINATOR, on=day)):
        raise NotAllowed("A coordinator or an administrator keeps what the university has signed.")


def check_can_record(accreditation: Accreditation, document: str, did: str, now: datetime) -> Endorsed:
    """What it says, once every part of it has been checked; the sentence of the first check that fails otherwise."""
    said, keys = _read(document, "The endorsement"), _read(did, "The DID document")
    types = said.get("type")
    if not isinstance(types, list) or not {"VerifiableCredential", "EndorsementCredential"} <= set(map(str, types)):
        raise NotAllowed("This is no endorsement: its type has to be VerifiableCredential and EndorsementCredential.")
    if lacking := [name for name in NEEDED if not said.get(name)]:
        raise NotAllowed(f"The endorsement lacks “{lacking[0]}”, which Open Badges 3.0 asks of every endorsement.")
    contexts = said.get("@context")
    if (
        not isinstance(contexts, list)
        or contexts[:2] != [VC, OPEN_BADGES]
        or not set(map(str, contexts)) <= set(PINNED)
    ):
        raise NotAllowed(
            f"The endorsement has to use the contexts {VC} and {OPEN_BADGES}, in this order, and no other."
        )
    issuer = keys.get("id")
    if not isinstance(issuer, str) or not issuer.startswith("did:"):
        raise NotAllowed("The second file is not a DID document: it has no “id” that begins with did:.")
    if issuer == our_did():
        raise NotAllowed("This is signed by us. An endorsement counts because somebody else signs it.")
    try:
        method = check_proof(said, keys)
    except NotProven as problem:
        raise NotAllowed(f"The university's signature does not hold. {problem}") from None
    return Endorsed(_version_of(accreditation, said), issuer, method, _end_of(said, now))


def check_none_is_kept(accreditation: Accreditation, version: ModuleVersion) -> None:
    if Endorsement.objects.filter(accreditation=accreditation, version=version, ended_at__isnull=True).exists():
        raise NotAllowed("An endorsement of this version is kept already. End that one first.")


def _read(text: str, what: str) -> dict[str, Any]:
    if len(text.encode()) > LARGEST:
        raise NotAllowed(f"{what} is larger than 64 kB, so it was not read.")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAllowed(f"{what} is not JSON, so it could not be read. Nothing was kept.") from None
    if not isinstance(value, dict):
        raise NotAllowed(f"{what} is not a JSON object. Nothing was kept.")
    return value


def _version_of(accreditation: Accreditation, said: dict[str, Any]) -> ModuleVersion:
    subject = said["credentialSubject"]
    about = subject.get("id") if isinstance(subject, dict) else None
    covered = ModuleVersion.objects.filter(accreditations__accreditation=accreditation).select_related("module")
    known = {achievement_address(version.module.code, version.number): version for version in covered}
    if about not in known:
        raise NotAllowed(
            "It is about something else. Its credentialSubject.id has to be the address of a module version that this "
            f"agreement covers: {', '.join(sorted(known)) or 'there is none yet'}."
        )
    return known[about]


def _end_of(said: dict[str, Any], now: datetime) -> datetime | None:
    moments = {}
    for name in ("validFrom", "validUntil"):
        if name in said:
            try:
                moments[name] = parse_datetime(str(said[name]))
            except ValueError:
                moments[name] = None
            if moments[name] is None or moments[name].tzinfo is None:
                raise NotAllowed(f"“{name}” of the endorsement is not a date and time with its zone.")
    if moments["validFrom"] > now:
        raise NotAllowed("The endorsement does not count yet: its validFrom lies in the future.")
    until = moments.get("validUntil")
    if until is not None and until <= now:
        raise NotAllowed("The endorsement has run out: its validUntil has passed. Ask the university for a new one.")
    return until
