"""The Open Badges 3.0 credential of a certificate: what the paper says, for machines."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings

from assessments.certificates.addresses import achievement_address, status_address
from assessments.certificates.facts import disclaimer
from assessments.certificates.states import Design
from cpd.credentials.canonical import Document, Shape, canonicalise, extend_json, write_json
from cpd.credentials.contexts import EXTENSIONS, OPEN_BADGES, VC
from cpd.credentials.did import our_did
from cpd.credentials.proofs import make_proof, write_time
from cpd.credentials.tokens import write_token

SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
# What differs between two certificates of one board.
SLOTS = ["award_id", "awarded_on", "code", "list_number", "made_at", "name", "place", "studied_from"]
DATES = ("awarded_on", "studied_from")
TYPES = {Design.ACHIEVEMENT: "MicroCredential", Design.ATTENDANCE: "LearningProgram"}


@dataclass(frozen=True)
class Credential:
    """The bytes of record, and the same as a token."""

    data: bytes
    token: bytes


def write_credential(
    *, name: str, code: str, award_id: str, list_number: int, place: int, facts: dict[str, Any], made_at: datetime
) -> Credential:
    """The signed credential. Deterministic but for the signature of the token."""
    texts = {
        "award_id": award_id,
        "awarded_on": facts["awarded_on"],
        "code": code,
        "list_number": str(list_number),
        "made_at": write_time(made_at),
        "name": name,
        "place": str(place),
        "studied_from": facts["studied_from"],
    }
    if facts.get("endorsement"):
        # The university's proof brings blank nodes, whose order only the slow way knows.
        document = build_credential(facts, **texts)
        written, canonical = write_json(document), canonicalise(document)
    else:
        alike = {key: value for key, value in facts.items() if key not in DATES}
        document, written, canonical = _shape(json.dumps(alike, sort_keys=True), settings.CPD_BASE_URL).fill(**texts)
    proof = make_proof(document, canonical, now=made_at)
    return Credential(extend_json(written, proof=proof), write_token(document, written=written).encode())


@lru_cache(maxsize=64)
def _shape(alike: str, base: str) -> Shape:
    """The canonical form for everything that one board awards alike; PyLD runs once for it."""
    facts = json.loads(alike)

    def build(**texts: str) -> Document:
        return build_credential(facts | {key: texts[key] for key in DATES}, **texts)

    return Shape(build, SLOTS)


def build_credential(
    facts: dict[str, Any], *, award_id: str, code: str, list_number: str, made_at: str, name: str, place: str, **_: str
) -> Document:
    """The credential before it is signed."""
    achievement = _achievement(facts)
    subject = {
        "id": f"urn:uuid:{award_id}",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "identityHash": name,
                "identityType": "name",
                "hashed": False,
                "salt": "not-used",
            }
        ],
        "licenseNumber": code,
        "activityStartDate": f"{facts['studied_from']}T00:00:00Z",
        "activityEndDate": f"{facts['awarded_on']}T00:00:00Z",
        "achievement": achievement,
    }
    if facts["credit_points"] is not None:
        subject["creditsEarned"] = facts["credit_points"]
    if facts["design"] == Design.ACHIEVEMENT:
        subject["result"] = [
            {
                "id": f"{settings.CPD_BASE_URL}/v/{code}#{number}",
                "type": ["Result"],
                "resultDescription": f"{achievement['id']}#{number}",
                "achievedLevel": f"{achievement['id']}#{number}-met",
            }
            for number, _text in facts["criteria"]
        ]
    return {
        "@context": [VC, OPEN_BADGES, EXTENSIONS],
        "id": f"{settings.CPD_BASE_URL}/v/{code}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts["title"],
        "issuer": {"id": our_did(), "type": ["Profile"], "name": facts["provider"], "url": settings.CPD_BASE_URL},
        "validFrom": made_at,
        "awardedDate": f"{facts['awarded_on']}T00:00:00Z",
        "credentialSubject": subject,
        "credentialStatus": {
            "id": f"{status_address(list_number)}#{place}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": place,
            "statusListCredential": status_address(list_number),
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _achievement(facts: dict[str, Any]) -> dict[str, Any]:
    address = achievement_address(facts["module_code"], facts["module_version"])
    size = ", ".join(part for part in (facts["level"], facts["credit"]) if part)
    description = f"{facts['summary']} {size}. {facts['wording']} {disclaimer(facts)}".strip()
    achievement = {
        "id": address,
        "type": ["Achievement"],
        "achievementType": TYPES[Design(facts["design"])],
        "name": facts["title"],
        "description": description,
        "criteria": {
            "id": f"{address}#criteria",
            "narrative": "\n".join(f"{number}. {text}" for number, _title, text in facts["outcomes"]),
        },
        "humanCode": facts["module_code"],
        "version": str(facts["module_version"]),
        "inLanguage": "en-GB",
        "tag": [facts["level"], f"{facts['cpd_hours']} CPD hours", facts["accreditation"], facts["university"]],
    }
    if facts["credit_points"] is not None:
        achievement["creditsAvailable"] = facts["credit_points"]
    if facts.get("endorsement"):
        achievement["endorsement"] = [json.loads(facts["endorsement"])]
    if facts["design"] == Design.ACHIEVEMENT:
        achievement["resultDescription"] = [_criterion(address, number, text) for number, text in facts["criteria"]]
    return achievement


def _criterion(address: str, number: str, text: str) -> dict[str, Any]:
    levels = [("met", "Met"), ("not-yet-met", "Not yet met")]
    return {
        "id": f"{address}#{number}",
        "type": ["ResultDescription"],
        "name": f"{number} {text}",
        "resultType": "RubricCriterionLevel",
        "requiredLevel": f"{address}#{number}-met",
        "rubricCriterionLevel": [
            {"id": f"{address}#{number}-{key}", "type": ["RubricCriterionLevel"], "name": label}
            for key, label in levels
        ],
    }
