"""Brings the database up to date before web, worker and relay start; a new installation gets its keys."""

from django.core.management.base import BaseCommand

from cpd.history.models import Entry
from cpd.keys import keys
from cpd.operations import preparing


class Command(BaseCommand):
    help = "Migrate, make the cache's table, and make the keys of an installation that has no history yet."

    def handle(self, **options):
        preparing.make_folders()
        preparing.bring_database_up_to_date()
        # Later a missing key means that the vault is not in its place: a new one would hide that.
        if not Entry.objects.exists() and (made := keys.make_missing()):
            self.stdout.write(f"Keys made: {', '.join(made)}. Back the vault up.")
        self.stdout.write("The database is up to date.")
