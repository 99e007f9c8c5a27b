"""Input of the record's pages."""

from decimal import Decimal

from django import forms

from assessments.records.states import OWN_KINDS
from courses.accreditation.forms.agreements import DateInput

REFLECTIONS = ("learned", "changed", "safety")


def _text(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReflectionForm(forms.Form):
    """Her words on a module that she passed."""

    learned = _text("What I learned", "")
    changed = _text("What I changed in my practice", "")
    safety = _text("What it meant for people's safety", "Write nothing by which anybody could be recognised.")
    is_shared = forms.BooleanField(
        label="Others may read these words",
        help_text="On the record that you export or share. Without it they stay yours alone.",
        required=False,
    )

    def words(self) -> dict[str, str]:
        return {"title": self.cleaned_data.get("title", "")} | {name: self.cleaned_data[name] for name in REFLECTIONS}


class ActivityForm(ReflectionForm):
    """Learning somewhere else, with hours."""

    field_order = ["title", "kind", "done_on", "hours", *REFLECTIONS, "is_shared"]
    title = forms.CharField(
        label="What it was", help_text="For example the name of a course or a book.", max_length=200
    )
    kind = forms.ChoiceField(
        label="Type", choices=[(kind.value, kind.label) for kind in OWN_KINDS], widget=forms.RadioSelect
    )
    done_on = forms.DateField(label="Date", widget=DateInput())
    hours = forms.DecimalField(
        label="Hours",
        help_text="For example 1.5",
        min_value=Decimal("0.25"),
        max_value=Decimal(200),
        max_digits=5,
        decimal_places=2,
    )


class ShareForm(forms.Form):
    """How long a link works, and whether it shows the chosen reflections."""

    days = forms.TypedChoiceField(
        label="The link works for",
        choices=[(30, "30 days"), (90, "90 days"), (365, "a year")],
        coerce=int,
        initial=30,
        widget=forms.RadioSelect,
    )
    with_reflections = forms.BooleanField(label="Show the reflections that I marked for others", required=False)


class PeriodForm(forms.Form):
    """The days from which and until which activities are shown."""

    since = forms.DateField(label="From", widget=DateInput(), required=False)
    until = forms.DateField(label="To", widget=DateInput(), required=False)
