"""The keys as a Django app: it holds commands and no tables."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "cpd.keys"
    label = "keys"
