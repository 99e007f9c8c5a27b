"""Her own judgements of an attempt: kept for herself, then given and compared. No result depends on them."""

from collections.abc import Mapping
from datetime import datetime

from assessments.audit.models import OwnJudgement, OwnMark, Visit
from assessments.audit.queries.own_marks import criteria_of
from assessments.audit.queries.samples import sampled_candidates
from assessments.audit.rules.visits import check_can_read_story
from assessments.marking.states import Verdict
from assessments.portfolios.models import Submission
from cpd.accounts.models import User
from cpd.accounts.templatetags.words import counted
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed

GIVEN = "You have given these judgements, and seen how they compare. They stay as they are."


class StaleOwnMark(NotAllowed):
    """Her judgements were saved in another window since this page was opened; `stored` is what stands now."""

    def __init__(self, stored: OwnMark) -> None:
        super().__init__(
            "These judgements were saved in another window since you opened them here. Yours are below; compare and save again."
        )
        self.stored = stored


@action
def save_own_mark(
    visit: Visit,
    submission: Submission,
    said: Mapping[str, tuple[str, str]],
    *,
    version: int,
    by: User,
    now: datetime,
) -> OwnMark:
    """Keep what she has said so far: verdict and note by criterion number. An empty verdict: not judged yet.

    Refused when it was saved elsewhere since `version`. The saves of a minute share an entry; the same once more changes
    nothing.
    """
    mark = _lock(visit, submission, by=by, now=now)
    wanted = {criterion: said.get(criterion.number, ("", "")) for criterion in criteria_of(submission)}
    stored = {row.criterion_id: (row.verdict, row.note) for row in mark.judgements.all()}
    if all(stored.get(criterion.pk, ("", "")) == words for criterion, words in wanted.items()):
        unchanged()
        return mark
    if version != mark.version:
        raise StaleOwnMark(mark)
    for criterion, (verdict, note) in wanted.items():
        OwnJudgement.objects.update_or_create(
            mark=mark, criterion=criterion, defaults={"verdict": verdict, "note": note}
        )
    is_same_minute = mark.saved_at and _minute(mark.saved_at) == _minute(now)
    mark.version, mark.saved_at = version + 1, now
    mark.save(update_fields=["version", "saved_at"])
    if is_same_minute:
        unchanged()
    else:
        record("own_mark.saved", by=by, about=mark, now=now, visit=visit.pk, submission=submission.pk)
    return mark


@action
def give_own_mark(visit: Visit, submission: Submission, *, by: User, now: datetime) -> OwnMark:
    """She has judged every criterion; from now on she sees the comparison, and her judgements stay."""
    mark = _lock(visit, submission, by=by, now=now)
    judged = mark.judgements.filter(verdict__in=Verdict.values).count()
    left = criteria_of(submission).count() - judged
    if left:
        raise NotAllowed(
            f"{counted(left, 'criterion,criteria')} not judged yet. Save a judgement on each, then compare."
        )
    mark.given_at = now
    mark.save(update_fields=["given_at"])
    record("own_mark.given", by=by, about=mark, now=now, visit=visit.pk, submission=submission.pk)
    return mark


def _lock(visit: Visit, submission: Submission, *, by: User, now: datetime) -> OwnMark:
    visit = Visit.objects.select_for_update(of=["self"]).select_related("accreditation").get(pk=visit.pk)
    enrolment = sampled_candidates(visit).filter(pk=submission.portfolio.enrolment_id).first()
    if enrolment is None:
        raise NotAllowed("Take this candidate into your sample first.")
    check_can_read_story(by, visit, enrolment, now.date())
    mark, _ = OwnMark.objects.get_or_create(visit=visit, submission=submission, defaults={"begun_at": now})
    if mark.given_at:
        raise NotAllowed(GIVEN)
    return mark


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
