"""Asking a manager, her answer, and the declarations on submitting."""

from django import forms

from assessments.portfolios.states import Declaration


class AskManagerForm(forms.Form):
    name = forms.CharField(
        label="Name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Give the name of your manager or supervisor."},
    )
    email = forms.EmailField(
        label="Work e-mail address",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Give the work e-mail address of your manager or supervisor.",
            "invalid": "Give an e-mail address in the right form, such as name@example.org.",
        },
    )


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="Can you confirm this?",
        choices=[("yes", "Yes, I confirm it"), ("no", "No, I cannot confirm it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you can confirm it."},
    )
    role = forms.CharField(
        label="Your job title",
        max_length=100,
        error_messages={"required": "Give your job title, so that the assessor knows how you know the work."},
    )
    statement = forms.CharField(
        label="Anything to add",
        help_text="For example why you cannot confirm it. The learner and the assessor read this. Name nobody.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Shorten this to at most 500 characters."},
    )
    is_manager = forms.BooleanField(
        label="I am this person’s manager or supervisor, and I answer for myself",
        error_messages={"required": "Only the person’s manager or supervisor can answer. Confirm that this is you."},
    )


class SubmitForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for kind in Declaration:
            self.fields[kind.value] = forms.BooleanField(
                label=kind.label, error_messages={"required": f"Confirm: {kind.label}"}
            )

    def declarations(self) -> list[str]:
        return [kind.value for kind in Declaration if self.cleaned_data.get(kind.value)]
