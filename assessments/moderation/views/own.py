"""What a person may open in moderation: what is theirs, and nothing else."""

from django.shortcuts import get_object_or_404

from assessments.moderation.models import Sample, SampledMark
from courses.catalogue.models import AssessmentCriterion

PAGE_SIZE = 30


def own_sample(request, sample_id) -> Sample:
    own = Sample.objects.filter(moderator=request.user).select_related("cohort__version__module")
    return get_object_or_404(own, pk=sample_id)


def own_item(request, item_id) -> SampledMark:
    """An item of the person's own sample; nobody reads what was drawn for another moderator."""
    own = SampledMark.objects.filter(sample__moderator=request.user).select_related(
        "sample__cohort",
        "mark__allocation",
        "mark__assessor",
        "mark__submission__portfolio__enrolment__version__module",
    )
    return get_object_or_404(own, pk=item_id)


def criteria_of(item: SampledMark):
    """The criteria that this mark judges, in order."""
    judged = item.mark.judgements.values("criterion")
    return AssessmentCriterion.objects.filter(pk__in=judged).order_by("position")
