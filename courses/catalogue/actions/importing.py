"""Bringing a package in as the next version of its module."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from courses.catalogue.contents import LessonContent, ModuleContent
from courses.catalogue.models import (
    AssessmentCriterion,
    Case,
    Check,
    CheckOption,
    LearningOutcome,
    Lesson,
    Module,
    ModuleVersion,
    ReflectivePrompt,
    Source,
    Task,
    TaskMode,
)
from courses.catalogue.packages import Package
from courses.catalogue.states import VersionState
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged

type Criteria = Mapping[str, AssessmentCriterion]


@action
def import_package(package: Package, *, by: User | None, now: datetime) -> ModuleVersion:
    """Make the next version of a module, as a draft; the package that is the newest version already changes nothing.

    A draft that was not published yet is replaced. `by` is None when the service brings in a module it came with.
    """
    Module.objects.get_or_create(code=package.code, defaults={"created_at": now})
    module = Module.objects.select_for_update().get(code=package.code)
    newest = module.versions.order_by("-number").first()
    if newest and newest.package_digest == package.digest:
        unchanged()
        return newest
    number = newest.number + 1 if newest else 1
    if newest and newest.state == VersionState.DRAFT:
        number = newest.number
        newest.delete()
    version = _make_version(module, number, package, by, now)
    criteria = _make_outcomes(version, package.content)
    _make_tasks(version, package.content, criteria)
    lessons = _make_lessons(version, package.content, criteria)
    _make_checks(lessons)
    Case.objects.bulk_create(
        Case(version=version, title=case.title, body=case.body, position=position)
        for position, case in enumerate(package.content.cases)
    )
    Source.objects.bulk_create(
        Source(version=version, text=source.text, address=source.address, position=position)
        for position, source in enumerate(package.content.sources)
    )
    record("version.imported", by=by, about=version, now=now, number=number, package=package.digest)
    return version


def _make_version(module: Module, number: int, package: Package, by: User | None, now: datetime) -> ModuleVersion:
    content = package.content
    return ModuleVersion.objects.create(
        module=module,
        number=number,
        title=content.title,
        summary=content.summary,
        aims=content.aims,
        for_whom=content.for_whom,
        level_framework=content.level_framework,
        level=content.level,
        credit_scheme=content.credit_scheme,
        credit=Decimal(content.credit),
        equivalent_scheme=content.equivalent_scheme,
        equivalent_credit=Decimal(content.equivalent_credit) if content.equivalent_credit else None,
        notional_hours=content.notional_hours,
        taught_hours=content.taught_hours,
        guided_hours=content.guided_hours,
        portfolio_hours=content.portfolio_hours,
        reading_hours=content.reading_hours,
        cpd_hours=Decimal(content.cpd_hours),
        scheme=content.scheme,
        refresh_after_months=content.refresh_after_months,
        review_due_date=content.review_due,
        package_digest=package.digest,
        imported_by=by,
        imported_at=now,
    )


def _make_outcomes(version: ModuleVersion, content: ModuleContent) -> Criteria:
    outcomes = LearningOutcome.objects.bulk_create(
        LearningOutcome(version=version, number=row.number, title=row.title, text=row.text, position=position)
        for position, row in enumerate(content.outcomes)
    )
    criteria: dict[str, AssessmentCriterion] = {}
    for outcome, row in zip(outcomes, content.outcomes, strict=True):
        for criterion in row.criteria:
            criteria[criterion.number] = AssessmentCriterion(
                version=version,
                outcome=outcome,
                number=criterion.number,
                text=criterion.text,
                guidance=criterion.guidance,
                position=len(criteria),
            )
    AssessmentCriterion.objects.bulk_create(criteria.values())
    return criteria


def _make_tasks(version: ModuleVersion, content: ModuleContent, criteria: Criteria) -> None:
    tasks = Task.objects.bulk_create(
        Task(
            version=version,
            key=row.key,
            title=row.title,
            brief=row.brief,
            note=row.note,
            instead=row.instead,
            word_limit=row.words,
            page_limit=row.pages,
            completion=row.completion,
            position=position,
        )
        for position, row in enumerate(content.tasks)
    )
    pairs = list(zip(tasks, content.tasks, strict=True))
    TaskMode.objects.bulk_create(TaskMode(task=task, mode=mode) for task, row in pairs for mode in row.modes)
    Task.criteria.through.objects.bulk_create(
        Task.criteria.through(task=task, assessmentcriterion=criteria[number])
        for task, row in pairs
        for number in row.criteria
    )


def _make_lessons(
    version: ModuleVersion, content: ModuleContent, criteria: Criteria
) -> list[tuple[Lesson, LessonContent]]:
    lessons = Lesson.objects.bulk_create(
        Lesson(
            version=version,
            slug=row.slug,
            title=row.title,
            covers=row.covers,
            minutes=row.minutes,
            body=row.body,
            care=row.care,
            position=position,
        )
        for position, row in enumerate(content.lessons)
    )
    pairs = list(zip(lessons, content.lessons, strict=True))
    Lesson.criteria.through.objects.bulk_create(
        Lesson.criteria.through(lesson=lesson, assessmentcriterion=criteria[number])
        for lesson, row in pairs
        for number in row.criteria
    )
    ReflectivePrompt.objects.bulk_create(
        ReflectivePrompt(lesson=lesson, key=prompt.key, prompt=prompt.prompt, position=position)
        for lesson, row in pairs
        for position, prompt in enumerate(row.prompts)
    )
    return pairs


def _make_checks(lessons: list[tuple[Lesson, LessonContent]]) -> None:
    rows = [(lesson, position, check) for lesson, content in lessons for position, check in enumerate(content.checks)]
    checks = Check.objects.bulk_create(
        Check(lesson=lesson, key=row.key, question=row.question, choose_all=row.choose_all, position=position)
        for lesson, position, row in rows
    )
    CheckOption.objects.bulk_create(
        CheckOption(
            check_question=check,
            text=option.text,
            is_right=option.is_right,
            feedback=option.feedback,
            position=position,
        )
        for check, (_, _, row) in zip(checks, rows, strict=True)
        for position, option in enumerate(row.options)
    )
