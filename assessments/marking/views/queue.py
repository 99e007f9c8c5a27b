"""What an assessor has to mark and has marked."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.marking import queries
from assessments.marking.countersignings import list_to_countersign
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role

PAGE_SIZE = 30


@open_to(Role.ASSESSOR)
@require_GET
def show_queue(request):
    today = timezone.localdate()
    page = Paginator(queries.list_queue(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "next": queries.next_to_mark(request.user),
        "figures": queries.get_figures(request.user, today),
        "countersign_count": list_to_countersign(request.user).count(),
        "today": today,
        "now": timezone.now(),
    }
    return render(request, "assessments/marking/show_queue.html", context)


@open_to(Role.ASSESSOR)
@require_GET
def list_marked(request):
    page = Paginator(queries.list_marked(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/marking/list_marked.html", {"page": page})


@open_to(Role.ASSESSOR)
@require_GET
def show_mark(request, mark_id):
    mark = get_object_or_404(queries.list_marked(request.user), pk=mark_id)
    context = {"mark": mark, "rows": queries.list_rows(mark), "whole_note": queries.get_whole_note(mark)}
    return render(request, "assessments/marking/show_mark.html", context)
