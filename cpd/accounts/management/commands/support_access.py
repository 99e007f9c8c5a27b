"""`manage.py support_access EMAIL [--end]`: who may look into the tables under /support/."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cpd.accounts.actions import give_support_access
from cpd.accounts.models import User


class Command(BaseCommand):
    help = "Let a person look into the tables under /support/, where nothing can be changed; --end takes it back."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--end", action="store_true")

    def handle(self, *, email, end, **options):
        person = User.objects.filter(email=User.objects.normalise(email)).first()
        if person is None:
            raise CommandError("There is no account with this address. Nothing was changed.")
        give_support_access(person, allowed=not end, by=None, now=timezone.now())
        self.stdout.write("Support access has ended." if end else "Support access is given; it needs a second factor.")
