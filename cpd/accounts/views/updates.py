"""What a person is told, in full."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cpd.accounts.guards import open_to_signed_in
from cpd.notices.actions import mark_read
from cpd.notices.queries import get_mail_trouble, group_by_day, list_notices_of

PER_PAGE = 30


@open_to_signed_in
@require_safe
def list_notices(request):
    """Newest first, by day. What is on the page counts as read from now on."""
    now = timezone.now()
    page = Paginator(list_notices_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    mark_read(request.user, shown, now=now)
    context = {"page": page, "days": group_by_day(shown, now), "trouble": get_mail_trouble(request.user)}
    return render(request, "accounts/list_notices.html", context)
