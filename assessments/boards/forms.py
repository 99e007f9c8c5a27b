"""Input of the board pages."""

from django import forms

from assessments.boards.states import Result
from courses.delivery.models import Cohort
from cpd.accounts.models import User


class ScheduleForm(forms.Form):
    """A new meeting; the people offered hold the board role today."""

    cohort = forms.ModelChoiceField(queryset=Cohort.objects.none())
    held_on = forms.DateField(label="Date of the meeting", widget=forms.DateInput(attrs={"type": "date"}))
    chair = forms.ModelChoiceField(queryset=User.objects.none())
    members = forms.ModelMultipleChoiceField(
        label="Other members", queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, cohorts, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = cohorts
        self.fields["chair"].queryset = people
        self.fields["members"].queryset = people


class AttendanceForm(forms.Form):
    """Who is at the meeting."""

    present = forms.MultipleChoiceField(
        label="Who is here", required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [(str(person.pk), str(person)) for person in people]


class DecisionForm(forms.Form):
    """One candidate's result."""

    result = forms.ChoiceField(label="Decision", choices=Result.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed when the decision differs from what is proposed.",
    )
