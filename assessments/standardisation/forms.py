"""What is typed in an exercise."""

from django import forms

from assessments.marking.states import Verdict


class OpenForm(forms.Form):
    submission = forms.ChoiceField(
        label="Which portfolio",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a portfolio."},
    )
    due_date = forms.DateField(
        label="Judged by",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Give a date.", "invalid": "Give a real date."},
    )

    def __init__(self, *args, submissions: list, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.pk): one for one in submissions}
        self.fields["submission"].choices = [
            (
                key,
                f"{one.portfolio.enrolment.candidate_number}, {one.portfolio.enrolment.version.module.code}, "
                f"attempt {one.attempt}",
            )
            for key, one in self.by_key.items()
        ]

    def clean_submission(self):
        return self.by_key[self.cleaned_data["submission"]]


class TrialForm(forms.Form):
    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.RadioSelect, required=False, label="Judgement")
    reason = forms.CharField(label="Why", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class CloseForm(forms.Form):
    discussion = forms.CharField(
        label="What you agreed",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Where you differed, why, and how such a case is judged from now on. No names of assessors.",
        error_messages={"required": "Write down what you agreed when you talked about it."},
    )
