"""Accounts: made, addressed anew, closed, opened again; and what is done for them at the console."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from cpd.accounts.models import FormerAddress, Organisation, User
from cpd.accounts.rules import check_can_address, check_can_close, check_can_reopen
from cpd.history.actions import action, record, unchanged
from cpd.jobs.queue import enqueue
from cpd.notices.actions import notify


@action
def create_person(
    *,
    email: str,
    given_names: str,
    family_name: str,
    by: User | None,
    now: datetime,
    certificate_name: str = "",
    employer: Organisation | None = None,
    team: str = "",
    is_demonstration: bool = False,
) -> User:
    """Make an account without a password; the address decides whether it is new."""
    address = User.objects.normalise(email)
    known = User.objects.filter(email=address).first()
    if known:
        unchanged()
        return known
    person = User.objects.create_user(
        address,
        given_names=given_names,
        family_name=family_name,
        certificate_name=certificate_name,
        employer=employer,
        team=team,
        is_demonstration=is_demonstration,
        joined_at=now,
    )
    record("person.created", by=by, about=person, now=now)
    return person


@action
def change_address(person: User, *, email: str, by: User, now: datetime) -> User:
    """Give an account another address. The old one stops working at once, is told once and forgotten; the new one
    is proved by a code at the next sign-in. Refuses an address that another account uses."""
    person = User.objects.select_for_update().get(pk=person.pk)
    address = User.objects.normalise(email)
    check_can_address(by, person, address)
    if address == person.email:
        unchanged()
        return person
    former = FormerAddress.objects.create(person=person, email=person.email, replaced_at=now, replaced_by=by)
    EmailAddress.objects.filter(user=person, email__iexact=person.email).delete()
    EmailAddress.objects.filter(user=person).update(primary=False)
    EmailAddress.objects.update_or_create(user=person, email=address, defaults={"primary": True})
    person.email = address
    person.save(update_fields=["email"])
    notify(person, "account.changed", now=now, about=person, detail="its e-mail address")
    enqueue("accounts.mail_former_address", former.pk, key=f"former_address:{former.pk}", now=now)
    record("person.address_changed", by=by, about=person, now=now)
    return person


@action
def close_account(person: User, *, reason: str, by: User, now: datetime) -> User:
    """Nobody signs in to this account any more; what was done with it stays. Refused while staff roles are held."""
    person = User.objects.select_for_update().get(pk=person.pk)
    check_can_close(by, person, now.date())
    person.is_active = False
    person.save(update_fields=["is_active"])
    record("person.closed", by=by, about=person, now=now, sealed={"reason": reason})
    return person


@action
def reopen_account(person: User, *, reason: str, by: User, now: datetime) -> User:
    """The account works again, with the password and the second factor it had."""
    person = User.objects.select_for_update().get(pk=person.pk)
    check_can_reopen(by, person)
    person.is_active = True
    person.save(update_fields=["is_active"])
    record("person.reopened", by=by, about=person, now=now, sealed={"reason": reason})
    return person


@action
def reset_second_factor(person: User, *, by: User | None, now: datetime) -> int:
    """Forget every passkey, app and recovery code of a person who lost them, and end her sessions; staff set up new
    ones at the next sign-in. How many were forgotten."""
    person = User.objects.select_for_update().get(pk=person.pk)
    forgotten, _ = Authenticator.objects.filter(user=person).delete()
    for session in list(person.usersession_set.all()):
        session.end()
    notify(person, "account.changed", now=now, about=person, detail="its second proof was removed")
    record("person.second_factor_reset", by=by, about=person, now=now, forgotten=forgotten)
    return forgotten


@action
def give_support_access(person: User, *, allowed: bool, by: User | None, now: datetime) -> User:
    """Let a person look into the tables (and change nothing there), or no longer."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.is_staff == allowed:
        unchanged()
        return person
    person.is_staff = allowed
    person.save(update_fields=["is_staff"])
    record("person.support_access", by=by, about=person, now=now, allowed=allowed)
    return person
