"""Input of the checkpoint room."""

from django import forms
from django.core.exceptions import ValidationError

from assessments.audit.lines import read_line


class LineForm(forms.Form):
    line = forms.CharField(
        label="The line you took away, or the whole signed note",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text="The name of the log, a number, and 44 letters and digits.",
    )

    def clean_line(self) -> tuple[str, int, str]:
        found = read_line(self.cleaned_data["line"])
        if found is None:
            raise ValidationError(
                "This is not such a line. It is the name of the log, the number of entries and 44 characters that end in =."
            )
        return found
