"""Answering, seating a panel, and the opinions of its members."""

from django import forms

from assessments.cases.models import SideCase
from assessments.cases.rules import LONGEST_TEXT, panel_size
from assessments.cases.states import OUTCOMES, WITH_DAYS, Kind, Outcome
from cpd.accounts.models import User


def _outcome(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, widget=forms.RadioSelect, error_messages={"required": "Choose one of the outcomes"}
    )


class OutcomeForm(forms.Form):
    """The outcomes that this kind of case can have, and the days where one of them needs some."""

    outcome = _outcome("What is right?")
    days = forms.IntegerField(
        label="By how many days",
        required=False,
        min_value=0,
        max_value=366,
        error_messages={"invalid": "Write a whole number of days, such as 10"},
    )

    def __init__(self, *args, case: SideCase, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(one.value, one.label) for one in OUTCOMES[case.kind]]
        needs_days = WITH_DAYS & set(OUTCOMES[case.kind]) or case.kind in (Kind.EXTENSION, Kind.ADJUSTMENT)
        if not needs_days:
            del self.fields["days"]
        elif case.kind == Kind.ADJUSTMENT:
            self.fields["days"].label = "Extra days on every deadline"
        elif case.kind == Kind.EXTENSION:
            self.fields["days"].initial = case.days
            self.fields["days"].label = "How many days"

    def clean(self) -> dict:
        data = super().clean()
        if "days" in self.fields:
            data["days"] = data.get("days") or 0
            if data.get("outcome") in WITH_DAYS and not data["days"]:
                self.add_error("days", "Say by how many days")
        return data


class ReasonMixinForm(OutcomeForm):
    reason = forms.CharField(
        label="Your answer to the learner",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Read by the learner alone. Say what was decided, why, and what to do next.",
        error_messages={"required": "Write an answer that the learner can understand"},
    )


class AnswerForm(ReasonMixinForm):
    """A coordinator's answer."""


class ConcludeForm(ReasonMixinForm):
    """The chair's answer for the panel."""

    instruction = forms.CharField(
        label="What markers apply",
        max_length=160,
        required=False,
        help_text="All that they see, such as “Judge the content, not the spelling”. Name no condition.",
    )

    def __init__(self, *args, case: SideCase, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        if case.kind != Kind.ADJUSTMENT:
            del self.fields["instruction"]


class OpinionForm(forms.Form):
    opinion = _outcome("What do you think is right?")

    def __init__(self, *args, case: SideCase, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opinion"].choices = [(one.value, Outcome(one).label) for one in OUTCOMES[case.kind]]


class PanelForm(forms.Form):
    """The chair and the other members, among the people who may sit."""

    chair = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Chair",
        empty_label="Choose the chair",
        help_text="Collects the opinions and writes the answer.",
        error_messages={"required": "Choose the chair"},
    )
    members = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(), label="Other members", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, case: SideCase, people: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        fit = User.objects.filter(pk__in=[person.pk for person in people]).order_by("given_names", "family_name")
        self.size = panel_size(case)
        self.fields["chair"].queryset = fit
        if self.size == 1:
            del self.fields["members"]
        else:
            self.fields["members"].queryset = fit

    def clean(self) -> dict:
        data = super().clean()
        data.setdefault("members", [])
        people = {person.pk for person in data["members"]} | ({data["chair"].pk} if data.get("chair") else set())
        if data.get("chair") and len(people) < self.size:
            self.add_error("members" if self.size > 1 else "chair", f"The panel needs {self.size} people in all")
        return data
