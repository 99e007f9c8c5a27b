"""The queue of record as a Django app; every process that starts Django knows every kind of job."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class JobsConfig(AppConfig):
    name = "cpd.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        for module in settings.JOB_TASK_MODULES:
            import_module(module)
