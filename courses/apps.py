"""The courses app; published versions of modules are frozen in the database too."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate, pre_migrate

from courses.catalogue.freezing import freeze_after_migrate, thaw_before_migrate


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self):
        for module in settings.CLOCK_MODULES:
            import_module(module)
        pre_migrate.connect(thaw_before_migrate, sender=self, dispatch_uid="thaw versions")
        post_migrate.connect(freeze_after_migrate, sender=self, dispatch_uid="freeze versions")
