"""Recording an agreement with a university."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from courses.accreditation.logos import LogoError, redraw
from courses.accreditation.models import BoardKind, Model, Owner
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
    other_parties = forms.CharField(
        label="Other parties",
        required=False,
        max_length=300,
        help_text="Anybody else who signed, for example a charity that teaches with you.",
    )
    board_kind = forms.ChoiceField(label="Which board decides", choices=BoardKind, widget=forms.RadioSelect)
    record_owner = forms.ChoiceField(label="Who owns the records", choices=Owner, widget=forms.RadioSelect)
    data_terms = forms.CharField(
        label="Where the terms on sharing data are kept",
        required=False,
        max_length=300,
        help_text="A title and a place.",
    )
    head_name = forms.CharField(
        label="Head of this institution",
        required=False,
        max_length=200,
        help_text="To whom an examiner may write in confidence, outside this service.",
    )
    head_contact = forms.CharField(
        label="How to reach them", required=False, max_length=300, help_text="A postal or e-mail address."
    )
    review_on = forms.DateField(
        label="Review for re-approval",
        required=False,
        widget=DateInput(),
        help_text="The day agreed with the university.",
    )
    may_use_logo = forms.BooleanField(
        label="Certificates may carry the university's logo",
        required=False,
        help_text="Only with written permission; say above where it is kept.",
    )
    logo = forms.FileField(
        label="Logo",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text="A PNG or JPEG of at most 2 MB. It is drawn anew, so nothing hidden in the file is kept.",
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
        if data.get("logo") and not data.get("may_use_logo"):
            self.add_error("may_use_logo", "Tick this if the university permits its logo, or take the file out.")
        return data

    def clean_logo(self) -> bytes | None:
        upload = self.cleaned_data["logo"]
        try:
            return redraw(upload.read()) if upload else None
        except LogoError as error:
            raise ValidationError(str(error)) from error


class RenewalForm(AccreditationForm):
    """The next edition: with the same university, under the same reference."""

    university = None
    reference = None


class CoverForm(forms.Form):
    version = VersionChoice(
        label="Module version", queryset=ModuleVersion.objects.none(), empty_label="Choose a module version"
    )
    level = forms.CharField(
        label="Level, as the agreement says it", max_length=20, help_text="The number alone, for example 4."
    )
    credit = forms.DecimalField(
        label="Credits, as the agreement says them",
        min_value=0,
        max_digits=5,
        decimal_places=2,
        help_text="0 under a CPD badge.",
    )

    def __init__(self, *args, versions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions


class EndForm(forms.Form):
    ended_on = forms.DateField(label="Last day on which somebody can enrol", widget=DateInput())
    reason = forms.CharField(
        label="Why it ends, and which letter says so", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class AsAtForm(forms.Form):
    """The day that a page of the register is asked about."""

    on = forms.DateField(label="As at", widget=DateInput(), required=False)

    @classmethod
    def day_of(cls, data) -> date:
        """That day; today without one, and for what is none."""
        form = cls(data)
        return (form.is_valid() and form.cleaned_data["on"]) or timezone.localdate()
