"""The page of marks to read again."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.moderation import queries
from assessments.moderation.views.own import PAGE_SIZE
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role


@open_to(Role.MODERATOR)
@require_GET
def list_to_reread(request):
    page = Paginator(queries.list_to_reread(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/moderation/list_to_reread.html", {"page": page})
