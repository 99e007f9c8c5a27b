"""The comment bank: one's own comments and the team's."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.marking import actions, queries
from assessments.marking.forms import CommentForm
from assessments.marking.models import Comment
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role

PAGE_SIZE = 50


@open_to(Role.ASSESSOR)
@require_GET
def list_comments(request):
    page = Paginator(queries.list_comments(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/marking/list_comments.html", {"page": page})


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def add_comment(request):
    criteria = queries.criteria_to_comment(request.user)
    form = CommentForm(request.POST if request.method == "POST" else None, criteria=criteria)
    if form.is_valid():
        actions.add_comment(**form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The comment is in your bank.")
        return redirect("marking:list_comments")
    return render(request, "assessments/marking/edit_comment.html", {"form": form}, status=422 if form.errors else 200)


@open_to(Role.ASSESSOR)
@require_POST
def add_starters(request):
    actions.add_starters(by=request.user, now=timezone.now())
    messages.success(request, "They are yours now: change them as you like.")
    return redirect("marking:list_comments")


@open_to(Role.ASSESSOR)
@require_http_methods(["GET", "POST"])
def edit_comment(request, comment_id):
    comment = get_object_or_404(Comment.objects.filter(owner=request.user, put_away_at__isnull=True), pk=comment_id)
    initial = {"text": comment.text, "is_shared": comment.is_shared}
    form = CommentForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.POST.get("then") == "put-away":
        actions.put_comment_away(comment, by=request.user, now=timezone.now())
        messages.success(request, "The comment is put away. Feedback in which it was used stays as it is.")
        return redirect("marking:list_comments")
    if form.is_valid():
        actions.change_comment(comment, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The comment is changed. Feedback in which it was used stays as it is.")
        return redirect("marking:list_comments")
    context = {"form": form, "comment": comment}
    return render(request, "assessments/marking/edit_comment.html", context, status=422 if form.errors else 200)


@open_to(Role.ASSESSOR)
@require_POST
def use_comment(request, comment_id):
    """Told by the script of the desk that a comment went into a feedback."""
    comment = get_object_or_404(Comment.objects.seen_by(request.user), pk=comment_id)
    actions.use_comment(comment, by=request.user, now=timezone.now())
    return HttpResponse(status=204)
