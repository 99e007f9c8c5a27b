"""Input of a new rule set."""

from django import forms

from courses.accreditation.forms.agreements import DateInput
from courses.accreditation.rulesets import GROUPS, Rules, list_numbers


class RulesForm(forms.Form):
    """Every number of a rule set, in groups; built from `rulesets.py`, so that a new number appears by itself."""

    starts_on = forms.DateField(
        label="For cohorts that begin on this day or later",
        widget=DateInput(),
        help_text="Cohorts that began before keep their rules to the end.",
    )
    reason = forms.CharField(
        label="Why they change, and who at the university agreed",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args, rules: Rules, **kwargs):
        super().__init__(*args, **kwargs)
        for number in list_numbers():
            self.fields[number.name] = _field(number.metadata, getattr(rules, number.name))

    @property
    def heads(self) -> list[forms.BoundField]:
        return [self["starts_on"], self["reason"]]

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (label, [self[number.name] for number in list_numbers() if number.metadata["group"] == group])
            for group, label in GROUPS.items()
        ]

    @property
    def values(self) -> dict:
        return {number.name: self.cleaned_data[number.name] for number in list_numbers()}


def _field(about, value) -> forms.Field:
    words = {"label": about["label"], "help_text": f"Rule {about['rule']}", "initial": value}
    if "options" in about:
        return forms.ChoiceField(choices=list(about["options"].items()), widget=forms.RadioSelect, **words)
    if isinstance(value, bool):
        return forms.BooleanField(required=False, **words)
    return forms.IntegerField(min_value=about["low"], max_value=about["high"], **words)
