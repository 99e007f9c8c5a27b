"""Input of conditions."""

from django import forms

from courses.accreditation.forms.agreements import DateInput
from courses.accreditation.states import ConditionKind, ConditionState


class ConditionForm(forms.Form):
    kind = forms.ChoiceField(label="What it is", choices=ConditionKind, widget=forms.RadioSelect)
    text = forms.CharField(
        label="What the university asked for", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    due_on = forms.DateField(
        label="To be met by",
        required=False,
        widget=DateInput(),
        help_text="A condition past this day stops new enrolments under the agreement.",
    )


class CloseConditionForm(forms.Form):
    state = forms.ChoiceField(
        label="How it ends",
        choices=[(state.value, state.label) for state in (ConditionState.MET, ConditionState.WAIVED)],
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label="What shows it",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For example the title of a document and where it is kept.",
    )
    agreed_by = forms.CharField(label="Who at the university agreed, and when", max_length=200)
