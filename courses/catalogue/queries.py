"""What a version says, how two versions differ, and which versions there are."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet

from courses.catalogue.contents import (
    CaseContent,
    CheckContent,
    CriterionContent,
    LessonContent,
    ModuleContent,
    OptionContent,
    OutcomeContent,
    PromptContent,
    SourceContent,
    TaskContent,
    plain,
)
from courses.catalogue.models import Check, CheckOption, Lesson, ModuleVersion, Task
from courses.catalogue.states import VersionState


def list_versions() -> QuerySet[ModuleVersion]:
    """Every version of every module, the newest of each module first."""
    return (
        ModuleVersion.objects.select_related("module", "imported_by", "published_by")
        .annotate(learners=Count("enrolments"))
        .order_by("module__code", "-number")
    )


def is_due_for_review(version: ModuleVersion, today: date) -> bool:
    due = version.review_due_date
    return version.state == VersionState.PUBLISHED and due is not None and due <= today


def get_published_before(version: ModuleVersion) -> ModuleVersion | None:
    """The version that learners had last before this one."""
    earlier = version.module.versions.published().filter(number__lt=version.number)
    return earlier.order_by("-number").first()


def get_content(version: ModuleVersion) -> ModuleContent:
    """Everything a version says, as the package said it; a fixed number of queries."""
    return ModuleContent(
        code=version.module.code,
        title=version.title,
        summary=version.summary,
        aims=version.aims,
        for_whom=version.for_whom,
        level_framework=version.level_framework,
        level=version.level,
        credit_scheme=version.credit_scheme,
        credit=plain(version.credit),
        equivalent_scheme=version.equivalent_scheme,
        equivalent_credit=plain(version.equivalent_credit) if version.equivalent_credit is not None else "",
        notional_hours=version.notional_hours,
        taught_hours=version.taught_hours,
        guided_hours=version.guided_hours,
        portfolio_hours=version.portfolio_hours,
        reading_hours=version.reading_hours,
        cpd_hours=plain(version.cpd_hours),
        scheme=version.scheme,
        refresh_after_months=version.refresh_after_months,
        review_due=version.review_due_date,
        outcomes=_outcomes(version),
        tasks=tuple(_task(task) for task in version.tasks.order_by("position").prefetch_related("modes", "criteria")),
        lessons=tuple(_lesson(lesson) for lesson in _lessons_of(version)),
        cases=tuple(CaseContent(case.title, case.body) for case in version.cases.order_by("position")),
        sources=tuple(SourceContent(row.text, row.address) for row in version.sources.order_by("position")),
    )


def list_checks(lesson: Lesson) -> list[tuple[Check, list[CheckOption]]]:
    """The questions of a lesson, each with its options in order."""
    checks = lesson.checks.order_by("position").prefetch_related("options")
    return [(check, _in_order(check.options.all())) for check in checks]


def _outcomes(version: ModuleVersion) -> tuple[OutcomeContent, ...]:
    return tuple(
        OutcomeContent(
            number=outcome.number,
            title=outcome.title,
            text=outcome.text,
            criteria=tuple(
                CriterionContent(row.number, row.text, row.guidance) for row in _in_order(outcome.criteria.all())
            ),
        )
        for outcome in version.outcomes.order_by("position").prefetch_related("criteria")
    )


def _task(task: Task) -> TaskContent:
    return TaskContent(
        key=task.key,
        title=task.title,
        brief=task.brief,
        words=task.word_limit,
        pages=task.page_limit,
        modes=tuple(sorted(row.mode for row in task.modes.all())),
        criteria=tuple(sorted(row.number for row in task.criteria.all())),
        completion=task.completion,
        note=task.note,
        instead=task.instead,
    )


def _lessons_of(version: ModuleVersion) -> QuerySet[Lesson]:
    return version.lessons.order_by("position").prefetch_related("criteria", "prompts", "checks__options")


def _lesson(lesson: Lesson) -> LessonContent:
    return LessonContent(
        slug=lesson.slug,
        title=lesson.title,
        covers=lesson.covers,
        minutes=lesson.minutes,
        criteria=tuple(sorted(row.number for row in lesson.criteria.all())),
        prompts=tuple(PromptContent(row.key, row.prompt) for row in _in_order(lesson.prompts.all())),
        checks=tuple(
            CheckContent(
                key=check.key,
                question=check.question,
                choose_all=check.choose_all,
                options=tuple(
                    OptionContent(row.text, row.is_right, row.feedback) for row in _in_order(check.options.all())
                ),
            )
            for check in _in_order(lesson.checks.all())
        ),
        care=lesson.care,
        body=lesson.body,
    )


def _in_order[T](rows: Iterable[T]) -> list[T]:
    return sorted(rows, key=lambda row: row.position)
