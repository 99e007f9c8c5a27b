"""Goes on signing the record after a restore that lost entries."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cpd.history.checkpoints import begin_anew, has_broken_off


class Command(BaseCommand):
    help = (
        "Begin a signed log of a new name, when the entries are no longer those that were signed under the present one."
    )

    def handle(self, **options):
        if not has_broken_off():
            raise CommandError("The entries continue what was signed, so the present log goes on. Nothing was changed.")
        name = begin_anew(by=None, now=timezone.now())
        self.stdout.write(
            f"The log is called {name} from now on. Tell the universities, which know it by its old name."
        )
