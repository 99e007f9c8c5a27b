"""Backs up the installation while it runs: database and files to one place, the vault to another."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cpd.operations import backups
from cpd.operations.checking import note_backup


class Command(BaseCommand):
    help = "Copy database and files to PLACE, and the vault with all keys to VAULT_PLACE, which must be elsewhere."

    def add_arguments(self, parser):
        parser.add_argument("place", type=Path)
        parser.add_argument("vault_place", type=Path)
        parser.add_argument("--keep-days", type=int, default=0, help="also delete backups older than this; 35 is usual")

    def handle(self, *, place, vault_place, keep_days, **options):
        now = timezone.now()
        try:
            folder, vault_folder = backups.make(place, vault_place, now=now)
        except (backups.BackupRefused, OSError) as problem:
            raise CommandError(str(problem)) from problem
        note_backup(now)
        self.stdout.write(f"Database and files: {folder}")
        self.stdout.write(f"Keys (the vault):   {vault_folder}")
        self.stdout.write(
            "Keep these two apart. The first alone is unreadable evidence; whoever has both can read all of it. "
            f"Copies of the vault older than {backups.VAULT_DAYS} days are deleted each time, so that erased evidence "
            "stays erased: do the same wherever else they are copied to."
        )
        if gone := backups.remove_old_vaults(vault_place, now=now):
            self.stdout.write(f"{gone} older copies of the vault were deleted.")
        if keep_days and (gone := backups.remove_older(place, vault_place, days=keep_days, now=now)):
            self.stdout.write(f"{gone} older folders were deleted.")
