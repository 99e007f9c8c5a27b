"""How far a learner is, and what one lesson holds for her."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from courses.catalogue.models import Check, CheckOption, Erratum, Lesson, ReflectivePrompt
from courses.delivery.models import Enrolment
from courses.learning.models import CheckAnswer, LessonProgress, Note
from courses.learning.states import READABLE
from cpd.accounts.models import User


@dataclass(frozen=True)
class LessonRow:
    """A lesson in the outline, and how far she is with it."""

    lesson: Lesson
    opened_at: datetime | None
    is_done: bool

    @property
    def is_begun(self) -> bool:
        return self.opened_at is not None and not self.is_done


@dataclass(frozen=True)
class Outline:
    """All lessons of one enrolment. Progress is done lessons over all lessons; nothing else counts."""

    enrolment: Enrolment
    rows: list[LessonRow]

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def minutes_left(self) -> int:
        return sum(row.lesson.minutes for row in self.rows if not row.is_done)

    @property
    def is_readable(self) -> bool:
        return self.enrolment.state in READABLE

    @property
    def next_lesson(self) -> Lesson | None:
        """Where she left off: the lesson she opened last and has not finished, else the first one not done."""
        begun = [row for row in self.rows if row.is_begun]
        if begun:
            return max(begun, key=lambda row: row.opened_at).lesson
        return next((row.lesson for row in self.rows if not row.is_done), None)


def list_outlines(enrolments: Iterable[Enrolment]) -> list[Outline]:
    """The outline of each enrolment, in two queries for all of them."""
    enrolments = list(enrolments)
    lessons: dict[UUID, list[Lesson]] = {}
    versions = {enrolment.version_id for enrolment in enrolments}
    for lesson in Lesson.objects.filter(version__in=versions).defer("body").order_by("position"):
        lessons.setdefault(lesson.version_id, []).append(lesson)
    progress = {
        (row.enrolment_id, row.lesson_id): row for row in LessonProgress.objects.filter(enrolment__in=enrolments)
    }
    return [
        Outline(
            enrolment,
            [_row(lesson, progress.get((enrolment.pk, lesson.pk))) for lesson in lessons.get(enrolment.version_id, [])],
        )
        for enrolment in enrolments
    ]


def get_outline(enrolment: Enrolment) -> Outline:
    return list_outlines([enrolment])[0]


def list_my_modules(learner: User) -> list[Outline]:
    """The modules she has taken up a place on, newest first."""
    enrolments = (
        Enrolment.objects.of(learner)
        .filter(enrolled_on__isnull=False)
        .select_related("version", "cohort")
        .order_by("-enrolled_on", "-offered_at")
    )
    return list_outlines(enrolments)


def _row(lesson: Lesson, progress: LessonProgress | None) -> LessonRow:
    return LessonRow(
        lesson,
        opened_at=progress.opened_at if progress else None,
        is_done=progress is not None and progress.done_at is not None,
    )


@dataclass(frozen=True)
class NoteBox:
    """A place to write in: the note to herself has the key "note", answers have the key of their prompt."""

    key: str
    prompt: ReflectivePrompt | None
    text: str
    version: int
    saved_at: datetime | None


@dataclass(frozen=True)
class OptionRow:
    option: CheckOption
    is_chosen: bool


@dataclass(frozen=True)
class CheckRow:
    """A question with her last answer, if she has tried it."""

    check: Check
    options: list[OptionRow]
    is_answered: bool
    was_right: bool

    @property
    def missed(self) -> int:
        """How many right options she has not chosen."""
        return sum(row.option.is_right and not row.is_chosen for row in self.options)


@dataclass(frozen=True)
class LessonPage:
    """Everything the page of one lesson shows."""

    lesson: Lesson
    outline: Outline
    notes: list[NoteBox]
    own_note: NoteBox
    checks: list[CheckRow]
    errata: list[Erratum]

    @property
    def place(self) -> int:
        return [row.lesson.pk for row in self.outline.rows].index(self.lesson.pk)

    @property
    def is_done(self) -> bool:
        return self.outline.rows[self.place].is_done

    @property
    def previous(self) -> Lesson | None:
        return self.outline.rows[self.place - 1].lesson if self.place else None

    @property
    def following(self) -> Lesson | None:
        rows = self.outline.rows
        return rows[self.place + 1].lesson if self.place + 1 < len(rows) else None


def get_lesson_page(enrolment: Enrolment, lesson: Lesson) -> LessonPage:
    """One lesson as this learner sees it, with her notes and last answers."""
    notes = {note.prompt: note for note in Note.objects.filter(enrolment=enrolment, lesson=lesson)}
    prompts = lesson.prompts.order_by("position")
    return LessonPage(
        lesson=lesson,
        outline=get_outline(enrolment),
        notes=[_box(prompt, notes.get(prompt.key)) for prompt in prompts],
        own_note=_box(None, notes.get("")),
        checks=list_checks(enrolment, lesson),
        errata=list(lesson.errata.order_by("published_at")),
    )


def list_checks(enrolment: Enrolment, lesson: Lesson) -> list[CheckRow]:
    """The questions of a lesson in order, each with her last answer."""
    answers = {
        answer.question_id: answer
        for answer in CheckAnswer.objects.filter(enrolment=enrolment, question__lesson=lesson).prefetch_related(
            "chosen"
        )
    }
    checks = lesson.checks.order_by("position").prefetch_related("options")
    return [_check(check, answers.get(check.pk)) for check in checks]


def list_notes(learner: User) -> list[Note]:
    """Every private note of a learner: for her own copy of her data, and for nobody else."""
    return list(
        Note.objects.filter(enrolment__learner=learner)
        .select_related("lesson", "enrolment")
        .order_by("enrolment", "lesson__position", "prompt")
    )


def _box(prompt: ReflectivePrompt | None, note: Note | None) -> NoteBox:
    return NoteBox(
        key=prompt.key if prompt else "note",
        prompt=prompt,
        text=note.text if note else "",
        version=note.version if note else 0,
        saved_at=note.saved_at if note else None,
    )


def _check(check: Check, answer: CheckAnswer | None) -> CheckRow:
    chosen = {option.pk for option in answer.chosen.all()} if answer else set()
    options = sorted(check.options.all(), key=lambda option: option.position)
    return CheckRow(
        check=check,
        options=[OptionRow(option, option.pk in chosen) for option in options],
        is_answered=answer is not None,
        was_right=answer is not None and answer.was_right,
    )
