"""Replaces one key."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cpd.keys.actions import rotate
from cpd.keys.keys import NAMES


class Command(BaseCommand):
    help = "Replace one key by a new one. The old public key stays in the vault, so what it signed still verifies."

    def add_arguments(self, parser):
        parser.add_argument("name", choices=NAMES)
        parser.add_argument(
            "--withdraw", action="store_true", help="the seal's key has leaked: its certificate counts no more"
        )

    def handle(self, *, name, withdraw, **options):
        if withdraw and name != "seal":
            raise CommandError("Only the seal has a certificate that can be withdrawn.")
        retired = rotate(name, by=None, now=timezone.now(), withdraw=withdraw)
        self.stdout.write(f"The key {name} is new; the old one was {retired}. Back up the vault now.")
