"""What is typed into the register."""

from django import forms

from assessments.standing.forms import DateInput
from assessments.standing.register.models import Suspicion
from assessments.standing.register.queries import people_to_enter, people_to_look
from assessments.standing.register.rules import LONGEST_TEXT
from assessments.standing.states import Malpractice, SuspicionOutcome
from courses.accreditation.models import Accreditation
from cpd.accounts.models import User


class AgreementChoice(forms.ModelChoiceField):
    def label_from_instance(self, accreditation: Accreditation) -> str:
        return f"{accreditation.reference}, {accreditation.university.name}"


class EnterForm(forms.Form):
    person = forms.ModelChoiceField(
        User.objects.none(),
        label="Who",
        empty_label="Choose a person",
        error_messages={"required": "Choose whom it is about.", "invalid_choice": "Choose a person of the list."},
    )
    kind = forms.ChoiceField(
        label="What it is about",
        choices=Malpractice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is about."},
    )
    note = forms.CharField(
        label="What was noticed",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Facts, with day and place. No words of a case. It is sealed: you and whoever looks into it read it.",
        error_messages={"required": "Write what was noticed."},
    )
    accreditation = AgreementChoice(
        Accreditation.objects.select_related("university").order_by("reference", "edition"),
        label="Under which agreement",
        empty_label="Choose an agreement",
        help_text="Its rules give the day by which this is decided; its university is the one to tell.",
        error_messages={"required": "Choose the agreement."},
    )
    marked_since = forms.DateField(
        label="Read their marking again from which day on",
        required=False,
        widget=DateInput(),
        help_text="The moderators get a list of it, which does not say why. No mark changes. Empty: none is listed.",
        error_messages={"invalid": "Give a real date."},
    )

    def __init__(self, *args, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_to_enter(by)


class InvestigatorForm(forms.Form):
    investigator = forms.ModelChoiceField(
        User.objects.none(),
        label="Who looks into it",
        empty_label="Choose a person",
        help_text="Coordinators and administrators who did not enter it and do not work with the person.",
        error_messages={"required": "Choose who looks into it.", "invalid_choice": "Choose a person of the list."},
    )

    def __init__(self, *args, suspicion: Suspicion, today, **kwargs):
        super().__init__(*args, **kwargs)
        people = people_to_look(suspicion, today)
        self.fields["investigator"].queryset = User.objects.filter(pk__in=[one.pk for one in people])
        self.has_people = bool(people)


class DecideForm(forms.Form):
    outcome = forms.ChoiceField(
        label="How it ends",
        choices=SuspicionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the outcomes."},
    )
    barred_until = forms.DateField(
        label="The last day of the bar",
        required=False,
        widget=DateInput(),
        help_text="Only for a bar until a day.",
        error_messages={"invalid": "Give a real date."},
    )
    reason = forms.CharField(
        label="What you found, and why you decide so",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="It is sealed like the note.",
        error_messages={"required": "Write what you found."},
    )


class ToldForm(forms.Form):
    told_on = forms.DateField(
        label="The university was told on",
        widget=DateInput(),
        error_messages={"required": "Give the day.", "invalid": "Give a real date."},
    )
