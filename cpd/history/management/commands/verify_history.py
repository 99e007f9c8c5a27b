"""Checks the whole record of what was done."""

from django.core.management.base import BaseCommand, CommandError

from cpd.history.verifying import verify


class Command(BaseCommand):
    help = "Recompute the record from its entries; exit code 1, and a sentence for each finding, if anything was rewritten."

    def handle(self, **options):
        findings = verify()
        for sentence in findings.wrong:
            self.stdout.write(sentence)
        if findings.wrong:
            raise CommandError("The history of this service is not whole.")
        self.stdout.write(
            f"The history is whole: {findings.leaves} entries fit the signed record, {findings.waiting} wait for their place."
        )
