"""What assessors of the demonstration have shown; one who is new and is countersigned; whom a learner keeps away."""

from datetime import datetime, timedelta

from assessments.demo import road
from assessments.demo.people import make_person
from assessments.marking.actions import allocate
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from assessments.standardisation.actions import give_judgements, open_exercise, save_trials
from assessments.standing.actions import declare, declare_interest, record_fact, set_availability
from assessments.standing.states import QUALIFYING, Interest
from courses.delivery.actions import add_staff, invite_external
from courses.delivery.models import Cohort, CohortRole
from cpd.accounts.actions import appoint, keep_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role

BEFORE_THE_FIRST_MARK = 90
PAPERS = {
    "practice": "Contract of the present post, original",
    "training": "Assessor's certificate no. 2291, original",
    "development": "Record of this year's training days",
    "standardisation": "List of those present",
}


def qualify(maker) -> None:
    """Everybody who assesses has shown what it takes, and declared."""
    now = maker.ago(BEFORE_THE_FIRST_MARK)
    for person in User.objects.holding(Role.ASSESSOR, on=now.date()).order_by("email"):
        show_everything(person, maker, now)
    set_availability(maker.cast.assessor, most=25, away_from=None, away_until=None, by=maker.cast.assessor, now=now)


def show_everything(person: User, maker, now: datetime) -> None:
    for kind in QUALIFYING:
        record_fact(person, kind=kind, happened_on=now.date(), seen=PAPERS[kind], by=maker.cast.coordinator, now=now)
    declare(by=person, now=now)


def make_standing(maker) -> None:
    """In the present cohort a newcomer; for the next one somebody from outside; and a learner's wish."""
    under_way, planned = Cohort.objects.get(code="SCDA-AUTUMN"), Cohort.objects.get(code="SMDA-WINTER")
    _make_newcomer(maker, under_way)
    _make_exercise(maker)
    invite_external(
        planned,
        email="freya.outside@demo.example",
        role=CohortRole.MODERATOR,
        until=planned.board_on + timedelta(days=60),
        by=maker.cast.coordinator,
        now=maker.ago(1),
    )
    learner = User.objects.get(given_names="Grace", family_name="Abiola")
    keep_away(name="Robin Keane", known_from=str(maker.cast.employers[1]), by=learner, now=maker.ago(2))


def _make_newcomer(maker, cohort: Cohort) -> None:
    """A new assessor without the training yet, whose first mark waits for a countersignature."""
    cast, begun = maker.cast, maker.ago(20)
    newcomer = make_person("Tariq Dale", now=begun)
    appoint(
        newcomer,
        role=Role.ASSESSOR,
        organisation=cast.provider,
        starts_on=begun.date(),
        by=cast.administrator,
        now=begun,
    )
    for kind in ("practice", "development"):
        record_fact(newcomer, kind=kind, happened_on=begun.date(), seen=PAPERS[kind], by=cast.coordinator, now=begun)
    declare_interest(kind=Interest.FAMILY, name="Niamh Dale", by=newcomer, now=begun)
    declare(by=newcomer, now=begun)
    add_staff(cohort, person=newcomer, role=CohortRole.ASSESSOR, by=cast.coordinator, now=begun)
    submission = maker.accepted(cohort, "Aoife Brennan", days=6)
    allocation = allocate(
        submission,
        assessor=newcomer,
        countersigner=cast.assessor,
        due_date=(maker.now + timedelta(days=6)).date(),
        by=cast.coordinator,
        now=maker.ago(5),
    )
    road.mark_fully(allocation, now=maker.ago(1))


def _make_exercise(maker) -> None:
    """Two assessors who had no part in it judge a released portfolio; one of them has given her judgements."""
    now = maker.ago(4)
    other = make_person("Wendy Achebe", now=now)
    provider, by = maker.cast.provider, maker.cast.administrator
    appoint(other, role=Role.ASSESSOR, organisation=provider, starts_on=now.date(), by=by, now=now)
    show_everything(other, maker, now)
    released = Submission.objects.at(SubmissionState.RELEASED).order_by("reference").first()
    exercise = open_exercise(
        released, due_date=(maker.now + timedelta(days=10)).date(), by=maker.cast.moderator, now=maker.ago(3)
    )
    part = exercise.participants.get(person=other)
    split = part.trials.order_by("criterion__position").first().criterion_id
    said = {
        trial.criterion_id: ("not_yet_met", "The child's own view is missing.")
        if trial.criterion_id == split
        else ("met", "")
        for trial in part.trials.all()
    }
    part = save_trials(part, said=said, by=other, now=maker.ago(1))
    give_judgements(part, by=other, now=maker.ago(1))
