"""Who stands too near to a learner to judge her work (COI-1): the facts, and what they mean in a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from assessments.confidentiality.models import IntakeOpening
from assessments.marking.models import Allocation, Mark
from assessments.marking.states import AllocationState, MarkState
from assessments.portfolios.models import Attestation, Submission
from assessments.standing.models import DeclaredInterest, SteppedAside
from courses.delivery.models import CohortRole, CohortStaff, Enrolment
from cpd.accounts.away.names import fold, names_of
from cpd.accounts.away.queries import find_kept_away
from cpd.accounts.away.rules import NOT_AVAILABLE
from cpd.accounts.models import User

LONGEST_LINE = 12


@dataclass(frozen=True)
class Conflict:
    """Why somebody should not judge this work. `is_bar`: never; otherwise only for a reason that is written down."""

    code: str
    sentence: str
    is_bar: bool = True


# A learner who keeps somebody away gives no reason, and nobody is told that she did (the same words stand for leave).
AWAY = Conflict("away", NOT_AVAILABLE)
OWN = Conflict("own", "It is their own work.")
TEAM = Conflict("team", "They and the learner work in the same team.")
LINE = Conflict("line", "They and the learner are in the same reporting line.")
MANAGER = Conflict("manager", "They are the learner's manager.")
ATTESTED = Conflict("attested", "They were asked to confirm this learner's evidence.")
TUTORED = Conflict("tutored", "They teach or taught this learner.")
INTAKE = Conflict("intake", "They opened this portfolio for intake.")
MARKING = Conflict("marking", "They have this portfolio to mark.")
MARKED = Conflict("marked", "They have marked this portfolio before.")
MODERATED = Conflict("moderated", "They have moderated this portfolio before.")
COUNTERSIGNED = Conflict("countersigned", "They countersign the mark of this portfolio.")
DECLARED = Conflict("declared", "They declared an interest.")
EMPLOYER = Conflict("employer", "They and the learner have the same employer.", is_bar=False)


@dataclass
class Ties:
    """What is known between some people and some submissions; read in a constant number of queries by `gather`."""

    away: set[tuple[UUID, UUID]] = field(default_factory=set)
    enrolments: dict[UUID, Enrolment] = field(default_factory=dict)
    interests: dict[UUID, list[DeclaredInterest]] = field(default_factory=dict)
    aside: set[tuple[UUID, UUID]] = field(default_factory=set)
    lines: dict[UUID, UUID] = field(default_factory=dict)
    asked: set[tuple[UUID, str]] = field(default_factory=set)
    tutors: set[tuple[UUID, UUID]] = field(default_factory=set)
    intake: set[tuple[UUID, UUID]] = field(default_factory=set)
    marking: set[tuple[UUID, UUID]] = field(default_factory=set)
    marked: set[tuple[UUID, UUID]] = field(default_factory=set)
    moderated: set[tuple[UUID, UUID]] = field(default_factory=set)
    countersigned: set[tuple[UUID, UUID]] = field(default_factory=set)

    def between(self, person: User, submission: Submission) -> list[Conflict]:
        """Every conflict, the gravest first."""
        return self.on_enrolment(person, self.enrolments[submission.pk], submission.portfolio_id)

    def on_enrolment(self, person: User, enrolment: Enrolment, portfolio_id: UUID | None = None) -> list[Conflict]:
        """The same before there is a portfolio, when a cohort is staffed."""
        if enrolment.learner_id == person.pk:
            return [OWN]
        if (enrolment.learner_id, person.pk) in self.away:
            return [AWAY]
        return [
            *self._declared(person, enrolment, portfolio_id),
            *self._at_work(person, enrolment),
            *self._by_what_they_did(person, portfolio_id, enrolment),
        ]

    def _declared(self, person: User, enrolment: Enrolment, portfolio_id: UUID | None) -> list[Conflict]:
        learner = enrolment.learner
        employers = {fold(employer.name) for employer in (learner.employer, enrolment.employer) if employer}
        names = names_of(learner)
        touched = any(
            one.organisation_key in employers or (one.email and one.email == learner.email) or one.name_key in names
            for one in self.interests.get(person.pk, ())
        )
        return [DECLARED] if touched or (portfolio_id, person.pk) in self.aside else []

    def _at_work(self, person: User, enrolment: Enrolment) -> list[Conflict]:
        learner = enrolment.learner
        found = []
        if person.email == enrolment.manager_email.casefold() or learner.manager_id == person.pk:
            found.append(MANAGER)
        elif person.pk in self._above(learner.pk) or learner.pk in self._above(person.pk):
            found.append(LINE)
        employers = {learner.employer_id, enrolment.employer_id} - {None}
        if person.employer_id in employers:
            same_team = person.team.strip().casefold() == learner.team.strip().casefold() != ""
            found.append(TEAM if same_team else EMPLOYER)
        return found

    def _by_what_they_did(self, person: User, portfolio_id: UUID | None, enrolment: Enrolment) -> list[Conflict]:
        facts = [
            (ATTESTED, (portfolio_id, person.email) in self.asked),
            (TUTORED, (enrolment.learner_id, person.pk) in self.tutors),
            (INTAKE, (portfolio_id, person.pk) in self.intake),
            (MARKING, (portfolio_id, person.pk) in self.marking),
            (MARKED, (portfolio_id, person.pk) in self.marked),
            (COUNTERSIGNED, (portfolio_id, person.pk) in self.countersigned),
            (MODERATED, (portfolio_id, person.pk) in self.moderated),
        ]
        return [conflict for conflict, holds in facts if holds]

    def _above(self, person_id: UUID) -> set[UUID]:
        above: set[UUID] = set()
        while (person_id := self.lines.get(person_id)) and person_id not in above:
            above.add(person_id)
        return above


def gather(people: Iterable[User], submissions: Iterable[Submission]) -> Ties:
    """The ties between all of these people and all of these submissions."""
    submissions = list(submissions)
    portfolios = {submission.portfolio_id for submission in submissions}
    enrolments = {
        enrolment.portfolio.pk: enrolment
        for enrolment in Enrolment.objects.filter(portfolio__in=portfolios).select_related(
            "learner__employer", "employer", "portfolio"
        )
    }
    ties = gather_for(people, enrolments.values(), portfolios)
    ties.enrolments = {submission.pk: enrolments[submission.portfolio_id] for submission in submissions}
    return ties


def gather_for(people: Iterable[User], enrolments: Iterable[Enrolment], portfolios: Iterable[UUID] = ()) -> Ties:
    """The ties between all of these people and the learners of these enrolments, whose learner is read already."""
    people, enrolments = list(people), list(enrolments)
    learners = {enrolment.learner_id for enrolment in enrolments}
    interests: dict[UUID, list[DeclaredInterest]] = {}
    for interest in DeclaredInterest.objects.filter(person__in=people, ended_at__isnull=True):
        interests.setdefault(interest.person_id, []).append(interest)
    marks = Mark.objects.filter(state=MarkState.FINAL, submission__portfolio__in=portfolios)
    return Ties(
        away=find_kept_away(people, learners),
        interests=interests,
        aside=set(
            SteppedAside.objects.filter(portfolio__in=portfolios, person__in=people).values_list("portfolio", "person")
        ),
        lines=_reporting_lines({person.pk for person in people} | learners),
        asked={
            (portfolio, email.casefold())
            for portfolio, email in Attestation.objects.filter(submission__portfolio__in=portfolios).values_list(
                "submission__portfolio", "manager_email"
            )
        },
        tutors=set(
            CohortStaff.objects.filter(
                cohort__enrolments__learner__in=learners, person__in=people, role=CohortRole.TUTOR
            ).values_list("cohort__enrolments__learner", "person")
        ),
        intake=set(
            IntakeOpening.objects.filter(submission__portfolio__in=portfolios, opened_by__in=people).values_list(
                "submission__portfolio", "opened_by"
            )
        ),
        # Whoever has it to mark learns nothing of another's mark by another office of theirs (MRK-4).
        marking=set(
            Allocation.objects.to_mark()
            .filter(assessor__in=people, submission__portfolio__in=portfolios)
            .values_list("submission__portfolio", "assessor")
        ),
        marked=set(marks.filter(assessor__in=people).values_list("submission__portfolio", "assessor")),
        countersigned=set(
            Allocation.objects.filter(submission__portfolio__in=portfolios, countersigner__in=people)
            .exclude(state=AllocationState.WITHDRAWN)
            .values_list("submission__portfolio", "countersigner")
        ),
        # By the name of the relation: moderation lies above this feature, and its models are not imported here.
        moderated=set(
            marks.filter(samplings__reviewed_by__in=people).values_list(
                "submission__portfolio", "samplings__reviewed_by"
            )
        ),
    )


def _reporting_lines(start: set[UUID]) -> dict[UUID, UUID]:
    """Who reports to whom, upwards from these people: one query a step of the line, whatever their number."""
    lines: dict[UUID, UUID] = {}
    ask = start
    for _ in range(LONGEST_LINE):
        found = dict(User.objects.filter(pk__in=ask, manager__isnull=False).values_list("pk", "manager"))
        lines |= found
        ask = set(found.values()) - lines.keys()
        if not ask:
            break
    return lines
