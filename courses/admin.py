"""What is taught and to whom, for support to look at."""

from django.apps import apps

from cpd.support import show_rows

show_rows(
    apps.get_app_config("courses").get_models(),
    hidden=[
        "code",
        "calendar_token",
        "recording_url",
        "manager_name",
        "manager_email",
        "access_needs",
        "end_reason",
        "was_right",
    ],
)
