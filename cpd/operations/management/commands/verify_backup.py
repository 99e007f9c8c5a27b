"""Says whether a backup is whole and would come back."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cpd.operations import backups, databases
from cpd.operations.restoring import unfit_files


class Command(BaseCommand):
    help = "Check a backup against its manifest, open its database, and compare files and keys. Changes nothing."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("place", type=Path, help="a backup, or the folder that holds several: then the newest")
        parser.add_argument("--vault", type=Path, help="the vault's backup of the same moment")

    def handle(self, *, place, vault, **options):
        try:
            folder = backups.newest(place)
            vault_folder = backups.newest(vault, backups.VAULT_NAME) if vault else None
            found = backups.problems(folder) + (backups.problems(vault_folder) if vault_folder else [])
            found = found or unfit_files(folder, vault_folder)
        except (backups.BackupRefused, databases.ProgramMissing) as problem:
            raise CommandError(str(problem)) from problem
        if found:
            raise CommandError(f"{folder} is not good: " + " ".join(found))
        made_at = backups.Manifest.read(folder).made_at
        self.stdout.write(f"{folder}, made {made_at}, is whole.")
