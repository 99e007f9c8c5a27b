"""What a moderator opens from the desk: a file of a sampled portfolio, and a page of it as a picture."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.moderation import rules
from assessments.moderation.models import SampledMark
from assessments.moderation.views.own import own_item
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.states import ItemKind
from assessments.portfolios.views.handing import hand_over, hand_over_page
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role


@open_to(Role.MODERATOR)
@require_GET
def download_item(request, item_id, evidence_id):
    item, evidence = _own_file(request, item_id, evidence_id)
    return hand_over(request, evidence, because="moderation", name=_candidate_of(item))


@open_to(Role.MODERATOR)
@require_GET
def show_page(request, item_id, evidence_id, number):
    """A page of an item as a picture, within the desk."""
    item, evidence = _own_file(request, item_id, evidence_id)
    return hand_over_page(request, evidence, number, because="moderation", name=_candidate_of(item))


def _own_file(request, item_id, evidence_id) -> tuple[SampledMark, EvidenceItem]:
    item = own_item(request, item_id)
    rules.check_can_read(request.user, item, timezone.localdate())
    files = EvidenceItem.objects.filter(submission=item.mark.submission_id, kind=ItemKind.FILE)
    return item, get_object_or_404(files, pk=evidence_id)


def _candidate_of(item: SampledMark) -> str:
    return item.mark.submission.portfolio.enrolment.candidate_number
