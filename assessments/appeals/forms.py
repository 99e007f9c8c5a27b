"""What is typed in an appeal and its answer."""

from django import forms

from assessments.appeals.states import UPHELD, Answer, AppealGround
from assessments.cases.rules import LONGEST_TEXT
from cpd.accounts.models import User


class AppealForm(forms.Form):
    ground = forms.ChoiceField(
        label="On what ground?",
        choices=AppealGround.choices,
        widget=forms.RadioSelect,
        help_text="That you see your work differently from the assessor is no ground on its own.",
        error_messages={"required": "Choose the ground"},
    )
    statement = forms.CharField(
        label="What went wrong?",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Read by the panel and by nobody else. No names of people in a case.",
        error_messages={
            "required": "Say what went wrong",
            "max_length": f"Keep it to {LONGEST_TEXT} characters. Everything you typed is still here.",
        },
    )


class SeatForm(forms.Form):
    chair = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Chair",
        empty_label="Choose the chair",
        error_messages={"required": "Choose the chair"},
    )
    members = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        label="Other members",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the other members"},
    )

    def __init__(self, *args, people: list[tuple[User, bool]], **kwargs):
        super().__init__(*args, **kwargs)
        fit = User.objects.filter(pk__in=[person.pk for person, _ in people]).order_by("given_names", "family_name")
        for field in self.fields.values():
            field.queryset = fit


class OpinionForm(forms.Form):
    opinion = forms.ChoiceField(
        label="What do you think is right?",
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is right"},
    )


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="What is right?",
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is right"},
    )
    others_affected = forms.IntegerField(
        label="How many others does the same fault touch?",
        required=False,
        min_value=0,
        max_value=10000,
        help_text="Needed when the appeal is upheld: look through the list on this page. 0 when nobody.",
        error_messages={"invalid": "Write a whole number, such as 0"},
    )
    keeps_cap = forms.BooleanField(
        label="The board said that the cap on this attempt stays",
        required=False,
    )
    reason = forms.CharField(
        label="Your answer to the learner",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write an answer that the learner can understand"},
    )

    def clean(self) -> dict:
        data = super().clean()
        if (
            data.get("answer") in UPHELD
            and data.get("others_affected") is None
            and "others_affected" not in self.errors
        ):
            self.add_error("others_affected", "Say how many others the same fault touches, 0 when nobody")
        return data
