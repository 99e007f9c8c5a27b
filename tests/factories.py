"""Makes the things of the tests, by the same actions that people use."""

from datetime import date
from pathlib import Path

from assessments.portfolios import actions as portfolios
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.states import Declaration
from courses.accreditation.actions import cover_version, create_accreditation
from courses.accreditation.models import Accreditation
from courses.catalogue.actions import import_package, publish_version
from courses.catalogue.models import ModuleVersion, Task
from courses.catalogue.packages import read_package
from courses.catalogue.states import Mode
from courses.delivery.actions import accept_offer, add_staff, create_cohort, offer_place, open_cohort
from courses.delivery.calendar import five_pm
from courses.delivery.models import Cohort, CohortRole, Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.clock import NOON
from tests.people import make_person, university

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


TEXT = "On day 12 I met Parent R and Child A.\n\nI stated the risk to each child, and what would lower it."


def make_portfolio(learner: User | None = None, cohort: Cohort | None = None) -> Submission:
    """A draft with nothing in it."""
    enrolment = make_enrolment(learner, cohort)
    return portfolios.open_portfolio(enrolment, by=enrolment.learner, now=NOON)


def make_text(submission: Submission, task: Task | None = None, text: str = TEXT) -> EvidenceItem:
    """A written and completed item that shows every criterion of its task which is open."""
    learner = submission.portfolio.enrolment.learner
    task = task or submission.portfolio.enrolment.version.tasks.order_by("position").first()
    mode = task.modes.exclude(mode=Mode.SIGHTED_AT_EMPLOYER).first().mode
    item = portfolios.start_text(submission, task=task, mode=mode, by=learner, now=NOON)
    item = portfolios.write_text(item, text=text, version=item.version, by=learner, now=NOON)
    for criterion in submission.criteria.filter(tasks=task):
        portfolios.claim(item, criterion=criterion, place="para 1", by=learner, now=NOON)
    return portfolios.complete_item(item, is_complete=True, by=learner, now=NOON)


def make_ready_portfolio(learner: User | None = None, cohort: Cohort | None = None) -> Submission:
    """A draft that can be submitted: a text for every task, every criterion claimed."""
    submission = make_portfolio(learner, cohort)
    for task in submission.portfolio.enrolment.version.tasks.order_by("position"):
        make_text(submission, task)
    return submission


def make_submission(learner: User | None = None, cohort: Cohort | None = None) -> Submission:
    """A sealed portfolio that waits for intake."""
    submission = make_ready_portfolio(learner, cohort)
    learner = submission.portfolio.enrolment.learner
    return portfolios.submit(submission, declarations=Declaration.values, by=learner, now=NOON)
