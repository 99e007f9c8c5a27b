"""The record as a Django app; whatever a migration did to its tables, they end up append-only."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from cpd.history.triggers import install_after_migrate


class HistoryConfig(AppConfig):
    name = "cpd.history"
    label = "history"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="history triggers")
