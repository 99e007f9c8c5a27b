"""Recording an agreement with a university."""

from django import forms
from django.core.exceptions import ValidationError

from courses.accreditation.models import Model
from courses.accreditation.rulesets import GROUPS, Rules, list_numbers
from courses.catalogue.models import ModuleVersion
from cpd.accounts.models import Organisation, OrganisationKind

SIGNATORIES = 3


class DateInput(forms.DateInput):
    """The browser's own date picker; it needs the ISO form."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, version: ModuleVersion) -> str:
        return f"{version.module.code}: {version.title} (version {version.number})"


class AccreditationForm(forms.Form):
    university = forms.ModelChoiceField(
        label="University",
        queryset=Organisation.objects.filter(kind=OrganisationKind.UNIVERSITY).order_by("name"),
        empty_label="Choose a university",
    )
    reference = forms.RegexField(
        r"^[\w .:/-]+$",
        label="Reference",
        max_length=40,
        help_text="As it stands on the agreement.",
        error_messages={"invalid": "Use letters, digits, spaces, full stops, colons, slashes and hyphens."},
    )
    model = forms.ChoiceField(label="What the university does", choices=Model, widget=forms.RadioSelect)
    starts_on = forms.DateField(label="In force from", widget=DateInput())
    ends_on = forms.DateField(
        label="In force until", widget=DateInput(), help_text="The last day on which learners enrol."
    )
    teach_out_until = forms.DateField(
        label="Teach-out until",
        widget=DateInput(),
        help_text="The last day on which those who enrolled in time can be awarded. Without a teach-out, the same day.",
    )
    wording = forms.CharField(
        label="Wording on the certificate",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Exactly as the university approved it.",
    )
    is_university_award = forms.BooleanField(
        label="The certificate may say that the university makes the award",
        required=False,
        help_text="Only if the agreement says so. Otherwise the provider awards and the university recognises.",
    )
    conditions = forms.CharField(
        label="Conditions", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in range(1, SIGNATORIES + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"Signatory {number}: name", max_length=100, required=number == 1
            )
            self.fields[f"office_{number}"] = forms.CharField(
                label=f"Signatory {number}: office", max_length=150, required=number == 1
            )

    @property
    def details(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith(("name_", "office_"))]

    @property
    def signatories(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith(("name_", "office_"))]

    def clean(self) -> dict:
        data = super().clean()
        starts_on, ends_on, teach_out = (data.get(name) for name in ("starts_on", "ends_on", "teach_out_until"))
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "This is before the agreement starts. Choose a later day.")
        if ends_on and teach_out and teach_out < ends_on:
            self.add_error("teach_out_until", "The teach-out ends before the agreement does. Choose a later day.")
        pairs = []
        for number in range(1, SIGNATORIES + 1):
            pair = (data.pop(f"name_{number}", ""), data.pop(f"office_{number}", ""))
            if any(pair) and not all(pair) and number > 1:
                raise ValidationError(f"Signatory {number} needs both a name and an office, or neither.")
            if all(pair):
                pairs.append(pair)
        data["signatories"] = pairs
        return data


class CoverForm(forms.Form):
    version = VersionChoice(
        label="Module version", queryset=ModuleVersion.objects.none(), empty_label="Choose a module version"
    )

    def __init__(self, *args, versions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions


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
