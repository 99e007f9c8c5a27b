"""The identity check: what may identify somebody, in place, and one answer for each word of the whole portfolio."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.portfolios import actions
from assessments.portfolios.contents import load_contents
from assessments.portfolios.forms.words import REPLACE, AnswerForm, NamesForm
from assessments.portfolios.identifiers import Word, find_sightings, lay_out, list_words, load_watch
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.pseudonyms import is_safe, suggest
from assessments.portfolios.rules import check_can_change, check_can_work
from assessments.portfolios.views.own import own_item, own_submission, posted
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.accounts.views.leaving import keeps_typed

MOST_SHOWN = 200


@open_to(Role.LEARNER)
@require_http_methods(["GET", "HEAD", "POST"])
def check_portfolio(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = own_submission(request, submission_id)
    check_can_work(request.user, submission)
    watch = load_watch(submission.portfolio)
    form = keeps_typed(request, NamesForm(posted(request), initial={"names": "\n".join(watch.names)}))
    if form.is_valid():
        names = form.cleaned_data["names"]
        actions.look_for_names(submission, names=names, by=request.user, now=timezone.now())
        told = "We look for them below, wherever they stand." if names else "The list is empty now."
        messages.success(request, f"Your list is kept while you check. {told}")
        return redirect("portfolios:check_portfolio", submission.pk)
    contents = load_contents(submission)
    words = list_words(contents.items, watch)
    context = {
        "submission": submission,
        "form": form,
        "waiting": [word for word in words if word.is_open][:MOST_SHOWN],
        "answered": [word for word in words if not word.is_open][:MOST_SHOWN],
        "pictures": [item for item in contents.items if item.has_pictures],
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/portfolios/check_portfolio.html", context, status=status)


@open_to(Role.LEARNER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_word(request: HttpRequest, submission_id: UUID, sign: str) -> HttpResponse:
    submission = own_submission(request, submission_id)
    check_can_work(request.user, submission)
    watch = load_watch(submission.portfolio)
    words = list_words(load_contents(submission).items, watch)
    word = next((word for word in words if word.sign == sign), None)
    if word is None:
        messages.info(request, "These words are not in your portfolio any more, so there is nothing to answer.")
        return redirect("portfolios:check_portfolio", submission.pk)
    stored = {"pseudonym": suggest(word.kind, watch.pseudonyms, sign)}
    form = keeps_typed(request, AnswerForm(posted(request), initial=stored))
    if form.is_valid():
        given = form.cleaned_data
        if given["answer"] != REPLACE:
            actions.keep_word(submission, sign=sign, reason=given["reason"], by=request.user, now=timezone.now())
            messages.success(request, "Noted for the whole portfolio. A safeguarding lead reads these places.")
            return redirect("portfolios:check_portfolio", submission.pk)
        if is_safe(given["pseudonym"]):
            return _replace(request, submission, word, given["pseudonym"])
        form.add_error("pseudonym", "This may identify somebody too. Use a letter or a role, such as “Ms A”.")
    context = {"submission": submission, "word": word, "form": form, "in_files": _files_of(word)}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/portfolios/answer_word.html", context, status=status)


@open_to(Role.LEARNER)
@require_POST
def reopen_word(request: HttpRequest, submission_id: UUID, sign: str) -> HttpResponse:
    submission = own_submission(request, submission_id)
    actions.reopen_word(submission, sign=sign, by=request.user, now=timezone.now())
    messages.success(request, "Your answer is taken back.")
    return redirect("portfolios:check_portfolio", submission.pk)


@open_to(Role.LEARNER)
@require_safe
def check_identifiers(request: HttpRequest, item_id: UUID) -> HttpResponse:
    item = own_item(request, item_id)
    check_can_change(request.user, item.submission, item)
    watch = load_watch(item.submission.portfolio)
    waiting = [seen for seen in find_sightings(item, watch) if seen.sign not in watch.answers]
    if not waiting:
        return redirect("portfolios:show_item", item.pk)
    context = {
        "item": item,
        "submission": item.submission,
        "rows": lay_out(item, waiting)[:MOST_SHOWN],
        "count": len(waiting),
    }
    return render(request, "assessments/portfolios/check_identifiers.html", context)


def _files_of(word: Word) -> list[EvidenceItem]:
    return list({seen.item.pk: seen.item for seen in word.sightings if seen.item.file_id}.values())


def _replace(request: HttpRequest, submission: Submission, word: Word, pseudonym: str) -> HttpResponse:
    files = actions.replace_word(submission, sign=word.sign, pseudonym=pseudonym, by=request.user, now=timezone.now())
    if not files:
        messages.success(request, f"“{pseudonym}” stands there now, in {len(word.sightings)} places.")
        return redirect("portfolios:check_portfolio", submission.pk)
    labels = ", ".join(item.label for item in files)
    messages.info(
        request,
        f"“{pseudonym}” stands in what you typed. It could not be put into {labels}: change the file and add it again.",
    )
    return redirect("portfolios:check_portfolio", submission.pk)
