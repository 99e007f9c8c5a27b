"""Says what is well with this installation and what to do about the rest."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cpd.operations.checking import check


class Command(BaseCommand):
    help = "Look at database, keys, job queue, disk, backup, address, TLS and mail; exit 1 if anything needs doing."

    def add_arguments(self, parser):
        parser.add_argument("--mail-to", default="", help="send a test mail to this address")

    def handle(self, *, mail_to, **options):
        bad = 0
        for finding in check(timezone.now(), mail_to=mail_to):
            bad += not finding.good
            self.stdout.write(f"{'ok' if finding.good else 'to do':<5}  {finding.what}: {finding.sentence}")
        if bad:
            raise CommandError(f"{bad} to do.")
