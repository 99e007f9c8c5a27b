"""What an author sends: a package, a reason, a correction."""

from django import forms
from django.core.exceptions import ValidationError

from courses.catalogue.models import Lesson, ModuleVersion
from courses.catalogue.packages import MAX_BYTES, Package, PackageError, Problem, read_zip


class PackageForm(forms.Form):
    """A ZIP file that reads as a package; `problems` holds what is wrong with it."""

    file = forms.FileField(
        label="Package",
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={"required": "Choose a ZIP file.", "invalid": "Choose a ZIP file."},
        help_text="A ZIP of the module's folder: module.yaml, lessons and cases. At most 200 files and 5 MB.",
    )
    problems: tuple[Problem, ...] = ()

    def clean_file(self) -> Package:
        data = self.cleaned_data["file"].read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ValidationError("The package is too large: at most 200 files and 5 MB of text.")
        try:
            return read_zip(data)
        except PackageError as error:
            self.problems = tuple(error.problems)
            count = len(error.problems)
            things = "thing has" if count == 1 else "things have"
            raise ValidationError(f"{count} {things} to be put right, listed below. Nothing was imported.") from error


class CloseForm(forms.Form):
    reason = forms.CharField(
        label="Why is this version closed?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why this version is closed."},
    )


class ErratumForm(forms.Form):
    lesson = forms.ModelChoiceField(
        Lesson.objects.none(), required=False, label="Which lesson?", empty_label="The whole module"
    )
    text = forms.CharField(
        label="Correction",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write the correction as learners will read it."},
        help_text="Learners see it beside the text, with today's date. It cannot change criteria, credit or level.",
    )

    def __init__(self, data=None, *, version: ModuleVersion, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.fields["lesson"].queryset = version.lessons.defer("body").order_by("position")
