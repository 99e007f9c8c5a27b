"""Input of the desk, of agreement and of allocation."""

import re
from datetime import date
from decimal import Decimal

from django import forms

from assessments.marking.states import Lack, Verdict
from assessments.marking.suggestions import Candidate
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.models import User
from cpd.accounts.templatetags.words import day

LONGEST_TEXT = 10_000
LONGEST_LIST = 200_000
TOO_LONG = f"This is longer than {LONGEST_TEXT} characters, so it was not saved. All of it is still here."


class LongText(forms.CharField):
    """Several lines; browsers send them with carriage returns, which are not part of the text. `missing` is said where
    it has to be written."""

    def __init__(self, rows: int, *, missing: str = "", **kwargs) -> None:
        super().__init__(
            required=bool(missing),
            max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={"max_length": TOO_LONG, "required": missing},
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


class CommentForm(forms.Form):
    criterion = forms.ChoiceField(
        label="For which criterion?", required=False, help_text="Without one it is offered beside every criterion."
    )
    text = LongText(4, missing="Write the comment first.", label="Comment")
    is_shared = forms.BooleanField(
        required=False,
        label="Share it with all assessors",
        help_text="No word about any portfolio: colleagues who mark the same one may read it.",
    )

    def __init__(self, *args, criteria: list[AssessmentCriterion] | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {str(criterion.pk): criterion for criterion in criteria or []}
        if criteria is None:
            del self.fields["criterion"]
        else:
            self.fields["criterion"].choices = [("", "Any criterion"), *self._choices()]

    def _choices(self) -> list[tuple[str, str]]:
        return [(pk, f"{one.version.module.code} {one.number} {one.text}"[:120]) for pk, one in self.criteria.items()]

    def clean_criterion(self) -> AssessmentCriterion | None:
        return self.criteria.get(self.cleaned_data["criterion"])

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].strip()
        if not text:
            raise forms.ValidationError("Write the comment.")
        return text


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

    countersigner = forms.ChoiceField(
        label="If their standing is not complete: who countersigns?",
        required=False,
        help_text="A qualified assessor reads the work too. Until they sign, the mark does not count.",
    )

    def __init__(
        self, *args, candidates: list[Candidate], countersigners: list[User], latest: date | None = None, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.latest = latest
        self.countersigners = {str(person.pk): person for person in countersigners}
        self.fields["countersigner"].choices = [
            ("", "Nobody"),
            *[(pk, str(person)) for pk, person in self.countersigners.items()],
        ]
        self.candidates = {str(candidate.person.pk): candidate for candidate in candidates if not candidate.refusal}
        self.fields["assessor"].choices = [(pk, _describe(one)) for pk, one in self.candidates.items()]

    def clean_due_date(self) -> date:
        due_date = self.cleaned_data["due_date"]
        if self.latest and due_date > self.latest:
            raise forms.ValidationError(
                f"The learner was told to have her feedback by {day(self.latest)}. Choose a day until then."
            )
        return due_date

    def clean(self) -> dict:
        candidate = self.candidates.get(self.cleaned_data.get("assessor", ""))
        if candidate and candidate.warning and not self.cleaned_data.get("same_employer_reason"):
            self.add_error("same_employer_reason", f"{candidate.warning} Say why this is fair, or choose somebody else")
        countersigner = self.countersigners.get(self.cleaned_data.get("countersigner", ""))
        if candidate and candidate.standing.gaps and not countersigner:
            self.add_error("countersigner", f"{candidate.standing.gap} Choose who countersigns, or another assessor")
        if candidate and countersigner == candidate.person:
            self.add_error("countersigner", "Nobody countersigns their own mark. Choose another person")
        self.cleaned_data["countersigner"] = countersigner
        if candidate:
            self.cleaned_data["assessor"] = candidate.person
        return self.cleaned_data


def _describe(candidate: Candidate) -> str:
    load = f"{candidate.load} to mark" if candidate.load else "nothing to mark"
    said = [f"{candidate.person}, {load}"]
    if candidate.warning:
        said.append(candidate.warning.rstrip("."))
    if candidate.standing.gaps:
        said.append(candidate.standing.gap.rstrip("."))
    return ". ".join(said)


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label="What would you mark differently, and why?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The assessor reads it at the desk. The learner never does.",
        error_messages={"required": "Say what you would mark differently, and why."},
    )


class SharingForm(forms.Form):
    """How the portfolios of a cohort are shared out; a weight for each assessor and an assessor for each group."""

    METHODS = (
        ("equal", "Equally: the next one to whoever has least on their desk"),
        ("group", "By employer: one assessor for each, as chosen below"),
        ("weighted", "By weight: more to some than to others, as set below"),
        ("list", "As listed in a file"),
    )
    method = forms.ChoiceField(label="How", choices=METHODS, widget=forms.RadioSelect)
    due_date = forms.DateField(
        label="To be marked by",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Give the date by which it should be marked", "invalid": "Give a real date"},
    )
    file = forms.FileField(
        label="The list, as CSV",
        required=False,
        help_text="Two columns: portfolio (its reference or candidate number) and assessor (an e-mail address).",
    )

    def __init__(self, *args, people: list[User], groups: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.people = sorted(people, key=str)
        self.groups = groups
        choices = [("", "Shared out"), *[(str(person.pk), str(person)) for person in self.people]]
        for key, name in groups:
            self.fields[f"group-{key}"] = forms.ChoiceField(label=name, choices=choices, required=False)
        for person in self.people:
            self.fields[f"weight-{person.pk}"] = forms.IntegerField(
                label=str(person), min_value=0, max_value=100, required=False, initial=1
            )

    @property
    def group_fields(self) -> list[forms.BoundField]:
        return [self[f"group-{key}"] for key, _ in self.groups]

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        return [self[f"weight-{person.pk}"] for person in self.people]

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if file and file.size > LONGEST_LIST:
            raise forms.ValidationError("This file is too large for a list of portfolios. Choose another one.")
        return file

    def clean(self) -> dict:
        data = super().clean()
        by_key = {str(person.pk): person for person in self.people}
        data["groups"] = {key: by_key.get(data.get(f"group-{key}") or "") for key, _ in self.groups}
        weights = {person.pk: data.get(f"weight-{person.pk}") for person in self.people}
        data["weights"] = {pk: 1 if weight is None else weight for pk, weight in weights.items()}
        if data.get("method") == "weighted" and self.people and not any(data["weights"].values()):
            self.add_error("method", "Every weight is 0, so nobody would get anything. Give at least one assessor more")
        if data.get("method") == "list" and not data.get("file") and "allocate" not in self.data:
            self.add_error("file", "Choose the file")
        return data
