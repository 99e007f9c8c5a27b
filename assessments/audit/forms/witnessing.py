"""Input of the page about a university's own key."""

from django import forms
from django.db.models import QuerySet

from cpd.accounts.models import Organisation

LARGEST = 64 * 1024


class _ForUniversity(forms.Form):
    def __init__(self, *args, universities: QuerySet[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["university"]
        field.queryset = universities
        field.initial = universities.first()
        if universities.count() < 2:
            field.widget = forms.HiddenInput()


class KeyForm(_ForUniversity):
    """The public key that sign_note.py printed."""

    university = forms.ModelChoiceField(queryset=Organisation.objects.none(), empty_label=None)
    key = forms.CharField(
        label="The public key, one line",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text="The name of your registry, eight digits and letters, and the key, with a plus between them.",
    )


class NoteForm(_ForUniversity):
    """A checkpoint with the university's line under it: pasted, or as the file that sign_note.py wrote."""

    university = forms.ModelChoiceField(queryset=Organisation.objects.none(), empty_label=None)
    note = forms.CharField(
        label="The signed checkpoint",
        max_length=LARGEST,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="All of its lines, with yours at the end. Or choose the file below.",
    )
    file = forms.FileField(label="The file that sign_note.py wrote", required=False)

    def clean_file(self) -> str:
        upload = self.cleaned_data["file"]
        if not upload:
            return ""
        if upload.size > LARGEST:
            raise forms.ValidationError("This is larger than any checkpoint. Choose the file that sign_note.py wrote.")
        return upload.read().decode("utf-8", "replace")

    def clean(self) -> dict:
        data = super().clean()
        text = (data.get("file") or data.get("note") or "").replace("\r\n", "\n")
        if not text.strip() and not self.errors:
            self.add_error("note", "Paste the signed checkpoint, or choose the file.")
        data["text"] = f"{text.strip()}\n"
        return data
