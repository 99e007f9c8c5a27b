"""Planning a live session."""

from datetime import datetime

from django import forms

from courses.delivery.calendar import LONDON
from courses.delivery.forms.cohorts import DateInput


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs):
        super().__init__(format="%H:%M", **kwargs)


class SessionForm(forms.Form):
    title = forms.CharField(
        label="Title", max_length=200, help_text="Learners see it after they sign in. Calendars say “CPD session” only."
    )
    day = forms.DateField(label="Date", widget=DateInput())
    start = forms.TimeField(label="Starts at", widget=TimeInput(), help_text="UK time, such as 14:00.")
    end = forms.TimeField(label="Ends at", widget=TimeInput())
    joining = forms.CharField(
        label="How to join",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A link, a room, a telephone number. Learners see it from 30 minutes before the start.",
    )
    recording_url = forms.URLField(
        label="Address of the recording and transcript",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Once there is one. Only people on this cohort see it.",
    )

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_joining(self) -> str:
        return self.cleaned_data["joining"].replace("\r\n", "\n")

    def clean(self) -> dict:
        data = super().clean()
        if {"day", "start", "end"} <= data.keys():
            day, start, end = data.pop("day"), data.pop("start"), data.pop("end")
            data["starts_at"] = datetime.combine(day, start, tzinfo=LONDON)
            data["ends_at"] = datetime.combine(day, end, tzinfo=LONDON)
            if data["ends_at"] <= data["starts_at"]:
                self.add_error("end", "The session ends before it starts. Choose a later time.")
        return data
