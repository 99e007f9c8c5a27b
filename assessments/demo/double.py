"""A cohort in which two assessors mark without seeing each other: marks to agree, one proposed, one free to take."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.demo import road
from assessments.demo.cast import Cast
from assessments.demo.pdf import draw_map
from assessments.demo.people import make_person
from assessments.marking.actions import (
    add_comment,
    add_starters,
    allocate,
    begin,
    judge,
    settle,
    write_rationale,
)
from assessments.marking.models import Agreement, Judgement, Mark
from assessments.portfolios.actions import add_file, claim
from assessments.portfolios.drawing import draw_pages, store_pages
from assessments.portfolios.models import EvidenceItem, Submission
from courses.accreditation.actions import adopt_rules
from courses.accreditation.models import Accreditation
from courses.catalogue.states import Mode
from courses.delivery.actions import add_staff
from courses.delivery.models import Cohort, CohortRole
from cpd.accounts.actions import appoint
from cpd.accounts.models import User
from cpd.accounts.roles import Role

RATIONALE = (
    "We read the plan in E3 together. It names the risk to each child and what would lower it, so the criterion is met; "
    "the feedback asks for the same to be said in the reflection."
)


def mark_twice(agreement: Accreditation, cast: Cast, *, starts_on, by: User, now: datetime) -> None:
    """From that day on the agreement asks for two assessors who do not see each other's marks."""
    values = agreement.rule_sets.latest("number").values | {"second_marking": "double_blind"}
    reason = "Level 5: agreed with the faculty board."
    adopt_rules(agreement, values=values, starts_on=starts_on, reason=reason, by=by, now=now)


def make_second_assessor(cohort: Cohort, cast: Cast, *, now: datetime) -> User:
    """An assessor who teaches none of these cohorts."""
    person = make_person("Priya Nair", now=now)
    appoint(person, role=Role.ASSESSOR, organisation=cast.provider, starts_on=now.date(), by=None, now=now)
    add_staff(cohort, person=person, role=CohortRole.ASSESSOR, by=cast.coordinator, now=now)
    return person


def add_map(submission: Submission, *, by: User, now: datetime) -> EvidenceItem:
    """A file with a page that a criterion is claimed on; its pages are drawn as the job does it."""
    task = submission.portfolio.enrolment.version.tasks.order_by("position").first()
    upload = SimpleUploadedFile("map.pdf", draw_map(), content_type="application/pdf")
    mode = task.modes.exclude(mode=Mode.SIGHTED_AT_EMPLOYER).first().mode
    item = add_file(submission, task=task, mode=mode, title="Map", upload=upload, by=by, now=now)
    claim(item, criterion=task.criteria.order_by("position").first(), place="page 1", by=by, now=now)
    store_pages(item, draw_pages(item))
    return item


def mark_both(
    submission: Submission, people: tuple[User, User], *, differ: tuple[str, ...], cast: Cast, now: datetime
) -> Agreement:
    """Both marks, the first of them refusing the criteria in which they differ; they lie side by side."""
    for person, not_met in zip(people, (differ, ()), strict=True):
        due = now.date() + timedelta(days=20)
        earlier = now - timedelta(days=2)
        allocation = allocate(submission, assessor=person, due_date=due, by=cast.coordinator, now=earlier)
        road.mark_fully(allocation, now=now, not_met=not_met)
    return Agreement.objects.standing().get(submission=submission)


def propose(agreement: Agreement, *, now: datetime) -> None:
    """Its writer says of each difference what they came to, and why."""
    mark = begin(agreement.allocation, by=agreement.allocation.assessor, now=now)
    for row in Judgement.objects.filter(mark=mark, verdict="").select_related("criterion"):
        said = {"verdict": "met", "feedback": row.feedback, "version": row.version}
        judge(mark, criterion=row.criterion, **said, by=mark.assessor, now=now)
    write_rationale(mark, text=RATIONALE, version=agreement.version, by=mark.assessor, now=now)
    settle(Mark.objects.get(pk=mark.pk), by=mark.assessor, now=now)


def fill_bank(assessor: User, colleague: User, cohort: Cohort, *, now: datetime) -> None:
    """Asha's own comments, and one that a colleague shares."""
    add_starters(by=assessor, now=now)
    criterion = cohort.version.criteria.order_by("position").first()
    text = "Show where in your evidence you do this: one paragraph of your own is worth more than a definition."
    add_comment(criterion=criterion, text=text, is_shared=True, by=colleague, now=now)
