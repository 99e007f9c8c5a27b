"""Whom a pack is about, and whether something in it is locked away."""

from django.db.models import QuerySet
from django.utils import timezone

from assessments.audit.models import Pack
from assessments.audit.queries.visits import candidates_in
from assessments.confidentiality.models import Incident
from assessments.marking.conflicts import gather_for
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.states import ItemState
from courses.delivery.models import Enrolment


def enrolments_of(pack: Pack) -> QuerySet[Enrolment]:
    """The candidates of a pack, by number; of a visit without those to whom its auditor stands too near."""
    found = Enrolment.objects.current()
    if pack.cohort_id:
        # Neither of the two who answer for an archive handles the work of a learner who keeps them away.
        found = found.filter(cohort=pack.cohort_id).seen_by(pack.asked_by)
        found = found.seen_by(pack.agreed_by) if pack.agreed_by else found
    elif pack.award_id:
        found = found.filter(pk=pack.award.enrolment_id)
    else:
        found = candidates_in(pack.visit)
        found = found.exclude(pk__in=_too_near(pack, found))
    return found.select_related("cohort", "version__module").order_by("candidate_number")


def has_locked(enrolments: QuerySet[Enrolment]) -> bool:
    """Whether an item of these candidates is in quarantine today."""
    locked = EvidenceItem.objects.filter(state=ItemState.QUARANTINED)
    return locked.filter(submission__portfolio__enrolment__in=enrolments.order_by()).exists()


def has_locked_since(pack: Pack) -> bool:
    """Whether an item was locked away after it went into this archive, whatever has become of it."""
    incidents = Incident.objects.filter(opened_at__gte=pack.made_at)
    return incidents.filter(item__submission__portfolio__enrolment__in=enrolments_of(pack).order_by()).exists()


def say_scope(pack: Pack) -> str:
    """What it is a pack of, in words without a name."""
    if pack.cohort_id:
        return f"Archive of cohort {pack.cohort.code}, with evidence"
    if pack.award_id:
        return f"Award of candidate {pack.award.enrolment.candidate_number}"
    opened = timezone.localtime(pack.visit.opened_at).date()
    return f"Visit under {pack.visit.accreditation.reference}, opened {opened.isoformat()}"


def _too_near(pack: Pack, enrolments: QuerySet[Enrolment]) -> list:
    person = pack.visit.auditor
    everybody = list(enrolments.select_related("learner__employer", "employer", "portfolio"))
    portfolios = {one.pk: one.portfolio.pk for one in everybody if hasattr(one, "portfolio")}
    ties = gather_for([person], everybody, portfolios.values())
    return [
        enrolment.pk
        for enrolment in everybody
        if any(tie.is_bar for tie in ties.on_enrolment(person, enrolment, portfolios.get(enrolment.pk)))
    ]
