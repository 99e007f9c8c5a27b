"""Exhibits 4 and 10: who teaches, assesses, moderates and decides, on what standing; and how they keep together."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from assessments.audit.exhibits.contents import Part, Scope, count_column, day_column, each_line, local_day, table_of
from assessments.boards.models import BoardMember
from assessments.marking.models import Allocation
from assessments.marking.states import Verdict
from assessments.moderation.models import Sample
from assessments.standardisation.models import Exercise, Trial
from assessments.standardisation.states import ExerciseState
from assessments.standing.models import DeclaredInterest
from assessments.standing.queries import gather_facts, last_day
from assessments.standing.states import Fact
from courses.delivery.models import CohortRole, CohortStaff
from cpd.accounts.models import User
from cpd.accounts.templatetags.words import counted


def staff(scope: Scope) -> Iterator[Part]:
    """Exhibit 4: who has a post on a cohort of this visit, or had a hand in its results."""
    posts = _posts(scope)
    people = sorted(User.objects.in_bulk(list(posts)).values(), key=lambda one: scope.code_of(one.pk))
    facts = gather_facts(people)
    rules = scope.visit.accreditation.rules
    interests = defaultdict(int)
    for person in DeclaredInterest.objects.filter(person__in=posts, ended_at__isnull=True).values_list(
        "person", flat=True
    ):
        interests[person] += 1
    modules = {cohort.version.module_id: cohort.version.module.code for cohort in scope.cohorts}
    today = timezone.localdate(scope.now)
    rows = []
    for person in people:
        newest = {kind: facts.newest_of(person.pk, kind, None) for kind in Fact}
        standardised = {
            code: found
            for pk, code in sorted(modules.items(), key=lambda pair: pair[1])
            if (found := facts.newest_of(person.pk, Fact.STANDARDISATION, pk))
        }
        in_date = [code for code, on in standardised.items() if last_day(Fact.STANDARDISATION, on, rules) >= today]
        rows.append(
            (
                scope.code_of(person.pk),
                newest[Fact.PRACTICE],
                newest[Fact.TRAINING],
                newest[Fact.DEVELOPMENT],
                max(standardised.values(), default=None),
                ", ".join(in_date) or "None",
                newest[Fact.DECLARATION],
                interests[person.pk],
                newest[Fact.CONFIDENTIALITY],
            )
        )
    yield Part(
        "Staff of these cohorts",
        ("Everywhere else in this room a person of the staff is shown by the code alone.",),
        table_of(
            scope,
            4,
            "staff",
            "Staff and their posts",
            ["Code", "Name", "Posts"],
            ((scope.code_of(person.pk), str(person), ", ".join(sorted(posts[person.pk]))) for person in people),
        ),
    )
    yield Part(
        "Their standing",
        ("A day says when it was last shown or declared; what an interest is in stays with the provider.",),
        table_of(
            scope,
            4,
            "standing",
            "Standing of staff",
            ["Code", day_column("Practice"), day_column("Training"), day_column("CPD"), day_column("Standardised")]
            + ["In date for", day_column("Declared"), count_column("Interests"), day_column("Confidential")],
            rows,
        ),
    )


def standardisation(scope: Scope) -> Iterator[Part]:
    """Exhibit 10: exercises on portfolios of the modules in scope, closed ones with what was agreed."""
    exercises = list(
        Exercise.objects.filter(submission__portfolio__enrolment__version__in=[one.pk for one in scope.versions])
        .select_related("submission__portfolio__enrolment__version__module")
        .order_by("opened_at", "pk")
    )
    given = defaultdict(set)
    said: dict[UUID, dict] = defaultdict(dict)
    trials = Trial.objects.filter(participant__exercise__in=exercises, participant__given_at__isnull=False)
    for exercise, participant, position, number, verdict in trials.order_by("criterion__position").values_list(
        "participant__exercise", "participant", "criterion__position", "criterion__number", "verdict"
    ):
        given[exercise].add(participant)
        met, not_yet = said[exercise].get((position, number), (0, 0))
        said[exercise][position, number] = (met + (verdict == Verdict.MET), not_yet + (verdict != Verdict.MET))
    yield Part(
        "Exercises",
        () if exercises else ("No exercise has been held for these modules.",),
        table_of(
            scope,
            10,
            "exercises",
            "Standardisation exercises",
            [count_column("No."), "Module", day_column("Opened"), day_column("Closed"), "Led by"]
            + [count_column("Took part"), "State"],
            (
                (
                    place,
                    exercise.submission.portfolio.enrolment.version.module.code,
                    local_day(exercise.opened_at),
                    local_day(exercise.closed_at),
                    scope.code_of(exercise.led_by_id),
                    len(given[exercise.pk]),
                    exercise.get_state_display(),
                )
                for place, exercise in enumerate(exercises, start=1)
            ),
        ),
    )
    for place, exercise in enumerate(exercises, start=1):
        if exercise.state != ExerciseState.CLOSED:
            continue
        yield Part(
            f"Exercise {place}: what was said, and what was agreed",
            tuple(each_line(exercise.discussion)),
            table_of(
                scope,
                10,
                f"spread-{place}",
                f"Exercise {place}: judgements by criterion",
                ["Criterion", count_column("Met"), count_column("Not yet met")],
                ((number, met, not_yet) for (_, number), (met, not_yet) in sorted(said[exercise.pk].items())),
            ),
        )
    if exercises:
        closed = sum(exercise.state == ExerciseState.CLOSED for exercise in exercises)
        yield Part("In sum", (f"{counted(closed, 'exercise')} of {len(exercises)} closed.",))


def _posts(scope: Scope) -> dict[UUID, set[str]]:
    """Person by person, what they did or do on the cohorts of this visit."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for person, role in CohortStaff.objects.filter(cohort__in=scope.cohort_ids).values_list("person", "role"):
        found[person].add(CohortRole(role).label)
    hands = Allocation.objects.filter(submission__in=scope.submissions).exclude(Q(state="withdrawn"))
    for person in hands.order_by().values_list("assessor", flat=True).distinct():
        found[person].add(CohortRole.ASSESSOR.label)
    for person in Sample.objects.filter(cohort__in=scope.cohort_ids).values_list("moderator", flat=True):
        found[person].add(CohortRole.MODERATOR.label)
    seats = BoardMember.objects.filter(board__cohort__in=scope.cohort_ids)
    for person in seats.values_list("person", flat=True):
        found[person].add(CohortRole.BOARD.label)
    return found
