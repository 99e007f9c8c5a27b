"""MRK-3: a moderator's change goes through the whole run, with acknowledgement and approval, and each is judged anew."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.marking.actions import begin, finalise, judge
from assessments.marking.models import Allocation, Judgement
from assessments.moderation.actions import (
    acknowledge_change,
    approve_change,
    confirm,
    propose_change,
    refuse_change,
    review,
    withdraw_change,
)
from assessments.moderation.models import RunChange
from assessments.moderation.queries import get_reach, list_changed
from assessments.moderation.reminders import tell_of_changes
from assessments.moderation.states import Reason, RunChangeState
from assessments.portfolios.models import Submission
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.assessments.moderation.cohorts import FEW, mark_three
from tests.clock import NOON, later
from tests.factories import confirm_marking, make_cohort, make_marked, make_sample, set_rules
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    cohort = make_cohort()
    set_rules(cohort, **FEW)
    return cohort


@pytest.fixture
def item(cohort, assessor, moderator):
    """Two of three marks are read, and the first of them is queried."""
    mark_three(cohort, assessor)
    item, *_ = make_sample(cohort, moderator).items.all()
    return review(item, verdict="queried", note="2.1 asks for more than that.", by=moderator, now=NOON)


def criterion_of(item, number="2.1"):
    return item.mark.judgements.get(criterion__number=number).criterion


@pytest.fixture
def change(item, moderator):
    return propose_change(item, criterion=criterion_of(item), why="2.1 asks for both.", by=moderator, now=NOON)


@pytest.fixture
def acknowledged(change, assessor):
    return acknowledge_change(change, answer="I read 2.1 another way.", by=assessor, now=NOON)


def judge_again(allocation, verdict, now):
    mark = begin(allocation, by=allocation.assessor, now=now)
    said = mark.judgements.get(criterion=allocation.only)
    lacks = ["sufficient"] if verdict == "not_yet_met" else []
    words = {"verdict": verdict, "feedback": "Why.", "lacks": lacks, "version": 0}
    judge(mark, criterion=said.criterion, **words, by=allocation.assessor, now=now)
    return finalise(mark, by=allocation.assessor, now=now)


def test_approval_opens_the_criterion_in_every_portfolio_and_changes_no_judgement(acknowledged, board_member):
    before = set(Judgement.objects.values_list("pk", "verdict"))

    change = approve_change(acknowledged, by=board_member, now=NOON)

    assert set(Judgement.objects.values_list("pk", "verdict")) == before
    assert (change.marks.count(), get_reach(change).portfolios) == (3, 3)
    asked = Allocation.objects.filter(state="active").values_list("only__number", "query")
    assert list(asked) == [("2.1", "2.1 asks for both.")] * 3
    assert set(Submission.objects.values_list("state", flat=True)) == {"accepted"}


def test_each_is_judged_on_its_own_evidence_and_every_new_mark_is_read(acknowledged, board_member, moderator, cohort):
    approve_change(acknowledged, by=board_member, now=NOON)
    first, *others = Allocation.objects.filter(state="active")

    marks = [judge_again(first, "not_yet_met", later(days=1))]
    marks += [judge_again(allocation, "met", later(days=1)) for allocation in others]

    assert [mark.outcome for mark in marks] == ["refer", "pass", "pass"]
    assert get_reach(acknowledged).done == 3
    items = make_sample(cohort, moderator).items.all()
    assert {item.mark for item in items} == set(marks)
    assert all(Reason.AGAIN in {row.reason for row in item.reasons.all()} for item in items)


def test_what_was_confirmed_before_is_confirmed_no_longer(cohort, assessor, moderator, board_member, other_learner):
    mark_three(cohort, assessor)
    earlier = confirm_marking(cohort, moderator)
    late = make_marked(assessor, other_learner, cohort)
    item = make_sample(cohort, moderator).items.get()
    review(item, verdict="queried", note="2.1 is not shown.", by=moderator, now=NOON)
    change = propose_change(item, criterion=criterion_of(item), why="Not shown.", by=moderator, now=NOON)
    acknowledge_change(change, answer="", by=assessor, now=NOON)

    approve_change(change, by=board_member, now=NOON)

    assert set(Submission.objects.values_list("state", flat=True)) == {"accepted"}
    assert change.marks.filter(mark__populations__sample=earlier).count() == 3
    late.refresh_from_db()
    assert late.outcome == "pass"


def test_a_mark_changed_after_it_was_read_is_stale_until_it_is_drawn_again(
    acknowledged, board_member, moderator, cohort, client
):
    approve_change(acknowledged, by=board_member, now=NOON)
    assert not list_changed(moderator)
    for allocation in Allocation.objects.filter(state="active"):
        judge_again(allocation, "met", later(days=1))

    read_since = acknowledged.item.sample.items.exclude(verdict="").count()
    assert (list_changed(moderator).count(), tell_of_changes(now=later(days=1))) == (read_since, read_since)
    tell_of_changes(now=later(days=2))
    assert Notice.objects.filter(kind="moderation.changed", person=moderator).count() == read_since
    page = sign_in(client, moderator).get(reverse("moderation:show_sample", args=[acknowledged.item.sample_id])).text
    assert "Changed after you moderated it" in page
    assert "Changed since" in page

    make_sample(cohort, moderator)
    assert not list_changed(moderator)


def test_the_chair_waits_for_the_assessor(change, board_member):
    with pytest.raises(NotAllowed, match="assessor has not answered"):
        approve_change(change, by=board_member, now=NOON)


def test_only_the_assessor_of_the_run_answers(change, second_assessor, moderator):
    for person in (second_assessor, moderator):
        with pytest.raises(NotAllowed, match="Only the assessor whose run"):
            acknowledge_change(change, answer="", by=person, now=NOON)


@pytest.mark.parametrize("role", ["assessor", "moderator", "coordinator", "administrator", "learner"])
def test_nobody_but_the_board_decides(acknowledged, request, role):
    with pytest.raises(NotAllowed):
        approve_change(acknowledged, by=request.getfixturevalue(role), now=NOON)

    assert Allocation.objects.filter(state="active").count() == 0


def test_where_a_cohort_names_its_board_others_do_not_decide(acknowledged, cohort, board_members):
    named, other, _ = board_members
    cohort.staff.create(person=named, role="board")

    with pytest.raises(NotAllowed, match="chair of this cohort's board"):
        approve_change(acknowledged, by=other, now=NOON)
    assert approve_change(acknowledged, by=named, now=NOON).state == RunChangeState.APPROVED


def test_twice_is_refused(acknowledged, board_member, assessor, moderator):
    approve_change(acknowledged, by=board_member, now=NOON)

    for again, words in (
        (lambda: approve_change(acknowledged, by=board_member, now=NOON), "no longer possible"),
        (lambda: refuse_change(acknowledged, reason="No.", by=board_member, now=NOON), "no longer possible"),
        (lambda: acknowledge_change(acknowledged, answer="", by=assessor, now=NOON), "no longer possible"),
        (lambda: withdraw_change(acknowledged, by=moderator, now=NOON), "no longer possible"),
    ):
        with pytest.raises(NotAllowed, match=words):
            again()


def test_a_refused_change_leaves_the_marking_and_both_read_why(acknowledged, board_member, moderator, assessor):
    change = refuse_change(acknowledged, reason="The wording of 2.1 allows it.", by=board_member, now=NOON)

    assert change.state == RunChangeState.REFUSED
    assert Allocation.objects.filter(state="active").count() == 0
    assert Notice.objects.filter(kind="moderation.change_decided", person__in=[moderator, assessor]).count() == 2
    assert "wording" not in str(Entry.objects.get(name="change.refused").detail)


def test_a_sample_with_an_open_change_cannot_be_confirmed(change, moderator):
    for item in change.item.sample.items.all():
        review(item, verdict="agreed", note="", by=moderator, now=NOON)

    with pytest.raises(NotAllowed, match="not decided yet"):
        confirm(change.item.sample, report="Fine.", by=moderator, now=NOON)

    withdraw_change(change, by=moderator, now=NOON)
    assert confirm(change.item.sample, report="Fine.", by=moderator, now=NOON).state == "confirmed"


def test_a_change_begins_with_a_query_and_needs_its_reason(cohort, assessor, moderator):
    mark_three(cohort, assessor)
    item, *_ = make_sample(cohort, moderator).items.all()

    with pytest.raises(NotAllowed, match="Only a mark that you query"):
        propose_change(item, criterion=criterion_of(item), why="Why.", by=moderator, now=NOON)
    review(item, verdict="queried", note="2.1?", by=moderator, now=NOON)
    with pytest.raises(NotAllowed, match="Say what is to be judged differently"):
        propose_change(item, criterion=criterion_of(item), why=" ", by=moderator, now=NOON)
    with pytest.raises(NotAllowed, match="hands of another moderator"):
        propose_change(
            item, criterion=criterion_of(item), why="Why.", by=make_person("Max Other", "moderator"), now=NOON
        )


def test_the_database_keeps_one_open_change_of_a_run_and_criterion(change, moderator):
    fields = {"item": change.item, "cohort": change.cohort, "assessor": change.assessor, "criterion": change.criterion}

    with pytest.raises(IntegrityError), transaction.atomic():
        RunChange.objects.create(**fields, why="Again.", rules_version="x", proposed_by=moderator, proposed_at=NOON)


def test_the_whole_way_on_the_pages(client, item, moderator, assessor, board_member):
    sign_in(client, moderator)
    address = reverse("moderation:propose_change", args=[item.pk])
    assert "marked 3 portfolios" in client.get(address).text
    assert client.post(address, {"why": ""}).status_code == 422
    client.post(address, {"why": "2.1 asks for both.", "criterion": criterion_of(item).pk})
    change = RunChange.objects.get()
    page = reverse("moderation:show_change", args=[change.pk])
    assert "Take the proposal back" in client.get(page).text

    sign_in(client, assessor)
    assert "Waits for you" in client.get(reverse("moderation:list_changes")).text
    assert "You need not agree" in client.get(page).text
    client.post(reverse("moderation:acknowledge_change", args=[change.pk]), {"answer": "Understood."})

    sign_in(client, board_member)
    assert client.get(page).status_code == 404  # no board of this cohort is hers yet
    change.cohort.staff.create(person=board_member, role="board")
    assert "Approve: judge it again in every portfolio" in client.get(page).text
    assert client.post(reverse("moderation:refuse_change", args=[change.pk]), {"reason": ""}).status_code == 422
    answer = client.post(reverse("moderation:approve_change", args=[change.pk]), follow=True)
    assert "3 portfolios are judged again" in answer.text
    assert "0 of 3" in answer.text
