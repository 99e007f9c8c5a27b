"""Choosing a roster file."""

from django import forms
from django.core.exceptions import ValidationError

from courses.delivery.rosters.checking import read_roster
from courses.delivery.rosters.reading import MAX_BYTES, RosterError


class RosterForm(forms.Form):
    file = forms.FileField(
        label="CSV file",
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        error_messages={"required": "Choose a CSV file.", "invalid": "Choose a CSV file."},
        help_text="At most 5 MB and 10,000 rows.",
    )

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        data = upload.read(MAX_BYTES + 1)
        try:
            read_roster(data)
        except RosterError as error:
            raise ValidationError(str(error)) from error
        return data
