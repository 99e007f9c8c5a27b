"""Verdicts on the passages that learners keep for a reason."""

from datetime import datetime

from django.utils import timezone

from assessments.confidentiality.accepting import write_acceptance
from assessments.confidentiality.actions.intake import write_return
from assessments.confidentiality.models import PassageReview
from assessments.confidentiality.passages import find_clean, list_waiting_passages
from assessments.confidentiality.rules.passages import check_can_review, check_every_passage_has_a_verdict
from assessments.confidentiality.states import PassageVerdict, Slip
from assessments.portfolios.models import KeptPassage, Submission
from assessments.portfolios.moves import lock
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged

SLIPS = {
    "name": Slip.NAME,
    **dict.fromkeys(["postcode", "address", "place", "institution"], Slip.PLACE),
    **dict.fromkeys(["exact_date", "date_of_birth"], Slip.DATE),
    "combination": Slip.DETAIL,
}


@action
def review_passages(submission: Submission, *, verdicts: dict[str, str], by: User, now: datetime) -> Submission:
    """Say of every waiting passage whether it may stay. If one has to change, the portfolio goes back with the places;
    if all may stay and nothing else needs a person, it is accepted."""
    submission = lock(submission)
    check_can_review(by, submission, timezone.localdate(now))
    waiting = list(list_waiting_passages(submission))
    if not waiting:
        unchanged()
        return submission
    check_every_passage_has_a_verdict(waiting, verdicts)
    PassageReview.objects.bulk_create(
        PassageReview(passage=row, verdict=verdicts[str(row.pk)], reviewed_by=by, reviewed_at=now) for row in waiting
    )
    changes = [row for row in waiting if verdicts[str(row.pk)] == PassageVerdict.CHANGES]
    record("passages.reviewed", by=by, about=submission, now=now, places=len(waiting), changes=len(changes))
    if changes:
        return _send_back(submission, places=[_place_of(row) for row in changes], by=by, now=now)
    if find_clean(now).filter(pk=submission.pk).exists():
        return _accept(submission, by=by, now=now)
    return submission


# Each leaves an entry of its own beside that of the verdicts.
_accept = action(write_acceptance)
_send_back = action(write_return)


def _place_of(row: KeptPassage) -> tuple:
    place = row.where if row.where.startswith("para ") else ""
    return row.item, SLIPS.get(row.kind, Slip.NUMBER), place
