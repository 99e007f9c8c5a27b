"""What a moderator opens from the desk: a file of a sampled portfolio, and a page of it as a picture."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.moderation import rules
from assessments.moderation.models import SampledMark
from assessments.moderation.views.own import own_item
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.reading import DOWNLOAD, open_evidence, open_page
from assessments.portfolios.states import ItemKind
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.files.serving import attachment_response, picture_response


@open_to(Role.MODERATOR)
@require_GET
def download_item(request, item_id, evidence_id):
    item, evidence = _own_file(request, item_id, evidence_id)
    opened = open_evidence(evidence, by=request.user, because="moderation", now=timezone.now(), how=DOWNLOAD)
    return attachment_response(opened.item.file, f"{_candidate_of(item)} {opened.filename}")


@open_to(Role.MODERATOR)
@require_GET
def show_page(request, item_id, evidence_id, number):
    """A page of an item as a picture, within the desk."""
    item, evidence = _own_file(request, item_id, evidence_id)
    picture = open_page(evidence, number, by=request.user, because="moderation", now=timezone.now())
    if picture is None:
        raise Http404
    return picture_response(picture, f"{_candidate_of(item)} {evidence.label} page {number}")


def _own_file(request, item_id, evidence_id) -> tuple[SampledMark, EvidenceItem]:
    item = own_item(request, item_id)
    rules.check_can_read(request.user, item, timezone.localdate())
    files = EvidenceItem.objects.filter(submission=item.mark.submission_id, kind=ItemKind.FILE)
    return item, get_object_or_404(files, pk=evidence_id)


def _candidate_of(item: SampledMark) -> str:
    return item.mark.submission.portfolio.enrolment.candidate_number
