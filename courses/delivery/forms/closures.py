"""A day on which the provider is closed."""

from django import forms

from courses.delivery.forms.cohorts import DateInput


class ClosureForm(forms.Form):
    day = forms.DateField(
        label="Day",
        widget=DateInput(),
        error_messages={"required": "Choose the day", "invalid": "Give a date, such as 29/12/2026"},
    )
    name = forms.CharField(
        label="What for",
        max_length=80,
        help_text="A few words for colleagues, such as “Between the years”.",
        error_messages={"required": "Say in a few words what for"},
    )
