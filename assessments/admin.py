"""How learning is proved, for support to look at: states and dates, never what anybody wrote or judged."""

from django.apps import apps

from cpd.support import show_rows

show_rows(
    apps.get_app_config("assessments").get_models(),
    hidden=[
        "code",
        "token",
        "token_digest",
        "seed",
        "verdict",
        "outcome",
        "result",
        "proposed",
        "reason",
        "title",
        "locator",
        "place",
        "note",
        "statement",
        "manager_name",
        "manager_email",
        "manager_role",
        "same_employer_reason",
        "answer",
        "lifted_reason",
        "original_name",
    ],
)
