"""How somebody of the provider's staff is called in the university's rooms: by a code, never by name."""

import hashlib
from uuid import UUID

from courses.accreditation.models import Accreditation


def code_of(accreditation: Accreditation, person_id: UUID | None) -> str:
    """The same in every room and visit under this agreement, and another under another."""
    if person_id is None:
        return ""
    told = f"{accreditation.reference} {person_id}"
    return f"S-{hashlib.sha256(told.encode()).hexdigest()[:6].upper()}"
