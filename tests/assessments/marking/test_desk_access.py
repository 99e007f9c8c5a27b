"""Who may open the desk, and what nobody learns there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.marking.models import Allocation
from assessments.marking.states import Stage
from assessments.portfolios.actions import add_file
from assessments.portfolios.states import SubmissionState
from cpd.history.models import Entry
from tests.assessments.marking.desks import allocate_sealed, url
from tests.assessments.portfolios.files import picture
from tests.clock import NOON, TODAY
from tests.factories import make_allocation, make_cohort, make_marked, make_ready_portfolio
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def allocation(assessor, client):
    sign_in(client, assessor)
    return make_allocation(assessor)


def test_no_page_of_marking_names_the_learner(client, allocation):
    learner = allocation.submission.portfolio.enrolment.learner
    pages = [
        client.get(address).content.decode()
        for address in (
            reverse("marking:show_queue"),
            url("mark_submission", allocation),
            url("finalise_mark", allocation),
            url("raise_concern", allocation),
        )
    ]

    for secret in (
        learner.family_name,
        learner.email,
        str(learner.pk),
        str(allocation.submission.portfolio.enrolment_id),
    ):
        assert not [page for page in pages if secret in page]


def test_opening_the_desk_is_recorded_for_each_item(client, allocation, assessor):
    client.get(url("mark_submission", allocation))

    opened = Entry.objects.filter(name="evidence.opened", actor_id=str(assessor.pk))
    assert [entry.detail["because"] for entry in opened] == ["marking", "marking"]


def test_a_finalised_mark_is_shown_and_not_edited(client, assessor):
    mark = make_marked(assessor)
    sign_in(client, assessor)

    assert client.get(url("mark_submission", mark.allocation)).url == reverse("marking:show_mark", args=[mark.pk])
    assert client.post(url("save_feedback", mark.allocation), {"text": "No", "version": 1}).status_code == 403


def test_another_assessor_does_not_find_the_desk(client, allocation, second_assessor):
    sign_in(client, second_assessor)

    for name in ("mark_submission", "finalise_mark", "raise_concern"):
        assert client.get(url(name, allocation)).status_code == 404
    assert client.post(url("save_feedback", allocation), {"text": "x", "version": 0}).status_code == 404


@pytest.mark.parametrize("role", ["learner", "coordinator", "moderator", "administrator", "auditor"])
def test_other_roles_are_told_that_the_desk_is_not_theirs(role, request, client, allocation):
    sign_in(client, request.getfixturevalue(role))

    assert client.get(url("mark_submission", allocation)).status_code == 403


def test_a_portfolio_that_was_locked_meanwhile_is_refused_with_a_sentence(client, allocation):
    submission = allocation.submission
    submission.state, submission.held_from = SubmissionState.HELD, SubmissionState.ACCEPTED
    submission.save()

    answer = client.get(url("mark_submission", allocation))

    assert answer.status_code == 403
    assert "Marking of this portfolio is paused" in answer.content.decode()


def test_a_second_assessor_sees_nothing_of_the_first_mark(client, assessor, second_assessor):
    first = make_marked(assessor, not_yet_met=["1.1"])
    submission = first.submission
    submission.state = SubmissionState.ACCEPTED
    submission.save()
    second = Allocation.objects.create(
        submission=submission,
        assessor=second_assessor,
        stage=Stage.SECOND,
        due_date=TODAY,
        allocated_by=assessor,
        allocated_at=NOON,
    )
    sign_in(client, second_assessor)

    pages = [
        client.get(address).content.decode()
        for address in (
            url("mark_submission", second),
            reverse("marking:show_queue"),
            reverse("marking:list_marked"),
        )
    ]

    for secret in ("Say what you did, and when.", "A clear account of careful work.", str(first.pk), str(assessor)):
        assert not [page for page in pages if secret in page]
    assert client.get(reverse("marking:show_mark", args=[first.pk])).status_code == 404


def test_an_item_of_another_portfolio_cannot_be_downloaded_from_this_desk(client, allocation):
    other = make_allocation(make_person("Ora Other", "assessor"), make_person("Next Learner"))

    answer = client.get(url("download_item", allocation, other.submission.items.first().pk))

    assert answer.status_code == 404


def test_a_file_is_downloaded_under_our_label_only_from_ones_own_desk(client, assessor, second_assessor):
    submission = make_ready_portfolio()
    learner = submission.portfolio.enrolment.learner
    task = submission.portfolio.enrolment.version.tasks.get(key="P1")
    item = add_file(
        submission,
        task=task,
        mode="anonymised_rewrite",
        title="what she drew of zones",
        upload=picture("jones.png"),
        by=learner,
        now=NOON,
    )
    allocation = allocate_sealed(submission, assessor)
    address = url("download_item", allocation, item.pk)
    sign_in(client, assessor)

    page = client.get(url("mark_submission", allocation)).content.decode()
    answer = client.get(address, follow=True)

    candidate = submission.portfolio.enrolment.candidate_number
    assert address in page
    assert "ones" not in page.split("Evidence</h2>")[1].split("Criteria</h2>")[0]
    assert answer["Content-Disposition"] == f'attachment; filename="{candidate} E3.png"'
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    sign_in(client, second_assessor)
    assert client.get(address).status_code == 404


def test_the_queue_asks_as_much_for_many_as_for_one(client, assessor, django_assert_num_queries):
    cohort, address = make_cohort(), reverse("marking:show_queue")
    sign_in(client, assessor)
    make_allocation(assessor, cohort=cohort)
    client.get(address)
    with CaptureQueriesContext(connection) as for_one:
        client.get(address)
    for number in range(4):
        make_allocation(assessor, make_person(f"Learner {number}"), cohort)

    with django_assert_num_queries(len(for_one)):
        client.get(address)
