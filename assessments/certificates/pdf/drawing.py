"""From a snapshot and a credential to the signed bytes of a certificate."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from assessments.certificates.codes import spaced
from assessments.certificates.credential import Credential
from assessments.certificates.pdf import achievement, attendance
from assessments.certificates.pdf.parts import verify_address
from assessments.certificates.states import Design
from cpd.documents.pdf import Document

__all__ = ["Drawing", "draw", "verify_address"]
DESIGNS = {Design.ACHIEVEMENT: achievement, Design.ATTENDANCE: attendance}


@dataclass(frozen=True)
class Drawing:
    """Everything that a certificate is drawn from."""

    name: str
    code: str
    facts: dict[str, Any]
    credential: Credential
    made_at: datetime


def draw(drawing: Drawing) -> bytes:
    """The bytes of the certificate, with the credential attached and the seal in place.

    Neither the file nor what it says of itself names the holder: only the page, its tags and the credential do.
    """
    facts = drawing.facts
    design = DESIGNS[Design(facts["design"])]
    document = Document(
        size=design.SIZE,
        title=f"{Design(facts['design']).label} {spaced(drawing.code)}",
        author=facts["provider"],
        subject=spaced(drawing.code),
        creator=settings.CPD_SERVICE_NAME,
        made_at=drawing.made_at,
    )
    design.draw(document, drawing.name, drawing.code, facts)
    document.attach(
        "credential.json",
        drawing.credential.data,
        content_type="application/vc",
        description="This certificate as an Open Badges 3.0 credential",
    )
    document.attach(
        "credential.jwt",
        drawing.credential.token,
        content_type="application/jwt",
        description="The same credential as a signed token",
    )
    return document.seal()
