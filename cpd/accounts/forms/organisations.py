"""What administrators type about organisations."""

from django import forms

from cpd.accounts.forms.names import NameField
from cpd.accounts.models import OrganisationKind


class FindOrganisationsForm(forms.Form):
    search = forms.CharField(label="Name", required=False, max_length=100)
    kind = forms.ChoiceField(required=False, choices=[("", "All kinds"), *OrganisationKind.choices])


class OrganisationForm(forms.Form):
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in OrganisationKind if kind != OrganisationKind.PROVIDER],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it employs learners or accredits modules."},
    )
    name = NameField(
        max_length=200,
        help_text="The full name, as it appears in its own letters.",
        error_messages={"required": "Enter its name."},
    )
    safeguarding_contact = forms.CharField(
        label="Safeguarding contact",
        required=False,
        max_length=200,
        help_text="Whom to ring there about a concern: a name or post, and a number.",
    )
