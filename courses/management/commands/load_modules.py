"""manage.py load_modules: bring in and publish the modules that this service comes with."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from courses import catalogue
from courses.catalogue.actions import import_package, publish_version
from courses.catalogue.models import ModuleVersion
from courses.catalogue.packages import read_package

MODULES = Path(catalogue.__file__).parent / "modules"


class Command(BaseCommand):
    help = "Import and publish every package under courses/catalogue/modules; a second time changes nothing."

    def handle(self, *, verbosity: int = 1, **_):
        now = timezone.now()
        for folder in sorted(path for path in MODULES.iterdir() if path.is_dir()):
            package = read_package(folder)
            # A version that somebody brought in after ours is left alone, also when ours was changed since.
            if ModuleVersion.objects.filter(module__code=package.code, imported_by__isnull=False).exists():
                continue
            version = import_package(package, by=None, now=now)
            if not version.is_published:
                version = publish_version(version, by=None, now=now)
            if verbosity:
                self.stdout.write(f"{package.code} version {version.number}: {version.title}")
