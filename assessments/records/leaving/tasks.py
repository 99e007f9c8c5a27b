"""Carries out an erasure that two people agreed to."""

from django.utils import timezone

from assessments.records.leaving.actions import ERASE, carry_out
from assessments.records.leaving.models import ErasureRequest
from cpd.jobs.kinds import job_kind


@job_kind(ERASE, seconds=300, batch=1)
def erase_person(ref: str) -> None:
    carry_out(ErasureRequest.objects.get(pk=ref), now=timezone.now())
