"""Days on which the provider is closed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from courses.delivery import actions
from courses.delivery.forms.closures import ClosureForm
from courses.delivery.models import ClosureDay
from courses.delivery.rules import check_can_drop_closure
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day
from cpd.rules import NotAllowed, refusal

PAGE = 30


@open_to(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def list_closures(request: HttpRequest) -> HttpResponse:
    form = ClosureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            closure = actions.add_closure(**form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error("day", str(no))
        else:
            messages.success(request, f"{day(closure.day)} is no working day. Deadlines that run over it moved later.")
            return redirect("delivery:list_closures")
    today = timezone.localdate()
    page = Paginator(ClosureDay.objects.filter(day__gte=today).order_by("day"), PAGE).get_page(request.GET.get("page"))
    rows = [(closure, refusal(check_can_drop_closure, closure, today)) for closure in page]
    context = {"form": form, "page": page, "rows": rows}
    return render(request, "courses/delivery/list_closures.html", context, status=422 if form.errors else 200)


@open_to(Role.COORDINATOR)
@require_POST
def drop_closure(request: HttpRequest, closure_id: int) -> HttpResponse:
    actions.drop_closure(get_object_or_404(ClosureDay, pk=closure_id), by=request.user, now=timezone.now())
    messages.success(request, "It is a working day again.")
    return redirect("delivery:list_closures")
