"""One lesson: reading it, private notes, questions to try, marking it as done."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from courses.catalogue.markdown import to_html
from courses.catalogue.models import Lesson
from courses.delivery.models import Enrolment
from courses.learning import actions, queries
from courses.learning.forms import CheckForm, MarkForm, NoteForm
from courses.learning.views.own import own_lesson
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role

PAGE = "courses/learning/show_lesson.html"
OWN_NOTE = "note"


@open_to(Role.LEARNER)
@require_safe
def show_lesson(request: HttpRequest, enrolment_id: UUID, slug: str) -> HttpResponse:
    enrolment, lesson = own_lesson(request, enrolment_id, slug)
    if request.method == "GET":
        actions.open_lesson(enrolment, lesson=lesson, by=request.user, now=timezone.now())
    return _render(request, enrolment, lesson)


@open_to(Role.LEARNER)
@require_POST
def mark_lesson(request: HttpRequest, enrolment_id: UUID, slug: str) -> HttpResponse:
    enrolment, lesson = own_lesson(request, enrolment_id, slug)
    form = MarkForm(request.POST)
    if form.is_valid():
        actions.mark_lesson(enrolment, lesson=lesson, **form.cleaned_data, by=request.user, now=timezone.now())
    return _back(enrolment, lesson, "done")


@open_to(Role.LEARNER)
@require_POST
def save_note(request: HttpRequest, enrolment_id: UUID, slug: str, key: str) -> HttpResponse:
    """Saves what was typed: answers the script in JSON and the Save button with the page."""
    enrolment, lesson = own_lesson(request, enrolment_id, slug)
    prompt = "" if key == OWN_NOTE else get_object_or_404(lesson.prompts, key=key).key
    wants_page = request.accepts("text/html")
    form = NoteForm(request.POST, auto_id=f"note-{key}-%s")
    if not form.is_valid():
        typed = {
            "key": key,
            "text": request.POST.get("text", ""),
            "error": form.errors.get("text", ["The note could not be read."])[0],
        }
        if wants_page:
            return _render(request, enrolment, lesson, status=422, typed=typed, form=form)
        return JsonResponse({"error": typed["error"]}, status=422)
    now = timezone.now()
    try:
        note = actions.write_note(
            enrolment, lesson=lesson, prompt=prompt, **form.cleaned_data, by=request.user, now=now
        )
    except actions.Stale as stale:
        if wants_page:
            typed = {"key": key, "text": form.cleaned_data["text"], "theirs": stale.theirs}
            return _render(request, enrolment, lesson, status=409, typed=typed)
        return JsonResponse({"theirs": stale.theirs, "version": stale.version}, status=409)
    if wants_page:
        messages.success(request, "Your note is saved. Only you can read it.")
        return _back(enrolment, lesson, f"note-{key}")
    return JsonResponse({"version": note.version, "saved_at": timezone.localtime(now).strftime("%H:%M")})


@open_to(Role.LEARNER)
@require_POST
def answer_check(request: HttpRequest, enrolment_id: UUID, slug: str, key: str) -> HttpResponse:
    enrolment, lesson = own_lesson(request, enrolment_id, slug)
    question = get_object_or_404(lesson.checks, key=key)
    form = CheckForm(request.POST, question=question)
    if form.is_valid():
        actions.answer_check(enrolment, question=question, chosen=form.options, by=request.user, now=timezone.now())
        if not request.htmx:
            return _back(enrolment, lesson, f"check-{key}")
    if not request.htmx:
        return _render(request, enrolment, lesson, status=422, form=form, wrong_key=key)
    row = next(row for row in queries.list_checks(enrolment, lesson) if row.check.key == key)
    context = {
        "enrolment": enrolment,
        "lesson": lesson,
        "row": row,
        "form": form,
        "wrong_key": "" if form.is_valid() else key,
        "is_fresh": form.is_valid(),
    }
    return render(request, f"{PAGE}#check", context, status=200 if form.is_valid() else 422)


def _render(request: HttpRequest, enrolment: Enrolment, lesson: Lesson, status: int = 200, **more) -> HttpResponse:
    context = {
        "enrolment": enrolment,
        "lesson": lesson,
        "page": queries.get_lesson_page(enrolment, lesson),
        "body": to_html(lesson.body),
    }
    return render(request, PAGE, context | more, status=status)


def _back(enrolment: Enrolment, lesson: Lesson, place: str) -> HttpResponse:
    return redirect(reverse("learning:show_lesson", args=[enrolment.pk, lesson.slug]) + f"#{place}")
