"""The desk over HTTP: what it shows, how it saves, and what it refuses."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.confidentiality.actions import accept, open_for_intake
from assessments.marking.actions import allocate, begin, judge, write_feedback
from assessments.marking.models import Allocation, Judgement, Mark, TeamNote
from assessments.marking.states import MarkState, Stage
from assessments.portfolios.actions import add_file, submit
from assessments.portfolios.states import Declaration, SubmissionState
from cpd.history.models import Entry
from tests.assessments.portfolios.files import picture
from tests.clock import NOON, TODAY
from tests.factories import make_allocation, make_cohort, make_marked, make_ready_portfolio
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def allocation(assessor, client):
    sign_in(client, assessor)
    return make_allocation(assessor)


def url(name, allocation, *args):
    return reverse(f"marking:{name}", args=[allocation.pk, *args])


def allocate_sealed(submission, assessor):
    """Submit, accept and allocate what is in this draft."""
    learner, by = submission.portfolio.enrolment.learner, make_person("Cora Coordinator", "coordinator")
    submit(submission, declarations=Declaration.values, by=learner, now=NOON)
    open_for_intake(submission, reason="Check", by=by, now=NOON)
    accept(submission, by=by, now=NOON)
    return allocate(submission, assessor=assessor, due_date=TODAY, by=by, now=NOON)


def typed(mark, **changes):
    """What a browser posts from the desk, with some fields changed."""
    data = {"overall-text": mark.feedback, "overall-version": mark.version, "note-text": "", "note-version": 0}
    for judgement in mark.judgements.select_related("criterion"):
        prefix = f"c{judgement.criterion.number.replace('.', '-')}"
        data |= {
            f"{prefix}-verdict": judgement.verdict,
            f"{prefix}-feedback": judgement.feedback,
            f"{prefix}-version": judgement.version,
            f"{prefix}-note-text": "",
            f"{prefix}-note-version": 0,
        }
    return data | {"then": "stay"} | changes


def all_met(mark, **changes):
    verdicts = {f"c{number}-verdict": "met" for number in ("1-1", "1-2", "2-1")}
    return typed(mark, **verdicts, **{"overall-text": "Good work."}, **changes)


def test_the_desk_shows_evidence_beside_criteria_with_links_between(client, allocation):
    page = client.get(url("mark_submission", allocation)).content.decode()

    assert '<p id="e1-para-1" class="claimed">On day 12 I met Parent R and Child A.</p>' in page
    assert '<a href="#e1-para-1">E1, para 1</a>' in page
    assert page.index("1.1 State the risk") < page.index("1.2 Say who") < page.index("2.1 Reflect")


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


def test_one_save_button_saves_everything_without_javascript(client, allocation, assessor):
    mark = begin(allocation, by=assessor, now=NOON)
    data = typed(mark, **{"c1-1-verdict": "not_yet_met", "c1-1-feedback": "When?\r\nWhere?", "c1-1-note-text": "Hm."})

    answer = client.post(url("mark_submission", allocation), data | {"overall-text": "Nearly."})

    assert answer.status_code == 302
    judgement = mark.judgements.get(criterion__number="1.1")
    assert (judgement.verdict, judgement.feedback) == ("not_yet_met", "When?\nWhere?")
    assert TeamNote.objects.get().text == "Hm."
    assert Mark.objects.get().feedback == "Nearly."


def test_two_tabs_lose_nothing(client, allocation, assessor):
    mark = begin(allocation, by=assessor, now=NOON)
    older = typed(mark, **{"c1-1-verdict": "met", "c1-1-feedback": "Second tab.", "c1-2-verdict": "met"})
    criterion = mark.submission.criteria.get(number="1.1")
    judge(mark, criterion=criterion, verdict="met", feedback="First tab.", version=0, by=assessor, now=NOON)

    answer = client.post(url("mark_submission", allocation), older)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Second tab.</textarea>" in page
    assert "First tab." in page
    assert mark.judgements.get(criterion__number="1.1").feedback == "First tab."
    assert mark.judgements.get(criterion__number="1.2").verdict == "met"
    assert re.search(r'name="c1-1-version" value="1"', page)


def test_ten_thousand_and_one_characters_are_refused_and_kept(client, allocation, assessor):
    mark = begin(allocation, by=assessor, now=NOON)

    answer = client.post(url("mark_submission", allocation), typed(mark, **{"overall-text": "x" * 10_001}))

    assert answer.status_code == 422
    assert "x" * 10_001 in answer.content.decode()
    assert "<title>Error: Marking desk" in answer.content.decode()


def test_typing_is_saved_field_by_field(client, allocation, assessor):
    mark = begin(allocation, by=assessor, now=NOON)
    criterion = mark.submission.criteria.get(number="1.1")
    said = {"c1-1-verdict": "met", "c1-1-feedback": "Clear.", "version": 0}

    first = client.post(url("save_judgement", allocation, criterion.pk), said)
    again = client.post(url("save_judgement", allocation, criterion.pk), said | {"c1-1-feedback": "Clearer."})

    assert (first.status_code, first.json()["version"]) == (200, 1)
    assert (again.status_code, again.json()) == (409, {"theirs": "Clear.", "version": 1, "verdict": "met"})


@pytest.mark.parametrize("version", ["", "abc", "-1", "NaN"])
def test_a_made_up_version_is_refused(version, client, allocation):
    answer = client.post(url("save_feedback", allocation), {"text": "Good.", "version": version})

    assert answer.status_code == 422


@pytest.mark.parametrize("verdict", ["refer", "101", "<script>"])
def test_a_made_up_verdict_is_refused(verdict, client, allocation, assessor):
    mark = begin(allocation, by=assessor, now=NOON)
    criterion = mark.submission.criteria.get(number="1.1")

    answer = client.post(
        url("save_judgement", allocation, criterion.pk), {"c1-1-verdict": verdict, "c1-1-feedback": "", "version": 0}
    )

    assert answer.status_code == 422
    assert Judgement.objects.get(criterion=criterion).verdict == ""


def test_save_and_next_goes_to_the_next_one_by_date(client, assessor, allocation):
    second = make_allocation(assessor, make_person("Next Learner"))
    mark = begin(allocation, by=assessor, now=NOON)

    answer = client.post(url("mark_submission", allocation), typed(mark, then="next"))

    assert answer.url == url("mark_submission", second)


def test_finalise_lists_what_is_missing_with_links(client, allocation):
    page = client.get(url("finalise_mark", allocation)).content.decode()

    assert "Not ready to finalise" in page
    assert f'href="{url("mark_submission", allocation)}#criterion-1.1">Criterion 1.1 is not judged yet.' in page
    assert client.post(url("finalise_mark", allocation), {"seen": 0}).status_code == 422


def test_from_the_desk_to_a_final_mark_and_on_to_the_next(client, allocation, assessor):
    second = make_allocation(assessor, make_person("Next Learner"))
    mark = begin(allocation, by=assessor, now=NOON)
    client.post(url("mark_submission", allocation), all_met(mark, then="finalise"), follow=True)
    seen = re.search(r'name="seen" value="(\d+)"', client.get(url("finalise_mark", allocation)).content.decode())[1]

    answer = client.post(url("finalise_mark", allocation), {"seen": seen})

    assert answer.url == url("mark_submission", second)
    assert Mark.objects.get(pk=mark.pk).state == MarkState.FINAL


def test_a_stale_finalise_is_refused_and_shows_how_it_stands(client, allocation, assessor):
    mark = begin(allocation, by=assessor, now=NOON)
    client.post(url("mark_submission", allocation), all_met(mark))
    mark.refresh_from_db()
    write_feedback(mark, text="Changed in another tab.", version=mark.version, by=assessor, now=NOON)

    answer = client.post(url("finalise_mark", allocation), {"seen": 4})

    assert answer.status_code == 409
    assert "Changed in another tab." in answer.content.decode()
    assert Mark.objects.get().state == MarkState.DRAFT


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
    submission.state = SubmissionState.HELD
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


def test_a_file_is_downloaded_under_our_label_only_from_ones_own_desk(client, assessor, second_assessor):
    submission = make_ready_portfolio()
    learner = submission.portfolio.enrolment.learner
    task = submission.portfolio.enrolment.version.tasks.get(key="P1")
    item = add_file(
        submission,
        task=task,
        mode="anonymised_rewrite",
        title="Mrs Jones",
        upload=picture("jones.png"),
        by=learner,
        now=NOON,
    )
    allocation = allocate_sealed(submission, assessor)
    address = url("download_item", allocation, item.pk)
    sign_in(client, assessor)

    page = client.get(url("mark_submission", allocation)).content.decode()
    answer = client.get(address)

    candidate = submission.portfolio.enrolment.candidate_number
    assert address in page
    assert "ones" not in page.split("Evidence</h2>")[1].split("Criteria</h2>")[0]
    assert answer["Content-Disposition"] == f'attachment; filename="{candidate} E3.png"'
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    sign_in(client, second_assessor)
    assert client.get(address).status_code == 404
