"""One verdict for each passage that waits."""

from django import forms

from assessments.confidentiality.states import PassageVerdict
from assessments.portfolios.models import KeptPassage


class PassagesForm(forms.Form):
    def __init__(self, *args, rows: list[KeptPassage], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for number, row in enumerate(rows, start=1):
            self.fields[str(row.pk)] = forms.ChoiceField(
                label="May it stay?",
                choices=PassageVerdict.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Passage {number}: say whether it may stay."},
            )

    def verdicts(self) -> dict[str, str]:
        return dict(self.cleaned_data)
