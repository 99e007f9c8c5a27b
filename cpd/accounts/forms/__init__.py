"""Forms of accounts, a file for each noun."""

from cpd.accounts.forms.away import FindAccountForm, KeepAwayForm, RecogniseForm
from cpd.accounts.forms.organisations import FindOrganisationsForm, OrganisationForm
from cpd.accounts.forms.own import DetailsForm, PasswordForm, PreferencesForm
from cpd.accounts.forms.people import AddressForm, AppointForm, EndForm, FindPeopleForm, InviteForm, ReasonForm

__all__ = [
    "AddressForm",
    "AppointForm",
    "DetailsForm",
    "EndForm",
    "FindAccountForm",
    "FindOrganisationsForm",
    "FindPeopleForm",
    "InviteForm",
    "KeepAwayForm",
    "OrganisationForm",
    "PasswordForm",
    "PreferencesForm",
    "ReasonForm",
    "RecogniseForm",
]
