"""Exhibits 1 to 3 and 18: what was agreed, what is taught and asked for, and the papers of the provider."""

from collections.abc import Iterable, Iterator

from django.utils import timezone

from assessments.audit.exhibits.contents import Part, Scope, count_column, day_column, local_day, table_of
from courses.accreditation.queries.register import describe, get_agreement, list_editions
from courses.accreditation.queries.rulesets import describe_rules
from courses.catalogue.comparing import compare
from courses.catalogue.markdown import to_text
from courses.catalogue.models import AssessmentCriterion, ModuleVersion, Task
from courses.catalogue.queries import get_content, get_published_before
from cpd.accounts.templatetags.words import day


def agreement(scope: Scope) -> Iterator[Part]:
    """Exhibit 1."""
    accreditation = scope.visit.accreditation
    today = timezone.localdate(scope.now)
    known = get_agreement(accreditation, today)
    yield Part(
        "What the agreement says",
        (f"{known.standing.words}. {known.standing.sentence}",),
        table_of(
            scope,
            1,
            "agreement",
            f"Agreement {accreditation.reference}",
            ["What", "What it says"],
            ((what, str(says)) for what, says in describe(known)),
        ),
    )
    yield Part(
        "Modules that it covers",
        (),
        table_of(
            scope,
            1,
            "modules",
            "Modules that the agreement covers",
            ["Module", count_column("Version"), "Level", "Credit", day_column("Covered since")],
            (
                (
                    row.version.module.code,
                    row.version.number,
                    f"{row.level_framework} level {row.level}",
                    f"{row.credit.normalize():f} {row.credit_scheme}",
                    local_day(row.covered_at),
                )
                for row in known.versions
            ),
        ),
    )
    yield Part(
        "Conditions and recommendations, and what shows that each was met",
        () if known.conditions else ("The university asked for none.",),
        table_of(
            scope,
            1,
            "conditions",
            "Conditions of the agreement",
            [count_column("No."), "Kind", "What was asked", day_column("Due"), "State", "What shows it", "Agreed by"]
            + [day_column("Closed")],
            (
                (
                    row.number,
                    row.get_kind_display(),
                    row.text,
                    row.due_on,
                    row.get_state_display(),
                    row.evidence,
                    row.agreed_by,
                    local_day(row.closed_at),
                )
                for row in known.conditions
            ),
        ),
    )
    yield Part(
        "Editions",
        (),
        table_of(
            scope,
            1,
            "editions",
            "Editions of the agreement",
            [count_column("Edition"), day_column("From"), day_column("Until"), day_column("Teach-out until")],
            (
                (edition.edition, edition.starts_on, edition.last_day, edition.teach_out_until)
                for edition in list_editions(accreditation)
            ),
        ),
    )
    yield Part(
        f"Rules of assessment, set {known.rules.version}",
        (),
        table_of(
            scope,
            1,
            "rules",
            f"Rules of assessment, set {known.rules.version}",
            ["Group", "Rule", "What it says", "Number"],
            (
                (title, rule, label, str(says))
                for title, numbers in describe_rules(known.rules)
                for label, says, rule in numbers
            ),
        ),
    )


def modules(scope: Scope) -> Iterator[Part]:
    """Exhibit 2."""
    yield Part(
        "Which version each cohort follows",
        ("A version is frozen when it is published, and a cohort keeps the one that it began with.",),
        table_of(
            scope,
            2,
            "runs",
            "Module version of each cohort",
            ["Cohort", day_column("Began"), "Module", count_column("Version"), day_column("Published"), "Published by"]
            + ["Imported by", "SHA-256 of what it says"],
            (
                (
                    cohort.code,
                    cohort.starts_on,
                    cohort.version.module.code,
                    cohort.version.number,
                    local_day(cohort.version.published_at),
                    scope.code_of(cohort.version.published_by_id),
                    scope.code_of(cohort.version.imported_by_id),
                    cohort.version.package_digest,
                )
                for cohort in scope.cohorts
            ),
        ),
    )
    for place, version in enumerate(scope.versions, start=1):
        yield _specification(scope, place, version)
        yield _changes(scope, place, version)


def briefs(scope: Scope) -> Iterator[Part]:
    """Exhibit 3."""
    ids = [version.pk for version in scope.versions]
    tasks = Task.objects.filter(version__in=ids).prefetch_related("criteria", "modes").order_by("position")
    criteria = AssessmentCriterion.objects.filter(version__in=ids).select_related("outcome").order_by("position")
    by_version = {version.pk: version for version in scope.versions}
    yield Part(
        "Tasks of the portfolio",
        (),
        table_of(
            scope,
            3,
            "tasks",
            "Tasks of the portfolio",
            ["Module", "Task", "Title", "Brief", "Criteria", count_column("Words"), count_column("Pages")],
            (
                (
                    _name(by_version[task.version_id]),
                    task.key,
                    task.title,
                    to_text(task.brief),
                    ", ".join(sorted((one.number for one in task.criteria.all()), key=_numeric)),
                    task.word_limit,
                    task.page_limit,
                )
                for task in sorted(tasks, key=lambda task: (_name(by_version[task.version_id]), task.position))
            ),
        ),
    )
    yield Part(
        "Criteria, and guidance for those who mark",
        (),
        table_of(
            scope,
            3,
            "criteria",
            "Criteria and marking guidance",
            ["Module", "Outcome", "Criterion", "What is asked", "Guidance"],
            (
                (
                    _name(by_version[one.version_id]),
                    f"{one.outcome.number} {one.outcome.title}",
                    one.number,
                    one.text,
                    one.guidance,
                )
                for one in sorted(criteria, key=lambda one: (_name(by_version[one.version_id]), one.position))
            ),
        ),
    )


def policies(scope: Scope) -> Iterable[Part]:
    """Exhibit 18 is made of documents alone."""
    return ()


def _specification(scope: Scope, place: int, version: ModuleVersion) -> Part:
    facts = [
        ("Title", version.title),
        ("Level", version.level_words),
        ("Credit", version.credit_words),
        ("Hours of study", str(version.notional_hours)),
        ("Taught, guided, portfolio and reading hours", _hours(version)),
        ("CPD hours", version.cpd_words),
        ("How it is judged", version.get_scheme_display()),
        ("Aims", version.aims),
        ("Who it is for", version.for_whom),
        ("Published", day(version.published_at)),
        ("Published by a second person", scope.code_of(version.published_by_id)),
    ]
    title = f"{version.module.code} version {version.number}"
    return Part(title, (), table_of(scope, 2, f"specification-{place}", title, ["What", "What it says"], facts))


def _changes(scope: Scope, place: int, version: ModuleVersion) -> Part:
    before = get_published_before(version)
    title = f"What changed with {version.module.code} version {version.number}"
    if before is None:
        return Part(title, ("It is the first version.",))
    rows = [
        (
            change.part,
            change.name,
            change.kind,
            "Yes" if change.is_weighty else "No",
            "\n".join(f"{sign} {line}" for sign, line in change.lines),
        )
        for change in compare(get_content(before), get_content(version))
    ]
    columns = ["Part", "Name", "What was done", "Touches judging or award", "Before (−) and after (+)"]
    lines = (f"Compared with version {before.number}.",)
    return Part(title, lines, table_of(scope, 2, f"changes-{place}", title, columns, rows))


def _hours(version: ModuleVersion) -> str:
    parts = (version.taught_hours, version.guided_hours, version.portfolio_hours, version.reading_hours)
    return ", ".join(map(str, parts))


def _name(version: ModuleVersion) -> str:
    return f"{version.module.code} version {version.number}"


def _numeric(number: str) -> list[int]:
    return [int(part) for part in number.split(".") if part.isdigit()]
