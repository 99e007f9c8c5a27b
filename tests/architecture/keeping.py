"""Of keeping, in the standing world: a hold, a run that is done and one that waits, a request for erasure, a copy."""

from datetime import timedelta

from assessments.records.access.actions import ask_for_copy, give_copy, put_together
from assessments.records.keeping.actions import approve_run, carry_out_line, finish_run, place_hold, propose_run
from assessments.records.leaving.actions import ask_for_erasure
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.clock import NOON
from tests.factories import make_enrolment
from tests.people import make_person

LONG_AGO = NOON - timedelta(days=800)


def make_keeping(people: dict[Role, User]) -> dict:
    by, second, learner = people[Role.ADMINISTRATOR], people[Role.COORDINATOR], people[Role.LEARNER]
    gone = _over("Former Learner")
    gone.notes.create(lesson=gone.version.lessons.first(), text_key=gone.pk, saved_at=LONG_AGO)
    run = approve_run(propose_run("learning", by=by, now=NOON), by=second, now=NOON)
    for line in run.lines.all():
        carry_out_line(line, now=NOON)
    held = place_hold(
        subject=_over("Held Learner"),
        reason="A claim",
        owner=by,
        review_on=(NOON + timedelta(days=90)).date(),
        by=by,
        now=NOON,
    )
    copy = ask_for_copy(by=learner, now=NOON)
    return {
        "run_id": finish_run(run, now=NOON).pk,
        **{f"records:{page} hold_id": held.pk for page in ("lift_legal_hold", "review_legal_hold")},
        "erasure_id": ask_for_erasure(learner, by=learner, now=NOON).pk,
        "copy_id": give_copy(copy, put_together(copy, now=NOON), now=NOON).pk,
        **{f"records:{page} kind": "learning" for page in ("change_retention", "propose_run")},
    }


def _over(name: str) -> Enrolment:
    """An enrolment that ended so long ago that what she noted is due."""
    enrolment = make_enrolment(make_person(name, Role.LEARNER))
    Enrolment.objects.filter(pk=enrolment.pk).update(state="withdrawn", ended_at=LONG_AGO)
    return Enrolment.objects.get(pk=enrolment.pk)
