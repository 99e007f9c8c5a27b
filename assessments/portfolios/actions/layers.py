"""Who reads a reflection: chosen by its learner, until she submits."""

from datetime import datetime

from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.moves import lock
from assessments.portfolios.rules import check_can_choose_layer
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged


@action
def choose_layer(item: EvidenceItem, *, layer: str, by: User, now: datetime) -> EvidenceItem:
    """Open a reflection to these people and no others, from this moment; a link that is out shows it no longer if it
    became narrower. Refused once it is submitted."""
    submission = lock(item.submission)
    item = EvidenceItem.objects.select_for_update().select_related("task").get(pk=item.pk)
    check_can_choose_layer(by, submission, item)
    if item.layer == layer:
        unchanged()
        return item
    item.layer = layer
    item.save(update_fields=["layer"])
    record("item.layer_chosen", by=by, about=item, now=now, layer=str(layer))
    return item
