"""A file of evidence to a browser: first a link for this session, then, by the link, the file. The page of the feature
that grants the right is asked both times."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.reading import DOWNLOAD, find_page, open_evidence, open_page
from assessments.portfolios.rules import check_can_open
from assessments.portfolios.states import Because
from cpd.accounts.views.links import comes_by_link, redirect_to_link
from cpd.files.serving import attachment_response, picture_response, text_response


def hand_over(
    request: HttpRequest, item: EvidenceItem, *, because: str, name: str, whole_name: str = ""
) -> HttpResponse:
    """An item as an attachment, called by this name and our label; a learner’s own by the name that she gave it."""
    if not comes_by_link(request):
        # A refusal is said where it can be read.
        check_can_open(request.user, item, Because(because))
        return redirect_to_link(request)
    opened = open_evidence(item, by=request.user, because=because, now=timezone.now(), how=DOWNLOAD)
    filename = whole_name or f"{name} {opened.filename}".strip()
    if opened.item.file is None:
        return text_response(opened.text, filename)
    return attachment_response(opened.item.file, filename)


def hand_over_page(request: HttpRequest, item: EvidenceItem, number: int, *, because: str, name: str) -> HttpResponse:
    """One page of it as a picture that we drew, to stand within a page of ours."""
    if not comes_by_link(request):
        check_can_open(request.user, item, Because(because))
        if find_page(item, number) is None:
            raise Http404
        return redirect_to_link(request)
    picture = open_page(item, number, by=request.user, because=because, now=timezone.now())
    if picture is None:
        raise Http404
    return picture_response(picture, f"{name} {item.label} page {number}")
