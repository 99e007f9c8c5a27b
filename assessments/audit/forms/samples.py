"""Input of the auditor's own sample."""

from django import forms

from courses.delivery.models import Enrolment


class AddForm(forms.Form):
    candidate = forms.ModelChoiceField(
        label="Candidate number",
        queryset=Enrolment.objects.none(),
        to_field_name="candidate_number",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "invalid_choice": "No candidate of this number is within this visit. Check it against the cohort."
        },
    )

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["candidate"].queryset = candidates
