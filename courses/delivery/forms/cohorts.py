"""Planning a cohort."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError

from courses.accreditation.models import Accreditation
from courses.catalogue.models import ModuleVersion
from courses.delivery.calendar import five_pm
from courses.delivery.models import Cohort, CohortRole
from courses.delivery.rules import EXTERNAL_POSTS
from courses.delivery.states import Nation
from cpd.accounts.models import Organisation, User


class DateInput(forms.DateInput):
    """The browser's own date picker; it needs the ISO form."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, version: ModuleVersion) -> str:
        return f"{version.module.code}: {version.title} (version {version.number})"


class AccreditationChoice(forms.ModelChoiceField):
    def label_from_instance(self, accreditation: Accreditation) -> str:
        return f"{accreditation.reference}: {accreditation.university}, until {accreditation.ends_on:%d/%m/%Y}"


class PeopleChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person: User) -> str:
        return f"{person} ({person.email})"


class CohortForm(forms.Form):
    """A new cohort; with `source` the deadline and the board may be left to follow the earlier one."""

    version = VersionChoice(
        queryset=ModuleVersion.objects.open_to_enrolment().select_related("module").order_by("module__code", "-number"),
        label="Module and version",
        empty_label="Choose a module",
    )
    accreditation = AccreditationChoice(
        queryset=Accreditation.objects.select_related("university").order_by("-starts_on"),
        label="Accreditation",
        help_text="It must cover the module version and be in force on the start date.",
        empty_label="Choose an accreditation",
    )
    code = forms.RegexField(
        r"^[\w .:/-]+$",
        label="Name of the cohort",
        max_length=40,
        help_text="Short and neutral, such as SUMMER-2026: it appears in lists.",
        error_messages={"invalid": "Use letters, digits, spaces, full stops, colons, slashes and hyphens."},
    )
    starts_on = forms.DateField(label="Start date", widget=DateInput())
    due_on = forms.DateField(label="Portfolios due on", widget=DateInput(), help_text="At 5pm UK time on that day.")
    board_on = forms.DateField(label="Board meets on", widget=DateInput(), required=False)
    nation = forms.ChoiceField(
        label="Bank holidays of",
        choices=Nation.choices,
        initial=Nation.ENGLAND_AND_WALES,
        help_text="Deadlines in working days leave them out, and the days on which you are closed.",
    )

    def __init__(self, *args, source: Cohort | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source
        if source:
            follows = "Leave it empty to keep the same distance from the start date as last time."
            self.fields["due_on"].required = False
            self.fields["due_on"].help_text = f"At 5pm UK time on that day. {follows}"
            self.fields["board_on"].help_text = follows

    def clean_code(self) -> str:
        return " ".join(self.cleaned_data["code"].split())

    def clean(self) -> dict:
        data = super().clean()
        starts_on, due_on = data.get("starts_on"), data.get("due_on")
        if self.source and starts_on:
            shift: timedelta = starts_on - self.source.starts_on
            data["due_at"] = five_pm(due_on or self.source.due_at.date() + shift)
            if not data.get("board_on") and self.source.board_on:
                data["board_on"] = self.source.board_on + shift
        elif due_on:
            data["due_at"] = five_pm(due_on)
        data.pop("due_on", None)
        return data


class DatesForm(forms.Form):
    starts_on = forms.DateField(label="Start date", widget=DateInput())
    due_on = forms.DateField(label="Portfolios due on", widget=DateInput(), help_text="At 5pm UK time on that day.")
    board_on = forms.DateField(label="Board meets on", widget=DateInput(), required=False)
    nation = forms.ChoiceField(
        label="Bank holidays of",
        choices=Nation.choices,
        initial=Nation.ENGLAND_AND_WALES,
        help_text="Deadlines in working days leave them out, and the days on which you are closed.",
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("due_on"):
            data["due_at"] = five_pm(data.pop("due_on"))
        return data


class StaffForm(forms.Form):
    """One list of people for each post, with those who hold it ticked."""

    def __init__(self, *args, people: dict[CohortRole, object], posts: dict[CohortRole, list], **kwargs):
        super().__init__(*args, **kwargs)
        for role in CohortRole:
            self.fields[role.value] = PeopleChoice(
                queryset=people[role], label=role.label, required=False, initial=posts[role]
            )

    def clean(self) -> dict:
        data = super().clean()
        both = set(data.get("assessor", ())) & set(data.get("moderator", ()))
        if both:
            names = ", ".join(sorted(str(person) for person in both))
            raise ValidationError(
                f"{names} would assess and moderate. Nobody moderates a cohort they assess: choose one of the two."
            )
        return data


class ExternalForm(forms.Form):
    """Somebody from outside for one post."""

    email = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter an e-mail address."},
    )
    role = forms.ChoiceField(
        label="What they do",
        choices=[(role.value, role.label) for role in EXTERNAL_POSTS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they do."},
    )
    employer = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label="Where they work",
        required=False,
        empty_label="Elsewhere",
        help_text="So that nobody judges a colleague. Leave it if no learner works there.",
    )
    until = forms.DateField(
        label="Until",
        widget=DateInput(),
        help_text="The last day, for example some weeks after the board.",
        error_messages={"required": "Enter the last day."},
    )
