"""What a learner sends from a lesson."""

from django import forms

from courses.catalogue.models import Check, CheckOption

LONGEST_NOTE = 20_000


class NoteForm(forms.Form):
    text = forms.CharField(label="Your note", required=False, strip=False, max_length=LONGEST_NOTE)
    version = forms.IntegerField(min_value=0)

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")


class MarkForm(forms.Form):
    is_done = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda answer: answer == "yes")


class CheckForm(forms.Form):
    """The options of one question; several may be chosen only where the question says so."""

    def __init__(self, data, *, question: Check) -> None:
        super().__init__(data, auto_id=f"{question.key}_%s")
        options = question.options.order_by("position")
        many = question.choose_all
        self.fields["chosen"] = (forms.ModelMultipleChoiceField if many else forms.ModelChoiceField)(
            options,
            label=question.question,
            widget=forms.CheckboxSelectMultiple if many else forms.RadioSelect,
            error_messages={
                "required": "Choose an answer, then check it.",
                "invalid_choice": "Choose one of the answers shown.",
                "invalid_pk_value": "Choose one of the answers shown.",
            },
        )

    @property
    def options(self) -> list[CheckOption]:
        chosen = self.cleaned_data["chosen"]
        return [chosen] if isinstance(chosen, CheckOption) else list(chosen)
