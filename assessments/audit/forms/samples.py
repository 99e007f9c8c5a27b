"""Input of the auditor's own sample."""

from django import forms

from assessments.marking.states import Verdict
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


class DrawForm(forms.Form):
    """The seed of a draw, and how many she wants at least."""

    seed = forms.CharField(
        label="Seed",
        max_length=64,
        help_text="Any words or figures of your own. With the same seed anybody gets the same list.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    at_least = forms.IntegerField(
        label="At least so many",
        required=False,
        min_value=1,
        max_value=500,
        help_text="Only if you want more than the rule gives.",
    )

    def clean_seed(self) -> str:
        return " ".join(self.cleaned_data["seed"].split())

    def clean_at_least(self) -> int:
        return self.cleaned_data["at_least"] or 0


class JudgementForm(forms.Form):
    """Her judgement of one criterion; nothing chosen means not judged yet."""

    verdict = forms.ChoiceField(label="Your judgement", choices=Verdict, widget=forms.RadioSelect, required=False)
    note = forms.CharField(
        label="Note for yourself", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_note(self) -> str:
        return self.cleaned_data["note"].replace("\r\n", "\n")


class VersionForm(forms.Form):
    """Which state of her judgements the page shows."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
