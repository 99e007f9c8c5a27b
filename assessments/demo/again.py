"""A second attempt of the demonstration, with an assessor who had no part in the first."""

from assessments.demo import road
from assessments.portfolios.actions import complete_item, write_text
from assessments.portfolios.models import Submission
from assessments.portfolios.reading import read_own_text
from assessments.portfolios.states import ItemKind, SubmissionState
from cpd.accounts.models import User

SHORT = ("2.1",)
ADDED = (
    "Looking back, I asked the mother about each child in turn and wrote down what each of them said, in their own words "
    "and apart from what I made of it."
)


def hand_in_again(maker, family_name: str, assessor: User) -> None:
    """She answered what was asked in the pieces that are open, and left the others as they were."""
    draft = Submission.objects.at(SubmissionState.DRAFT).get(
        attempt=2, portfolio__enrolment__learner__family_name=family_name
    )
    learner, now = draft.portfolio.enrolment.learner, maker.ago(7)
    is_open = {"task__criteria__in": draft.criteria.all(), "kind": ItemKind.TEXT}
    for item in draft.items.present().filter(**is_open).distinct():
        text = f"{read_own_text(item, by=learner)}\n\n{ADDED}"
        item = write_text(item, text=text, version=item.version, by=learner, now=now)
        complete_item(item, is_complete=True, by=learner, now=now)
    sealed = road.hand_in(draft, by=learner, now=maker.ago(6))
    sealed = road.take_in(sealed, by=maker.cast.coordinator, now=maker.ago(4))
    road.give_to(sealed, assessor, by=maker.cast.coordinator, now=maker.ago(3))
