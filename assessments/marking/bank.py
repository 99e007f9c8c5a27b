"""The comment bank on the desk: what is offered beside each criterion, and what pressing a comment does without script."""

from collections.abc import Mapping
from datetime import datetime

from assessments.marking import actions
from assessments.marking.desk import Desk, prefix_of
from assessments.marking.models import Comment
from assessments.marking.queries import comments_by_criterion
from cpd.accounts.models import User


def offer_comments(desk: Desk, person: User, *, opened: str = "") -> None:
    """Those for a criterion beside it; those for any once for the whole desk, from where the script brings them to the
    bank that is opened. `opened` is the criterion whose bank was opened without it. One query."""
    found = comments_by_criterion(person, desk.mark.submission.portfolio.enrolment.version.module)
    desk.comments = found.get("", [])
    for box in desk.judgements:
        box.comments = found.get(box.row.criterion.number, [])
        box.has_all_comments = str(box.row.criterion.pk) == opened


def insert_comment(desk: Desk, data: Mapping, *, by: User, now: datetime) -> tuple[Mapping, str]:
    """What was posted, with the pressed comment below the feedback, and the anchor of its criterion."""
    criterion_id, _, comment_id = data.get("insert", "").partition(" ")
    box = _box_of(desk, criterion_id)
    offered = [*box.comments, *desk.comments] if box else []
    comment = next((one for one in offered if str(one.pk) == comment_id), None)
    if comment is None:
        return data, ""
    data = data.copy()
    name = f"{prefix_of(box.row.criterion.number)}-feedback"
    data[name] = "\n\n".join(text for text in (data.get(name, "").strip(), comment.text) if text)
    actions.use_comment(comment, by=by, now=now)
    return data, f"#criterion-{box.row.criterion.number}"


def anchor_of_opened(desk: Desk, data: Mapping) -> str:
    """Where the bank is that was opened without script: after everything is saved, that is where the page goes on."""
    box = _box_of(desk, data.get("bank", ""))
    return f"#criterion-{box.row.criterion.number}" if box else ""


def keep_comment(desk: Desk, data: Mapping, *, by: User, now: datetime) -> Comment | None:
    """The feedback on one criterion as a comment of one's own, where there is some."""
    box = _box_of(desk, data.get("keep", ""))
    text = data.get(f"{prefix_of(box.row.criterion.number)}-feedback", "").strip() if box else ""
    if not text:
        return None
    return actions.add_comment(criterion=box.row.criterion, text=text, is_shared=False, by=by, now=now)


def _box_of(desk: Desk, criterion_id: str):
    return next((box for box in desk.judgements if str(box.row.criterion.pk) == criterion_id), None)
