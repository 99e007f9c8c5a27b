"""Asking a manager, her answer, and the declarations on submitting."""

from datetime import date

from django import forms

from assessments.portfolios.states import Answer, Declaration, Relationship


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


class AddressForm(AskManagerForm):
    """What a coordinator does with an address that a learner typed."""

    decision = forms.ChoiceField(
        label="Is this their manager’s or supervisor’s work address?",
        choices=[("confirm", "Yes, I have made sure of it: send the link"), ("refuse", "No: send nothing")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the link may be sent."},
    )
    how = forms.CharField(
        label="How do you know?",
        help_text="For example “rang the switchboard of the service”. Kept with your name.",
        max_length=200,
        error_messages={"required": "Say how you know; it is kept with your name."},
    )


class AnswerForm(forms.Form):
    """One answer about one thing. When an original is to be looked at, also the day on which she saw it."""

    answer = forms.ChoiceField(
        label="Your answer",
        choices=Answer,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your answer."},
    )
    seen_on = forms.DateField(
        label="When did you see the original?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the day as 2026-07-03 or 3/7/2026."},
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
    )
    relationship = forms.ChoiceField(
        label="In which capacity do you answer?",
        choices=Relationship,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose in which capacity you answer."},
    )
    role = forms.CharField(
        label="Your job title",
        max_length=100,
        help_text="The assessor is told in which capacity you answer, and neither your name nor your job title.",
        error_messages={"required": "Give your job title."},
    )
    statement = forms.CharField(
        label="Anything to add",
        help_text="For example why you cannot confirm it. The learner reads this. Name nobody.",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Shorten this to at most 500 characters."},
    )
    is_manager = forms.BooleanField(
        label="I am the person this link was sent to, and I answer for myself",
        error_messages={"required": "Only the person to whom the link was sent can answer. Confirm that this is you."},
    )

    def __init__(self, *args, is_original: bool, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.is_original = is_original
        if not is_original:
            del self.fields["seen_on"]

    def clean(self) -> dict:
        cleaned = super().clean()
        seen_on = cleaned.get("seen_on")
        if self.is_original and cleaned.get("answer") in (Answer.CONFIRMED, Answer.NOT_AT_LEVEL):
            if "seen_on" in cleaned and not seen_on:
                self.add_error("seen_on", "Give the day on which you saw the original.")
            elif seen_on and seen_on > self.today:
                self.add_error("seen_on", "The day on which you saw it cannot lie ahead.")
        return cleaned


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
