"""The learner's answers to possible identifiers, and her list of names to look for."""

from django import forms

from assessments.portfolios.states import KeepReason

REPLACE, KEEP = "replace", "keep"


class NamesForm(forms.Form):
    names = forms.CharField(
        label="Names to look for",
        help_text="One a line: people, nicknames, streets, schools. Only you see this list. It is kept while you check, "
        "and destroyed when you submit or after a week without use.",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"max_length": "Shorten the list to at most 4,000 characters."},
    )

    def clean_names(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="What do you want to do?",
        choices=[(REPLACE, "Replace them everywhere in my portfolio"), (KEEP, "Keep them, for a reason")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to replace the words or to keep them."},
    )
    pseudonym = forms.CharField(
        label="If you replace them: what shall stand there instead?",
        help_text="The same everywhere, such as “Ms A”, “Child B”, “a primary school” or “day 12”.",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": "Shorten it to at most 60 characters."},
    )
    reason = forms.ChoiceField(
        label="If you keep them: why is that right?",
        choices=KeepReason,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        answer = cleaned.get("answer")
        if answer == REPLACE and not cleaned.get("pseudonym", "").strip():
            self.add_error("pseudonym", "Write what shall stand there instead.")
        if answer == KEEP and not cleaned.get("reason"):
            self.add_error("reason", "Choose why it is right to keep them.")
        return cleaned
