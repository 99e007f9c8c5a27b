"""Input of moderation."""

from django import forms

from assessments.moderation.states import Verdict

LONGEST_NOTE = 4000


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Is the marking right?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you agree with the marking"},
    )
    note = forms.CharField(
        label="Note to the assessor",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Needed when you query: which criterion, what you would say of it, and why. The learner never sees it.",
        error_messages={"max_length": f"Keep the note to {LONGEST_NOTE} characters. All of it is still here."},
    )

    def clean(self) -> dict:
        if self.cleaned_data.get("verdict") == Verdict.QUERIED and not self.cleaned_data.get("note"):
            self.add_error("note", "Say what you would mark differently, and why")
        return self.cleaned_data


class ReportForm(forms.Form):
    report = forms.CharField(
        label="Your report",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="What you read, what you found in the judgements and the feedback, and what should happen next time. "
        "The board and the university read it.",
        error_messages={"required": "Write a short report"},
    )
