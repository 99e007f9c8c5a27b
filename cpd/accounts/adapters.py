"""How allauth fits this house: accounts by invitation only, second-factor secrets encrypted."""

import base64
from datetime import UTC, datetime, timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cpd.accounts.models import User
from cpd.accounts.rules import has_joined
from cpd.keys import unwrap, wrap

FIRST_SETUP = timedelta(minutes=15)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up on their own: an invitation makes the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs) -> HttpResponse | None:
        """An account whose invitation was never accepted stays shut, for a code and for a new password too."""
        if not has_joined(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Whoever has just typed the password sets up a first second proof without typing it again."""
        if app == "allauth.mfa" and self._is_setting_up_the_first(timezone.now()):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def _is_setting_up_the_first(self, now: datetime) -> bool:
        user = self.request.user
        proofs = [one["at"] for one in get_authentication_records(self.request, user) if one["method"] == "password"]
        if not proofs:
            return False
        signed_in_at = datetime.fromtimestamp(proofs[-1], UTC)
        had_one = Authenticator.objects.filter(user=user, created_at__lt=signed_in_at).exists()
        return not had_one and now - signed_in_at < FIRST_SETUP


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are stored encrypted by a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        return base64.urlsafe_b64encode(wrap(text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unwrap(base64.urlsafe_b64decode(encrypted_text.encode())).decode()
