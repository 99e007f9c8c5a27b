"""Reviewing, sending back and confirming."""

import pytest

from assessments.marking.actions import begin, finalise, judge
from assessments.marking.models import Allocation, Mark
from assessments.moderation.actions import confirm, review, send_back
from assessments.moderation.models import Review
from assessments.moderation.queries import list_figures
from assessments.moderation.states import Reason, SampleState, Slip
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.assessments.moderation.cohorts import FEW, mark_three
from tests.clock import NOON, later
from tests.factories import confirm_marking, make_cohort, make_marked, make_sample, set_rules
from tests.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return make_cohort()


def agree_with_all(sample, by):
    for item in sample.items.filter(sent_back_at__isnull=True):
        review(item, verdict="agreed", note="", by=by, now=NOON)


def test_a_query_needs_a_note(cohort, assessor, moderator):
    make_marked(assessor, cohort=cohort)
    item = make_sample(cohort, moderator).items.get()

    with pytest.raises(NotAllowed, match="Say what you would mark differently"):
        review(item, verdict="queried", note=" ", by=moderator, now=NOON)


def test_another_moderator_cannot_review(cohort, assessor, moderator):
    make_marked(assessor, cohort=cohort)
    item = make_sample(cohort, moderator).items.get()

    with pytest.raises(NotAllowed, match="hands of another moderator"):
        review(item, verdict="agreed", note="", by=make_person("Max Other", "moderator"), now=NOON)


def test_every_verdict_is_kept(cohort, assessor, moderator):
    make_marked(assessor, cohort=cohort)
    item = make_sample(cohort, moderator).items.get()

    review(item, verdict="queried", note="2.1 looks met.", by=moderator, now=NOON)
    review(item, verdict="agreed", note="We talked.", by=moderator, now=later(hours=1))

    verdicts = Review.objects.order_by("reviewed_at").values_list("verdict", "note")
    assert list(verdicts) == [("queried", "2.1 looks met."), ("agreed", "We talked.")]


def test_confirming_waits_until_every_item_is_agreed(cohort, assessor, moderator):
    make_marked(assessor, cohort=cohort)
    sample = make_sample(cohort, moderator)

    with pytest.raises(NotAllowed, match="1 of the sample is not reviewed yet"):
        confirm(sample, report="Fine.", by=moderator, now=NOON)
    review(sample.items.get(), verdict="queried", note="Why?", by=moderator, now=NOON)
    with pytest.raises(NotAllowed, match="You query a mark"):
        confirm(sample, report="Fine.", by=moderator, now=NOON)
    agree_with_all(sample, moderator)
    with pytest.raises(NotAllowed, match="Write a short report"):
        confirm(sample, report=" ", by=moderator, now=NOON)


def test_confirming_confirms_the_whole_population_read_or_not(cohort, assessor, moderator):
    set_rules(cohort, **FEW)
    mark_three(cohort, assessor)

    sample = confirm_marking(cohort, moderator)

    assert (sample.state, sample.items.count()) == (SampleState.CONFIRMED, 2)
    assert set(Submission.objects.values_list("state", flat=True)) == {SubmissionState.CONFIRMED}
    assert Entry.objects.filter(name="submission.confirmed").count() == 3


def test_a_confirmed_sample_cannot_be_changed(cohort, assessor, moderator):
    make_marked(assessor, cohort=cohort)
    sample = confirm_marking(cohort, moderator)

    with pytest.raises(NotAllowed, match="is confirmed"):
        confirm(sample, report="Again.", by=moderator, now=NOON)
    with pytest.raises(NotAllowed, match="is confirmed"):
        review(sample.items.get(), verdict="queried", note="Late thought.", by=moderator, now=NOON)


def slip(item, number="1.1", kind=Slip.WRONG_CHOICE):
    return {"slip": kind, "criterion": item.mark.judgements.get(criterion__number=number).criterion}


def test_only_a_queried_mark_goes_back_and_only_once(cohort, assessor, moderator):
    make_marked(assessor, cohort=cohort)
    item = make_sample(cohort, moderator).items.get()

    with pytest.raises(NotAllowed, match="Only a mark that you query"):
        send_back(item, **slip(item), by=moderator, now=NOON)
    review(item, verdict="queried", note="Look at 1.2.", by=moderator, now=NOON)
    send_back(item, **slip(item), by=moderator, now=NOON)
    with pytest.raises(NotAllowed, match="went back to its assessor already"):
        send_back(item, **slip(item), by=moderator, now=NOON)

    assert Notice.objects.get(person=assessor, kind="moderation.queried").subject_id == str(
        Allocation.objects.get(state="active").pk
    )


@pytest.mark.parametrize("kind", ["", "too_harsh", "I would mark it differently"])
def test_mrk_3_one_piece_alone_is_never_changed_but_for_a_named_slip(cohort, assessor, moderator, kind):
    make_marked(assessor, cohort=cohort)
    item = make_sample(cohort, moderator).items.get()
    review(item, verdict="queried", note="2.1 is not met.", by=moderator, now=NOON)

    with pytest.raises(NotAllowed, match="changed in the assessor's whole run"):
        send_back(item, **slip(item, kind=kind), by=moderator, now=NOON)

    assert Allocation.objects.get().state == "done"


def test_a_slip_is_logged_entered_again_and_enters_the_next_draw(cohort, assessor, moderator, learner, other_learner):
    queried = make_marked(assessor, learner, cohort)
    make_marked(assessor, other_learner, cohort)
    sample = make_sample(cohort, moderator)
    item = sample.items.get(mark=queried)
    review(item, verdict="queried", note="1.1 is not shown.", by=moderator, now=NOON)
    send_back(item, **slip(item), by=moderator, now=NOON)
    sample.refresh_from_db()
    assert sample.state == SampleState.QUERIED
    agree_with_all(sample, moderator)
    confirm(sample, report="One went back.", by=moderator, now=NOON)

    again = begin(Allocation.objects.get(state="active"), by=assessor, now=NOON)
    said = again.judgements.get(criterion__number="1.1")
    shown = {"verdict": "not_yet_met", "feedback": "Show it.", "lacks": ["sufficient"], "version": 0}
    judge(again, criterion=said.criterion, **shown, by=assessor, now=NOON)
    finalise(again, by=assessor, now=later(days=1))

    [row] = make_sample(cohort, moderator).population_items.all()
    assert (row.mark, Reason.AGAIN in row.piece.flags) == (again, True)
    assert Mark.objects.get(pk=queried.pk).outcome == "pass"
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["confirmed", "marked"]
    assert Entry.objects.get(name="sample.sent_back").detail["slip"] == "wrong_choice"


def test_the_report_is_signed_with_the_figures_as_they_stood(cohort, assessor, moderator):
    set_rules(cohort, **FEW)
    mark_three(cohort, assessor, not_yet_met=["1.2"])
    sample = make_sample(cohort, moderator)
    first, *_ = sample.items.all()
    review(first, verdict="queried", note="Is 1.2 met?", by=moderator, now=NOON)
    agree_with_all(sample, moderator)

    sample = confirm(sample, report="Sound.", report_next_time="Pair up.", by=moderator, now=NOON)

    assert sample.figures == {
        "population": 3,
        "size": 2,
        "queried": 1,
        "agreed_after_talking": 1,
        "again": 0,
        "reasons": {"refer": 1, "borderline": 1, "random": 1},
        "left_out": {"not_drawn": 1},
        "withheld": {},
        "slips": {},
        "changes": {},
        "confirmed": 3,
    }
    words = {figure.words: figure.number for figure in list_figures(sample)}
    assert words["Read: one criterion short"] == 1
    assert words["Portfolios confirmed"] == 3
