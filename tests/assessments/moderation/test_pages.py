"""The moderator's pages, over HTTP."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.marking.models import Mark
from assessments.moderation.models import PopulationItem, Sample
from assessments.moderation.states import SampleState
from assessments.portfolios.states import SubmissionState
from cpd.history.models import Entry
from tests.assessments.moderation.cohorts import FEW, mark_three
from tests.factories import make_cohort, make_marked, make_sample, set_rules
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
LIST = "/moderation/"


@pytest.fixture
def signed_in(client, moderator):
    return sign_in(client, moderator)


@pytest.fixture
def mark(assessor):
    return make_marked(assessor, not_yet_met=["2.1"])


def cohort_of(mark):
    return mark.submission.portfolio.enrolment.cohort


@pytest.fixture
def item(mark, moderator):
    return make_sample(cohort_of(mark), moderator).items.get()


def test_from_the_list_to_a_signed_report(signed_in, mark):
    cohort = cohort_of(mark)
    assert reverse("moderation:show_plan", args=[cohort.pk]) in signed_in.get(LIST).text
    plan = signed_in.get(reverse("moderation:show_plan", args=[cohort.pk])).text
    assert "At least 1 of 1 will be read." in plan
    assert "New: all are read" in plan
    page = signed_in.post(reverse("moderation:draw_sample", args=[cohort.pk]), follow=True)
    reasons = "Small cohort: every submission; Not every criterion met; One criterion short; New assessor: all are read"
    assert reasons in page.text
    sample = Sample.objects.get()

    signed_in.post(reverse("moderation:review_item", args=[sample.items.get().pk]), {"verdict": "agreed", "note": ""})
    confirm = reverse("moderation:confirm_sample", args=[sample.pk])
    assert "Read: one criterion short" in signed_in.get(confirm).text
    answer = signed_in.post(confirm, {"report": "Sound.", "report_next_time": "Pair up."}, follow=True)

    assert "Sound." in answer.text
    assert "Pair up." in answer.text
    mark.submission.refresh_from_db()
    sample.refresh_from_db()
    assert (sample.state, mark.submission.state) == (SampleState.CONFIRMED, SubmissionState.CONFIRMED)


def test_a_draw_is_repeated_on_its_page_and_a_change_of_what_is_stored_shows(signed_in, item):
    address = reverse("moderation:repeat_draw", args=[item.sample_id])
    assert "The same sample" in signed_in.get(address).text

    PopulationItem.objects.update(left_out="not_drawn")
    item.reasons.filter(reason="refer").delete()

    page = signed_in.get(address).text
    assert "It is not the same" in page
    assert "The marks left out, or their reasons" in page
    assert "The marks in the sample, or their reasons" in page


def test_every_mark_says_why_it_is_in_or_out_and_any_can_be_called_for(signed_in, assessor, moderator):
    cohort = make_cohort()
    set_rules(cohort, **FEW)
    mark_three(cohort, assessor)
    sample = make_sample(cohort, moderator)
    address = reverse("moderation:show_population", args=[sample.pk])

    page = signed_in.get(address).text
    assert "In no group that must be read, and not drawn at random" in page
    out = Mark.objects.exclude(samplings__sample=sample).get()
    page = signed_in.post(reverse("moderation:add_to_sample", args=[sample.pk, out.pk]), follow=True).text

    assert "Added by a moderator" in page
    assert "The same sample" in signed_in.get(reverse("moderation:repeat_draw", args=[sample.pk])).text


def test_the_desk_shows_the_evidence_and_the_mark_but_no_learner(signed_in, item):
    page = signed_in.get(reverse("moderation:review_item", args=[item.pk])).text

    learner = item.mark.submission.portfolio.enrolment.learner
    assert "On day 12 I met Parent R" in page
    assert "Say what you did, and when." in page
    assert "A clear account of careful work." in page
    for secret in (learner.family_name, learner.email, str(learner.pk)):
        assert secret not in page


def test_a_query_without_a_note_is_asked_for_one(signed_in, item):
    answer = signed_in.post(reverse("moderation:review_item", args=[item.pk]), {"verdict": "queried", "note": ""})

    assert answer.status_code == 422
    assert "Say what you would mark differently, and why" in answer.text


def test_a_queried_mark_blocks_with_a_sentence_and_a_slip_goes_back(signed_in, item):
    desk = reverse("moderation:review_item", args=[item.pk])
    signed_in.post(desk, {"verdict": "queried", "note": "2.1 is shown in E2."})

    blocked = signed_in.get(reverse("moderation:confirm_sample", args=[item.sample_id]))
    assert (blocked.status_code, "You query a mark that is still with you" in blocked.text) == (403, True)
    send_back = reverse("moderation:send_back", args=[item.pk])
    assert send_back in signed_in.get(desk).text
    assert "2.1 is shown in E2." in signed_in.get(send_back).text
    assert signed_in.post(send_back).status_code == 422
    criterion = item.mark.judgements.get(criterion__number="2.1").criterion_id
    assert signed_in.post(send_back, {"slip": "contradicts", "criterion": criterion}).status_code == 302
    assert "went back to its assessor" in signed_in.get(desk).text
    assert signed_in.post(send_back).status_code == 403


def test_another_moderator_does_not_find_the_sample(client, item):
    sign_in(client, make_person("Max Other", "moderator"))

    for name, row in (("show_sample", item.sample), ("review_item", item), ("confirm_sample", item.sample)):
        assert client.get(reverse(f"moderation:{name}", args=[row.pk])).status_code == 404


def test_evidence_of_a_portfolio_outside_the_sample_is_not_found(signed_in, item):
    other = make_marked(make_person("Ola Other", "assessor"), make_person("Next Learner"))
    address = reverse("moderation:download_item", args=[item.pk, other.submission.items.first().pk])

    assert signed_in.get(address).status_code == 404


@pytest.mark.parametrize("role", ["learner", "assessor", "coordinator", "board_member", "auditor"])
def test_other_roles_are_refused(role, request, client):
    sign_in(client, request.getfixturevalue(role))

    assert client.get(LIST).status_code == 403


def test_an_empty_page_says_what_comes_next(signed_in):
    assert "No marks wait for a sample" in signed_in.get(LIST).text


def test_pages_ask_as_much_for_many_marks_as_for_one(signed_in, moderator, assessor, django_assert_num_queries):
    few, many = make_cohort(), make_cohort()
    make_marked(assessor, cohort=few)
    for number in range(4):
        make_marked(assessor, make_person(f"Learner {number}"), many)
    small, large = make_sample(few, moderator), make_sample(many, moderator)
    signed_in.get(LIST)
    assert Mark.objects.count() == 5
    for page in ("show_sample", "show_population", "show_report", "repeat_draw"):
        with CaptureQueriesContext(connection) as for_one:
            signed_in.get(reverse(f"moderation:{page}", args=[small.pk]))
        with django_assert_num_queries(len(for_one)):
            signed_in.get(reverse(f"moderation:{page}", args=[large.pk]))


def test_a_plan_asks_as_much_for_many_marks_as_for_one(signed_in, assessor, django_assert_num_queries):
    few, many = make_cohort(), make_cohort()
    make_marked(assessor, cohort=few)
    for number in range(3):
        make_marked(make_person(f"Assessor {number}", "assessor"), make_person(f"Learner {number}"), many)
    signed_in.get(LIST)
    with CaptureQueriesContext(connection) as for_one:
        signed_in.get(reverse("moderation:show_plan", args=[few.pk]))

    with django_assert_num_queries(len(for_one)):
        signed_in.get(reverse("moderation:show_plan", args=[many.pk]))


def test_evidence_closes_when_the_sample_is_confirmed(signed_in, item):
    page = reverse("moderation:review_item", args=[item.pk])
    assert 'id="e1"' in signed_in.get(page).text
    signed_in.post(page, {"verdict": "agreed"})
    confirm = reverse("moderation:confirm_sample", args=[item.sample_id])
    assert signed_in.post(confirm, {"report": "The marking is sound."}).status_code == 302
    opened = Entry.objects.filter(name="evidence.opened").count()

    answer = signed_in.get(page)

    assert answer.status_code == 200
    assert 'id="e1"' not in answer.text
    assert Entry.objects.filter(name="evidence.opened").count() == opened
