"""Input of intake."""

from django import forms

from assessments.confidentiality.states import Slip
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.places import UnknownPlace, write_place

ROWS = 6
USUAL_REASON = "To check that nobody can be identified before the portfolio goes to an assessor."


class OpenForm(forms.Form):
    reason = forms.CharField(
        label="Why do you open it?",
        max_length=200,
        initial=USUAL_REASON,
        help_text="Kept in the record with your name and the time.",
        error_messages={"required": "Say why you open this submission"},
    )


class ReturnForm(forms.Form):
    """Up to six places: which item, what kind of slip, and where. Words of the case have no field to stand in."""

    def __init__(self, *args, items: list[EvidenceItem], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.items = {str(item.pk): item for item in items}
        self.rows = []
        for number in range(1, ROWS + 1):
            names = f"item_{number}", f"kind_{number}", f"place_{number}"
            choices = [("", "Choose"), *((str(item.pk), f"{item.label}, {item.task.title}") for item in items)]
            self.fields[names[0]] = forms.ChoiceField(label="Item", choices=choices, required=False)
            self.fields[names[1]] = forms.ChoiceField(
                label="What kind of detail", choices=[("", "Choose"), *Slip.choices], required=False
            )
            self.fields[names[2]] = forms.CharField(
                label="Where",
                max_length=40,
                required=False,
                help_text="Such as “para 4” or “page 2”. Empty: all of it.",
            )
            self.rows.append([self[name] for name in names])

    def clean(self) -> dict:
        places = []
        for number in range(1, ROWS + 1):
            item = self.cleaned_data.get(f"item_{number}")
            kind = self.cleaned_data.get(f"kind_{number}")
            place = self.cleaned_data.get(f"place_{number}", "")
            if not (item or kind or place):
                continue
            if not item:
                self.add_error(f"item_{number}", f"Place {number}: choose the item")
            if not kind:
                self.add_error(f"kind_{number}", f"Place {number}: choose what kind of detail it is")
            try:
                place = write_place(place)
            except UnknownPlace as unknown:
                self.add_error(f"place_{number}", f"Place {number}: {unknown}")
            if item and kind:
                places.append((self.items[item], kind, place))
        if not places and not self.errors:
            raise forms.ValidationError("Name at least one place that the learner should correct")
        return {"places": places}
