"""What a learner types about somebody to keep away, and a lead about whose account that is."""

from django import forms

from cpd.accounts.forms.names import NameField


class KeepAwayForm(forms.Form):
    name = NameField(
        label="Their name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Write the person's name."},
    )
    email = forms.EmailField(
        label="Their e-mail address, if you know it",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    known_from = forms.CharField(
        label="Where they work, if you know it",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="It helps to tell apart two people of one name. Do not write why: we do not ask.",
    )


class FindAccountForm(forms.Form):
    search = forms.CharField(label="Name or e-mail", required=False, max_length=100)


class RecogniseForm(forms.Form):
    person = forms.UUIDField()
    is_same = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes")
