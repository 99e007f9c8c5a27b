"""Makes the things of the tests, by the same actions that people use."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from assessments.boards.actions import freeze_papers, schedule
from assessments.boards.models import Board
from assessments.certificates.changing import carry_out, change_award
from assessments.certificates.models import Award, AwardChange
from assessments.confidentiality.actions import accept, open_for_intake
from assessments.demo import road
from assessments.marking import actions as marking
from assessments.marking.models import Allocation, Mark
from assessments.marking.states import Verdict
from assessments.moderation import actions as moderation
from assessments.moderation.models import Sample
from assessments.portfolios import actions as portfolios
from assessments.portfolios.deadlines import feedback_due_on
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.states import Declaration
from courses.accreditation.actions import adopt_rules, cover_version, create_accreditation
from courses.accreditation.models import Accreditation, RuleSet
from courses.catalogue.actions import import_package, publish_version
from courses.catalogue.models import ModuleVersion, Task
from courses.catalogue.packages import read_package
from courses.catalogue.states import UNWRITTEN
from courses.delivery.actions import accept_offer, add_staff, change_employer, create_cohort, offer_place, open_cohort
from courses.delivery.calendar import five_pm
from courses.delivery.models import Cohort, CohortRole, Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.clock import NOON, TODAY
from tests.people import make_person, provider, university

SHORT = Path(__file__).parent / "packages" / "SHORT"
DUE = five_pm(date(2026, 7, 3))


def somebody(role: Role) -> User:
    """A person who holds this role, made on first need: for steps in which the test does not care who."""
    name = f"Any {role.capitalize()}"
    return User.objects.filter(given_names="Any", family_name=role.capitalize()).first() or make_person(name, role)


def make_version(package: Path = SHORT) -> ModuleVersion:
    """A published version of a package."""
    version = import_package(read_package(package), by=somebody(Role.AUTHOR), now=NOON)
    if version.is_published:
        return version
    return publish_version(version, by=somebody(Role.ADMINISTRATOR), now=NOON)


def make_accreditation(version: ModuleVersion | None = None, **fields) -> Accreditation:
    """An agreement that is in force all through 2026 and covers the version."""
    by = somebody(Role.ADMINISTRATOR)
    details = {
        "university": university(),
        "reference": f"UM-{Accreditation.objects.count() + 1}",
        "model": "external_accreditation",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31),
        "teach_out_until": date(2028, 12, 31),
        "wording": "The University of Merebridge recognises this module.",
        "signatories": [("Rhian Vale", "Head of Learning")],
    }
    accreditation = create_accreditation(**details | fields, by=by, now=NOON)
    cover_version(accreditation, version or make_version(), by=by, now=NOON)
    return accreditation


def set_rules(cohort: Cohort, **numbers) -> RuleSet:
    """The rules of the cohort's agreement with some numbers changed, from its start on."""
    values = cohort.accreditation.rule_sets.latest("number").values | numbers
    adopted = adopt_rules(
        cohort.accreditation,
        values=values,
        starts_on=cohort.starts_on,
        reason="Agreed with the university.",
        by=somebody(Role.ADMINISTRATOR),
        now=NOON,
    )
    for cached in (cohort, cohort.accreditation):
        cached.__dict__.pop("rules", None)
    return adopted


def make_cohort(version: ModuleVersion | None = None, **staff: User) -> Cohort:
    """An open cohort that began two days ago; staff by post: make_cohort(assessor=asha)."""
    version = version or make_version()
    by = somebody(Role.COORDINATOR)
    cohort = create_cohort(
        version=version,
        accreditation=make_accreditation(version),
        code=f"SUMMER-{Cohort.objects.count() + 1}",
        starts_on=date(2026, 6, 1),
        due_at=DUE,
        board_on=date(2026, 8, 5),
        by=by,
        now=NOON,
    )
    for post, person in staff.items():
        add_staff(cohort, person=person, role=CohortRole(post), by=by, now=NOON)
    return open_cohort(cohort, by=by, now=NOON)


def make_enrolment(learner: User | None = None, cohort: Cohort | None = None) -> Enrolment:
    """A learner who studies on a cohort."""
    learner = learner or somebody(Role.LEARNER)
    provider()
    enrolment = offer_place(
        cohort or make_cohort(),
        email=learner.email,
        given_names=learner.given_names,
        family_name=learner.family_name,
        certificate_name=learner.certificate_name,
        employer=learner.employer,
        by=somebody(Role.COORDINATOR),
        now=NOON,
    )
    return accept_offer(enrolment, code=enrolment.code, by=learner, now=NOON)


MANAGER = {"name": "Mo Manager", "email": "mo@example.org"}


def name_manager(submission: Submission) -> Submission:
    """A coordinator enters MANAGER as the learner's manager, so that a link may go there."""
    enrolment = submission.portfolio.enrolment
    change_employer(
        enrolment,
        employer=enrolment.learner.employer.name if enrolment.learner.employer else "Lantern Advocacy",
        manager_name=MANAGER["name"],
        manager_email=MANAGER["email"],
        by=somebody(Role.COORDINATOR),
        now=NOON,
    )
    return Submission.objects.select_related("portfolio__enrolment__learner").get(pk=submission.pk)


TEXT = "On day 12 I met Parent R and Child A.\n\nI stated the risk to each child, and what would lower it."


def make_portfolio(learner: User | None = None, cohort: Cohort | None = None) -> Submission:
    """A draft with nothing in it."""
    enrolment = make_enrolment(learner, cohort)
    return portfolios.open_portfolio(enrolment, by=enrolment.learner, now=NOON)


def make_text(submission: Submission, task: Task | None = None, text: str = TEXT) -> EvidenceItem:
    """A written and completed item that shows every criterion of its task which is open."""
    learner = submission.portfolio.enrolment.learner
    task = task or submission.portfolio.enrolment.version.tasks.order_by("position").first()
    mode = task.modes.exclude(mode__in=UNWRITTEN).first().mode
    item = portfolios.start_text(submission, task=task, mode=mode, by=learner, now=NOON)
    item = portfolios.write_text(item, text=text, version=item.version, by=learner, now=NOON)
    if item.is_reflection:
        item = portfolios.choose_layer(item, layer="auditor", by=learner, now=NOON)
    for criterion in submission.criteria.filter(tasks=task):
        portfolios.claim(item, criterion=criterion, place="para 1", by=learner, now=NOON)
    return portfolios.complete_item(item, is_complete=True, by=learner, now=NOON)


def make_ready_portfolio(learner: User | None = None, cohort: Cohort | None = None) -> Submission:
    """A draft that can be submitted: a text for every task, every criterion claimed."""
    submission = make_portfolio(learner, cohort)
    for task in submission.portfolio.enrolment.version.tasks.order_by("position"):
        make_text(submission, task)
    return submission


def make_submitted(learner: User | None = None, cohort: Cohort | None = None) -> Submission:
    """A sealed portfolio that waits for intake."""
    submission = make_ready_portfolio(learner, cohort)
    learner = submission.portfolio.enrolment.learner
    return portfolios.submit(submission, declarations=Declaration.values, by=learner, now=NOON)


def make_accepted(learner: User | None = None, cohort: Cohort | None = None) -> Submission:
    """A submission that intake has accepted and that has no assessor."""
    submission = make_submitted(learner, cohort)
    by = somebody(Role.COORDINATOR)
    open_for_intake(submission, reason="Intake check", by=by, now=NOON)
    return accept(submission, by=by, now=NOON)


def make_allocation(
    assessor: User | None = None, learner: User | None = None, cohort: Cohort | None = None
) -> Allocation:
    """An accepted submission in the hands of an assessor."""
    submission = make_accepted(learner, cohort)
    return marking.allocate(
        submission,
        assessor=assessor or somebody(Role.ASSESSOR),
        due_date=min(date(2026, 7, 17), feedback_due_on(submission)),
        by=somebody(Role.COORDINATOR),
        now=NOON,
    )


def make_marked(
    assessor: User | None = None,
    learner: User | None = None,
    cohort: Cohort | None = None,
    not_yet_met: Iterable[str] = (),
) -> Mark:
    """A final mark; every criterion is met but for the numbers given."""
    return finish_marking(make_allocation(assessor, learner, cohort), not_yet_met)


def finish_marking(allocation: Allocation, not_yet_met: Iterable[str] = ()) -> Mark:
    """The assessor of this allocation judges every criterion and finalises."""
    by = allocation.assessor
    mark = marking.begin(allocation, by=by, now=NOON)
    for judgement in mark.judgements.select_related("criterion"):
        is_met = judgement.criterion.number not in not_yet_met
        marking.judge(
            mark,
            criterion=judgement.criterion,
            verdict=Verdict.MET if is_met else Verdict.NOT_YET_MET,
            feedback="" if is_met else "Say what you did, and when.",
            lacks=() if is_met else ["sufficient"],
            version=judgement.version,
            by=by,
            now=NOON,
        )
    mark = marking.write_feedback(mark, text="A clear account of careful work.", version=mark.version, by=by, now=NOON)
    return marking.finalise(mark, by=by, now=NOON)


def make_sample(cohort: Cohort, moderator: User | None = None) -> Sample:
    """A drawn sample of the cohort's marks, with nothing reviewed yet."""
    return moderation.draw_sample(cohort, by=moderator or somebody(Role.MODERATOR), now=NOON, seed="seed")


def confirm_marking(cohort: Cohort, moderator: User | None = None) -> Sample:
    """The moderator agrees with every mark of a sample and confirms the cohort."""
    by = moderator or somebody(Role.MODERATOR)
    sample = make_sample(cohort, by)
    for item in sample.items.all():
        moderation.review(item, verdict="agreed", note="", by=by, now=NOON)
    return moderation.confirm(sample, report="Read as drawn; the marking is sound.", by=by, now=NOON)


def make_confirmed(
    learner: User | None = None, cohort: Cohort | None = None, not_yet_met: Iterable[str] = ()
) -> Submission:
    """A submission whose marking the moderator has confirmed."""
    mark = make_marked(learner=learner, cohort=cohort, not_yet_met=not_yet_met)
    confirm_marking(mark.submission.portfolio.enrolment.cohort)
    mark.submission.refresh_from_db()
    return mark.submission


def make_board(cohort: Cohort) -> Board:
    """A meeting of three and the university's representative, whose papers are frozen."""
    chair = somebody(Role.BOARD)
    names = ("Second Board", "Third Board")
    members = [
        User.objects.filter(given_names=name.split()[0], family_name="Board").first() or make_person(name, Role.BOARD)
        for name in names
    ]
    coordinator = somebody(Role.COORDINATOR)
    board = schedule(
        cohort,
        held_on=TODAY,
        chair=chair,
        members=[*members, university_member()],
        notice_reason=road.HURRY,
        by=coordinator,
        now=NOON,
    )
    return freeze_papers(board, late_reason=road.HURRY, by=coordinator, now=NOON)


def university_member() -> User:
    """Who speaks for the university at a board."""
    known = User.objects.filter(given_names="Petra", family_name="Board").first()
    if known:
        return known
    person = make_person("Petra Board", Role.BOARD)
    person.appointments.update(organisation=university())
    return person


def let_out(board: Board) -> Board:
    """A coordinator asks, the chair agrees, and the results are out when the while is over."""
    return road.let_out(board, asks=somebody(Role.COORDINATOR), agrees=board.chair, now=NOON)


def make_released(
    learner: User | None = None, cohort: Cohort | None = None, not_yet_met: Iterable[str] = ()
) -> Submission:
    """A submission whose result the board decided as proposed, and the coordinator released."""
    submission = make_confirmed(learner, cohort, not_yet_met)
    board = road.decide_all(make_board(submission.portfolio.enrolment.cohort), now=NOON)
    let_out(board)
    submission.refresh_from_db()
    return submission


def revoke(award: Award, *, by: User, now: datetime = NOON) -> AwardChange:
    """Proposed a month ago by another coordinator; the holder did not reply."""
    change = change_award(
        award,
        to="revoked",
        reason="misconduct",
        authority="board",
        authority_on=(now - timedelta(days=31)).date(),
        authority_reference="Minute 7",
        by=somebody(Role.COORDINATOR),
        now=now - timedelta(days=30),
    )
    return carry_out(change, by=by, now=now)


def make_award(learner: User | None = None) -> Award:
    """The award of a released pass."""
    return Award.objects.get(enrolment=make_released(learner).portfolio.enrolment)
