"""What waits at intake, is taken in, locked away and read for a reason."""

from assessments.confidentiality.actions import (
    accept,
    open_for_intake,
    open_in_emergency,
    quarantine_item,
    raise_concern,
)
from assessments.confidentiality.models import UnusualReading
from assessments.portfolios import actions as portfolios
from assessments.portfolios.identifiers import sign_of
from assessments.portfolios.models import Submission
from assessments.portfolios.states import Declaration, ItemKind
from courses.delivery.models import Cohort
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.architecture.world.marks import PHRASE
from tests.architecture.world.studying import hand_in
from tests.clock import NOON
from tests.factories import make_portfolio, make_text, somebody


def take_in(submission: Submission) -> Submission:
    by = somebody(Role.COORDINATOR)
    open_for_intake(submission, reason=f"To check {PHRASE}", by=by, now=NOON)
    return accept(submission, by=by, now=NOON)


def make_taken_in(learner: User, cohort: Cohort | None = None) -> Submission:
    return take_in(hand_in(learner, cohort))


def make_intake(people: dict[Role, User]) -> dict:
    """One that waits and that two people have opened; and one of which an item was locked away."""
    waiting, breached = hand_in(people[Role.LEARNER]), hand_in(people[Role.LEARNER])
    lead = people[Role.SAFEGUARDING]
    for person, submission in ((people[Role.COORDINATOR], waiting), (lead, waiting), (lead, breached)):
        open_for_intake(submission, reason=f"To check {PHRASE}", by=person, now=NOON)
    incident = quarantine_item(breached.items.get(label="E1"), kind="name", by=lead, now=NOON)
    concern = raise_concern(waiting, note=f"I fear for {PHRASE}", by=lead, now=NOON)
    file = waiting.items.get(kind=ItemKind.FILE)
    opening = open_in_emergency(waiting, reason=f"Somebody fears for {PHRASE} tonight", by=lead, now=NOON)
    reading = UnusualReading.objects.create(
        key="night", kind="night", person=people[Role.ASSESSOR], day=NOON.date(), items=3, first_at=NOON, found_at=NOON
    )
    pages = ("show_intake", "open_submission", "accept_submission", "return_submission", "raise_concern")
    return {
        **{
            f"confidentiality:{page} submission_id": waiting.pk
            for page in (*pages, "quarantine_item", "download_item", "show_page")
        },
        "confidentiality:quarantine_item item_id": file.pk,
        "confidentiality:download_item item_id": file.pk,
        "confidentiality:download_in_emergency item_id": file.pk,
        "confidentiality:lock_in_emergency item_id": file.pk,
        "opening_id": opening.pk,
        "reading_id": reading.pk,
        "confidentiality:show_page item_id": file.pk,
        "incident_id": incident.pk,
        "concern_id": concern.pk,
        **dict.fromkeys(
            [f"confidentiality:{page} submission_id" for page in ("review_passages", "raise_passage_concern")],
            _kept(people[Role.LEARNER]).pk,
        ),
        "portfolios:show_receipt submission_id": waiting.pk,
        "portfolios:download_receipt submission_id": waiting.pk,
        "portfolios:download_manifest submission_id": waiting.pk,
        "portfolios:take_back submission_id": waiting.pk,
    }


def _kept(learner: User) -> Submission:
    """A submission with a name that stays for a reason, so that a lead reads its passage."""
    submission = make_portfolio(learner)
    for task in submission.portfolio.enrolment.version.tasks.order_by("position"):
        make_text(submission, task, text=f"Agnieszka said {PHRASE}.")
    sign = sign_of(submission.portfolio, "Agnieszka")
    portfolios.keep_word(submission, sign=sign, reason="public", by=learner, now=NOON)
    return portfolios.submit(submission, declarations=Declaration.values, by=learner, now=NOON)
