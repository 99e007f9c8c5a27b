"""Adding one learner, giving reasons, entering a code."""

from django import forms

from courses.delivery.models import Enrolment
from courses.delivery.rosters.columns import NATIONS


class LearnerForm(forms.Form):
    """One row of a roster, typed in."""

    email = forms.EmailField(label="E-mail", max_length=254)
    given_names = forms.CharField(label="Given names", max_length=100)
    family_name = forms.CharField(label="Family name", max_length=100)
    certificate_name = forms.CharField(
        label="Name on certificate",
        max_length=200,
        required=False,
        help_text="Left empty, it is both names. The learner confirms it herself.",
    )
    employer = forms.CharField(
        label="Employer", max_length=200, help_text="A new name makes a new employer: check the spelling."
    )
    manager_name = forms.CharField(label="Manager's name", max_length=200, required=False)
    manager_email = forms.EmailField(label="Manager's e-mail", max_length=254, required=False)
    nation = forms.ChoiceField(
        label="Nation",
        required=False,
        choices=[("", "Not given"), *[(name, name) for name in dict.fromkeys(NATIONS.values())]],
    )
    access_needs = forms.CharField(
        label="Access needs", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict:
        data = {
            key: " ".join(value.split()) if key != "access_needs" else value for key, value in super().clean().items()
        }
        if not data.get("certificate_name") and "given_names" in data and "family_name" in data:
            data["certificate_name"] = f"{data['given_names']} {data['family_name']}"
        return data


class EmployerForm(forms.Form):
    employer = forms.CharField(
        label="Employer", max_length=200, help_text="A new name makes a new employer: check the spelling."
    )
    manager_name = forms.CharField(label="Manager's name", max_length=200, required=False)
    manager_email = forms.EmailField(
        label="Manager's work e-mail",
        max_length=254,
        required=False,
        help_text="Links for confirmations go here. Make sure of it by a way that the learner did not give you.",
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        max_length=200,
        help_text="In a few words, without health details or anything about a case.",
    )


class NoReasonForm(forms.Form):
    """A step that needs confirming and no reason."""


class EnrolmentChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, enrolment: Enrolment) -> str:
        return enrolment.learner.email


class InvitationsForm(forms.Form):
    enrolments = EnrolmentChoice(
        queryset=Enrolment.objects.none(),
        error_messages={"required": "Nobody is ticked. Tick the people to invite."},
        label="People to invite",
        widget=forms.CheckboxSelectMultiple,
    )
    is_checked = forms.BooleanField(
        label="I have looked at these addresses and they belong to these people.",
        error_messages={"required": "Look at each address, then tick the box. Nothing was sent."},
    )

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["enrolments"].queryset = offered


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Enrolment code",
        max_length=30,
        help_text="Four letters and four digits, such as KDMA-7429. Capitals, spaces and the hyphen do not matter.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AccessNeedsForm(forms.Form):
    access_needs = forms.CharField(
        label="What you need to take part",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Such as captions, breaks, or slides beforehand. Your coordinator and tutors see it, assessors do not.",
    )
