"""A portfolio that was paused while its sample was confirmed is not forgotten."""

import pytest

from assessments.moderation.actions import confirm, review
from assessments.moderation.confirming import confirm_what_came_back
from assessments.moderation.tasks import confirm_what_came_back as job
from assessments.portfolios.actions import end_hold, hold
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from cpd.history.models import Entry
from tests.assessments.moderation.cohorts import FEW, mark_three
from tests.clock import NOON
from tests.factories import make_cohort, make_sample, set_rules, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def paused(assessor, moderator):
    """Left out of the sample by the draw, and paused before its report is signed."""
    cohort = make_cohort()
    set_rules(cohort, **FEW)
    mark_three(cohort, assessor)
    sample = make_sample(cohort, moderator)
    out = sample.population_items.exclude(left_out="").first().mark.submission
    hold(out, by=somebody("coordinator"), now=NOON)
    for item in sample.items.all():
        review(item, verdict="agreed", note="", by=moderator, now=NOON)
    confirm(sample, report="Sound.", by=moderator, now=NOON)
    out.refresh_from_db()
    return out


def test_it_stays_paused_until_the_question_is_answered(paused):
    assert paused.state == SubmissionState.HELD
    assert confirm_what_came_back(now=NOON) == 0
    assert Submission.objects.at(SubmissionState.CONFIRMED).count() == 2


def test_once_it_goes_on_the_signed_report_covers_it(paused):
    end_hold(paused, by=somebody("coordinator"), now=NOON)
    paused.refresh_from_db()
    assert paused.state == SubmissionState.MARKED

    job("")()

    paused.refresh_from_db()
    assert paused.state == SubmissionState.CONFIRMED
    entry = Entry.objects.filter(name="submission.confirmed", subject_id=str(paused.pk)).get()
    assert entry.actor_id in ("", None)
    assert confirm_what_came_back(now=NOON) == 0


def test_a_mark_that_waits_for_its_first_sample_is_left_alone(assessor):
    mark_three(make_cohort(), assessor)

    assert confirm_what_came_back(now=NOON) == 0
    assert Submission.objects.at(SubmissionState.MARKED).count() == 3
