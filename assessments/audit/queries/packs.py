"""Packs and archives: whose they are, and how far each is."""

from django.db.models import QuerySet

from assessments.audit.models import Pack, Visit
from assessments.audit.queries.visits import candidates_in
from assessments.certificates.models import Award
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User
from cpd.jobs.models import Job
from cpd.jobs.states import State


def packs_of_visit(visit: Visit) -> QuerySet[Pack]:
    """Those of a visit, the newest first."""
    return _whole(visit.packs.all())


def packs_of_provider(person: User) -> QuerySet[Pack]:
    """Every sealed pack and archive, for a coordinator; without awards of learners who keep this person away."""
    return _whole(Pack.objects.exclude(award__enrolment__in=_hidden(person)))


def awards_in(visit: Visit) -> QuerySet[Award]:
    """The awards that a visit reaches, by candidate number."""
    return (
        Award.objects.filter(enrolment__in=candidates_in(visit))
        .exclude(enrolment__learner=visit.auditor)
        .select_related("enrolment")
        .order_by("enrolment__candidate_number")
    )


def awards_for(person: User) -> QuerySet[Award]:
    return (
        Award.objects.exclude(enrolment__in=_hidden(person))
        .select_related("enrolment")
        .order_by("enrolment__candidate_number")
    )


def list_cohorts() -> QuerySet[Cohort]:
    return Cohort.objects.order_by("-starts_on", "code")


def has_died(pack: Pack) -> bool:
    """Whether its job has given up and waits for a person."""
    return Job.objects.filter(kind="audit.make_pack", ref=str(pack.pk), state=State.DEAD).exists()


def _hidden(person: User) -> QuerySet:
    return Enrolment.objects.exclude(pk__in=Enrolment.objects.seen_by(person).values("pk")).values("pk")


def _whole(packs: QuerySet[Pack]) -> QuerySet[Pack]:
    return packs.select_related(
        "visit__accreditation", "visit__auditor", "award__enrolment", "cohort", "file", "asked_by", "agreed_by"
    ).order_by("-asked_at", "pk")
