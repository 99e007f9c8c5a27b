"""Drawing a sample: who may, from what, and only once."""

from uuid import uuid4

import pytest
from django.db import IntegrityError

from assessments.cases.models import SideCase
from assessments.marking.models import Allocation, Mark
from assessments.moderation.actions import add_to_sample, draw_sample
from assessments.moderation.models import PopulationItem
from assessments.moderation.queries import differences_of, draw_again, get_progress
from assessments.moderation.states import Reason
from assessments.portfolios.models import Submission
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.assessments.moderation.cohorts import FEW, mark_three
from tests.clock import NOON
from tests.factories import make_cohort, make_marked, make_sample, set_rules
from tests.people import employer, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return make_cohort()


@pytest.mark.parametrize("role", ["learner", "assessor", "coordinator", "board_member", "administrator"])
def test_only_a_moderator_draws(role, request, cohort):
    with pytest.raises(NotAllowed, match="Only a moderator"):
        draw_sample(cohort, by=request.getfixturevalue(role), now=NOON)


def test_a_cohort_with_moderators_of_its_own_is_theirs(moderator, second_assessor):
    cohort = make_cohort()
    cohort.staff.create(person=second_assessor, role="moderator")

    with pytest.raises(NotAllowed, match="moderators of its own"):
        draw_sample(cohort, by=moderator, now=NOON)


def test_there_must_be_something_to_draw_from(cohort, moderator):
    with pytest.raises(NotAllowed, match="no marked portfolio"):
        draw_sample(cohort, by=moderator, now=NOON)


def test_a_drawn_sample_can_be_drawn_again_from_what_is_stored(cohort, assessor, moderator):
    set_rules(cohort, **FEW)
    short, *_ = mark_three(cohort, assessor, not_yet_met=["2.1"])

    sample = draw_sample(cohort, by=moderator, now=NOON)

    drawn = {str(item.mark_id): [row.reason for row in item.reasons.order_by("pk")] for item in sample.items.all()}
    assert drawn == draw_again(sample).chosen
    assert differences_of(sample) == []
    assert drawn[str(short.pk)] == [Reason.REFER, Reason.BORDERLINE]
    assert (sample.population, len(drawn), len(sample.seed)) == (3, 2, 32)


def test_nobody_moderates_their_own_marking(cohort, assessor, moderator):
    assessor.appointments.create(
        role="moderator",
        organisation=assessor.appointments.get().organisation,
        starts_on=NOON.date(),
        appointed_at=NOON,
    )
    make_marked(assessor, cohort=cohort)

    with pytest.raises(NotAllowed, match="Somebody else has to moderate it"):
        draw_sample(cohort, by=assessor, now=NOON)
    assert draw_sample(cohort, by=moderator, now=NOON).population == 1


def test_a_learner_of_the_moderator_s_team_is_left_for_another(cohort, assessor, moderator, learner, other_learner):
    for person in (learner, moderator):
        person.employer, person.team = employer(), "Outreach"
        person.save()
    make_marked(assessor, learner, cohort)
    other = make_marked(assessor, other_learner, cohort)

    sample = draw_sample(cohort, by=moderator, now=NOON)

    assert [item.mark for item in sample.population_items.all()] == [other]
    assert Entry.objects.get(name="sample.drawn").detail["left_out"] == 1


def test_what_is_marked_later_makes_a_sample_of_its_own(cohort, assessor, moderator, learner, other_learner):
    make_marked(assessor, learner, cohort)
    first = make_sample(cohort, moderator)
    late = make_marked(assessor, other_learner, cohort)

    second = make_sample(cohort, moderator)

    assert (second.number, [item.mark for item in second.population_items.all()]) == (2, [late])
    assert first.population_items.count() == 1
    with pytest.raises(NotAllowed, match="not in a sample already"):
        make_sample(cohort, moderator)


def test_a_moderator_calls_for_one_more(cohort, assessor, moderator):
    set_rules(cohort, **FEW)
    mark_three(cohort, assessor)
    sample = make_sample(cohort, moderator)
    mark = Mark.objects.exclude(samplings__sample=sample).get()

    item = add_to_sample(sample, mark=mark, by=moderator, now=NOON)

    assert [row.reason for row in item.reasons.all()] == [Reason.ADDED]
    assert get_progress(sample).size == 3
    with pytest.raises(NotAllowed, match="in the sample already"):
        add_to_sample(sample, mark=mark, by=moderator, now=NOON)


def test_the_database_knows_that_a_mark_is_in_one_draw_only(cohort, assessor, moderator):
    mark = make_marked(assessor, cohort=cohort)
    sample = make_sample(cohort, moderator)

    with pytest.raises(IntegrityError):
        PopulationItem.objects.create(sample=sample, mark=mark)


def test_sam_4_earlier_learning_a_countersigned_mark_and_a_condition_are_always_read(
    cohort, assessor, second_assessor, moderator
):
    set_rules(cohort, **FEW)
    ones = [make_marked(assessor, make_person(f"Learner {number}"), cohort) for number in range(4)]
    with_learning, countersigned, on_condition, _ = ones
    SideCase.objects.create(
        kind="prior_learning",
        state="answered",
        outcome="granted",
        enrolment=with_learning.submission.portfolio.enrolment,
        text_key=uuid4(),
        raised_by=moderator,
        raised_at=NOON,
        answer_by=NOON.date(),
        ended_at=NOON,
        rules_version="2026-1",
    )
    Allocation.objects.filter(mark=countersigned).update(countersigner=second_assessor)
    Allocation.objects.filter(mark=on_condition).update(same_employer_reason="The only one.")

    sample = draw_sample(cohort, by=moderator, now=NOON)

    drawn = {item.mark: {row.reason for row in item.reasons.all()} for item in sample.items.all()}
    assert drawn[with_learning] == {Reason.RPL}
    assert drawn[countersigned] == {Reason.OUTSIDE_ASSESSOR}
    assert drawn[on_condition] == {Reason.FULL}
    assert differences_of(sample) == []


def test_sam_9_nothing_that_gives_a_result_is_out_of_scope(assessor, moderator):
    """First and later attempts, met and not yet met, in one population."""
    cohort = make_cohort()
    people = [make_person(name, "learner") for name in ("Ann One", "Bea Two", "Cat Three")]
    first = make_marked(assessor, people[0], cohort)
    refused = make_marked(assessor, people[1], cohort, not_yet_met=["1.1"])
    later_attempt = make_marked(assessor, people[2], cohort)
    Submission.objects.filter(pk=later_attempt.submission_id).update(attempt=2, is_capped=True, is_late=True)

    sample = make_sample(cohort, moderator)

    drawn_from = set(sample.population_items.values_list("mark", flat=True))
    assert drawn_from == {first.pk, refused.pk, later_attempt.pk}
