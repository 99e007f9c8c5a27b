"""Asking: one form for each kind."""

from django import forms

from assessments.cases.rules import LONGEST_TEXT
from assessments.cases.states import Ground, Kind
from assessments.portfolios.models import Submission
from courses.catalogue.models import AssessmentCriterion

LONGEST_EXTENSION = 60
NO_PROOF = "Nobody asks for proof of domestic abuse, of your safety, or of what the work has done to you."


def _words(label: str, help_text: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=help_text,
        error_messages={
            "required": f"{label}: a few words are enough",
            "max_length": f"Keep it to {LONGEST_TEXT} characters. Everything you typed is still here.",
        },
    )


class AskForm(forms.Form):
    """What all of them are made with; `submission` is the newest of the enrolment, or None."""

    def __init__(self, *args, submission: Submission | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.submission = submission


class GroundForm(AskForm):
    ground = forms.ChoiceField(
        label="What is it about?",
        choices=Ground.choices,
        widget=forms.RadioSelect,
        help_text=NO_PROOF,
        error_messages={"required": "Choose what it is about; “Something else” is fine"},
    )


class ExtensionForm(GroundForm):
    days = forms.IntegerField(
        label="How many more days do you need?",
        min_value=1,
        max_value=LONGEST_EXTENSION,
        error_messages={
            "required": "Say how many days you need",
            "invalid": "Write a whole number of days, such as 5",
            "min_value": "Write a number of days from 1",
            "max_value": "For more than 60 days, ask for a break, or tell us what happened",
        },
    )
    statement = _words(
        "Anything the coordinator should know",
        "Not needed. It is read only by the coordinator who answers, and only where somebody has to agree.",
        required=False,
    )
    field_order = ["days", "ground", "statement"]


class CircumstancesForm(GroundForm):
    statement = _words(
        "What happened, and how it affected your work",
        "Read by the three people on the panel and by nobody else. They do not mark your work.",
    )
    field_order = ["ground", "statement"]


class BreakForm(AskForm):
    statement = _words("Anything you want us to know", "Not needed. You do not have to say why.", required=False)


class AdjustmentForm(AskForm):
    statement = _words(
        "What would help, and with what",
        "You need not name a condition. It is read by one person who decides; the people who mark see only what to apply, "
        "such as “extra time” or “judge the content, not the spelling”.",
    )


class CriteriaChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, criterion: AssessmentCriterion) -> str:
        return f"{criterion.number} {criterion.text}"


class PriorLearningForm(AskForm):
    criteria = CriteriaChoice(
        queryset=AssessmentCriterion.objects.none(),
        label="Which criteria does it show?",
        error_messages={"required": "Choose at least one criterion"},
    )
    learnt_on = forms.DateField(
        label="When did that learning end?",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Give the day on which that learning ended", "invalid": "Give a date"},
    )
    statement = _words(
        "What you learnt, where, and how it shows these criteria",
        "Learning counts, experience alone does not: say what you can do because of it. No names of people in a case.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.submission:
            self.fields["criteria"].queryset = self.submission.criteria.order_by("position")


class RaiseForm(forms.Form):
    statement = _words(
        "What did you notice, and where?",
        "Read by the panel and by the learner. Name the item and the place; do not copy words of the case.",
    )


class ReplyForm(forms.Form):
    text = _words("Your reply", "Read by the panel. You may write again until it has decided; the latest reply counts.")


FORMS: dict[str, type[AskForm]] = {
    Kind.EXTENSION: ExtensionForm,
    Kind.CIRCUMSTANCES: CircumstancesForm,
    Kind.BREAK: BreakForm,
    Kind.ADJUSTMENT: AdjustmentForm,
    Kind.PRIOR_LEARNING: PriorLearningForm,
}
