"""Locking an item away from the desk, or while countersigning: whoever notices that somebody can be identified."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.confidentiality.views.locking import lock_away
from assessments.marking import fitness, rules
from assessments.marking.countersignings import list_to_countersign
from assessments.marking.views.own import own_allocation
from assessments.portfolios.states import Because
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def lock_item(request, allocation_id, item_id):
    allocation = own_allocation(request, allocation_id)
    rules.check_can_mark(request.user, allocation)
    return lock_away(
        request,
        allocation.submission,
        item_id,
        found_at=Because.MARKING,
        back=reverse("marking:mark_submission", args=[allocation.pk]),
        then=reverse("marking:show_queue"),
        is_sent_back=True,
        kept=" What you had written is kept.",
    )


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def lock_countersigned_item(request, mark_id, item_id):
    mark = get_object_or_404(list_to_countersign(request.user), pk=mark_id)
    fitness.check_can_countersign(request.user, mark, timezone.localdate())
    back = reverse("marking:show_countersigning", args=[mark.pk])
    return lock_away(request, mark.submission, item_id, found_at=Because.MARKING, back=back)
