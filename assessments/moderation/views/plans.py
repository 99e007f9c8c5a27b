"""Pages on which a sample is planned and drawn, a draw is repeated, and a report is read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from assessments.moderation import actions, queries, rules
from assessments.moderation.agreement import LEAST
from assessments.moderation.models import Sample
from assessments.moderation.sampling import Rule
from assessments.moderation.views.own import PAGE_SIZE
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import refusal


@open_to(Role.MODERATOR)
@require_GET
def list_samples(request):
    page = Paginator(queries.list_samples(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cohorts": queries.list_ready_cohorts(request.user)[:PAGE_SIZE],
        "in_progress": queries.list_cohorts_in_progress(request.user),
        "changed": queries.list_changed(request.user).count(),
    }
    return render(request, "assessments/moderation/list_samples.html", context)


@open_to(Role.MODERATOR, Role.COORDINATOR)
@require_GET
def show_plan(request, cohort_id):
    cohort = get_object_or_404(queries.visible_cohorts(request.user, request.role), pk=cohort_id)
    today = timezone.localdate()
    draw_refusal = refusal(rules.check_can_moderate, request.user, cohort, today)
    marks = queries.list_unsampled(cohort)
    plan = queries.get_plan(cohort, marks)
    context = {
        "cohort": cohort,
        "plan": plan,
        "rules": cohort.rules,
        "moderates": request.role == Role.MODERATOR and not draw_refusal,
        "nobody": queries.why_nobody(cohort, today, marks) if marks else None,
    }
    return render(request, "assessments/moderation/show_plan.html", context)


@open_to(Role.MODERATOR, Role.COORDINATOR)
@require_GET
def show_statistics(request, cohort_id):
    cohort = get_object_or_404(queries.visible_cohorts(request.user, request.role), pk=cohort_id)
    context = {"cohort": cohort, "statistics": queries.get_statistics(cohort), "least": LEAST}
    return render(request, "assessments/moderation/show_statistics.html", context)


@open_to(Role.MODERATOR)
@require_POST
def draw_sample(request, cohort_id):
    cohort = get_object_or_404(queries.visible_cohorts(request.user, request.role), pk=cohort_id)
    sample = actions.draw_sample(cohort, by=request.user, now=timezone.now())
    messages.success(request, f"The sample is drawn: {sample.items.count()} of {sample.population}.")
    return redirect("moderation:show_sample", sample.pk)


@open_to(Role.MODERATOR)
@require_POST
def escalate(request, cohort_id):
    cohort = get_object_or_404(queries.visible_cohorts(request.user, request.role), pk=cohort_id)
    actions.escalate(cohort, by=request.user, now=timezone.now())
    messages.success(request, "The coordinators know that this cohort needs another moderator.")
    return redirect("moderation:show_plan", cohort.pk)


@open_to(Role.MODERATOR, Role.COORDINATOR, Role.BOARD)
@require_GET
def repeat_draw(request, sample_id):
    sample = _visible_sample(request, sample_id)
    context = {
        "sample": sample,
        "differences": queries.differences_of(sample),
        "rule": vars(Rule.read(sample.rule)),
        "drawn": len(queries.draw_again(sample).chosen),
    }
    return render(request, "assessments/moderation/repeat_draw.html", context)


@open_to(Role.MODERATOR, Role.COORDINATOR, Role.BOARD)
@require_GET
def show_report(request, sample_id):
    sample = _visible_sample(request, sample_id)
    context = {
        "sample": sample,
        "figures": queries.list_figures(sample),
        "lines": queries.list_lines(sample),
        "changes": queries.visible_changes(request.user, request.role).filter(item__sample=sample),
    }
    return render(request, "assessments/moderation/show_report.html", context)


def _visible_sample(request, sample_id) -> Sample:
    """One's own; that of a cohort whose board one sits on; any for a coordinator."""
    samples = queries.visible_samples(request.user, request.role)
    return get_object_or_404(samples.select_related("cohort__version__module", "moderator"), pk=sample_id)
