"""How allauth fits this house: accounts by invitation only, second-factor secrets encrypted."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse

from cpd.accounts.models import User
from cpd.accounts.rules import has_joined
from cpd.keys import unwrap, wrap


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up on their own: an invitation makes the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs) -> HttpResponse | None:
        """An account whose invitation was never accepted stays shut, for a code and for a new password too."""
        if not has_joined(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are stored encrypted by a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        return base64.urlsafe_b64encode(wrap(text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unwrap(base64.urlsafe_b64decode(encrypted_text.encode())).decode()
