"""Bringing a package in, publishing it, closing it, and correcting it in the open."""

from datetime import datetime
from decimal import Decimal

from courses.catalogue.models import (
    AssessmentCriterion,
    Case,
    Check,
    CheckOption,
    Erratum,
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
from courses.catalogue.rules import check_can_close, check_can_correct, check_can_publish
from courses.catalogue.states import VersionState
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged


@action
def import_package(package: Package, *, by: User, now: datetime) -> ModuleVersion:
    """Make the next version of a module, as a draft; the package that is the newest version already changes nothing.

    A draft that was not published yet is replaced.
    """
    module, _ = Module.objects.select_for_update().get_or_create(code=package.code, defaults={"created_at": now})
    newest = module.versions.order_by("-number").first()
    if newest and newest.package_digest == package.digest:
        unchanged()
        return newest
    number = newest.number + 1 if newest else 1
    if newest and newest.state == VersionState.DRAFT:
        number = newest.number
        newest.delete()
    version = _make_version(module, number, package, by, now)
    criteria = _make_outcomes(version, package)
    _make_tasks(version, package, criteria)
    _make_lessons(version, package, criteria)
    Case.objects.bulk_create(
        Case(version=version, title=title, body=body, position=position)
        for position, (title, body) in enumerate(package.cases)
    )
    Source.objects.bulk_create(
        Source(version=version, text=source["text"], address=source.get("address") or "", position=position)
        for position, source in enumerate(package.data.get("sources") or [])
    )
    record("version.imported", by=by, about=version, now=now, number=number, package=package.digest)
    return version


@action
def publish_version(version: ModuleVersion, *, by: User, now: datetime) -> ModuleVersion:
    """Freeze a draft; refused to the person who brought it in."""
    version = ModuleVersion.objects.select_for_update().get(pk=version.pk)
    check_can_publish(by, version)
    version.state = VersionState.PUBLISHED
    version.published_by = by
    version.published_at = now
    version.save(update_fields=["state", "published_by", "published_at"])
    record("version.published", by=by, about=version, now=now, number=version.number, package=version.package_digest)
    return version


@action
def close_version(version: ModuleVersion, *, reason: str, by: User, now: datetime) -> ModuleVersion:
    """Take no new enrolments on a version; those who study it carry on."""
    version = ModuleVersion.objects.select_for_update().get(pk=version.pk)
    check_can_close(version, reason)
    version.state = VersionState.CLOSED
    version.closed_by = by
    version.closed_at = now
    version.closed_reason = reason
    version.save(update_fields=["state", "closed_by", "closed_at", "closed_reason"])
    record("version.closed", by=by, about=version, now=now, sealed={"reason": reason})
    return version


@action
def publish_erratum(
    version: ModuleVersion, *, text: str, by: User, now: datetime, lesson: Lesson | None = None
) -> Erratum:
    """Show a correction beside a published text, which itself stays as it is."""
    check_can_correct(version)
    erratum = Erratum.objects.create(version=version, lesson=lesson, text=text, published_by=by, published_at=now)
    record("version.corrected", by=by, about=version, now=now, erratum=erratum.pk, sealed={"text": text})
    return erratum


def _make_version(module: Module, number: int, package: Package, by: User, now: datetime) -> ModuleVersion:
    data = package.data
    equivalent = data.get("credit_equivalent") or {}
    return ModuleVersion.objects.create(
        module=module,
        number=number,
        title=data["title"].strip(),
        summary=data["summary"].strip(),
        aims=data["aims"].strip(),
        for_whom=str(data.get("for_whom") or "").strip(),
        level_framework=data["level"]["framework"],
        level=str(data["level"]["value"]),
        credit_scheme=data["credit"]["scheme"],
        credit=Decimal(str(data["credit"]["value"])),
        equivalent_scheme=equivalent.get("scheme", ""),
        equivalent_credit=Decimal(str(equivalent["value"])) if equivalent else None,
        notional_hours=data["hours"]["notional"],
        taught_hours=data["hours"]["taught"],
        guided_hours=data["hours"]["guided"],
        portfolio_hours=data["hours"]["portfolio"],
        reading_hours=data["hours"]["reading"],
        cpd_hours=Decimal(str(data["hours"]["cpd"])),
        scheme=data["scheme"],
        refresh_after_months=data.get("refresh_after_months") or 36,
        review_due_date=data.get("review_due"),
        package_digest=package.digest,
        imported_by=by,
        imported_at=now,
    )


def _make_outcomes(version: ModuleVersion, package: Package) -> dict[str, AssessmentCriterion]:
    criteria = {}
    for position, row in enumerate(package.data["outcomes"]):
        outcome = LearningOutcome.objects.create(
            version=version, number=row["number"], title=row["title"], text=row["text"].strip(), position=position
        )
        for criterion in row["criteria"]:
            criteria[criterion["number"]] = AssessmentCriterion(
                version=version,
                outcome=outcome,
                number=criterion["number"],
                text=criterion["text"].strip(),
                guidance=str(criterion.get("guidance") or "").strip(),
                position=len(criteria),
            )
    AssessmentCriterion.objects.bulk_create(criteria.values())
    return criteria


def _make_tasks(version: ModuleVersion, package: Package, criteria: dict[str, AssessmentCriterion]) -> None:
    for position, row in enumerate(package.data["tasks"]):
        task = Task.objects.create(
            version=version,
            key=row["key"],
            title=row["title"],
            brief=row["brief"].strip(),
            word_limit=row.get("words"),
            page_limit=row.get("pages"),
            completion=row["completion"],
            position=position,
        )
        task.criteria.set([criteria[str(number)] for number in row["criteria"]])
        TaskMode.objects.bulk_create(TaskMode(task=task, mode=mode) for mode in row["modes"])


def _make_lessons(version: ModuleVersion, package: Package, criteria: dict[str, AssessmentCriterion]) -> None:
    for position, row in enumerate(package.lessons):
        lesson = Lesson.objects.create(
            version=version,
            slug=row.slug,
            title=row.title,
            covers=row.covers,
            minutes=row.minutes,
            body=row.body,
            care=row.care,
            position=position,
        )
        lesson.criteria.set([criteria[number] for number in row.criteria])
        ReflectivePrompt.objects.bulk_create(
            ReflectivePrompt(lesson=lesson, key=key, prompt=prompt, position=place)
            for place, (key, prompt) in enumerate(row.prompts)
        )
        for place, check in enumerate(row.checks):
            question = Check.objects.create(
                lesson=lesson,
                key=check["key"],
                question=check["question"].strip(),
                choose_all=check.get("choose") == "all",
                position=place,
            )
            CheckOption.objects.bulk_create(
                CheckOption(
                    check_question=question,
                    text=option["text"].strip(),
                    is_right=bool(option.get("right")),
                    feedback=option["feedback"].strip(),
                    position=at,
                )
                for at, option in enumerate(check["options"])
            )
