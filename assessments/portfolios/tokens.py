"""The token in a manager's link: made again from the row when the mail is written, so that it is stored nowhere."""

import hashlib
from uuid import UUID

from django.utils.crypto import salted_hmac

PURPOSE = "assessments.portfolios.attestation"


def token_of(attestation_id: UUID) -> str:
    return salted_hmac(PURPOSE, str(attestation_id), algorithm="sha256").hexdigest()


def digest_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
