"""The accounts app."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class AccountsConfig(AppConfig):
    name = "cpd.accounts"
    label = "accounts"

    def ready(self):
        for module in settings.HOLDING_MODULES:
            import_module(module)
