"""A visit in mid-course: a drawn sample, exhibits that were read, a commendation, a recommendation that was answered, and a
report that is begun."""

from datetime import datetime, timedelta

from assessments.audit.actions import (
    answer_finding,
    ask_for_pack,
    draw_own_sample,
    open_visit,
    provide_document,
    raise_finding,
    review_exhibit,
    save_report,
    write_finding,
)
from assessments.audit.queries.packs import awards_in
from assessments.audit.states import Answer, DocumentKind, FindingKind
from courses.accreditation.models import Accreditation
from cpd.accounts.models import User

POLICY = """Every criterion is judged on its own, and each must be met.

A portfolio is marked by one assessor and moderated in a sample. Nobody judges the work of a colleague.

A learner has two attempts; a third one only by decision of the board."""
REVIEWED = (1, 7, 9)


def visit(agreement: Accreditation, *, auditor: User, coordinator: User, now: datetime) -> None:
    opened = open_visit(agreement, purpose="Annual monitoring of the spring cohort", by=auditor, now=now)
    draw_own_sample(opened, seed="merebridge", by=auditor, now=now)
    provide_document(DocumentKind.REGULATIONS, title="How we assess", edition="3", text=POLICY, by=coordinator, now=now)
    provide_document(
        DocumentKind.ACCESSIBILITY,
        title="Accessibility statement",
        edition="September 2026",
        address="https://provider.example/accessibility/",
        by=coordinator,
        now=now,
    )
    for number in REVIEWED:
        review_exhibit(opened, number, by=auditor, now=now)
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
    # Of one award, since an item elsewhere in the scope of this visit is locked away.
    award = awards_in(opened).first()
    ask_for_pack(visit=opened, award=award, reason="For the file of the annual monitoring", by=auditor, now=now)
