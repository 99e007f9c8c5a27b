"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cpd.accounts"
    label = "accounts"
