"""Who stands too near to a learner to judge her work (COI-1): the facts, and what they mean in a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from assessments.confidentiality.models import IntakeOpening
from assessments.marking.models import Mark
from assessments.marking.states import MarkState
from assessments.portfolios.models import Attestation, Submission
from courses.delivery.models import CohortRole, CohortStaff, Enrolment
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
TUTORED = Conflict("tutored", "They teach this cohort.")
INTAKE = Conflict("intake", "They opened this portfolio for intake.")
MARKED = Conflict("marked", "They have marked this portfolio before.")
MODERATED = Conflict("moderated", "They have moderated this portfolio before.")
EMPLOYER = Conflict("employer", "They and the learner have the same employer.", is_bar=False)


@dataclass
class Ties:
    """What is known between some people and some submissions; read in a constant number of queries by `gather`."""

    away: set[tuple[UUID, UUID]] = field(default_factory=set)
    enrolments: dict[UUID, Enrolment] = field(default_factory=dict)
    lines: dict[UUID, UUID] = field(default_factory=dict)
    asked: set[tuple[UUID, str]] = field(default_factory=set)
    tutors: set[tuple[UUID, UUID]] = field(default_factory=set)
    intake: set[tuple[UUID, UUID]] = field(default_factory=set)
    marked: set[tuple[UUID, UUID]] = field(default_factory=set)
    moderated: set[tuple[UUID, UUID]] = field(default_factory=set)

    def between(self, person: User, submission: Submission) -> list[Conflict]:
        """Every conflict, the gravest first."""
        enrolment = self.enrolments[submission.pk]
        if enrolment.learner_id == person.pk:
            return [OWN]
        if (enrolment.learner_id, person.pk) in self.away:
            return [AWAY]
        return [*self._at_work(person, enrolment), *self._by_what_they_did(person, submission.portfolio_id, enrolment)]

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

    def _by_what_they_did(self, person: User, portfolio_id: UUID, enrolment: Enrolment) -> list[Conflict]:
        facts = [
            (ATTESTED, (portfolio_id, person.email) in self.asked),
            (TUTORED, (enrolment.cohort_id, person.pk) in self.tutors),
            (INTAKE, (portfolio_id, person.pk) in self.intake),
            (MARKED, (portfolio_id, person.pk) in self.marked),
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
    people, submissions = list(people), list(submissions)
    portfolios = {submission.portfolio_id for submission in submissions}
    enrolments = {
        enrolment.portfolio.pk: enrolment
        for enrolment in Enrolment.objects.filter(portfolio__in=portfolios).select_related("learner", "portfolio")
    }
    cohorts = {enrolment.cohort_id for enrolment in enrolments.values()}
    marks = Mark.objects.filter(state=MarkState.FINAL, submission__portfolio__in=portfolios)
    return Ties(
        away=find_kept_away(people, {enrolment.learner_id for enrolment in enrolments.values()}),
        enrolments={submission.pk: enrolments[submission.portfolio_id] for submission in submissions},
        lines=_reporting_lines({person.pk for person in people} | {e.learner_id for e in enrolments.values()}),
        asked={
            (portfolio, email.casefold())
            for portfolio, email in Attestation.objects.filter(submission__portfolio__in=portfolios).values_list(
                "submission__portfolio", "manager_email"
            )
        },
        tutors=set(
            CohortStaff.objects.filter(cohort__in=cohorts, person__in=people, role=CohortRole.TUTOR).values_list(
                "cohort", "person"
            )
        ),
        intake=set(
            IntakeOpening.objects.filter(submission__portfolio__in=portfolios, opened_by__in=people).values_list(
                "submission__portfolio", "opened_by"
            )
        ),
        marked=set(marks.filter(assessor__in=people).values_list("submission__portfolio", "assessor")),
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
