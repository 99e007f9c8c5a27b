"""Input of the certificate pages."""

from django import forms

from assessments.certificates.changing_rules import LONGEST_TEXT
from assessments.certificates.states import PLACED, Authority, AwardReason, Evidence, Reissue
from courses.accreditation.forms.agreements import DateInput


class CodeForm(forms.Form):
    """The code on a certificate, as typed."""

    code = forms.CharField(label="Certificate number", max_length=40)


class ManyFilesInput(forms.FileInput):
    """Takes several files, and what is dropped on it."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    widget = ManyFilesInput

    def clean(self, data, initial=None) -> list:
        return [super(ManyFilesField, self).clean(one, initial) for one in data or [None]]


class FilesForm(forms.Form):
    """A certificate, or the files that prove it."""

    files = ManyFilesField(
        label="The file",
        help_text="A certificate (PDF), its credential (JSON or JWT), or the whole bundle (ZIP). Choose it, or drop it here.",
        widget=ManyFilesInput(attrs={"multiple": True, "class": "drop"}),
        error_messages={"required": "Choose a file first."},
    )


class EndorsementForm(forms.Form):
    """An endorsement that a university has signed, and whose key signed it."""

    document = forms.FileField(
        label="The endorsement (JSON)",
        error_messages={"required": "Choose the endorsement that the university signed."},
    )
    did = forms.FileField(
        label="The university's DID document (JSON)",
        help_text="Fetch it from the university's own site (did.json), or take it from somebody there whom you know.",
        error_messages={"required": "Choose the DID document: the signature is checked with its key."},
    )

    def clean_document(self) -> str:
        return _text_of(self.cleaned_data["document"])

    def clean_did(self) -> str:
        return _text_of(self.cleaned_data["did"])


def _text_of(upload) -> str:
    try:
        return upload.read().decode()
    except UnicodeDecodeError:
        raise forms.ValidationError("This file is not text, so it was not read. Nothing was kept.") from None


class NameForm(forms.Form):
    """The family name that an enquirer already knows."""

    family_name = forms.CharField(label="Family name of the holder", max_length=100)


class NamingForm(forms.Form):
    """The name as it is to be printed."""

    name = forms.CharField(label="Name on the certificate", max_length=200)


class HoldForm(forms.Form):
    """Why no certificate is to be made yet."""

    kind = forms.ChoiceField(
        label="Hold the certificate because",
        choices=[(kind.value, kind.label) for kind in PLACED],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the certificate is to wait."},
    )


class CorrectionForm(NamingForm):
    """A new name for a certificate that was issued, and why."""

    because = forms.ChoiceField(
        label="Why",
        choices=Reissue.choices,
        widget=forms.RadioSelect,
        help_text="After the last two, nothing of any earlier certificate is kept: no file, no name. This cannot be undone.",
    )
    evidence = forms.ChoiceField(
        label="What you were shown",
        choices=Evidence.choices,
        help_text="Its kind and date are kept, never the paper. For safety and gender reassignment the holder's word is enough.",
    )
    evidence_on = forms.DateField(label="Date of that paper", required=False, widget=DateInput())


class AwardChangeForm(forms.Form):
    """What becomes of an award, with a class of reason rather than a story, and on whose authority."""

    to = forms.ChoiceField(
        label="What is decided",
        choices=[
            ("revoked", "Revoke it, after the holder could reply"),
            ("suspended", "Suspend it at once, for safety or while something is looked into"),
            ("rescinded", "Rescind it at once: we made it in error"),
            ("granted", "Give it its force back, after a suspension"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is decided"},
    )
    reason = forms.ChoiceField(
        label="Class of reason",
        choices=[(one.value, one.label) for one in AwardReason if one != AwardReason.HOLDER_REQUEST],
        widget=forms.RadioSelect,
        help_text="The holder reads it. No story is kept.",
        error_messages={"required": "Choose the class of reason"},
    )
    authority = forms.ChoiceField(
        label="On whose authority",
        choices=[(one.value, one.label) for one in Authority if one != Authority.HOLDER],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who decided it"},
    )
    authority_on = forms.DateField(
        label="Decided on", widget=DateInput(), error_messages={"required": "Give the day of that decision"}
    )
    authority_reference = forms.CharField(
        label="Reference of that decision",
        max_length=80,
        help_text="The number of the minute or letter. No names.",
        error_messages={"required": "Give the reference of that decision"},
    )


class WordsForm(forms.Form):
    """A reply of the holder, or the answer to it."""

    text = forms.CharField(
        label="In your words",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Write something first",
            "max_length": f"Keep it to {LONGEST_TEXT} characters. Everything you typed is still here.",
        },
    )
