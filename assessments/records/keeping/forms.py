"""What is typed about keeping: a period, a hold, a reason."""

from django import forms

from assessments.records.keeping.queries import list_keepers
from assessments.records.keeping.states import EVENTS, Unit
from courses.accreditation.forms.agreements import DateInput
from cpd.accounts.models import User


class PeriodForm(forms.Form):
    amount = forms.IntegerField(
        label="How many",
        min_value=0,
        max_value=36500,
        help_text="0 with “for ever”.",
        error_messages={"required": "Give a number.", "invalid": "Give a whole number."},
    )
    unit = forms.ChoiceField(
        label="Of what", choices=Unit.choices, widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )
    counted_from = forms.ChoiceField(
        label="Counted from when",
        choices=[(event.value, event.label) for event in EVENTS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the event."},
    )
    source = forms.CharField(
        label="On what ground",
        max_length=200,
        help_text="The law, the agreement or the policy that says so.",
        error_messages={"required": "Say on what ground."},
    )
    reason = forms.CharField(
        label="Why it is changed",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is changed."},
    )


class HoldForm(forms.Form):
    what = forms.CharField(
        label="What is held",
        max_length=254,
        help_text="A candidate number, an account’s e-mail address, or a cohort’s code.",
        error_messages={"required": "Say what is held."},
    )
    reason = forms.CharField(
        label="Why",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example “claim, solicitor’s letter of 3 May”. No words of a case.",
        error_messages={"required": "Say why it is held."},
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label="Owner",
        empty_label="Choose a person",
        help_text="Who looks on the day below whether it is still needed.",
        error_messages={"required": "Choose its owner.", "invalid_choice": "Choose a person of the list."},
    )
    review_on = forms.DateField(
        label="Next look",
        widget=DateInput(),
        error_messages={"required": "Give the day.", "invalid": "Give a real date."},
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = list_keepers(today)


class LiftForm(forms.Form):
    reason = forms.CharField(
        label="Why it is lifted",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is lifted."},
    )


class ReviewForm(forms.Form):
    review_on = forms.DateField(
        label="Still needed; look again on",
        widget=DateInput(),
        error_messages={"required": "Give the day.", "invalid": "Give a real date."},
    )
