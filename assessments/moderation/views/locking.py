"""Locking an item away from a sample: the moderator noticed that somebody can be identified."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.confidentiality.views.locking import lock_away
from assessments.moderation import rules
from assessments.moderation.models import InterimItem, SampledMark
from assessments.portfolios.states import Because
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role


@open_to(Role.MODERATOR)
@require_http_methods(["GET", "POST"])
def lock_item(request, item_id, evidence_id):
    own = SampledMark.objects.filter(sample__moderator=request.user)
    sampled = get_object_or_404(own.select_related("mark__submission__portfolio__enrolment"), pk=item_id)
    rules.check_can_read(request.user, sampled, timezone.localdate())
    back = reverse("moderation:review_item", args=[sampled.pk])
    return lock_away(request, sampled.mark.submission, evidence_id, found_at=Because.MODERATION, back=back)


@open_to(Role.MODERATOR)
@require_http_methods(["GET", "POST"])
def lock_interim_item(request, item_id, evidence_id):
    own = InterimItem.objects.filter(interim__moderator=request.user)
    item = get_object_or_404(
        own.select_related("interim__cohort", "mark__submission__portfolio__enrolment"), pk=item_id
    )
    rules.check_can_read_interim(request.user, item, timezone.localdate())
    back = reverse("moderation:advise", args=[item.pk])
    return lock_away(request, item.mark.submission, evidence_id, found_at=Because.MODERATION, back=back)
