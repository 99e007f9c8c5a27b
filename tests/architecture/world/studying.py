"""What is taught, and what a learner writes and hands in."""

from assessments.portfolios import actions as portfolios
from assessments.portfolios.identifiers import sign_of
from assessments.portfolios.models import Submission
from assessments.portfolios.states import Declaration
from courses.accreditation.actions import set_condition
from courses.delivery.actions import add_session, change_employer, upload_roster
from courses.delivery.models import Cohort
from courses.delivery.rosters.writing import write_template
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.architecture.world.marks import MANAGER_EMAIL, MANAGER_NAME, OWN_TITLE, PHRASE, UPLOADED
from tests.assessments.portfolios.files import picture
from tests.clock import NOON, later
from tests.factories import make_accreditation, make_cohort, make_portfolio, make_text


def make_teaching(people: dict[Role, User]) -> dict:
    by = people[Role.COORDINATOR]
    cohort = make_cohort(tutor=people[Role.TUTOR])
    session = add_session(
        cohort, title="Session", starts_at=later(days=3), ends_at=later(days=3, hours=2), by=by, now=NOON
    )
    roster = upload_roster(cohort, data=write_template(), by=by, now=NOON)
    version = cohort.version
    return {
        "cohort_id": cohort.pk,
        "session_id": session.pk,
        "roster_id": roster.pk,
        "version_id": version.pk,
        "case_id": version.cases.get().pk,
        "slug": version.lessons.first().slug,
        "accreditation_id": cohort.accreditation_id,
        "accreditation:download_logo accreditation_id": make_accreditation(
            cohort.version, may_use_logo=True, logo=b"a picture"
        ).pk,
        "condition_id": set_condition(
            cohort.accreditation, kind="recommendation", text="Consider more.", due_on=None, by=by, now=NOON
        ).pk,
        "task_id": version.tasks.get(key="P1").pk,
        "criterion_id": version.tasks.get(key="P1").criteria.first().pk,
        "step": "interrupt",
        "topic": "portfolio",
        "key": "note",
    }


def make_writing(people: dict[Role, User]) -> dict:
    """A draft with a text, a link to a criterion, a question to a manager, and words set aside by another tab."""
    learner = people[Role.LEARNER]
    draft = make_portfolio(learner, Cohort.objects.get(staff__person=people[Role.TUTOR]))
    item = make_text(draft, text=f"Child A said {PHRASE}. Agnieszka was there.")
    enrolment = draft.portfolio.enrolment
    change_employer(
        enrolment,
        employer="Canaryworks Advocacy",
        manager_name=MANAGER_NAME,
        manager_email=MANAGER_EMAIL,
        by=people[Role.COORDINATOR],
        now=NOON,
    )
    draft.refresh_from_db()
    attestation, token = portfolios.ask_manager(
        draft, item=item, name=MANAGER_NAME, email=MANAGER_EMAIL, by=learner, now=NOON
    )
    typed, _ = portfolios.ask_manager(draft, name=MANAGER_NAME, email=f"other.{MANAGER_EMAIL}", by=learner, now=NOON)
    return {
        "submission_id": draft.pk,
        "item_id": item.pk,
        "claim_id": item.claims.first().pk,
        "revision_id": 1,
        "attestation_id": attestation.pk,
        "portfolios:check_address attestation_id": typed.pk,
        "portfolios:answer_manager token": token,
        "delivery:read_calendar token": enrolment.calendar_token,
        "sign": sign_of(draft.portfolio, "Agnieszka"),
        "enrolment_id": enrolment.pk,
    }


def hand_in(learner: User, cohort: Cohort | None = None) -> Submission:
    """A sealed portfolio whose texts, notes and file hold canaries."""
    submission = make_portfolio(learner, cohort)
    tasks = submission.portfolio.enrolment.version.tasks.order_by("position")
    for task in tasks:
        item = make_text(submission, task, text=f"Child A said {PHRASE} on day 12.")
    portfolios.claim(item, criterion=item.task.criteria.first(), place="", note=f"See {PHRASE}", by=learner, now=NOON)
    portfolios.add_file(
        submission,
        task=tasks.get(key="P1"),
        mode="anonymised_rewrite",
        title=OWN_TITLE,
        upload=picture(UPLOADED),
        by=learner,
        now=NOON,
    )
    return portfolios.submit(submission, declarations=Declaration.values, by=learner, now=NOON)
