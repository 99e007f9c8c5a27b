"""Saying which place in which item meets which criterion."""

from datetime import datetime

from assessments.portfolios.models import Claim, EvidenceItem
from assessments.portfolios.moves import lock
from assessments.portfolios.places import write_place
from assessments.portfolios.rules import check_can_claim
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged


@action
def claim(
    item: EvidenceItem, *, criterion: AssessmentCriterion, place: str = "", note: str = "", by: User, now: datetime
) -> Claim:
    """Link a place in the item to a criterion that is open. The same link twice keeps the newer note."""
    submission = lock(item.submission)
    item = EvidenceItem.objects.select_for_update().get(pk=item.pk)
    check_can_claim(by, submission, item, criterion)
    place = write_place(place)
    existing = item.claims.filter(criterion=criterion, place=place).first()
    if existing and existing.note == note:
        unchanged()
        return existing
    made, _ = item.claims.update_or_create(criterion=criterion, place=place, defaults={"note": note})
    record("claim.made", by=by, about=item, now=now, criterion=criterion.number, place=place.replace(" ", "."))
    return made


@action
def unclaim(claim: Claim, *, by: User, now: datetime) -> EvidenceItem:
    """Undo a link; undoing it twice changes nothing."""
    submission = lock(claim.item.submission)
    check_can_claim(by, submission, claim.item, claim.criterion)
    deleted, _ = Claim.objects.filter(pk=claim.pk).delete()
    if not deleted:
        unchanged()
        return claim.item
    place = claim.place.replace(" ", ".")
    record("claim.undone", by=by, about=claim.item, now=now, criterion=claim.criterion.number, place=place)
    return claim.item
