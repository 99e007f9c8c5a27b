"""Input of the provider's documents."""

from django import forms
from django.db.models import QuerySet

from assessments.audit.states import DocumentKind
from courses.accreditation.models import Accreditation

ONE = "Choose one: a file, a text, or an address."


class DocumentForm(forms.Form):
    """One document: a file, or a text, or the address where the provider publishes it."""

    kind = forms.ChoiceField(label="What it is", choices=DocumentKind)
    title = forms.CharField(label="Title", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    edition = forms.CharField(
        label="Version", max_length=60, help_text="For example: 3, or September 2026.", widget=forms.TextInput()
    )
    accreditation = forms.ModelChoiceField(
        label="For which agreement",
        queryset=Accreditation.objects.none(),
        required=False,
        empty_label="Every agreement",
    )
    upload = forms.FileField(
        label="A file",
        required=False,
        help_text="PDF or Word. Its hidden data are taken out, and a clean copy is kept.",
    )
    text = forms.CharField(label="Or a text", required=False, widget=forms.Textarea(attrs={"rows": 6}))
    address = forms.URLField(
        label="Or the address where it is published", required=False, max_length=500, assume_scheme="https"
    )
    is_looked_at = forms.BooleanField(
        label="I have looked at each place that screening found, and none of them identifies a learner or a client",
        required=False,
    )

    def __init__(self, *args, accreditations: QuerySet[Accreditation], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accreditation"].queryset = accreditations

    def clean(self) -> dict:
        data = super().clean()
        given = [name for name in ("upload", "text", "address") if data.get(name)]
        if len(given) != 1 and not self.errors:
            self.add_error(given[1] if len(given) > 1 else "upload", ONE)
        return data
