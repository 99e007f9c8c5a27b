"""The team of a cohort before it opens, computed from the conflict graph: role by role, how many people are missing."""

from collections import Counter
from datetime import date
from uuid import UUID

from django.db.models import Q

from assessments.marking import teams
from assessments.marking.conflicts import Ties, gather_for
from assessments.standing.queries import Facts, gather_facts
from courses.accreditation.rulesets import Rules
from courses.catalogue.models import ModuleVersion
from courses.delivery.models import Cohort, CohortRole, CohortStaff, Enrolment
from courses.delivery.readiness import Step, register
from courses.delivery.rules import APPOINTED_AS
from cpd.accounts.models import Appointment, User
from cpd.accounts.templatetags.words import counted

TITLES = {
    teams.INTAKE: ("Somebody at intake who judges nothing here", "person at intake,people at intake"),
    teams.ASSESSOR: ("Assessors", "assessor"),
    teams.MODERATOR: ("A moderator who has marked none of it", "moderator"),
    teams.BOARD: ("A board that is quorate for every learner", "board member"),
}
NAMES_AT_MOST = 3


@register
def list_team_steps(cohort: Cohort, on: date) -> list[Step]:
    """For each role whether it is filled for every learner, how many people are missing, and who would do."""
    enrolments = list(Enrolment.objects.current().filter(cohort=cohort).select_related("learner__employer", "employer"))
    posts: dict[str, set[UUID]] = {role: set() for role in CohortRole}
    for person, role in CohortStaff.objects.filter(cohort=cohort).values_list("person", "role"):
        posts[role].add(person)
    pool = _pool(posts, on)
    ties, facts = gather_for(pool.values(), enrolments), gather_facts(pool.values())
    seats = count_seats(cohort.version, cohort.rules)
    reaches = Counter(_reach(cohort, one, posts, pool, ties, facts, on) for one in enrolments)
    # Before anybody is on the roster the team has to do for a learner whom nobody knows.
    reaches = reaches or Counter([_reach(cohort, None, posts, pool, ties, facts, on)])
    missing = teams.find_missing(reaches, seats)
    short = teams.count_short(reaches, seats) if enrolments else 0
    steps = [
        _step(
            role,
            len(posts[role]),
            missing.get(role, 0),
            short,
            len(enrolments),
            _free(role, posts, pool, ties, enrolments),
        )
        for role in teams.ROLES
    ]
    if not posts[CohortRole.ASSESSOR]:
        return steps
    return [*steps, _room(len(enrolments), [pool[pk] for pk in posts[CohortRole.ASSESSOR] if pk in pool], facts)]


def count_seats(version: ModuleVersion, rules: Rules) -> dict[str, int]:
    """How many people one portfolio needs in each role (MRK-1, BRD-1)."""
    is_double = rules.second_marking != "none" or version.credit >= rules.double_mark_credits
    return {
        teams.INTAKE: 1,
        teams.ASSESSOR: 2 if is_double else 1,
        teams.MODERATOR: 1,
        teams.BOARD: rules.board_quorum,
    }


def _pool(posts: dict[str, set[UUID]], on: date) -> dict[UUID, User]:
    """Everybody who has a post here or could be given one, with the roles they hold today."""
    roles = {role for fitting in APPOINTED_AS.values() for role in fitting}
    appointed = Appointment.objects.in_force(on).filter(role__in=roles)
    posted = {pk for people in posts.values() for pk in people}
    people = User.objects.filter(Q(pk__in=posted) | Q(pk__in=appointed.values("person")), is_active=True)
    found = {person.pk: person for person in people}
    for person in found.values():
        person.held = set()
    for person_id, role in appointed.values_list("person", "role"):
        if person_id in found:
            found[person_id].held.add(role)
    return found


def _reach(
    cohort: Cohort,
    enrolment: Enrolment | None,
    posts: dict[str, set[UUID]],
    pool: dict[UUID, User],
    ties: Ties,
    facts: Facts,
    on: date,
) -> teams.Reach:
    def free(role: str) -> set[UUID]:
        holds = [pk for pk in posts[role] if pk in pool and pool[pk].held & {str(one) for one in APPOINTED_AS[role]}]
        tutors = posts[CohortRole.TUTOR]
        return {pk for pk in holds if pk not in tutors and (enrolment is None or _is_free(pool[pk], enrolment, ties))}

    module_id, rules = cohort.version.module_id, cohort.rules
    assessors = free(CohortRole.ASSESSOR)
    standing = {pk: facts.standing_of(pk, module_id=module_id, on=on, rules=rules) for pk in assessors}
    return teams.Reach(
        intake=frozenset(free(CohortRole.INTAKE)),
        assessor=frozenset(pk for pk, one in standing.items() if one.is_qualified),
        unqualified=frozenset(pk for pk, one in standing.items() if one.gaps and not one.bars),
        moderator=frozenset(free(CohortRole.MODERATOR)),
        board=frozenset(free(CohortRole.BOARD)),
    )


def _is_free(person: User, enrolment: Enrolment, ties: Ties) -> bool:
    return not any(tie.is_bar for tie in ties.on_enrolment(person, enrolment))


def _free(
    role: str, posts: dict[str, set[UUID]], pool: dict[UUID, User], ties: Ties, enrolments: list[Enrolment]
) -> list[str]:
    """Who is appointed, has no post here, and stands far enough from every learner."""
    posted = {pk for people in posts.values() for pk in people}
    fitting = {str(one) for one in APPOINTED_AS[CohortRole(role)]}
    found = [
        str(person)
        for pk, person in pool.items()
        if pk not in posted and person.held & fitting and all(_is_free(person, one, ties) for one in enrolments)
    ]
    return sorted(found)[:NAMES_AT_MOST]


def _step(role: str, named: int, missing: int, short: int, learners: int, free: list[str]) -> Step:
    title, words = TITLES[role]
    if not missing:
        return Step(title, True, f"{counted(named, words)} named.", "edit_staff")
    hint = f"{counted(missing, words)} missing."
    if short:
        hint += f" As it stands, {short} of {counted(learners, 'portfolio')} could not go all the way."
    if free:
        hint += f" Free: {', '.join(free)}."
    else:
        hint += " Nobody who is appointed is free: invite somebody from outside."
    return Step(title, False, hint, "edit_staff" if free else "invite_external")


def _room(learners: int, assessors: list[User], facts: Facts) -> Step:
    """Whether the assessors take on as many portfolios as there are learners."""
    limits = [facts.most(person.pk) for person in assessors]
    if None in limits:
        return Step("Room for every portfolio", True, "At least one assessor has no limit.", "edit_staff")
    room = sum(limits)
    return Step(
        "Room for every portfolio", room >= learners, f"{learners} learners, room for {room} at once.", "edit_staff"
    )
