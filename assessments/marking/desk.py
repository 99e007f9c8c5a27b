"""The forms of one desk, filled from a mark or from what was posted, and saved field by field."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from assessments.marking import actions
from assessments.marking.forms import JudgementForm, ScoreForm, TextForm
from assessments.marking.models import Comment, Mark, TeamNote
from assessments.marking.queries import Row, get_whole_note, list_rows
from assessments.marking.schemes import Plan, plan_for
from assessments.marking.states import Stage
from courses.catalogue.models import AssessmentCriterion
from cpd.accounts.models import User
from cpd.accounts.templatetags.words import score


@dataclass
class Box:
    """A form on the desk; `conflict` is what was saved somewhere else in the meantime."""

    form: JudgementForm | TextForm | ScoreForm
    row: Row | None = None
    conflict: actions.Stale | None = None
    comments: list[Comment] = field(default_factory=list)
    has_all_comments: bool = False


@dataclass
class Desk:
    """Everything an assessor types about one portfolio: `score` under the numeric scheme, `rationale` when several
    marks are brought together. On one criterion alone, only what belongs to that."""

    mark: Mark
    plan: Plan
    judgements: list[Box]
    notes: list[Box]
    overall: Box | None = None
    whole_note: Box | None = None
    score: Box | None = None
    rationale: Box | None = None
    conflicts: list[Box] = field(default_factory=list)
    # Offered beside every criterion, and written into the page once.
    comments: list[Comment] = field(default_factory=list)

    @property
    def boxes(self) -> list[Box]:
        whole = (self.score, self.rationale, self.overall, self.whole_note)
        return [*self.judgements, *self.notes, *(box for box in whole if box)]

    @property
    def criteria(self) -> list[tuple[Box, Box]]:
        return list(zip(self.judgements, self.notes, strict=True))

    @property
    def is_valid(self) -> bool:
        return all(box.form.is_valid() for box in self.boxes)

    @property
    def errors(self) -> dict:
        return {name: errors for box in self.boxes for name, errors in box.form.errors.items()}


def prefix_of(number: str) -> str:
    return f"c{number.replace('.', '-')}"


def lay_desk(mark: Mark, data=None, *, only: AssessmentCriterion | None = None) -> Desk:
    """The desk of a mark, or of one criterion of it; with data, the forms hold what was posted."""
    rows, plan = list_rows(mark), plan_for(mark.submission.portfolio.enrolment)
    if only:
        rows = [row for row in rows if row.criterion == only]
    judgements, notes = [], []
    for row in rows:
        prefix = prefix_of(row.criterion.number)
        judgement = row.judgement
        said = {"verdict": judgement.verdict, "feedback": judgement.feedback, "version": judgement.version}
        said["lacks"] = row.lacks
        judgements.append(Box(JudgementForm(data, prefix=prefix, initial=said), row))
        note = row.note or TeamNote(mark=mark)
        notes.append(Box(TextForm(data, prefix=f"{prefix}-note", initial=_text(note.text, note.version)), row))
    desk = Desk(mark, plan, judgements, notes)
    return desk if only else _lay_whole(desk, data)


def _lay_whole(desk: Desk, data) -> Desk:
    """What is said of the portfolio as a whole."""
    mark, plan, whole = desk.mark, desk.plan, get_whole_note(desk.mark)
    desk.overall = Box(TextForm(data, prefix="overall", initial=_text(mark.feedback, mark.version)))
    desk.whole_note = Box(TextForm(data, prefix="note", initial=_text(whole.text, whole.version)))
    if plan.is_numeric:
        said = {"score": score(mark.score), "version": mark.score_version}
        desk.score = Box(ScoreForm(data, prefix="score", initial=said))
    if mark.stage == Stage.AGREED:
        agreement = mark.allocation.agreement
        said = _text(agreement.rationale, agreement.version)
        desk.rationale = Box(TextForm(data, prefix="rationale", initial=said))
    return desk


def save_desk(desk: Desk, *, by: User, now: datetime) -> Desk:
    """Save what differs from what is stored; a box that was saved elsewhere keeps both texts and is not overwritten."""
    for box in desk.boxes:
        if _is_unchanged(box):
            continue
        try:
            _save(desk, box, by=by, now=now)
        except actions.Stale as stale:
            box.conflict = stale
    desk.conflicts = [box for box in desk.boxes if box.conflict]
    return desk


def lay_again(desk: Desk, data, *, only: AssessmentCriterion | None = None) -> Desk:
    """The same desk after a conflict: what was typed stays, under the version that is stored now."""
    data = data.copy()
    desk.mark.refresh_from_db()
    for box in desk.conflicts:
        data[box.form.add_prefix("version")] = str(box.conflict.version)
    again = lay_desk(desk.mark, data, only=only)
    for box, old in zip(again.boxes, desk.boxes, strict=True):
        box.conflict = old.conflict
        if old.conflict is None:
            data[box.form.add_prefix("version")] = str(box.form.initial["version"])
    again.conflicts = [box for box in again.boxes if box.conflict]
    return again


def list_unsaved(desk: Desk) -> list[tuple[str, str]]:
    """What was posted and differs from what is stored, each with where it belongs: for a desk that is closed."""
    names = {id(desk.overall): "Overall feedback", id(desk.whole_note): "Team note", id(desk.score): "Mark out of 100"}
    names[id(desk.rationale)] = "Rationale"
    unsaved = []
    for box in desk.boxes:
        name = names.get(id(box)) or f"Criterion {box.row.criterion.number}"
        text = "feedback" if "feedback" in box.form.fields else "score" if box is desk.score else "text"
        typed = (box.form[text].value() or "").replace("\r\n", "\n")
        if typed.strip() and typed != (box.form.initial.get(text) or ""):
            unsaved.append((f"{name}, team note" if box in desk.notes else name, typed))
    return unsaved


def _is_unchanged(box: Box) -> bool:
    said, stored = box.form.cleaned_data, box.form.initial
    return all(_plain(said[name]) == _plain(stored[name]) for name in said if name != "version")


def _plain(value) -> str:
    if isinstance(value, Decimal):
        return score(value)
    return " ".join(sorted(value)) if isinstance(value, list) else value or ""


def _save(desk: Desk, box: Box, *, by: User, now: datetime) -> None:
    criterion = box.row.criterion if box.row else None
    if box in desk.judgements:
        actions.judge(desk.mark, criterion=criterion, **box.form.cleaned_data, by=by, now=now)
    elif box is desk.score:
        actions.write_score(desk.mark, **box.form.cleaned_data, by=by, now=now)
    elif box is desk.rationale:
        actions.write_rationale(desk.mark, **box.form.cleaned_data, by=by, now=now)
    elif box is desk.overall:
        actions.write_feedback(desk.mark, **box.form.cleaned_data, by=by, now=now)
    else:
        actions.write_team_note(desk.mark, criterion=criterion, **box.form.cleaned_data, by=by, now=now)


def _text(text: str, version: int) -> dict:
    return {"text": text, "version": version}
