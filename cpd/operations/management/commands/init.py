"""Makes a new installation usable: its keys, its provider, and an invitation for the first administrator."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from cpd.accounts.actions import create_organisation, invite
from cpd.accounts.models import OrganisationKind, User
from cpd.accounts.roles import Role
from cpd.keys import keys
from cpd.operations import preparing
from cpd.rules import NotAllowed


class Command(BaseCommand):
    help = "Make the keys and the provider, and print a one-time link for the first administrator."

    def add_arguments(self, parser):
        parser.add_argument("--provider", required=True, help='the name of your organisation, as in "Example Aid"')
        parser.add_argument("--administrator", required=True, help="the e-mail address of the first administrator")

    def handle(self, *, provider, administrator, **options):
        try:
            validate_email(administrator)
        except ValidationError as problem:
            raise CommandError(f"{administrator} is not an e-mail address.") from problem
        now = timezone.now()
        preparing.make_folders()
        preparing.bring_database_up_to_date()
        if made := keys.make_missing():
            self.stdout.write(f"Keys made in {settings.CPD_VAULT}: {', '.join(made)}. Back the vault up.")
        if User.objects.holding(Role.ADMINISTRATOR, on=timezone.localdate()).exists():
            raise CommandError("There is an administrator already, who can invite others on the page People.")
        try:
            organisation = create_organisation(kind=OrganisationKind.PROVIDER, name=provider, by=None, now=now)
        except NotAllowed as problem:
            raise CommandError(str(problem)) from problem
        _, token = invite(email=administrator, role=Role.ADMINISTRATOR, organisation=organisation, by=None, now=now)
        link = settings.CPD_BASE_URL + reverse("accounts:accept_invitation", args=[token])
        self.stdout.write(f"{organisation} is the provider. Give this link to {administrator}; it works once:")
        self.stdout.write(link)
