"""The notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "cpd.notices"
    label = "notices"
