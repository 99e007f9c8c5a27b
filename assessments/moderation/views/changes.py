"""Pages on which a change through an assessor's run is proposed, answered and decided."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.moderation import actions, queries, rules
from assessments.moderation.forms import AnswerForm, ChangeForm, RefusalForm
from assessments.moderation.states import RunChangeState
from assessments.moderation.views.own import PAGE_SIZE, criteria_of, own_item
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import refusal


@open_to(Role.MODERATOR)
@require_http_methods(["GET", "POST"])
def propose_change(request, item_id):
    item = own_item(request, item_id)
    rules.check_can_propose(request.user, item, timezone.localdate())
    form = ChangeForm(
        request.POST if request.method == "POST" else None, criteria=criteria_of(item), initial={"why": item.note}
    )
    if form.is_valid():
        change = actions.propose_change(item, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Proposed. The assessor answers first, then the chair decides.")
        return redirect("moderation:show_change", change.pk)
    context = {"item": item, "form": form, "run": queries.count_run(item)}
    return render(request, "assessments/moderation/propose_change.html", context, status=422 if form.errors else 200)


@open_to(Role.ASSESSOR, Role.BOARD)
@require_GET
def list_changes(request):
    changes = queries.visible_changes(request.user, request.role).order_by("-proposed_at")
    page = Paginator(changes, PAGE_SIZE).get_page(request.GET.get("page"))
    waiting = set(queries.list_open_changes(request.user, request.role).values_list("pk", flat=True))
    return render(request, "assessments/moderation/list_changes.html", {"page": page, "waiting": waiting})


@open_to(Role.MODERATOR, Role.ASSESSOR, Role.BOARD, Role.COORDINATOR)
@require_GET
def show_change(request, change_id):
    change = _visible_change(request, change_id)
    today = timezone.localdate()
    decide = (change, RunChangeState.APPROVED, today)
    context = {
        "change": change,
        "reach": queries.get_reach(change),
        "answers": request.role == Role.ASSESSOR and not refusal(rules.check_can_acknowledge, request.user, change),
        "decides": request.role == Role.BOARD and not refusal(rules.check_can_decide_change, request.user, *decide),
        "takes_back": request.role == Role.MODERATOR
        and not refusal(rules.check_can_withdraw_change, request.user, change),
        "answer_form": AnswerForm(),
        "refusal_form": RefusalForm(),
    }
    return render(request, "assessments/moderation/show_change.html", context)


@open_to(Role.ASSESSOR)
@require_POST
def acknowledge_change(request, change_id):
    change = _visible_change(request, change_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _again(request, change, answer_form=form, answers=True)
    actions.acknowledge_change(change, **form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, "Thank you. The chair has your answer and decides.")
    return redirect("moderation:show_change", change.pk)


@open_to(Role.BOARD)
@require_POST
def approve_change(request, change_id):
    change = actions.approve_change(_visible_change(request, change_id), by=request.user, now=timezone.now())
    count = change.marks.count()
    messages.success(request, f"Approved. {count} {'portfolio is' if count == 1 else 'portfolios are'} judged again.")
    return redirect("moderation:show_change", change.pk)


@open_to(Role.BOARD)
@require_POST
def refuse_change(request, change_id):
    change = _visible_change(request, change_id)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _again(request, change, refusal_form=form, decides=True)
    actions.refuse_change(change, **form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, "The marking stays as it is. The moderator and the assessor are told.")
    return redirect("moderation:show_change", change.pk)


@open_to(Role.MODERATOR)
@require_POST
def withdraw_change(request, change_id):
    change = actions.withdraw_change(_visible_change(request, change_id), by=request.user, now=timezone.now())
    messages.success(request, "Taken back. The mark is still queried.")
    return redirect("moderation:review_item", change.item_id)


def _visible_change(request, change_id):
    return get_object_or_404(queries.visible_changes(request.user, request.role), pk=change_id)


def _again(request, change, **context):
    forms = {"answer_form": AnswerForm(), "refusal_form": RefusalForm(), "reach": queries.get_reach(change)}
    context = forms | context | {"change": change, "form": context.get("answer_form") or context.get("refusal_form")}
    return render(request, "assessments/moderation/show_change.html", context, status=422)
