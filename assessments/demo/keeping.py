"""Keeping in the demonstration: a time that was changed, a run that is done with its proof, and a legal hold."""

from datetime import timedelta

from assessments.records.keeping.actions import (
    approve_run,
    carry_out_line,
    finish_run,
    place_hold,
    propose_run,
    set_rule,
)
from courses.catalogue.models import Lesson
from courses.delivery.actions import withdraw
from courses.delivery.models import Cohort, Enrolment
from courses.learning.models import LessonProgress


def make_keeping(maker, cohort: Cohort) -> None:
    """Somebody left long ago, and what she read is destroyed; another's work is held for a claim."""
    cast = maker.cast
    left = maker.enrol(cohort, "Nora Quist")
    lesson = Lesson.objects.filter(version=left.version).order_by("position").first()
    LessonProgress.objects.create(enrolment=left, lesson=lesson, opened_at=maker.ago(280))
    withdraw(left, reason="Changed jobs", by=cast.coordinator, now=maker.ago(250))
    set_rule(
        "learning",
        amount=6,
        unit="months",
        counted_from="ended",
        source="Our data protection policy, section 4",
        reason="Nobody needs to know for a whole year what somebody read.",
        by=cast.administrator,
        now=maker.ago(20),
    )
    run = propose_run("learning", by=cast.administrator, now=maker.ago(15))
    run = approve_run(run, by=cast.coordinator, now=maker.ago(14))
    for line in run.lines.all():
        carry_out_line(line, now=maker.ago(14))
    finish_run(run, now=maker.ago(14))
    place_hold(
        subject=Enrolment.objects.get(cohort=cohort, learner__family_name="Fletcher"),
        reason="A complaint to the regulator about the marking; their letter of last month.",
        owner=cast.administrator,
        review_on=(maker.now + timedelta(days=60)).date(),
        by=cast.coordinator,
        now=maker.ago(5),
    )
