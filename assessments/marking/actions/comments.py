"""Comments to use again: added, changed and put away by their owner, used by all who see them."""

from datetime import datetime

from django.db.models import F

from assessments.marking import rules
from assessments.marking.models import Comment, CommentUse
from assessments.marking.starters import STARTERS
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged


@action
def add_comment(
    *, criterion: AssessmentCriterion | None, text: str, is_shared: bool, by: User, now: datetime
) -> Comment:
    """Keep a comment for one criterion, or for any; the same text again is the same comment."""
    place = _place(criterion)
    rules.check_comment(text)
    same = Comment.objects.filter(owner=by, text=text.strip(), put_away_at__isnull=True, **place).first()
    if same:
        unchanged()
        return same
    comment = Comment.objects.create(owner=by, text=text.strip(), is_shared=is_shared, added_at=now, **place)
    record("comment.added", by=by, about=comment, now=now, is_shared=is_shared, criterion=comment.number)
    return comment


@action
def change_comment(comment: Comment, *, text: str, is_shared: bool, by: User, now: datetime) -> Comment:
    """Change one's own comment; feedback in which it was used stays as it was written."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    rules.check_owns_comment(by, comment)
    rules.check_comment(text)
    if (comment.text, comment.is_shared) == (text.strip(), is_shared):
        unchanged()
        return comment
    comment.text, comment.is_shared = text.strip(), is_shared
    comment.save(update_fields=["text", "is_shared"])
    record("comment.changed", by=by, about=comment, now=now, is_shared=is_shared)
    return comment


@action
def put_comment_away(comment: Comment, *, by: User, now: datetime) -> Comment:
    """Offer it to nobody any more."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    rules.check_owns_comment(by, comment)
    if comment.put_away_at:
        unchanged()
        return comment
    comment.put_away_at = now
    comment.save(update_fields=["put_away_at"])
    record("comment.put_away", by=by, about=comment, now=now)
    return comment


@action
def use_comment(comment: Comment, *, by: User, now: datetime) -> CommentUse:
    """Count that somebody used it, for the order in which it is offered to them."""
    comment = Comment.objects.get(pk=comment.pk)
    rules.check_sees_comment(by, comment)
    use, _ = CommentUse.objects.get_or_create(comment=comment, person=by)
    CommentUse.objects.filter(pk=use.pk).update(times=F("times") + 1)
    record("comment.used", by=by, about=comment, now=now)
    return use


def add_starters(*, by: User, now: datetime) -> list[Comment]:
    """Our first few, for somebody whose bank is empty; theirs to change from then on."""
    return [add_comment(criterion=None, text=text, is_shared=False, by=by, now=now) for text in STARTERS]


def _place(criterion: AssessmentCriterion | None) -> dict:
    if criterion is None:
        return {"module": None, "number": ""}
    return {"module_id": criterion.version.module_id, "number": criterion.number}
