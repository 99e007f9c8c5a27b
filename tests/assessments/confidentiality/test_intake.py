"""Intake: who may open a submission, and what may become of it."""

from datetime import UTC, datetime, timedelta

import pytest

from assessments.confidentiality.actions import (
    accept,
    notice_return,
    open_for_intake,
    quarantine_item,
    return_for_correction,
)
from assessments.confidentiality.models import IntakeOpening, Place
from assessments.confidentiality.states import Slip
from assessments.portfolios.models import Submission
from assessments.portfolios.reading import open_evidence
from assessments.portfolios.states import ItemState, SubmissionState
from courses.delivery.models import Cohort
from courses.delivery.states import Nation
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.factories import make_allocation, make_cohort, make_submitted, somebody
from tests.people import employer

pytestmark = pytest.mark.django_db


def opened(submission, by):
    open_for_intake(submission, reason="Intake check", by=by, now=NOON)
    return submission


def test_opening_needs_a_reason(coordinator):
    with pytest.raises(NotAllowed, match="Say why you open this submission"):
        open_for_intake(make_submitted(), reason="  ", by=coordinator, now=NOON)

    assert not IntakeOpening.objects.exists()


def test_opening_twice_leaves_one_entry(coordinator):
    submission = opened(opened(make_submitted(), coordinator), coordinator)

    entry = Entry.objects.get(name="intake.opened")
    assert (entry.actor_id, entry.subject_id) == (str(coordinator.pk), str(submission.pk))
    assert list(entry.sealed) == ["reason"]


@pytest.mark.parametrize("role", ["learner", "assessor", "moderator", "board_member", "auditor", "administrator"])
def test_opening_is_refused_to_everybody_but_coordinators_and_leads(role, request):
    with pytest.raises(NotAllowed, match="Intake is for coordinators and safeguarding leads"):
        open_for_intake(make_submitted(), reason="Curious", by=request.getfixturevalue(role), now=NOON)


def test_opening_is_refused_for_ones_own_work(learner, coordinator):
    submission = make_submitted(learner)
    learner.appointments.create(
        role="coordinator",
        organisation=coordinator.appointments.get().organisation,
        starts_on=NOON.date(),
        appointed_at=NOON,
    )

    with pytest.raises(NotAllowed, match="your own work"):
        open_for_intake(submission, reason="Check", by=learner, now=NOON)


def test_opening_is_refused_to_a_colleague_of_the_learner(learner, coordinator):
    coordinator.employer = employer()
    coordinator.save()

    with pytest.raises(NotAllowed, match="You work with this learner"):
        open_for_intake(make_submitted(learner), reason="Check", by=coordinator, now=NOON)


@pytest.mark.parametrize("post", ["tutor", "assessor"])
def test_opening_is_refused_to_those_who_teach_or_assess_the_cohort(post, coordinator):
    cohort = make_cohort()
    cohort.staff.create(person=coordinator, role=post)

    with pytest.raises(NotAllowed, match="You teach or assess this cohort"):
        open_for_intake(make_submitted(cohort=cohort), reason="Check", by=coordinator, now=NOON)


def test_only_the_people_named_for_intake_do_it_and_safeguarding_leads(coordinator, safeguarding_lead):
    submission = make_submitted(cohort=make_cohort(intake=coordinator))
    other = somebody(Role.COORDINATOR)

    opened(submission, coordinator)
    opened(submission, safeguarding_lead)
    with pytest.raises(NotAllowed, match="Other people are named"):
        open_for_intake(submission, reason="Check", by=other, now=NOON)


def test_deciding_without_having_opened_is_refused(coordinator):
    submission = make_submitted()

    with pytest.raises(NotAllowed, match="Open the submission first"):
        accept(submission, by=coordinator, now=NOON)

    submission.refresh_from_db()
    assert submission.state == SubmissionState.SUBMITTED


def test_accepting_hands_it_on_and_tells_the_learner(coordinator):
    submission = accept(opened(make_submitted(), coordinator), by=coordinator, now=NOON)

    assert (submission.state, submission.accepted_at) == (SubmissionState.ACCEPTED, NOON)
    assert submission.intake_decisions.get().decided_by == coordinator
    assert Notice.objects.filter(kind="submission.accepted").count() == 1


def test_accepting_twice_is_refused(coordinator):
    submission = accept(opened(make_submitted(), coordinator), by=coordinator, now=NOON)

    with pytest.raises(NotAllowed, match="does not wait for intake any more"):
        accept(submission, by=coordinator, now=NOON)


def test_a_slip_is_named_by_its_place_and_never_by_its_words(coordinator):
    submission = opened(make_submitted(), coordinator)
    item = submission.items.first()

    with pytest.raises(NotAllowed, match="Give the place as a paragraph or page"):
        return_for_correction(
            submission, places=[(item, Slip.NAME, "where it says Mrs Jones")], by=coordinator, now=NOON
        )

    assert not Place.objects.exists()


def test_returning_without_a_place_is_refused(coordinator):
    with pytest.raises(NotAllowed, match="at least one place"):
        return_for_correction(opened(make_submitted(), coordinator), places=[], by=coordinator, now=NOON)


SLIP = [(Slip.PLACE, "Paragraph 1")]
FRIDAY = datetime(2026, 8, 28, 11, tzinfo=UTC)


def returned(coordinator, now=FRIDAY):
    submission = opened(make_submitted(), coordinator)
    places = [(submission.items.first(), kind, place) for kind, place in SLIP]
    return return_for_correction(submission, places=places, by=coordinator, now=now)


def test_ano_1_a_slip_that_she_never_opens_is_due_48_working_hours_after_five_working_days(coordinator):
    submission = returned(coordinator)

    # Monday the 31st is a bank holiday, so the fifth working day is the next Monday.
    assert submission.state == SubmissionState.RETURNED
    assert submission.correct_by == datetime(2026, 9, 9, 11, tzinfo=UTC)
    assert Place.objects.get().place == "para 1"


def test_ano_1_her_48_hours_begin_when_she_opens_the_notice_and_skip_weekend_and_bank_holiday(coordinator):
    submission = returned(coordinator)

    submission = notice_return(submission, by=submission.portfolio.enrolment.learner, now=FRIDAY)
    again = notice_return(submission, by=submission.portfolio.enrolment.learner, now=FRIDAY + timedelta(days=3))

    assert submission.correct_by == again.correct_by == datetime(2026, 9, 2, 11, tzinfo=UTC)
    assert Entry.objects.filter(name="intake.return_noticed").count() == 1


def test_ano_1_opening_the_notice_late_gives_no_more_time(coordinator):
    submission = returned(coordinator)
    latest = submission.correct_by

    submission = notice_return(submission, by=submission.portfolio.enrolment.learner, now=latest - timedelta(hours=3))

    assert submission.correct_by == latest


def test_ano_1_the_days_are_those_of_her_cohorts_nation(coordinator):
    """The last Monday of August is a bank holiday in England and none in Scotland."""
    submission = opened(make_submitted(), coordinator)
    Cohort.objects.update(nation=Nation.SCOTLAND)
    places = [(submission.items.first(), kind, place) for kind, place in SLIP]

    submission = return_for_correction(submission, places=places, by=coordinator, now=FRIDAY)
    assert submission.correct_by == datetime(2026, 9, 8, 11, tzinfo=UTC)
    submission = notice_return(submission, by=submission.portfolio.enrolment.learner, now=FRIDAY)
    assert submission.correct_by == datetime(2026, 9, 1, 11, tzinfo=UTC)


def test_nobody_else_starts_her_clock(coordinator):
    with pytest.raises(NotAllowed, match="Only the learner"):
        notice_return(returned(coordinator), by=coordinator, now=FRIDAY)


def test_ano_2_a_major_breach_locks_the_item_and_leaves_a_draft_with_the_rest(coordinator, safeguarding_lead):
    submission = opened(make_submitted(), coordinator)
    bad, good = submission.items.order_by("label")

    incident = quarantine_item(bad, kind=Slip.NAME, by=coordinator, now=NOON)

    bad.refresh_from_db()
    submission.refresh_from_db()
    draft = Submission.objects.get(portfolio=submission.portfolio, state=SubmissionState.DRAFT)
    assert (bad.state, submission.state) == (ItemState.QUARANTINED, SubmissionState.QUARANTINED)
    assert [item.carried_from for item in draft.items.present()] == [good]
    assert Notice.objects.get(person=safeguarding_lead, kind="incident.opened").subject_id == str(incident.pk)


def test_nobody_can_open_a_locked_item(coordinator, safeguarding_lead):
    submission = opened(make_submitted(), coordinator)
    item = quarantine_item(submission.items.first(), kind=Slip.NAME, by=coordinator, now=NOON).item

    with pytest.raises(NotAllowed, match="locked away"):
        open_evidence(item, by=safeguarding_lead, because="intake", now=NOON)


def test_a_lead_can_still_lock_an_item_away_when_the_assessor_has_noticed(coordinator, safeguarding_lead):
    submission = make_allocation().submission

    with pytest.raises(NotAllowed, match="does not wait for intake"):
        open_for_intake(submission, reason="Concern", by=coordinator, now=NOON)
    opened(submission, safeguarding_lead)
    quarantine_item(submission.items.first(), kind=Slip.DATE, by=safeguarding_lead, now=later(days=1))

    submission.refresh_from_db()
    assert submission.state == SubmissionState.QUARANTINED
