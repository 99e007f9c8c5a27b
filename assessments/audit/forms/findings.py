"""Input of findings, from both sides."""

from django import forms

from assessments.audit.states import BLOCKING, Answer, FindingKind
from courses.accreditation.forms.agreements import DateInput
from courses.delivery.models import Enrolment
from cpd.accounts.models import User


class CandidateChoice(forms.ModelChoiceField):
    def label_from_instance(self, enrolment: Enrolment) -> str:
        return enrolment.candidate_number


class FindingForm(forms.Form):
    """A finding as the auditor writes it; `version` guards a draft that two windows hold."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    kind = forms.ChoiceField(label="What it is", choices=FindingKind, widget=forms.RadioSelect)
    title = forms.CharField(label="In one line", max_length=200)
    text = forms.CharField(
        label="What you found",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Candidates by number. Copy nothing out of the evidence.",
    )
    enrolment = CandidateChoice(
        label="About one candidate",
        queryset=Enrolment.objects.none(),
        required=False,
        empty_label="About the whole",
        to_field_name="candidate_number",
    )
    due_on = forms.DateField(
        label="Done by",
        required=False,
        widget=DateInput(),
        help_text="Needed for a condition and an essential action. Past this day, and not closed, nobody can enrol.",
    )

    def __init__(self, *args, candidates, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["enrolment"].queryset = candidates

    def clean(self) -> dict:
        data = super().clean()
        if data.get("kind") in BLOCKING and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "A condition and an essential action need a day.")
        data["version"] = data.get("version") or 0
        return data


class AskForm(forms.Form):
    text = forms.CharField(label="What is still missing?", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return str(person)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label="Your answer", choices=Answer, widget=forms.RadioSelect)
    text = forms.CharField(label="What you do, or why not", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    owner = PersonChoice(label="Who sees to it", queryset=User.objects.none(), required=False, empty_label="You")
    done_by = forms.DateField(label="Done by", required=False, widget=DateInput())
    evidence = forms.CharField(
        label="What shows it",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example minutes, and where they are kept.",
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people
