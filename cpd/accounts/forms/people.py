"""What administrators type about people; every rule that needs the database is elsewhere."""

from django import forms

from cpd.accounts.models import Organisation, OrganisationKind, User
from cpd.accounts.roles import Role


class FindPeopleForm(forms.Form):
    search = forms.CharField(label="Name or e-mail", required=False, max_length=100)
    role = forms.ChoiceField(label="Role today", required=False, choices=[("", "Any role"), *Role.choices])
    state = forms.ChoiceField(
        label="Account",
        required=False,
        choices=[("", "All"), ("open", "In use"), ("new", "Not signed in yet"), ("closed", "Closed")],
    )


class AppointForm(forms.Form):
    role = forms.ChoiceField(choices=Role.choices, error_messages={"required": "Choose a role."})
    organisation = forms.ModelChoiceField(
        Organisation.objects.exclude(kind=OrganisationKind.EMPLOYER).order_by("kind", "name"),
        help_text="Auditors belong to their university, everybody else to the provider.",
        error_messages={"required": "Choose an organisation."},
    )
    starts_on = forms.DateField(
        label="From",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the first day."},
    )
    ends_on = forms.DateField(
        label="Until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The last day. Leave it empty if there is no end yet.",
    )

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "The last day is before the first.")
        return data


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter an e-mail address."},
    )
    role = forms.ChoiceField(
        choices=[(role.value, role.label) for role in Role if role != Role.LEARNER],
        help_text="Learners are invited from their cohort.",
        error_messages={"required": "Choose a role."},
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.exclude(kind=OrganisationKind.EMPLOYER).order_by("kind", "name"),
        help_text="Auditors belong to their university, everybody else to the provider.",
        error_messages={"required": "Choose an organisation."},
    )
    until = forms.DateField(
        label="Appointed until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The last day. Leave it empty if there is no end yet.",
    )


class EndForm(forms.Form):
    """Ending an appointment, with a successor where something has to be handed over."""

    confirmed = forms.BooleanField(widget=forms.HiddenInput, initial=True)
    successor = forms.ModelChoiceField(
        User.objects.none(),
        label="Who takes over",
        required=False,
        error_messages={"required": "Choose who takes over."},
    )

    def __init__(self, *args, successors, needs_successor: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors.order_by("family_name", "given_names")
        self.fields["successor"].required = needs_successor
        if not needs_successor:
            self.fields["successor"].widget = forms.HiddenInput()


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="New e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the new address."},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The history keeps a seal of it, not the words.",
        error_messages={"required": "Give a reason."},
    )
