"""Whoever marks or moderates asks a panel whether it is the learner's own work, from where they read it."""

import pytest
from django.urls import reverse

from assessments.cases.models import SideCase
from assessments.cases.reading import read_own
from assessments.portfolios.states import SubmissionState
from cpd.notices.models import Notice
from tests.assessments.cases.panels import decided
from tests.assessments.marking.desks import typed, url
from tests.factories import make_allocation, make_marked, make_sample
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
SAID = {"statement": "E1 is the text of another portfolio."}


@pytest.fixture
def item(assessor, moderator):
    mark = make_marked(assessor)
    return make_sample(mark.submission.portfolio.enrolment.cohort, moderator).items.get()


def test_the_desk_leads_there_and_one_press_pauses_the_portfolio(client, assessor, coordinator):
    allocation = make_allocation(assessor)
    sign_in(client, assessor)
    assert url("raise_misconduct", allocation) in client.get(url("mark_submission", allocation)).text
    client.post(url("mark_submission", allocation), typed(allocation.mark, **{"overall-text": "Half a thought."}))

    answer = client.post(url("raise_misconduct", allocation), SAID, follow=True)

    case = SideCase.objects.get()
    submission = allocation.submission
    submission.refresh_from_db()
    allocation.mark.refresh_from_db()
    learner = case.enrolment.learner
    assert submission.state == SubmissionState.HELD
    assert "is paused, and waits for a panel. What you had written is kept." in answer.text
    assert allocation.mark.feedback == "Half a thought."
    assert read_own(case, by=learner).statement == SAID["statement"]
    # The question is owned by whoever seats the panel, and the learner may reply.
    assert Notice.objects.filter(kind="case.asked", person=coordinator).count() == 1
    assert Notice.objects.get(kind="case.raised").person == learner


def test_the_moderation_desk_leads_there_too(client, moderator, item):
    sign_in(client, moderator)
    address = reverse("moderation:raise_misconduct", args=[item.pk])
    assert address in client.get(reverse("moderation:review_item", args=[item.pk])).text

    answer = client.post(address, SAID)

    item.mark.submission.refresh_from_db()
    assert answer.url == reverse("moderation:show_sample", args=[item.sample_id])
    assert item.mark.submission.state == SubmissionState.HELD
    assert SideCase.objects.get().raised_by == moderator


def test_neither_page_holds_more_than_the_candidate_number(client, assessor, moderator, item):
    allocation = make_allocation(assessor)
    pages = []
    for person, address in (
        (assessor, url("raise_misconduct", allocation)),
        (moderator, reverse("moderation:raise_misconduct", args=[item.pk])),
    ):
        sign_in(client, person)
        pages.append(client.get(address).text)

    for page, submission in zip(pages, (allocation.submission, item.mark.submission), strict=True):
        enrolment = submission.portfolio.enrolment
        assert enrolment.candidate_number in page
        for secret in (enrolment.learner.family_name, enrolment.learner.email, str(enrolment.pk), submission.reference):
            assert secret not in page


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_what_cannot_be_taken_is_kept_on_the_page(client, assessor, text):
    allocation = make_allocation(assessor)
    sign_in(client, assessor)

    answer = client.post(url("raise_misconduct", allocation), {"statement": text})

    assert answer.status_code == 422
    assert text in answer.text
    assert not SideCase.objects.exists()


def test_nobody_raises_it_from_a_desk_that_is_not_theirs(client, assessor, second_assessor, item):
    allocation = make_allocation(assessor)
    sign_in(client, second_assessor)
    assert client.post(url("raise_misconduct", allocation), SAID).status_code == 404

    sign_in(client, make_person("Mara Other", "moderator"))
    assert client.post(reverse("moderation:raise_misconduct", args=[item.pk]), SAID).status_code == 404
    assert not SideCase.objects.exists()


def test_a_question_that_waits_is_not_raised_again(client, assessor):
    allocation = make_allocation(assessor)
    sign_in(client, assessor)
    client.post(url("raise_misconduct", allocation), SAID)

    answer = client.post(url("raise_misconduct", allocation), SAID)

    assert answer.status_code == 403
    assert SideCase.objects.count() == 1


def test_whoever_raised_it_is_told_that_it_is_answered_and_not_how(client, assessor):
    allocation = make_allocation(assessor)
    sign_in(client, assessor)
    client.post(url("raise_misconduct", allocation), SAID)

    decided(SideCase.objects.get(), "no_case")

    notice = Notice.objects.get(kind="case.settled")
    assert (notice.person, notice.url) == (assessor, "")
    allocation.submission.refresh_from_db()
    assert allocation.submission.state == SubmissionState.ACCEPTED
