"""People and organisations, for support to look at; the way in is the service's own sign-in."""

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin

from cpd.accounts.models import Appointment, FormerAddress, Invitation, Organisation, Preferences, User
from cpd.support import ReadOnly

admin.site.login = secure_admin_login(admin.site.login)


@admin.register(User)
class UserAdmin(ReadOnly):
    list_display = ["email", "is_active", "is_staff", "joined_at", "confirmed_at"]
    list_filter = ["is_active", "is_staff", "is_demonstration"]
    search_fields = ["email", "given_names", "family_name"]
    exclude = ["password", "groups", "user_permissions"]


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly):
    list_display = ["name", "kind", "created_at"]
    list_filter = ["kind"]


@admin.register(Appointment)
class AppointmentAdmin(ReadOnly):
    list_display = ["person", "role", "organisation", "starts_on", "ends_on", "ended_at"]
    list_filter = ["role"]
    list_select_related = ["person", "organisation"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    list_display = ["email", "role", "state", "invited_at", "expires_at", "mailed_at", "mail_error"]
    list_filter = ["state", "role"]
    exclude = ["token_digest"]


@admin.register(Preferences)
class PreferencesAdmin(ReadOnly):
    list_display = ["person", "mail", "theme", "exit_button"]
    list_select_related = ["person"]
    exclude = ["safe_contact"]


@admin.register(FormerAddress)
class FormerAddressAdmin(ReadOnly):
    list_display = ["pk", "replaced_at", "told_at"]
    exclude = ["email"]


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnly):
    list_display = ["email", "user", "verified", "primary"]
    list_select_related = ["user"]


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnly):
    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    exclude = ["data"]
