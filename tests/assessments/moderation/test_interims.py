"""SAM-8: looking at marking that still goes on; and what happens when nobody may moderate."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.marking.actions import begin, judge
from assessments.moderation.actions import advise, draw_interim, draw_sample, escalate
from assessments.moderation.interims import draw_interim as choose
from assessments.moderation.models import Escalation, InterimItem
from assessments.moderation.reminders import find_cohorts_without_anybody
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.factories import finish_marking, make_allocation, make_cohort, make_marked, set_rules
from tests.people import make_person, provider, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return make_cohort()


def begun(assessor, learner, cohort):
    mark = begin(make_allocation(assessor, learner, cohort), by=assessor, now=NOON)
    said = mark.judgements.first()
    judge(mark, criterion=said.criterion, verdict="met", feedback="Seen.", version=0, by=assessor, now=NOON)
    return mark


@given(
    marks=st.lists(st.tuples(st.uuids().map(str), st.sampled_from("abc")), max_size=30, unique_by=lambda mark: mark[0]),
    per_assessor=st.integers(0, 3),
    seed=st.text(max_size=5),
)
def test_so_many_of_each_assessor_in_whatever_order(marks, per_assessor, seed):
    chosen = choose(marks, per_assessor=per_assessor, seed=seed)

    assert choose(marks[::-1], per_assessor=per_assessor, seed=seed) == chosen
    for assessor in "abc":
        mine = {key for key, whose in marks if whose == assessor}
        assert len(mine & set(chosen)) == min(per_assessor, len(mine))


def test_one_mark_in_progress_of_each_assessor_is_drawn_and_only_once(
    cohort, assessor, second_assessor, moderator, learner, other_learner
):
    first, second = begun(assessor, learner, cohort), begun(second_assessor, other_learner, cohort)
    make_marked(assessor, make_person("Fin Ished"), cohort)

    interim = draw_interim(cohort, by=moderator, now=NOON, seed="s")

    assert {item.mark for item in interim.items.all()} == {first, second}
    with pytest.raises(NotAllowed, match="in the middle of a mark"):
        draw_interim(cohort, by=moderator, now=NOON)


def test_the_assessor_reads_the_advice_and_the_mark_goes_on(client, cohort, assessor, moderator, learner):
    mark = begun(assessor, learner, cohort)
    sign_in(client, moderator)
    client.post(reverse("moderation:draw_interim", args=[cohort.pk]))
    item = InterimItem.objects.get()
    desk = reverse("moderation:advise", args=[item.pk])
    page = client.get(desk).text
    assert "On day 12 I met Parent R" in page
    assert learner.family_name not in page
    assert client.post(desk, {"advice": " "}).status_code == 422
    client.post(desk, {"advice": "Say where you saw it."})
    assert "On day 12" not in client.get(desk).text

    sign_in(client, assessor)
    notice = Notice.objects.get(person=assessor, kind="moderation.advice")
    assert "Say where you saw it." in client.get(notice.url).text
    finish_marking(mark.allocation)
    assert "Say where" not in str(Entry.objects.get(name="interim.advised").detail)


def test_a_moderator_finds_marks_in_progress_before_any_is_final(client, cohort, assessor, moderator, learner):
    begun(assessor, learner, cohort)
    page, sign = reverse("moderation:list_samples"), f"{cohort.code}</a>: 1 mark"
    sign_in(client, moderator)
    assert sign in client.get(page).text

    client.post(reverse("moderation:draw_interim", args=[cohort.pk]))
    assert sign not in client.get(page).text


def test_a_cohort_whose_rule_asks_for_none_is_not_offered(client, cohort, assessor, moderator, learner):
    begun(assessor, learner, cohort)
    set_rules(cohort, interim_per_assessor=0)

    assert f"{cohort.code}</a>: 1 mark" not in sign_in(client, moderator).get(reverse("moderation:list_samples")).text


def test_advice_is_given_once_and_by_its_moderator(cohort, assessor, moderator, learner):
    begun(assessor, learner, cohort)
    item = draw_interim(cohort, by=moderator, now=NOON).items.get()

    with pytest.raises(NotAllowed, match="another moderator"):
        advise(item, advice="Mine.", by=make_person("Max Other", Role.MODERATOR), now=NOON)
    advise(item, advice="Well done.", by=moderator, now=NOON)
    with pytest.raises(NotAllowed, match="with the assessor already"):
        advise(item, advice="More.", by=moderator, now=NOON)


def test_an_agreement_may_ask_for_none(cohort, assessor, moderator, learner):
    begun(assessor, learner, cohort)
    set_rules(cohort, interim_per_assessor=0)

    with pytest.raises(NotAllowed, match="ask for no look"):
        draw_interim(cohort, by=moderator, now=NOON)


def also_moderates(person):
    fields = {"role": Role.MODERATOR, "organisation": provider(), "starts_on": NOON.date(), "appointed_at": NOON}
    person.appointments.create(**fields)
    return person


def test_when_the_only_moderator_marked_the_work_coordinators_are_asked_for_another(
    client, cohort, assessor, coordinator
):
    make_marked(also_moderates(assessor), cohort=cohort)
    sign_in(client, assessor)
    plan = reverse("moderation:show_plan", args=[cohort.pk])
    assert "The only moderator marked the work" in client.get(plan).text
    assert client.post(reverse("moderation:draw_sample", args=[cohort.pk])).status_code == 403

    client.post(reverse("moderation:escalate", args=[cohort.pk]))

    notice = Notice.objects.get(person=coordinator, kind="moderation.nobody")
    assert "This cohort needs another moderator" in sign_in(client, coordinator).get(notice.url).text
    outside = make_person("Ona Outside", Role.MODERATOR)
    draw_sample(cohort, by=outside, now=later(days=1))
    assert Escalation.objects.get().closed_at == later(days=1)


def test_nothing_is_escalated_while_somebody_may_draw(cohort, assessor, moderator):
    make_marked(assessor, cohort=cohort)

    with pytest.raises(NotAllowed, match="There is a moderator"):
        escalate(cohort, by=moderator, now=NOON)
    assert find_cohorts_without_anybody(now=NOON) == 0


def test_the_sweep_finds_a_cohort_without_anybody_once(cohort, assessor):
    make_marked(assessor, cohort=cohort)

    find_cohorts_without_anybody(now=NOON)
    find_cohorts_without_anybody(now=later(hours=1))

    assert [row.reason for row in Escalation.objects.all()] == ["nobody"]
