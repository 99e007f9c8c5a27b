"""What a browser does at the desk, for these tests."""

from django.urls import reverse

from assessments.confidentiality.actions import accept, open_for_intake
from assessments.marking.actions import allocate
from assessments.portfolios.actions import submit
from assessments.portfolios.states import Declaration
from tests.clock import NOON, TODAY
from tests.people import make_person


def url(name, allocation, *args):
    return reverse(f"marking:{name}", args=[allocation.pk, *args])


def allocate_sealed(submission, assessor):
    """Submit, accept and allocate what is in this draft."""
    learner, by = submission.portfolio.enrolment.learner, make_person("Cora Coordinator", "coordinator")
    submit(submission, declarations=Declaration.values, by=learner, now=NOON)
    open_for_intake(submission, reason="Check", by=by, now=NOON)
    accept(submission, by=by, now=NOON)
    return allocate(submission, assessor=assessor, due_date=TODAY, by=by, now=NOON)


def typed(mark, **changes):
    """What a browser posts from the desk, with some fields changed."""
    data = {"overall-text": mark.feedback, "overall-version": mark.version, "note-text": "", "note-version": 0}
    for judgement in mark.judgements.select_related("criterion"):
        prefix = f"c{judgement.criterion.number.replace('.', '-')}"
        data |= {
            f"{prefix}-verdict": judgement.verdict,
            f"{prefix}-feedback": judgement.feedback,
            f"{prefix}-version": judgement.version,
            f"{prefix}-note-text": "",
            f"{prefix}-note-version": 0,
        }
    return data | {"then": "stay"} | changes


def all_met(mark, **changes):
    verdicts = {f"c{number}-verdict": "met" for number in ("1-1", "1-2", "2-1")}
    return typed(mark, **verdicts, **{"overall-text": "Good work."}, **changes)
