"""Input of the auditor's pages."""

from django import forms


class VisitForm(forms.Form):
    """What a visit is for."""

    purpose = forms.CharField(
        label="What is this visit for?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: annual monitoring of the summer cohort. Please name no person.",
    )
