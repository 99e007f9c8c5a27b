"""Input of the outcomes: which rows are shown, and under which name a filter is kept."""

from django import forms
from django.http import QueryDict

from assessments.audit.outcomes.topics.shown import TOPICS, Filter
from courses.accreditation.forms.agreements import DateInput
from courses.delivery.models import Cohort

LONGEST_QUERY = 300


class FilterForm(forms.Form):
    """Nothing chosen shows everything; what is chosen picks rows and changes no figure."""

    topic = forms.ChoiceField(label="Topic", required=False, choices=[("", "All topics"), *TOPICS.items()])
    module = forms.ChoiceField(label="Module", required=False)
    cohort = forms.ChoiceField(label="Cohort", required=False)
    began_from = forms.DateField(label="Began on or after", required=False, widget=DateInput())
    began_until = forms.DateField(label="Began on or before", required=False, widget=DateInput())

    def __init__(self, *args, cohorts: list[Cohort], **kwargs):
        super().__init__(*args, **kwargs)
        modules = sorted({cohort.version.module.code for cohort in cohorts})
        self.fields["module"].choices = [("", "All modules"), *((code, code) for code in modules)]
        codes = [(cohort.code, cohort.code) for cohort in sorted(cohorts, key=lambda one: one.code)]
        self.fields["cohort"].choices = [("", "All cohorts"), *codes]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("began_from") and data.get("began_until") and data["began_until"] < data["began_from"]:
            self.add_error("began_until", "This is before the other day. Choose a later one.")
        return data

    @property
    def chosen(self) -> Filter:
        """What was chosen; nothing while there is an error."""
        return Filter(**self.cleaned_data) if self.is_valid() else Filter()

    @property
    def query(self) -> str:
        """What was chosen as it stands in an address, each once, in a fixed order."""
        query = QueryDict(mutable=True)
        if self.is_valid():
            query.update({name: str(value) for name, value in self.cleaned_data.items() if value})
        return query.urlencode()


class ViewForm(forms.Form):
    name = forms.CharField(
        label="Name of this view",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="For yourself. Name no person.",
    )


class KeepForm(ViewForm):
    query = forms.CharField(required=False, max_length=LONGEST_QUERY, widget=forms.HiddenInput)
