"""People and organisations, for support to look at; the way in is the service's own sign-in."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin

from cpd.accounts.models import Appointment, FormerAddress, Invitation, Organisation, Preferences, User
from cpd.support import ReadOnly, show_rows

admin.site.login = secure_admin_login(admin.site.login)


@admin.register(User)
class UserAdmin(ReadOnly):
    hidden = frozenset({"password"})
    search_fields = ["email", "given_names", "family_name"]


show_rows(
    [Appointment, Authenticator, EmailAddress, FormerAddress, Invitation, Organisation, Preferences],
    hidden=["token_digest", "safe_contact"],
)
