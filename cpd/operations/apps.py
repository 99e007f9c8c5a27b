"""The app that brings the commands for running an installation."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "cpd.operations"
