"""The one way to what was written in an appeal."""

from dataclasses import dataclass
from datetime import datetime

from assessments.appeals.models import Appeal
from assessments.appeals.rules import check_has_seat
from cpd.accounts.away.rules import check_is_not_kept_away
from cpd.accounts.models import User
from cpd.files.texts import open_text
from cpd.history.actions import action, record
from cpd.rules import NotAllowed


@dataclass(frozen=True)
class Written:
    statement: str
    reason: str


def read_own(appeal: Appeal, *, by: User) -> Written:
    if appeal.submission.portfolio.enrolment.learner_id != by.pk:
        raise NotAllowed("Only the learner whose appeal this is reads it here.")
    return _open(appeal)


@action
def read_to_decide(appeal: Appeal, *, by: User, now: datetime) -> Written:
    """For a member of the panel and nobody else, whatever their role; recorded each time."""
    check_is_not_kept_away(by, appeal.submission.portfolio.enrolment.learner_id)
    check_has_seat(by, appeal)
    record("appeal.read", by=by, about=appeal, now=now)
    return _open(appeal)


def _open(appeal: Appeal) -> Written:
    texts = [
        open_text(appeal.text_key, sealed) if sealed else ""
        for sealed in (appeal.sealed_statement, appeal.sealed_reason)
    ]
    return Written(*texts)
