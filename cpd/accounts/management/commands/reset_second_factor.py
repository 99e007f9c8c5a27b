"""`manage.py reset_second_factor EMAIL`: for somebody who lost phone, passkeys and recovery codes."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cpd.accounts.actions import reset_second_factor
from cpd.accounts.models import User


class Command(BaseCommand):
    help = "Forget a person's second factor and end her sessions. Make sure first, by voice, that it is really her."

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        person = User.objects.filter(email=User.objects.normalise(email)).first()
        if person is None:
            raise CommandError("There is no account with this address. Nothing was changed.")
        forgotten = reset_second_factor(person, by=None, now=timezone.now())
        self.stdout.write(f"Removed {forgotten} and signed the person out. They set up a new one at the next sign-in.")
