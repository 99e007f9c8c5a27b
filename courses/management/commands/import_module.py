"""manage.py import_module PATH: bring a module package in as the next version."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.catalogue.actions import import_package, publish_version
from courses.catalogue.packages import PackageError, read_package
from cpd.rules import NotAllowed


class Command(BaseCommand):
    help = "Import a module package (a folder or a ZIP file) as a draft; nothing is imported when it has a problem."

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--publish", action="store_true", help="publish it too; whoever runs this command is the second person"
        )

    def handle(self, *, path: Path, publish: bool, **_):
        try:
            package = read_package(path)
        except PackageError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"Nothing was imported: {len(error.problems)} to put right, listed above.") from error
        now = timezone.now()
        version = import_package(package, by=None, now=now)
        if publish and not version.is_published:
            try:
                version = publish_version(version, by=None, now=now)
            except NotAllowed as no:
                raise CommandError(f"{package.code} version {version.number} stays a draft. {no}") from no
        self.stdout.write(f"{package.code} version {version.number}: {version.get_state_display().lower()}.")
