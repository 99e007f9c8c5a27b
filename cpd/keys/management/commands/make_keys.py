"""Makes the keys that are not in the vault yet."""

from django.core.management.base import BaseCommand

from cpd.keys.keys import make_missing


class Command(BaseCommand):
    help = "Make the keys that are not in CPD_VAULT yet, encrypted by CPD_KEY_PASSPHRASE when it is set."

    def handle(self, **options):
        made = make_missing()
        self.stdout.write(f"Made: {', '.join(made)}. Back up the vault now." if made else "Every key is there.")
