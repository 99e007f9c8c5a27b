"""Pages on which a moderator reads a sample and confirms the marking."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.cases.actions import raise_misconduct as raise_the_question
from assessments.cases.forms import RaiseForm
from assessments.cases.queries import list_instructions
from assessments.confidentiality.evidence import pointers_to, read_submission
from assessments.confidentiality.views.raising import raise_from
from assessments.marking.models import Mark
from assessments.moderation import actions, queries, rules
from assessments.moderation.comparing import compare_hands
from assessments.moderation.forms import ReportForm, ReviewForm, SlipForm
from assessments.moderation.views.own import PAGE_SIZE, criteria_of, own_item, own_sample
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed, refusal


@open_to(Role.MODERATOR)
@require_GET
def show_sample(request, sample_id):
    sample = own_sample(request, sample_id)
    page = Paginator(queries.list_items(sample), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "sample": sample,
        "page": page,
        "items": queries.with_outcomes(page.object_list),
        "progress": queries.get_progress(sample),
        "lines": queries.list_lines(sample),
        "next": queries.next_to_review(sample),
        "changed": queries.list_changed(request.user).filter(sample=sample).count(),
        "changes": queries.visible_changes(request.user, Role.MODERATOR).filter(item__sample=sample),
        "is_open": not refusal(rules.check_can_change, request.user, sample, timezone.localdate()),
    }
    return render(request, "assessments/moderation/show_sample.html", context)


@open_to(Role.MODERATOR)
@require_GET
def show_population(request, sample_id):
    sample = own_sample(request, sample_id)
    page = Paginator(queries.list_population(sample), PAGE_SIZE).get_page(request.GET.get("page"))
    is_open = not refusal(rules.check_can_change, request.user, sample, timezone.localdate())
    context = {"sample": sample, "page": page, "is_open": is_open}
    return render(request, "assessments/moderation/show_population.html", context)


@open_to(Role.MODERATOR)
@require_POST
def add_to_sample(request, sample_id, mark_id):
    sample = own_sample(request, sample_id)
    mark = get_object_or_404(Mark.objects.filter(populations__sample=sample), pk=mark_id)
    actions.add_to_sample(sample, mark=mark, by=request.user, now=timezone.now())
    messages.success(request, "It is in the sample now.")
    return redirect("moderation:show_population", sample.pk)


@open_to(Role.MODERATOR)
@require_http_methods(["GET", "POST"])
def review_item(request, item_id):
    item, now = own_item(request, item_id), timezone.now()
    form = ReviewForm(
        request.POST if request.method == "POST" else None, initial={"verdict": item.verdict, "note": item.note}
    )
    if form.is_valid():
        actions.review(item, **form.cleaned_data, by=request.user, now=now)
        following = queries.next_to_review(item.sample, after=item)
        messages.success(
            request, "Saved. This is the next one." if following else "Saved. Every mark of the sample is read."
        )
        if following:
            return redirect("moderation:review_item", following.pk)
        return redirect("moderation:show_sample", item.sample_id)
    today = timezone.localdate(now)
    closed = refusal(rules.check_can_read, request.user, item, today)
    submission = item.mark.submission
    pieces = [] if closed else read_submission(submission, by=request.user, because="moderation", now=now)
    marks, criteria = compare_hands(item)
    context = {
        "item": item,
        "sample": item.sample,
        "enrolment": item.mark.submission.portfolio.enrolment,
        "closed": closed,
        "instructions": list_instructions(submission.portfolio.enrolment),
        "pieces": pieces,
        "downloads": {
            piece.item.pk: reverse("moderation:download_item", args=[item.pk, piece.item.pk])
            for piece in pieces
            if piece.is_file
        },
        "shows_pages": True,
        "concern_url": reverse("moderation:raise_concern", args=[item.pk]),
        "locks": {piece.item.pk: reverse("moderation:lock_item", args=[item.pk, piece.item.pk]) for piece in pieces},
        "marks": marks,
        "criteria": [(compared, pointers_to(pieces, compared.criterion.pk)) for compared in criteria],
        "whole_note": next((note.text for note in marks[0].team_notes.all() if note.criterion_id is None), ""),
        "form": form,
        "change_refusal": refusal(rules.check_can_review, request.user, item, "agreed", "", today),
        "may_send_back": not refusal(rules.check_can_send_back, request.user, item, today),
        "may_propose": not refusal(rules.check_can_propose, request.user, item, today),
        "changes": item.run_changes.select_related("criterion").order_by("proposed_at"),
    }
    return render(request, "assessments/moderation/review_item.html", context, status=422 if form.errors else 200)


@open_to(Role.MODERATOR)
@require_http_methods(["GET", "POST"])
def send_back(request, item_id):
    item = own_item(request, item_id)
    rules.check_can_send_back(request.user, item, timezone.localdate())
    form = SlipForm(request.POST if request.method == "POST" else None, criteria=criteria_of(item))
    if form.is_valid():
        actions.send_back(item, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "It is with its assessor again. The new mark comes in the next sample.")
        return redirect("moderation:show_sample", item.sample_id)
    context = {"item": item, "form": form}
    return render(request, "assessments/moderation/send_back.html", context, status=422 if form.errors else 200)


@open_to(Role.MODERATOR)
@require_http_methods(["GET", "POST"])
def confirm_sample(request, sample_id):
    sample = own_sample(request, sample_id)
    rules.check_can_confirm(request.user, sample, "report", timezone.localdate())
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.confirm(sample, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The report is signed. The marking is confirmed and goes to the board.")
        return redirect("moderation:show_report", sample.pk)
    context = {
        "sample": sample,
        "form": form,
        "progress": queries.get_progress(sample),
        "figures": queries.list_figures(sample),
        "lines": queries.list_lines(sample),
    }
    return render(request, "assessments/moderation/confirm_sample.html", context, status=422 if form.errors else 200)


@open_to(Role.MODERATOR)
@require_http_methods(["GET", "POST"])
def raise_concern(request, item_id):
    item = own_item(request, item_id)
    back = reverse("moderation:review_item", args=[item.pk])
    return raise_from(request, item.mark.submission, back=back)


@open_to(Role.MODERATOR)
@require_http_methods(["GET", "POST"])
def raise_misconduct(request, item_id):
    item, today = own_item(request, item_id), timezone.localdate()
    rules.check_can_read(request.user, item, today)
    number = item.mark.submission.portfolio.enrolment.candidate_number
    form = RaiseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            raise_the_question(item.mark.submission, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, f"{number} is paused, and waits for a panel.")
            return redirect("moderation:show_sample", item.sample_id)
    back = reverse("moderation:review_item", args=[item.pk])
    context = {"form": form, "back_url": back, "title": f"Portfolio {number}"}
    return render(request, "assessments/cases/raise_misconduct.html", context, status=422 if form.errors else 200)
