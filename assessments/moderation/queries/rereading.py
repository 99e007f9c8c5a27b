"""Marks that somebody asked to be read again (MIS-2): a list by candidate number that does not say why."""

from django.db.models import Exists, OuterRef, Prefetch

from assessments.marking.models import Mark
from assessments.marking.states import MarkState
from assessments.moderation.models import SampledMark
from assessments.moderation.queries.plans import visible_cohorts
from assessments.moderation.rules import may_be_moderated_by
from assessments.standing.register.models import Suspicion
from cpd.accounts.models import User
from cpd.accounts.roles import Role

ENROLMENT = "submission__portfolio__enrolment"


def list_to_reread(moderator: User) -> list[Mark]:
    """The standing marks of the cohorts this person moderates, given on or after the named day; without those that
    she must not moderate. `own_items` holds where they are in a sample of hers. No mark changes by being here."""
    asked = Suspicion.objects.asking_to_reread().filter(
        person=OuterRef("assessor"), marked_since__lte=OuterRef("finalised_at__date")
    )
    mine = SampledMark.objects.filter(sample__moderator=moderator).select_related("sample").order_by("pk")
    marks = (
        Mark.objects.filter(Exists(asked), state=MarkState.FINAL, stands=True)
        .filter(**{f"{ENROLMENT}__cohort__in": visible_cohorts(moderator, Role.MODERATOR)})
        .select_related(f"{ENROLMENT}__cohort")
        .prefetch_related(Prefetch("samplings", mine, to_attr="own_items"))
        .order_by(f"{ENROLMENT}__cohort__code", f"{ENROLMENT}__candidate_number", "pk")
    )
    return may_be_moderated_by(moderator, list(marks))
