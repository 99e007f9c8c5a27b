"""The Django app that keeps uploaded and issued bytes."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "cpd.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Stored files"
