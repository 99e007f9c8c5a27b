"""Input of the board pages."""

from django import forms

from assessments.boards.states import Result
from courses.delivery.models import Cohort
from cpd.accounts.models import User

REASON = {"rows": 3}


class ScheduleForm(forms.Form):
    """A new meeting; the people offered hold the board role today."""

    cohort = forms.ModelChoiceField(queryset=Cohort.objects.none())
    held_on = forms.DateField(label="Date of the meeting", widget=forms.DateInput(attrs={"type": "date"}))
    chair = forms.ModelChoiceField(queryset=User.objects.none())
    members = forms.ModelMultipleChoiceField(
        label="Other members", queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    examiner = forms.ModelChoiceField(
        label="External examiner",
        queryset=User.objects.none(),
        required=False,
        empty_label="None",
        help_text="Needed where the university awards the credit, from a level on, or above a size. "
        "Appointed by the university, and nobody who works here.",
    )
    notice_reason = forms.CharField(
        label="Why it cannot wait",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs=REASON),
        help_text="Needed when the meeting is called at shorter notice than the agreement asks. The minutes hold it.",
    )

    def __init__(self, *args, cohorts, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = cohorts
        for name in ("chair", "members", "examiner"):
            self.fields[name].queryset = people


class ActAloneForm(forms.Form):
    """What the chair is asked to do between meetings."""

    cohort = forms.ModelChoiceField(queryset=Cohort.objects.none())
    chair = forms.ModelChoiceField(queryset=User.objects.none())
    reason = forms.CharField(
        label="Why this cannot wait for the next meeting", max_length=500, widget=forms.Textarea(attrs=REASON)
    )

    def __init__(self, *args, cohorts, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = cohorts
        self.fields["chair"].queryset = people


class FreezeForm(forms.Form):
    """Freezing papers, with a reason when they are late."""

    late_reason = forms.CharField(
        label="Why the papers are late", required=False, max_length=500, widget=forms.Textarea(attrs=REASON)
    )


class ReasonForm(forms.Form):
    """Why a candidate is taken off the papers, or a release stopped."""

    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs=REASON),
        error_messages={"required": "Say why; it is kept"},
    )


class EndorsementForm(forms.Form):
    """The university's word in writing."""

    text = forms.CharField(
        label="Your endorsement",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="That the decisions may stand, or what the board should think about again. It goes into the minutes.",
        error_messages={"required": "Write what you endorse"},
    )


class RemarksForm(forms.Form):
    """What stands in the minutes below the facts."""

    remarks = forms.CharField(
        label="Remarks",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="What was discussed and agreed beyond the decisions. No names of learners, and nothing of their lives.",
    )


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
