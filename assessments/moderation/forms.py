"""Input of moderation."""

from django import forms

from assessments.moderation.states import Slip, Verdict
from courses.catalogue.models import AssessmentCriterion

LONGEST_NOTE = 4000
TOO_LONG = f"Keep it to {LONGEST_NOTE} characters. All of it is still here."


def _text(label: str, *, rows: int, hint: str = "", missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_NOTE,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=hint,
        error_messages={"required": missing, "max_length": TOO_LONG},
    )


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Is the marking right?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you agree with the marking"},
    )
    note = forms.CharField(
        label="Note to the assessor",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Needed when you query: which criterion, what you would say of it, and why. The learner never sees it.",
        error_messages={"max_length": f"Keep the note to {LONGEST_NOTE} characters. All of it is still here."},
    )

    def clean(self) -> dict:
        if self.cleaned_data.get("verdict") == Verdict.QUERIED and not self.cleaned_data.get("note"):
            self.add_error("note", "Say what you would mark differently, and why")
        return self.cleaned_data


class ReportForm(forms.Form):
    report = _text(
        "The judgements",
        rows=6,
        hint="What you read, and whether the judgements would be the same whoever had marked.",
        missing="Write what you found in the judgements",
    )
    report_feedback = _text(
        "The feedback to learners", rows=4, hint="Is it specific, kind and of use for the next attempt?"
    )
    report_next_time = _text(
        "What should happen next time", rows=4, hint="Who does what, and by when. The board and the university read it."
    )


class CriterionForm(forms.Form):
    """One criterion of the mark that is queried."""

    criterion = forms.ModelChoiceField(
        label="Criterion",
        queryset=AssessmentCriterion.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the criterion", "invalid_choice": "Choose one of these criteria"},
    )

    def __init__(self, *args, criteria, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].queryset = criteria
        self.fields["criterion"].label_from_instance = lambda criterion: f"{criterion.number} {criterion.text}"


class SlipForm(CriterionForm):
    """A slip in entering one judgement."""

    slip = forms.ChoiceField(
        label="What happened?",
        choices=Slip.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what slip it was"},
    )


class ChangeForm(CriterionForm):
    """A change through an assessor's run."""

    why = _text(
        "What should be judged differently, and why",
        rows=6,
        hint="The assessor and the chair read it, and it stands beside every portfolio that is judged again.",
        missing="Say what should be judged differently, and why",
    )


class AnswerForm(forms.Form):
    """What the assessor says to a proposed change."""

    answer = _text("What the chair should know before deciding", rows=4)


class RefusalForm(forms.Form):
    """Why a change is not approved."""

    reason = _text(
        "Why the marking stays as it is",
        rows=4,
        hint="The moderator and the assessor read it.",
        missing="Say why the marking stays as it is",
    )


class AdviceForm(forms.Form):
    """What a moderator says of marking that still goes on."""

    advice = _text(
        "Your advice to the assessor",
        rows=6,
        hint="What goes well and what to look at before the mark is final. It decides nothing, and no learner sees it.",
        missing="Write what you saw, if only that all is well",
    )
