"""A visit in mid-course: a sample, a commendation, a recommendation that was answered, and a report that is begun."""

from datetime import datetime, timedelta

from assessments.audit.actions import (
    add_to_visit,
    answer_finding,
    open_visit,
    raise_finding,
    save_report,
    write_finding,
)
from assessments.audit.queries.visits import candidates_in
from assessments.audit.states import Answer, FindingKind
from courses.accreditation.models import Accreditation
from cpd.accounts.models import User


def visit(agreement: Accreditation, *, auditor: User, coordinator: User, now: datetime) -> None:
    opened = open_visit(agreement, purpose="Annual monitoring of the spring cohort", by=auditor, now=now)
    for enrolment in candidates_in(opened).filter(award__isnull=False).order_by("candidate_number")[:2]:
        add_to_visit(opened, enrolment, by=auditor, now=now)
    praise = write_finding(
        opened,
        kind=FindingKind.COMMENDATION,
        title="Feedback names the place in the evidence",
        text="Every judgement I read pointed at a paragraph, so a learner can see what persuaded the assessor.",
        by=auditor,
        now=now,
    )
    raise_finding(praise, by=auditor, now=now)
    advice = write_finding(
        opened,
        kind=FindingKind.RECOMMENDATION,
        title="A second moderator for the autumn",
        text="One person moderates every cohort. If she were away, no result could be confirmed.",
        by=auditor,
        now=now,
    )
    raise_finding(advice, by=auditor, now=now)
    answer_finding(
        advice,
        answer=Answer.ACTION,
        text="We have asked a colleague from a partner service, who moderates from the spring.",
        done_by=(now + timedelta(days=90)).date(),
        by=coordinator,
        now=now,
    )
    write_finding(
        opened,
        kind=FindingKind.RECOMMENDATION,
        title="Say sooner what a resubmission needs",
        text="To check against two more portfolios before I raise it.",
        by=auditor,
        now=now,
    )
    save_report(
        opened,
        version=0,
        standards="On what I have read so far the standards of the level are kept.",
        by=auditor,
        now=now,
    )
