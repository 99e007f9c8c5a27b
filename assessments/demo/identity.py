"""Portfolios with something for the identity check: words to answer, words kept for a reason, and a picture."""

import io
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from assessments.demo import road
from assessments.portfolios.actions import add_file, complete_item, keep_word, start_text, write_text
from assessments.portfolios.contents import load_contents
from assessments.portfolios.identifiers import list_words, load_watch
from assessments.portfolios.models import Submission
from assessments.portfolios.states import KeepReason
from courses.catalogue.models import Task
from courses.catalogue.states import Mode
from courses.delivery.models import Enrolment

# Invented, like everybody here; numbers from the range that is kept for fiction.
UNCHECKED = (
    "On 14 March I rang Danuta on 07700 900461, at the time that is safe for her.\n\n"
    "Danuta said that Krzysztof had waited outside Elmfield Primary again. We agreed that the school calls 999.\n\n"
    "I told the duty social worker the same day, and wrote it down before I went home."
)
KEPT = (
    "In supervision we read what the campaigner Ottoline Farrowby has published about calls that nobody returned.\n\n"
    "What I took from it: I ring back on the day, and I say when I will."
)


def leave_words_to_answer(enrolment: Enrolment, *, now: datetime) -> None:
    """A draft in which the check has found names, a number, a date and a school."""
    _write(enrolment.portfolio.submissions.get(), UNCHECKED, now=now)


def begin_with_kept_words(enrolment: Enrolment, *, now: datetime) -> Submission:
    """A draft with words that its learner keeps, for a lead to read."""
    submission = road.begin_portfolio(enrolment, now=now)
    _write(submission, KEPT, now=now)
    watch = load_watch(submission.portfolio)
    for word in list_words(load_contents(submission).items, watch):
        keep_word(submission, sign=word.sign, reason=KeepReason.PUBLIC, by=enrolment.learner, now=now)
    return submission


def begin_with_a_picture(enrolment: Enrolment, *, now: datetime) -> Submission:
    """A draft with a drawing, which no check of words can see."""
    submission = road.begin_portfolio(enrolment, now=now)
    task = _first_task(submission)
    upload = SimpleUploadedFile("drawing.png", _draw(), content_type="image/png")
    mode = task.modes.exclude(mode=Mode.SIGHTED_AT_EMPLOYER).first().mode
    item = add_file(
        submission, task=task, mode=mode, title="The iceberg we drew", upload=upload, by=enrolment.learner, now=now
    )
    complete_item(item, is_complete=True, by=enrolment.learner, now=now)
    return submission


def _write(submission: Submission, text: str, *, now: datetime) -> None:
    by = submission.portfolio.enrolment.learner
    task = _first_task(submission)
    mode = task.modes.exclude(mode=Mode.SIGHTED_AT_EMPLOYER).first().mode
    item = start_text(submission, task=task, mode=mode, by=by, now=now)
    item = write_text(item, text=text, version=item.version, by=by, now=now)
    complete_item(item, is_complete=True, by=by, now=now)


def _first_task(submission: Submission) -> Task:
    tasks = Task.objects.filter(version=submission.portfolio.enrolment.version, criteria__in=submission.criteria.all())
    return tasks.exclude(modes__mode=Mode.SUPERVISION_CONFIRMATION).distinct().order_by("position").first()


def _draw() -> bytes:
    picture = Image.new("RGB", (700, 420), "#fbf7ef")
    pen = ImageDraw.Draw(picture)
    pen.polygon([(350, 60), (150, 380), (550, 380)], outline="#1f5f5b", width=4)
    pen.line([(60, 180), (640, 180)], fill="#6b3a5b", width=3)
    for text, place in (("anger", (325, 120)), ("fear", (325, 230)), ("shame", (315, 290)), ("sadness", (305, 340))):
        pen.text(place, text, fill="#222222", font_size=26)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
