"""Input of the desk, of agreement and of allocation."""

import re
from decimal import Decimal

from django import forms

from assessments.marking.states import Lack, Verdict
from assessments.marking.suggestions import Candidate

LONGEST_TEXT = 10_000
TOO_LONG = f"This is longer than {LONGEST_TEXT} characters, so it was not saved. All of it is still here."


class LongText(forms.CharField):
    """Several lines; browsers send them with carriage returns, which are not part of the text."""

    def __init__(self, rows: int, **kwargs) -> None:
        super().__init__(
            required=False,
            max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={"max_length": TOO_LONG},
            **kwargs,
        )

    def to_python(self, value) -> str:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


# What evidence can be refused for, as one word each beside the judgement.
LACK_WORDS = [(lack.value, lack.value.capitalize()) for lack in Lack]


class JudgementForm(forms.Form):
    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.RadioSelect, required=False, label="Judgement")
    lacks = forms.MultipleChoiceField(
        choices=LACK_WORDS, widget=forms.CheckboxSelectMultiple, required=False, label="The evidence is not"
    )
    feedback = LongText(3, label="Feedback to the learner")
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput(attrs={"data-version-input": True}))


class TextForm(forms.Form):
    """The overall feedback, or a note to the team."""

    text = LongText(4)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput(attrs={"data-version-input": True}))


class ScoreForm(forms.Form):
    """The mark out of 100, under the numeric scheme."""

    score = forms.CharField(
        required=False,
        label="Mark out of 100",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 6}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput(attrs={"data-version-input": True}))

    def clean_score(self) -> Decimal | None:
        typed = self.cleaned_data["score"]
        if not typed:
            return None
        # Stricter than Decimal(), which also takes NaN, 1e2, Infinity and digits of other scripts.
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", typed) or Decimal(typed) > 100:
            raise forms.ValidationError("Give a number from 0 to 100, with a point for a fraction, such as 62.5.")
        return Decimal(typed)


class AnswerForm(forms.Form):
    """What an assessor says to a mark that the other one proposes."""

    answer = LongText(4, label="What you see differently, or why a third assessor is needed")
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class FinaliseForm(forms.Form):
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AllocateForm(forms.Form):
    assessor = forms.ChoiceField(
        label="Assessor", widget=forms.RadioSelect, error_messages={"required": "Choose an assessor"}
    )
    due_date = forms.DateField(
        label="To be marked by",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Give the date by which it should be marked", "invalid": "Give a real date"},
    )
    same_employer_reason = forms.CharField(
        label="If they have the same employer as the learner: why is this fair?",
        max_length=300,
        required=False,
        help_text="Kept in the record. The mark is then always moderated.",
    )

    def __init__(self, *args, candidates: list[Candidate], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {str(candidate.person.pk): candidate for candidate in candidates if not candidate.refusal}
        self.fields["assessor"].choices = [(pk, _describe(one)) for pk, one in self.candidates.items()]

    def clean(self) -> dict:
        candidate = self.candidates.get(self.cleaned_data.get("assessor", ""))
        if candidate and candidate.warning and not self.cleaned_data.get("same_employer_reason"):
            self.add_error("same_employer_reason", f"{candidate.warning} Say why this is fair, or choose somebody else")
        if candidate:
            self.cleaned_data["assessor"] = candidate.person
        return self.cleaned_data


def _describe(candidate: Candidate) -> str:
    load = f"{candidate.load} to mark" if candidate.load else "nothing to mark"
    return f"{candidate.person}, {load}" + (f". {candidate.warning}" if candidate.warning else "")
