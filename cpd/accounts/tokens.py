"""One-time links: made from the installation's secret and the invitation's id, so that none has to be kept."""

import base64
import hashlib
from uuid import UUID

from django.utils.crypto import salted_hmac


def token_of(invitation_id: UUID) -> str:
    """The token of an invitation's link: 256 bits that nobody without the secret can make."""
    digest = salted_hmac("cpd.accounts.invitation", str(invitation_id), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def digest_of(token: str) -> str:
    """What is kept of a one-time token."""
    return hashlib.sha256(token.encode()).hexdigest()
