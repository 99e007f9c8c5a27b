"""One lesson: reading it, private notes, questions to try, marking it as done."""

from contextlib import suppress
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
from courses.learning.queries import NoteBox
from courses.learning.views.own import own_lesson
from cpd.accounts.guards import open_to
from cpd.accounts.leaving.middleware import saves_when_left
from cpd.accounts.roles import Role
from cpd.accounts.views.leaving import FORM
from cpd.accounts.views.signing_in import leave_by_form
from cpd.rules import NotAllowed

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
    """Saves one note as it is typed; answers the script."""
    enrolment, lesson = own_lesson(request, enrolment_id, slug)
    prompt = "" if key == OWN_NOTE else get_object_or_404(lesson.prompts, key=key).key
    form = NoteForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": _error(form)}, status=422)
    now = timezone.now()
    try:
        note = actions.write_note(
            enrolment, lesson=lesson, prompt=prompt, **form.cleaned_data, by=request.user, now=now
        )
    except actions.Stale as stale:
        return JsonResponse({"theirs": stale.theirs, "version": stale.version}, status=409)
    return JsonResponse({"version": note.version, "saved_at": timezone.localtime(now).strftime("%H:%M")})


@saves_when_left
@open_to(Role.LEARNER)
@require_POST
def save_notes(request: HttpRequest, enrolment_id: UUID, slug: str) -> HttpResponse:
    """Saves every note of the lesson, whichever Save was pressed, so that none is left behind; and leaves, where that
    was pressed."""
    enrolment, lesson = own_lesson(request, enrolment_id, slug)
    page = queries.get_lesson_page(enrolment, lesson)
    boxes = [box for box in (*page.notes, page.own_note) if f"{box.key}-version" in request.POST]
    forms = {box: NoteForm(request.POST, prefix=box.key) for box in boxes}
    if "leave" in request.POST:
        _keep_all(request, enrolment, lesson, forms)
        return leave_by_form(request)
    typed = {box.key: kept for box, form in forms.items() if (kept := _save(request, enrolment, lesson, box, form))}
    if typed:
        status = 409 if any("theirs" in one for one in typed.values()) else 422
        return _render(request, enrolment, lesson, status=status, typed=typed)
    messages.success(request, "Your notes are saved. Only you can read them.")
    return _back(enrolment, lesson, f"note-{request.POST.get('save', OWN_NOTE)}")


def _save(request: HttpRequest, enrolment: Enrolment, lesson: Lesson, box: NoteBox, form: NoteForm) -> dict:
    """What cannot be saved as it stands, for the page; nothing where it is saved."""
    if not form.is_valid():
        return {"text": form.data.get(form.add_prefix("text"), ""), "error": _error(form)}
    given = form.cleaned_data
    if given["text"] == box.text:
        return {}
    try:
        _write(request, enrolment, lesson, box, **given)
    except actions.Stale as stale:
        return {"text": given["text"], "theirs": stale.theirs}
    return {}


def _keep_all(request: HttpRequest, enrolment: Enrolment, lesson: Lesson, forms: dict[NoteBox, NoteForm]) -> None:
    """Words from an older page are put below those that were saved since: nobody is there to choose."""
    for box, form in forms.items():
        with suppress(NotAllowed):
            kept = _save(request, enrolment, lesson, box, form)
            if "theirs" in kept:
                both = f"{kept['theirs']}\n\n{kept['text']}"
                with suppress(actions.Stale):
                    _write(request, enrolment, lesson, box, text=both, version=box.version)


def _write(
    request: HttpRequest, enrolment: Enrolment, lesson: Lesson, box: NoteBox, *, text: str, version: int
) -> None:
    prompt = box.prompt.key if box.prompt else ""
    who = {"by": request.user, "now": timezone.now()}
    actions.write_note(enrolment, lesson=lesson, prompt=prompt, text=text, version=version, **who)


def _error(form: NoteForm) -> str:
    return form.errors.get("text", ["The note could not be read."])[0]


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
        "exit_form": FORM,
        "typed": {},
    }
    return render(request, PAGE, context | more, status=status)


def _back(enrolment: Enrolment, lesson: Lesson, place: str) -> HttpResponse:
    return redirect(reverse("learning:show_lesson", args=[enrolment.pk, lesson.slug]) + f"#{place}")
