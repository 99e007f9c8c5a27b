"""What is typed about an assessor's standing, interests and availability."""

from django import forms

from assessments.standing.states import QUALIFYING, Fact, Interest
from courses.catalogue.models import Module
from cpd.accounts.forms.names import NameField


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class ModuleChoice(forms.ModelChoiceField):
    def label_from_instance(self, module: Module) -> str:
        return module.code


class FactForm(forms.Form):
    kind = forms.ChoiceField(
        label="What they have shown",
        choices=[(kind.value, kind.label) for kind in QUALIFYING],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they have shown."},
    )
    happened_on = forms.DateField(
        label="On which day",
        widget=DateInput(),
        help_text="For practice: the last day in practice, today if they still practise.",
        error_messages={"required": "Give the day.", "invalid": "Give a real date."},
    )
    module = ModuleChoice(
        Module.objects.order_by("code"),
        label="Of which module, for a standardisation",
        required=False,
        empty_label="All modules",
    )
    seen = forms.CharField(
        label="What you have seen",
        max_length=300,
        help_text="For example “certificate no. 1234 of the awarding body, original”. Not their address or other details.",
        error_messages={"required": "Say which paper you have seen."},
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("module") and data.get("kind") != Fact.STANDARDISATION:
            self.add_error("module", "Only a standardisation is of one module. Choose “All modules”.")
        return data


class DeclareForm(forms.Form):
    complete = forms.BooleanField(
        label="The list of interests above is complete, and I will add to it when that changes.",
        error_messages={"required": "Tick this, or add the interest first."},
    )
    confidential = forms.BooleanField(
        label="I keep what I read confidential, make no copies, and report what could identify somebody.",
        error_messages={"required": "Evidence is open only to those who promise this."},
    )


class InterestForm(forms.Form):
    kind = forms.ChoiceField(
        label="What it is",
        choices=Interest.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is."},
    )
    name = NameField(label="A person's name", max_length=200, required=False)
    email = forms.EmailField(label="Their e-mail address, if you know it", required=False, max_length=254)
    organisation = NameField(
        label="Or an organisation",
        max_length=200,
        required=False,
        help_text="Its full name, as in its own letters. Then no learner who works there comes to you.",
    )

    def clean(self) -> dict:
        data = super().clean()
        if not (data.get("name") or data.get("email") or data.get("organisation")) and not self.errors:
            self.add_error("name", "Name a person or an organisation.")
        return data


class AvailabilityForm(forms.Form):
    most = forms.IntegerField(
        label="Portfolios at once, at most",
        required=False,
        min_value=0,
        max_value=500,
        help_text="Leave it empty for no limit.",
    )
    away_from = forms.DateField(label="Away from", required=False, widget=DateInput())
    away_until = forms.DateField(
        label="Until", required=False, widget=DateInput(), help_text="The last day away. Others read “Not available”."
    )

    def clean(self) -> dict:
        data = super().clean()
        start, end = data.get("away_from"), data.get("away_until")
        if bool(start) != bool(end):
            self.add_error("away_until", "Give both days, or neither.")
        elif start and end < start:
            self.add_error("away_until", "The last day is before the first.")
        return data
