"""Restores a backup onto an empty machine."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cpd.history.checkpoints import list_logs
from cpd.history.verifying import verify
from cpd.operations import backups, databases
from cpd.operations.restoring import restore


class Command(BaseCommand):
    help = "Put back database, files and vault; what was erased is erased again before anything opens."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("place", type=Path, help="a backup, or the folder that holds several: then the newest")
        parser.add_argument("--vault", type=Path, help="the vault's backup; leave out to keep the vault that is here")

    def handle(self, *, place, vault, **options):
        try:
            folder = backups.newest(place)
            vault_folder = backups.newest(vault, backups.VAULT_NAME) if vault else None
            returned = restore(folder, vault_folder, now=timezone.now())
        except (backups.BackupRefused, databases.ProgramMissing, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Restored {folder}.")
        self.stdout.write(f"Files that had been erased and were erased again: {returned}.")
        findings = verify()
        for sentence in findings.wrong:
            self.stdout.write(f"History: {sentence}")
        self.stdout.write(f"History: {findings.leaves} entries verified.")
        self.stdout.write(f"The record is signed under the name {list_logs()[0]}.")
        self.stdout.write("Everybody signs in anew. Start it with `make serve`, then run check_setup.")
