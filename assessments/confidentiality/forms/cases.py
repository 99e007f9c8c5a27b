"""Input about incidents, concerns and unusual reading."""

from django import forms

from assessments.confidentiality.rules import LONGEST_NOTE
from assessments.confidentiality.states import ConcernAbout, ConcernOutcome, Report, Slip


class QuarantineForm(forms.Form):
    kind = forms.ChoiceField(
        label="What could identify somebody?",
        choices=Slip.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what could identify somebody"},
    )


class ConcernForm(forms.Form):
    about = forms.ChoiceField(
        label="Whom is it about?",
        choices=[(about.value, about.label) for about in ConcernAbout if about != ConcernAbout.SELF],
        initial=ConcernAbout.SOMEBODY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whom the concern is about"},
    )
    note = forms.CharField(
        label="What worries you?",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="A short, factual note. Say where you saw it; do not copy the text.",
        error_messages={
            "required": "Say what worries you",
            "max_length": f"Keep the note to {LONGEST_NOTE} characters. Everything you typed is still here.",
        },
    )


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label="How did it end?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Who was told, what was decided and why. No names of people in the evidence.",
        error_messages={"required": "Say how the incident ended"},
    )


class ReportForm(forms.Form):
    report = forms.ChoiceField(
        label="Is the Information Commissioner told?",
        choices=Report,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the regulator is told"},
    )
    reason = forms.CharField(
        label="Why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Who could be harmed and how likely it is; with a reference, if there is one. For accounts of abuse "
        "start from a high risk. No names of people in the evidence.",
        error_messages={"required": "Say why; it is kept with the decision"},
    )


class ActionTakenForm(forms.Form):
    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=ConcernOutcome,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended"},
    )
    action_taken = forms.CharField(
        label="What was done?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Who was told, on what basis, and what happens next.",
        error_messages={"required": "Say what was done"},
    )

    def __init__(self, *args, is_own_wish: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if is_own_wish:
            # Of a conversation with a learner about herself nothing is written down.
            del self.fields["action_taken"]
            self.fields["outcome"].choices = [
                (outcome.value, outcome.label) for outcome in (ConcernOutcome.SUPPORT, ConcernOutcome.NOTHING)
            ]

    def clean(self) -> dict:
        return {"action_taken": ""} | super().clean()


class TalkForm(forms.Form):
    note = forms.CharField(
        label="Anything we should know first?",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="How and when it is safe to reach you. You need not say what it is about.",
    )


class EmergencyForm(forms.Form):
    reference = forms.CharField(
        label="Reference of the submission",
        max_length=20,
        help_text="Such as P-7KMQ-49TX. You open this one and no other.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Give the reference of the submission"},
    )
    reason = forms.CharField(
        label="Why can it not wait?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Kept with your name. Every safeguarding lead reads it; the learner is told at once that you opened it.",
        error_messages={"required": "Say why it cannot wait"},
    )

    def clean_reference(self) -> str:
        return self.cleaned_data["reference"].strip().upper()


class LookedForm(forms.Form):
    note = forms.CharField(
        label="What did you find out?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Whom you asked, and what they said. Nothing about a case.",
        error_messages={"required": "Say what you found out"},
    )
