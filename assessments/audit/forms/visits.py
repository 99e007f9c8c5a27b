"""Input of the pages about visits."""

from django import forms

from courses.accreditation.forms.agreements import DateInput
from courses.accreditation.models import Accreditation
from courses.catalogue.models import Module
from courses.delivery.models import Cohort

INDEPENDENT = (
    "I am independent of this provider: I neither teach nor assess for it, I have no near tie to its staff or its learners, "
    "and nobody of it examines for me in return."
)


class VisitForm(forms.Form):
    """What a visit is for, and that she is independent."""

    purpose = forms.CharField(
        label="What is this visit for?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: annual monitoring of the summer cohort. Please name no person.",
    )
    declared = forms.BooleanField(
        label=INDEPENDENT,
        error_messages={"required": "Declare that you are independent, or ask your university to send somebody else."},
    )


class TakeUpForm(forms.Form):
    declared = VisitForm.base_fields["declared"]


class InviteForm(forms.Form):
    """Whom to invite, for what, to which cohorts, and for how long."""

    email = forms.EmailField(
        label="E-mail address of the university's named person",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    purpose = forms.CharField(
        label="What the visit is for", max_length=300, help_text="For example: annual monitoring. Name no person."
    )
    working_days = forms.IntegerField(
        label="Working days of reading",
        min_value=1,
        max_value=120,
        help_text="They begin when she opens the visit. Her findings and the replies stay open to her after them.",
    )
    modules = forms.ModelMultipleChoiceField(
        label="Only these modules",
        queryset=Module.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: every module of the agreement.",
    )
    cohorts = forms.ModelMultipleChoiceField(
        label="Only these cohorts",
        queryset=Cohort.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: every cohort, also those that begin later.",
    )
    began_from = forms.DateField(label="Only cohorts that began on or after", required=False, widget=DateInput())
    began_until = forms.DateField(label="Only cohorts that began on or before", required=False, widget=DateInput())

    def __init__(self, *args, accreditation: Accreditation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["working_days"].initial = accreditation.rules.visit_working_days
        self.fields["modules"].queryset = (
            Module.objects.filter(versions__accreditations__accreditation=accreditation).distinct().order_by("code")
        )
        self.fields["cohorts"].queryset = Cohort.objects.filter(
            accreditation__reference=accreditation.reference, accreditation__university=accreditation.university_id
        ).order_by("-starts_on", "code")

    def clean(self) -> dict:
        data = super().clean()
        if data.get("began_from") and data.get("began_until") and data["began_until"] < data["began_from"]:
            self.add_error("began_until", "This is before the other day. Choose a later one.")
        return data
