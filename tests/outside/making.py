"""Certificates for others to judge, drawn from a snapshot like that of a real award."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.test import override_settings

from assessments.certificates.codes import new_code
from assessments.certificates.credential import Credential, write_credential
from assessments.certificates.pdf import Drawing, draw
from assessments.certificates.status import status_credential
from cpd.credentials.bitstrings import write_bits
from cpd.credentials.did import did_document
from cpd.credentials.proofs import sign_document
from cpd.keys import revocation_list, root_certificate
from tests.endorsing import University

BASE, PLACE = "https://cpd.example.org", 77_321
NAME = "Łucja Ŵyn-Jones"
FACTS = {
    "design": "achievement",
    "provider": "Harbour Learning",
    "title": "Safeguarding children living with domestic abuse",
    "summary": "Keep every child visible while you support the adult victim.",
    "module_code": "SCDA",
    "module_version": 1,
    "level": "FHEQ level 4",
    "credit": "10 CATS credits (5 ECTS)",
    "credit_points": 10.0,
    "notional_hours": 100,
    "cpd_hours": "36",
    "awarded_on": "2026-06-03",
    "studied_from": "2026-01-05",
    "university": "University of Merebridge",
    "accreditation": "UM-SCDA",
    "wording": "The University of Merebridge recognises this module as equivalent to 10 CATS credits (5 ECTS).",
    "is_university_award": False,
    "logo": "",
    "endorsement": "",
    "signatories": [["Rhian Vale", "Head of Learning"], ["Professor Tomos Ek", "Dean of Partnerships"]],
    "outcomes": [[str(n), f"Outcome {n}", f"Show the work of outcome {n}."] for n in range(1, 7)],
    "criteria": [[f"{n}.{m}", f"Show criterion {n}.{m} with evidence."] for n in range(1, 7) for m in range(1, 4)],
}


@dataclass(frozen=True)
class Made:
    name: str
    code: str
    pdf: bytes
    credential: Credential
    facts: dict[str, Any]

    @property
    def document(self) -> dict[str, Any]:
        return json.loads(self.credential.data)


@dataclass(frozen=True)
class World:
    """What one installation has given out, as bytes: judging needs no setting and no database."""

    achievement: Made
    attendance: Made
    # With what a university has signed itself.
    endorsed: Made
    university: University
    # A name whose letters are in no template, so that its document is drawn whole.
    whole: Made
    # A name in three scripts, from typefaces of both kinds, whose letters are joined, placed and ordered.
    shaped: Made
    root: bytes
    withdrawn: bytes
    did: dict[str, Any]
    # Editions of the status list: nobody's bit set, and that of `achievement`.
    clean: dict[str, Any]
    revoked: dict[str, Any]


def make_world(vault: Path, seal: str) -> World:
    now, university = datetime.now(UTC), University()
    with override_settings(CPD_VAULT=vault, CPD_SEAL=seal, CPD_BASE_URL=BASE):
        return World(
            achievement=make(),
            attendance=make(design="attendance", credit="", credit_points=None),
            endorsed=make(endorsement=json.dumps(university.endorse(f"{BASE}/achievements/SCDA/1"))),
            university=university,
            whole=make("Nguyễn Thị Hương"),
            shaped=make("क्षितिज किशोरी श्रीवास्तव שרה 王小明"),
            root=x509.load_der_x509_certificate(root_certificate()).public_bytes(Encoding.PEM),
            withdrawn=revocation_list(now),
            did=did_document(),
            clean=sign_document(status_credential(1, write_bits([]), now), now=now),
            revoked=sign_document(status_credential(1, write_bits([PLACE]), now), now=now),
        )


def make(name: str = NAME, **facts: Any) -> Made:
    """Of the present moment: a reader refuses a seal that is older than its certificate."""
    facts, code, made_at = FACTS | facts, new_code(), datetime.now(UTC)
    credential = write_credential(
        name=name,
        code=code,
        award_id="0b6c6d5c-1111-4222-8333-444455556666",
        list_number=1,
        place=PLACE,
        facts=facts,
        made_at=made_at,
    )
    return Made(name, code, draw(Drawing(name, code, facts, credential, made_at)), credential, facts)
