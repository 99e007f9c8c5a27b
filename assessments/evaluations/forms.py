"""Input of an evaluation: nothing has to be answered."""

from django import forms

from assessments.evaluations.states import LONGEST_REMARK, Answer, Prompt, Statement


class EvaluationForm(forms.Form):
    """Statements to agree with or not, and two places for words of her own."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        answers = [*((str(value), label) for value, label in Answer.choices), ("", "No answer")]
        for statement in Statement:
            self.fields[statement.value] = forms.ChoiceField(
                label=statement.label, choices=answers, required=False, widget=forms.RadioSelect
            )
        for prompt in Prompt:
            self.fields[prompt.value] = forms.CharField(
                label=prompt.label,
                required=False,
                max_length=LONGEST_REMARK,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    @property
    def said(self) -> dict[str, str]:
        """What there is of it, with one kind of line end, whatever sent it."""
        names = [*Statement.values, *Prompt.values]
        return {name: text for name in names if (text := self.cleaned_data[name].replace("\r\n", "\n"))}

    @staticmethod
    def tell(said: dict[str, str]) -> list[str]:
        """What was said as one reads it, a paragraph for each."""
        lines = [
            f"{statement.label} {Answer(int(said[statement])).label}." for statement in Statement if said.get(statement)
        ]
        return lines + [f"{prompt.label} {said[prompt]}" for prompt in Prompt if said.get(prompt)]

    @property
    def statements(self) -> list[forms.BoundField]:
        return [self[name] for name in Statement.values]

    @property
    def prompts(self) -> list[forms.BoundField]:
        return [self[name] for name in Prompt.values]


class LookedForm(forms.Form):
    is_looked_at = forms.BooleanField(label="I have looked, and nobody can be recognised from my words", required=False)


class DoneForm(forms.Form):
    text = forms.CharField(
        label="What was done about it",
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The university and the learners of this cohort read it. Name nobody.",
    )
