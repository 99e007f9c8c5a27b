"""Input of the pages about packs and archives."""

from django import forms
from django.db.models import QuerySet

from assessments.certificates.models import Award
from courses.delivery.models import Cohort

REASON = {
    "label": "What is it for?",
    "max_length": 300,
    "widget": forms.Textarea(attrs={"rows": 2}),
    "help_text": "It is kept with the pack. Please name no person.",
}


class _ByNumber(forms.ModelChoiceField):
    def label_from_instance(self, award: Award) -> str:
        return award.enrolment.candidate_number


class VisitPackForm(forms.Form):
    """Of the whole visit, or of one award in it."""

    award = _ByNumber(
        label="Of what?",
        queryset=Award.objects.none(),
        required=False,
        empty_label="Everything in the scope of this visit",
    )
    reason = forms.CharField(**REASON)

    def __init__(self, *args, awards: QuerySet[Award], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["award"].queryset = awards


class AwardPackForm(forms.Form):
    """Of one award, by the candidate number that stands on our own pages."""

    candidate_number = forms.CharField(
        label="Candidate number", max_length=12, help_text="Of a candidate who holds an award, for example K001-002."
    )
    reason = forms.CharField(**REASON)

    def __init__(self, *args, awards: QuerySet[Award], **kwargs):
        super().__init__(*args, **kwargs)
        self.awards = awards

    def clean_candidate_number(self) -> str:
        number = self.cleaned_data["candidate_number"].strip().upper()
        self.cleaned_data["award"] = self.awards.filter(enrolment__candidate_number=number).first()
        if self.cleaned_data["award"] is None:
            raise forms.ValidationError("No award belongs to this number. Look it up on the page of the cohort.")
        return number


class ArchiveForm(forms.Form):
    """Of one cohort, with its evidence."""

    cohort = forms.ModelChoiceField(label="Cohort", queryset=Cohort.objects.none(), empty_label="Choose a cohort")
    reason = forms.CharField(**REASON)

    def __init__(self, *args, cohorts: QuerySet[Cohort], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = cohorts
        self.fields["cohort"].label_from_instance = lambda cohort: cohort.code
