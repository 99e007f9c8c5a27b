"""Finding what is the learner's own; anybody else's is not found."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from courses.catalogue.models import Lesson
from courses.delivery.models import Enrolment
from courses.learning.rules import check_can_study


def own_enrolment(request: HttpRequest, enrolment_id: UUID) -> Enrolment:
    """Her enrolment, open for study; refused with the reason when its lessons are closed."""
    enrolments = Enrolment.objects.of(request.user).select_related("version__module", "cohort")
    enrolment = get_object_or_404(enrolments, pk=enrolment_id)
    check_can_study(request.user, enrolment)
    return enrolment


def own_lesson(request: HttpRequest, enrolment_id: UUID, slug: str) -> tuple[Enrolment, Lesson]:
    enrolment = own_enrolment(request, enrolment_id)
    return enrolment, get_object_or_404(Lesson, version=enrolment.version_id, slug=slug)
