"""What a person says about herself."""

from datetime import datetime, time

from cpd.accounts.models import Preferences, User
from cpd.history.actions import action, record

TERMS_VERSION = "2026-1"
DETAILS = ("given_names", "family_name", "certificate_name", "safe_contact")
PREFERENCES = (
    "mail",
    "quiet_from",
    "quiet_until",
    "contact_by",
    "no_voicemail",
    "safe_contact",
    "text_size",
    "theme",
    "exit_button",
)


@action
def confirm_details(
    person: User, *, given_names: str, family_name: str, certificate_name: str, now: datetime, safe_contact: str = ""
) -> User:
    """First sign-in: her name as it will be printed, the terms, and how to reach her safely."""
    person = User.objects.select_for_update().get(pk=person.pk)
    person.given_names = given_names
    person.family_name = family_name
    person.certificate_name = certificate_name
    person.confirmed_at = now
    person.terms_version = TERMS_VERSION
    person.save(update_fields=["given_names", "family_name", "certificate_name", "confirmed_at", "terms_version"])
    if safe_contact:
        Preferences.objects.update_or_create(
            person=person, defaults={"safe_contact": safe_contact, "contact_confirmed_at": now}
        )
    record("person.confirmed", by=person, about=person, now=now, terms=TERMS_VERSION)
    return person


@action
def choose_preferences(
    person: User,
    *,
    mail: str,
    quiet_from: time | None,
    quiet_until: time | None,
    contact_by: str,
    no_voicemail: bool,
    safe_contact: str,
    text_size: str,
    theme: str,
    exit_button: bool,
    by: User,
    now: datetime,
) -> Preferences:
    """How she wishes to read and to be reached, from now on."""
    preferences, _ = Preferences.objects.update_or_create(
        person=person,
        defaults={
            "mail": mail,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "contact_by": contact_by,
            "no_voicemail": no_voicemail,
            "safe_contact": safe_contact,
            "contact_confirmed_at": now,
            "text_size": text_size,
            "theme": theme,
            "exit_button": exit_button,
        },
    )
    record("person.preferences_chosen", by=by, about=person, now=now, mail=str(mail))
    return preferences


@action
def confirm_contact(person: User, *, by: User, now: datetime) -> Preferences:
    """It is still safe to reach her as she said before."""
    preferences, _ = Preferences.objects.update_or_create(person=person, defaults={"contact_confirmed_at": now})
    record("person.contact_confirmed", by=by, about=person, now=now)
    return preferences
