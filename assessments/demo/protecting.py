"""What the demonstration shows of the people in the evidence: confirmations, concerns, who read what, and a pause."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from assessments.confidentiality.actions import ask_to_talk, close_emergency, open_in_emergency, take_concern
from assessments.confidentiality.models import SafeguardingConcern
from assessments.confidentiality.watching import watch
from assessments.demo.cast import Cast
from assessments.demo.road import read_all
from assessments.portfolios.actions import add_sighted, add_supervision, answer_manager, ask_manager, claim
from assessments.portfolios.models import Submission
from assessments.portfolios.states import Answer, Because, Relationship
from courses.catalogue.models import Task
from courses.catalogue.states import Mode
from courses.delivery.actions import change_employer, stop_clocks
from courses.delivery.models import Cohort, Enrolment

MANAGER = {"manager_name": "Moira Kerr", "manager_email": "moira.kerr@beacon.example"}


def protect(cohort: Cohort, cast: Cast, *, now: datetime) -> None:
    """Everything of it on the present cohort."""
    drafting = _enrolment(cohort, "Rees")
    _confirmations(drafting, cast, now=now - timedelta(hours=9))
    _readings(cohort, cast, now=now)
    take_concern(SafeguardingConcern.objects.get(submission__isnull=False), by=cast.safeguarding, now=now)
    ask_to_talk(note="At work, before 4. Thank you.", by=_enrolment(cohort, "Abiola").learner, now=now)
    stop_clocks(_enrolment(cohort, "Morgan"), by=_enrolment(cohort, "Morgan").learner, now=now - timedelta(days=1))


def _confirmations(enrolment: Enrolment, cast: Cast, *, now: datetime) -> None:
    """One original that a manager has seen, and dates of supervision whose address waits for the coordinator."""
    employer = enrolment.employer.name
    change_employer(enrolment, employer=employer, **MANAGER, by=cast.coordinator, now=now)
    submission = Submission.objects.get(portfolio__enrolment=enrolment)
    learner = enrolment.learner
    referral = add_sighted(
        submission,
        task=_task(submission, Mode.SIGHTED_AT_EMPLOYER),
        title="A referral I wrote",
        locator="Case file 31, page 6",
        shows="Referral to children's social care on day 3. It states what each child saw, the risk to each, and what "
        "would lower it; the worker's reply and my follow-up on day 5 are on the next page.",
        by=learner,
        now=now,
    )
    claim(referral, criterion=referral.task.criteria.first(), place="para 1", by=learner, now=now)
    asked, _ = ask_manager(
        submission,
        item=referral,
        name=MANAGER["manager_name"],
        email=MANAGER["manager_email"],
        by=learner,
        now=now,
    )
    answer_manager(
        asked,
        answer=Answer.CONFIRMED,
        relationship=Relationship.LINE_MANAGER,
        role="Service manager",
        seen_on=timezone.localdate(now),
        now=now + timedelta(hours=2),
    )
    today = timezone.localdate(now)
    dates = add_supervision(
        submission,
        task=_task(submission, Mode.SUPERVISION_CONFIRMATION),
        dates=[today - timedelta(weeks=weeks) for weeks in (2, 6, 10)],
        by=learner,
        now=now,
    )
    ask_manager(submission, item=dates, name="Dr Hana Weiss", email="h.weiss@practice.example", by=learner, now=now)


def _readings(cohort: Cohort, cast: Cast, *, now: datetime) -> None:
    """An assessor who marks at night, and one submission that the lead opened in an emergency."""
    marking = Submission.objects.get(portfolio__enrolment=_enrolment(cohort, "Gill"))
    local = timezone.localtime(now)
    last_night = datetime.combine(local.date() - timedelta(days=1), time(23, 20), tzinfo=local.tzinfo)
    read_all(marking, by=cast.assessor, because=Because.MARKING, now=last_night)
    feared = Submission.objects.get(portfolio__enrolment=_enrolment(cohort, "Rahman"))
    opening = open_in_emergency(
        feared,
        reason="The concern about item E2 reads as if a child were in danger tonight, and the service did not answer.",
        by=cast.safeguarding,
        now=now - timedelta(hours=3),
    )
    read_all(feared, by=cast.safeguarding, because=Because.EMERGENCY, now=now - timedelta(hours=3))
    close_emergency(opening, by=cast.safeguarding, now=now - timedelta(hours=3) + timedelta(minutes=12))
    watch(now=now)


def _enrolment(cohort: Cohort, family_name: str) -> Enrolment:
    return Enrolment.objects.select_related("learner", "employer").get(cohort=cohort, learner__family_name=family_name)


def _task(submission: Submission, mode: Mode) -> Task:
    return submission.portfolio.enrolment.version.tasks.filter(modes__mode=mode).order_by("position").first()
