"""Replaces one key."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cpd.keys.actions import rotate
from cpd.keys.keys import NAMES


class Command(BaseCommand):
    help = "Replace one key by a new one. The old public key stays in the vault, so what it signed still verifies."

    def add_arguments(self, parser):
        parser.add_argument("name", choices=NAMES)

    def handle(self, *, name, **options):
        retired = rotate(name, by=None, now=timezone.now())
        self.stdout.write(f"The key {name} is new; the old one was {retired}. Back up the vault now.")
