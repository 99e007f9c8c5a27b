"""What a learner may type or add: texts, files, what is at an employer, links to criteria."""

from datetime import date, datetime

from django import forms

from assessments.portfolios.places import UnknownPlace, write_place
from assessments.portfolios.states import Layer
from assessments.screening.texts import LONGEST_TEXT
from courses.catalogue.models import AssessmentCriterion, Task
from courses.catalogue.states import UNWRITTEN, Mode

YES_NO = [("yes", "Yes"), ("no", "No, I will come back to it")]
WRITTEN = [mode for mode in Mode if mode not in UNWRITTEN]
MODE_HELP = {
    Mode.ANONYMISED_REWRITE: "Your own work, written again so that nobody can be recognised",
    Mode.SIMULATED_CASE: "The made-up case from this module",
    Mode.REFLECTIVE_ACCOUNT: "A reflection on your own practice",
    Mode.WITNESS_TESTIMONY: "What somebody else saw you do, signed and dated",
    Mode.PROFESSIONAL_DISCUSSION: "Notes of a discussion with an assessor",
}


def mode_choices(task: Task) -> list[tuple[str, str]]:
    """The ways to answer this task in writing or by a file."""
    accepted = {row.mode for row in task.modes.all()}
    return [(mode.value, MODE_HELP[mode]) for mode in WRITTEN if mode in accepted]


class LayerForm(forms.Form):
    layer = forms.ChoiceField(
        label="Open to",
        choices=Layer,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may read it."},
    )


class ModeForm(forms.Form):
    mode = forms.ChoiceField(
        label="What will you write about?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you will write about."},
    )

    def __init__(self, *args, task: Task, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = mode_choices(task)
        if len(self.fields["mode"].choices) == 1:
            self.fields["mode"].initial = self.fields["mode"].choices[0][0]


class FileForm(forms.Form):
    file = forms.FileField(
        label="Choose a file",
        help_text="A PDF, a Word document (.docx), a JPEG or a PNG.",
        max_length=None,
        allow_empty_file=True,
        error_messages={"required": "Choose a file to add.", "invalid": "Choose a file to add."},
    )
    title = forms.CharField(
        label="Your own name for it",
        help_text="Only you see this. Do not use a person’s or a place’s name.",
        max_length=120,
        error_messages={
            "required": "Give it a name, so that you find it again.",
            "max_length": "Give it a name of at most 120 characters.",
        },
    )
    mode = forms.ChoiceField(
        label="What is it?", widget=forms.RadioSelect, error_messages={"required": "Choose what it is."}
    )
    is_anonymous = forms.BooleanField(
        label="I have opened the file and checked every page: no names, addresses, exact dates, reference numbers, "
        "signatures, letterheads or faces",
        error_messages={"required": "Check every page of the file, then confirm that you have."},
    )

    def __init__(self, *args, task: Task, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mode"].choices = mode_choices(task)


class SightedForm(forms.Form):
    title = forms.CharField(
        label="What is it?",
        help_text="For example “A referral I wrote”. Use no names, places or dates.",
        max_length=120,
        error_messages={
            "required": "Say what it is, without names.",
            "max_length": "Say it in at most 120 characters.",
        },
    )
    locator = forms.CharField(
        label="Where does your manager find it?",
        help_text="Your own file reference and page, such as “file 7, page 2”. Your manager sees this and your assessor "
        "does not. Leave out names and case numbers.",
        max_length=200,
        error_messages={
            "required": "Say where your manager finds it.",
            "max_length": "Say where it is in at most 200 characters.",
        },
    )

    shows = forms.CharField(
        label="What does it show?",
        help_text="What you did and why, in a few sentences that identify nobody: “Referral to children's social care "
        "made on day 3; it states the risk to each child.” Your manager confirms this, and your assessor judges by it.",
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Say what it shows, so that your manager can confirm it and your assessor can judge it.",
            "max_length": "Say it in at most 1,200 characters. Everything you typed is still here.",
        },
    )


class SupervisionForm(forms.Form):
    """Dates only, one a line, as people write them."""

    dates = forms.CharField(
        label="Dates of supervision",
        help_text="One a line, such as 3/6/2026 or 3 June 2026. Nothing about whom or what you spoke of.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2000,
        error_messages={"required": "Give at least one date of supervision."},
    )

    def clean_dates(self) -> list[date]:
        return [_read_date(line.strip()) for line in self.cleaned_data["dates"].splitlines() if line.strip()]


def _read_date(text: str) -> date:
    for pattern in ("%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise forms.ValidationError(f"“{text[:20]}” is not a date. Write each as 3/6/2026 or 3 June 2026, one a line.")


class PracticeForm(forms.Form):
    """The month in which what an item tells of happened."""

    month = forms.CharField(
        label="In which month did this happen?",
        help_text="Such as 3/2026 or March 2026; the last month, when it went on for longer.",
        max_length=20,
        error_messages={
            "required": "Give the month, such as 3/2026.",
            "max_length": "Give the month and nothing else, such as 3/2026.",
        },
    )

    def clean_month(self) -> date:
        text = " ".join(self.cleaned_data["month"].split())
        for pattern in ("%m/%Y", "%B %Y", "%b %Y", "%Y-%m", "%m.%Y"):
            try:
                return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a month has no zone
            except ValueError:
                continue
        raise forms.ValidationError("This is not a month with its year. Write it as 3/2026 or March 2026.")


class TextForm(forms.Form):
    text = forms.CharField(label="Your text", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 18}))
    version = forms.IntegerField(widget=forms.HiddenInput)
    is_complete = forms.ChoiceField(
        label="Have you completed this?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you have completed this. Your text is still on this page."},
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("is_complete") == "yes" and not cleaned.get("text", "").strip():
            self.add_error("is_complete", "Write something before you mark this as completed.")
        return cleaned


class AutosaveForm(forms.Form):
    # Longer texts are refused by screening, with a sentence; this bound only keeps absurd ones out.
    text = forms.CharField(required=False, strip=False, max_length=LONGEST_TEXT * 10)
    version = forms.IntegerField()


class ClaimForm(forms.Form):
    criterion = forms.ModelChoiceField(
        AssessmentCriterion.objects.none(),
        label="Which criterion does it show?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Choose the criterion that it shows.",
            "invalid_choice": "Choose one of the criteria in the list.",
        },
    )
    place = forms.CharField(
        label="Where in it?",
        help_text="A paragraph or a page, such as “para 4”, “paras 4-6” or “page 2”. Leave empty for all of it.",
        required=False,
        max_length=40,
        error_messages={"max_length": "Give the place as a paragraph or a page, such as “para 4”."},
    )
    note = forms.CharField(
        label="A note for the assessor",
        help_text="One sentence, if it is not obvious. No names.",
        required=False,
        max_length=300,
        error_messages={"max_length": "Shorten the note to at most 300 characters."},
    )

    def __init__(self, *args, criteria, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = criteria
        self.fields["criterion"].label_from_instance = lambda criterion: f"{criterion.number} {criterion.text}"

    def clean_place(self) -> str:
        try:
            return write_place(self.cleaned_data["place"])
        except UnknownPlace as unknown:
            raise forms.ValidationError(str(unknown)) from unknown
