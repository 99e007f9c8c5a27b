"""What is typed about a request for erasure."""

from django import forms

from assessments.records.leaving.states import AskedBy


class EnterForm(forms.Form):
    email = forms.EmailField(
        label="The account’s e-mail address",
        error_messages={"required": "Give the address of the account.", "invalid": "Give a whole e-mail address."},
    )
    asked_by = forms.ChoiceField(
        label="How the request came",
        choices=[(way.value, way.label) for way in AskedBy if way != AskedBy.PRODUCT],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it came."},
    )


class RefuseForm(forms.Form):
    answer = forms.CharField(
        label="What the person is told",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Say what keeps it, until when if you know, and that they can ask again or complain to the ICO.",
        error_messages={"required": "Say why, in a sentence that the person will read."},
    )
