"""How allauth fits this house: accounts by invitation only, second-factor secrets encrypted."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from cpd.keys import unwrap, wrap


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up on their own: an invitation makes the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are stored encrypted by a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        return base64.urlsafe_b64encode(wrap(text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unwrap(base64.urlsafe_b64decode(encrypted_text.encode())).decode()
