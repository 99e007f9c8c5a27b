"""The holder's own pages about a change of her award."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments.certificates import changing, changing_queries, queries
from assessments.certificates import changing_rules as rules
from assessments.certificates.forms import WordsForm
from assessments.certificates.models import AwardChange
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.views.leaving import keeps_typed
from cpd.rules import NotAllowed, refusal


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def show_own_change(request: HttpRequest, award_change_id) -> HttpResponse:
    """What is proposed or done, on whose authority; a post is her reply, once."""
    mine = AwardChange.objects.of(request.user).select_related(
        "award__enrolment__version__module", "award__enrolment__cohort"
    )
    change = get_object_or_404(mine, pk=award_change_id)
    form = WordsForm(request.POST if request.method == "POST" else None)
    may_reply = not refusal(rules.check_can_reply, request.user, change, "words")
    if may_reply:
        keeps_typed(request, form)
    if form.is_valid():
        try:
            changing.reply_to_change(change, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "Your reply is kept. Somebody else than the one who wrote this down answers it.")
            return redirect("certificates:show_own_change", change.pk)
    context = {
        "change": change,
        "form": form,
        "rows": changing_queries.rows_of(change),
        "written": changing_queries.words_of(change),
        "may_reply": may_reply,
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/certificates/show_own_change.html", context, status=status)


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def give_back_award(request: HttpRequest, award_id) -> HttpResponse:
    award = get_object_or_404(queries.awards_of(request.user).select_related("enrolment__cohort"), pk=award_id)
    if request.method == "POST":
        change = changing.give_back(award, by=request.user, now=timezone.now())
        messages.success(request, "You gave the award back. Its certificate no longer counts.")
        return redirect("certificates:show_own_change", change.pk)
    context = {"award": award, "refusal": refusal(rules.check_can_give_back, request.user, award)}
    return render(request, "assessments/certificates/give_back_award.html", context)
