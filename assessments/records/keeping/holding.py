"""Says of a file or a text key whether a legal hold keeps it, and destroys again after a restore (cpd/files/keeping.py)."""

from uuid import UUID

from django.apps import apps
from django.db.models import Q

from assessments.portfolios.models import EvidenceItem, PageImage
from assessments.records.keeping.destroying import empty_again
from assessments.records.keeping.models import LegalHold
from assessments.records.keeping.places import COHORT, ENROLMENT, PLACES, Place
from assessments.records.keeping.queries import holds_of
from courses.delivery.models import RosterImport
from cpd.files.keeping import register_hold, register_replay

SENTENCE = "A legal hold keeps this, so it cannot be destroyed now. Nothing was changed. Ask an administrator."


@register_hold
def why_held(id: UUID) -> str:
    """Nothing is asked of the database but whether there is any hold, as long as there is none."""
    if not LegalHold.objects.standing().exists():
        return ""
    for subject, ids in _subjects(id).items():
        if ids and holds_of(subject, ids):
            return SENTENCE
    return ""


register_replay(empty_again)


def _subjects(id: UUID) -> dict[str, set[UUID]]:
    """Whose it is: enrolments, cohorts, people."""
    found: dict[str, set[UUID]] = {}
    sources = {id, *PageImage.objects.filter(file=id).values_list("source", flat=True)}
    for place in PLACES:
        fields = _fields(place)
        if fields:
            rows = apps.get_model(place.model)._default_manager.filter(fields(sources))
            found.setdefault(place.subject, set()).update(rows.values_list(place.path, flat=True))
    rosters = RosterImport.objects.filter(Q(file=id) | Q(failed_file=id))
    found.setdefault(COHORT, set()).update(rosters.values_list("cohort", flat=True))
    # What was carried into a later attempt shares its files; both are of one enrolment.
    items = EvidenceItem.objects.filter(Q(file__in=sources) | Q(text_file__in=sources))
    found.setdefault(ENROLMENT, set()).update(items.values_list("submission__portfolio__enrolment", flat=True))
    return found


def _fields(place: Place):
    """A condition on the columns that hold a key or a file; none where the table has neither."""
    names = [*([place.key] if place.key else []), *place.files]
    if not names:
        return None

    def condition(ids: set[UUID]) -> Q:
        found = Q()
        for name in names:
            found |= Q(**{f"{name}__in": ids})
        return found

    return condition
