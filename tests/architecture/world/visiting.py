"""What is in the rooms of a visit."""

from django.db.models import F

from assessments.audit.actions import (
    add_to_visit,
    draw_own_sample,
    open_visit,
    provide_document,
    raise_finding,
    save_report,
    sign_report,
    write_finding,
)
from assessments.audit.models import Finding, Visit
from assessments.audit.states import DocumentKind
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.states import ItemKind
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from tests.architecture.world.marks import PHRASE
from tests.clock import NOON


def make_sampled(auditor: User) -> dict:
    """A candidate in the sample of another visit, with a file in her evidence."""
    # Of a first attempt on a cohort that a visit under its agreement reaches; which of several is left to chance.
    items = EvidenceItem.objects.filter(
        kind=ItemKind.FILE,
        submission__marks__isnull=False,
        submission__attempt=1,
        submission__portfolio__enrolment__in=Enrolment.objects.current(),
        submission__portfolio__enrolment__cohort__accreditation=F("submission__portfolio__enrolment__accreditation"),
    )
    item = items.order_by("pk").first()
    enrolment = item.submission.portfolio.enrolment
    visit = open_visit(enrolment.accreditation, purpose="To read", by=auditor, now=NOON)
    add_to_visit(visit, enrolment, by=auditor, now=NOON)
    parts = {"visit_id": visit.pk, "candidate_number": enrolment.candidate_number, "attempt": 1, "item_id": item.pk}
    pages = ("read_evidence", "download_evidence", "judge_attempt", "keep_own_mark", "lock_evidence", "raise_concern")
    return {f"audit:{page} {name}": value for page in pages for name, value in parts.items()}


def make_room(visit: Visit, coordinator: User) -> dict:
    """A document in the evidence room, a draw, and which exhibit is walked: the list of candidates."""
    words = {"title": "How we assess", "edition": "3", "text": "Every criterion is judged by one assessor."}
    document = provide_document(DocumentKind.REGULATIONS, **words, by=coordinator, now=NOON)
    draw = draw_own_sample(visit, seed="world", by=visit.auditor, now=NOON)
    pages = ("show_exhibit", "review_exhibit", "download_exhibit")
    return {
        "document_id": document.pk,
        **{f"audit:{page} number": 5 for page in pages},
        "audit:show_own_draw number": draw.number,
        "audit:download_exhibit name": "exhibit-05-candidates",
        "audit:download_exhibit ending": "csv",
    }


def make_finding(visit: Visit) -> Finding:
    words = {"kind": "recommendation", "title": f"Of {PHRASE}", "text": f"More of {PHRASE}"}
    return raise_finding(write_finding(visit, **words, by=visit.auditor, now=NOON), by=visit.auditor, now=NOON)


def conclude(visit: Visit) -> Visit:
    by, words = visit.auditor, dict.fromkeys(["standards", "rigour", "evidence_seen"], f"Of {PHRASE}")
    report = save_report(visit, version=0, opinion="endorsed", **words, by=by, now=NOON)
    return sign_report(report, name=str(by), by=by, now=NOON).visit
