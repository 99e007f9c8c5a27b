"""Input of the report of a visit."""

from django import forms

from assessments.audit.states import Opinion


def _part(label: str, help_text: str, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=12_000, widget=forms.Textarea(attrs={"rows": 6})
    )


class ReportForm(forms.Form):
    """Every part may stay empty until it is signed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    standards = _part("Threshold standards", "Were the standards of the level kept? On what do you rest that?")
    comparable = _part("Comparability", "How do they compare with what you know elsewhere?")
    rigour = _part(
        "Rigour and fairness", "Were assessment, moderation and the board rigorous, fair and as their rules say?"
    )
    evidence_seen = _part("Whether you saw enough", "What you read, and whether it was enough to judge.")
    earlier = _part("Earlier points", "Were the points of earlier visits acted on?")
    good_practice = _part("Good practice", "What others should know of.")
    restricted = _part(
        "For the provider alone", "The restricted part: it is left out of what may be shared. Still no learner by name."
    )
    opinion = forms.ChoiceField(label="Your conclusion", choices=Opinion, widget=forms.RadioSelect, required=False)

    def clean(self) -> dict:
        data = super().clean()
        data["version"] = data.get("version") or 0
        return data


class SignForm(forms.Form):
    name = forms.CharField(
        label="Type your name to sign", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
