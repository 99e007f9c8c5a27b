"""From a snapshot and a credential to the signed bytes of a certificate."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

from django.conf import settings

from assessments.certificates.codes import spaced
from assessments.certificates.credential import DATES, Credential
from assessments.certificates.pdf import achievement, attendance
from assessments.certificates.states import Design
from cpd.documents.pdf import Attachment, Document, NotOfThisTemplate, Template, is_shaped, seal

DESIGNS = {Design.ACHIEVEMENT: achievement, Design.ATTENDANCE: attendance}
# What stands in a template where each certificate has its own, as long as that.
STAND_IN_CODE = "TEMPLATE0TEMPLATE"
STAND_IN_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Drawing:
    """Everything that a certificate is drawn from."""

    name: str
    code: str
    facts: dict[str, Any]
    credential: Credential
    made_at: datetime
    logo: bytes = b""


def draw(drawing: Drawing) -> bytes:
    """The bytes of the certificate, with the credential attached and the seal in place.

    Certificates of one board differ in little, so most are filled into a template; a name that needs letters of its
    own, or runs from right to left, has its document drawn whole. Neither way names the holder in the file's name or
    in what it says of itself: only the page, its tags and the credential do.
    """
    if not is_shaped(drawing.name):
        try:
            return splice(drawing)
        except NotOfThisTemplate:
            pass
    return draw_whole(drawing)


def draw_whole(drawing: Drawing) -> bytes:
    """The same document without a template."""
    document = _begin(drawing.code, drawing.facts, drawing.made_at)
    DESIGNS[Design(drawing.facts["design"])].draw(document, drawing.name, drawing.code, drawing.facts, drawing.logo)
    document.attachments += _attachments(drawing.credential)
    return document.seal()


def splice(drawing: Drawing) -> bytes:
    """The document out of a template; NotOfThisTemplate where its letters are not in that."""
    alike = {key: value for key, value in drawing.facts.items() if key not in DATES}
    template = _template(
        json.dumps(alike, sort_keys=True), settings.CPD_BASE_URL, settings.CPD_SERVICE_NAME, drawing.logo
    )
    front = DESIGNS[Design(drawing.facts["design"])].draw_front
    page = partial(front, name=drawing.name, code=drawing.code, facts=drawing.facts, logo=drawing.logo)
    texts = {
        old: new for form in (str, spaced) for old, new in [(form(STAND_IN_CODE).encode(), form(drawing.code).encode())]
    } | dict(zip(_moments(STAND_IN_TIME), _moments(drawing.made_at), strict=True))
    return seal(template.fill(page, texts, _attachments(drawing.credential), drawing.made_at))


@lru_cache(maxsize=64)
def _template(alike: str, base: str, service: str, logo: bytes) -> Template:
    """Drawn once in a process for everything that one board awards alike."""
    facts = json.loads(alike) | dict.fromkeys(DATES, f"{STAND_IN_TIME:%Y-%m-%d}")
    model = _begin(STAND_IN_CODE, facts, STAND_IN_TIME)
    DESIGNS[Design(facts["design"])].draw(model, "Stand-in", STAND_IN_CODE, facts, logo)
    model.attachments += _attachments(Credential(b"", b""))
    return Template(model)


def _begin(code: str, facts: dict[str, Any], made_at: datetime) -> Document:
    return Document(
        size=DESIGNS[Design(facts["design"])].SIZE,
        title=f"{Design(facts['design']).label} {spaced(code)}",
        author=facts["provider"],
        subject=spaced(code),
        creator=settings.CPD_SERVICE_NAME,
        made_at=made_at,
    )


def _attachments(credential: Credential) -> list[Attachment]:
    return [
        Attachment(
            "credential.json",
            credential.data,
            "application/vc",
            "This certificate as an Open Badges 3.0 credential",
        ),
        Attachment("credential.jwt", credential.token, "application/jwt", "The same credential as a signed token"),
    ]


def _moments(moment: datetime) -> list[bytes]:
    """A moment as the parts of a PDF write it."""
    moment = moment.astimezone(UTC)
    return [f"D:{moment:%Y%m%d%H%M%S}".encode(), f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()]
