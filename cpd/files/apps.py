"""The Django app that keeps uploaded and issued bytes."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class FilesConfig(AppConfig):
    name = "cpd.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Stored files"

    def ready(self):
        for module in settings.KEEPING_MODULES:
            import_module(module)
