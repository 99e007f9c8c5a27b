"""The desk over HTTP: how it looks, saves and ends."""

import re

import pytest

from assessments.marking.actions import begin, judge, write_feedback
from assessments.marking.models import Judgement, Mark, TeamNote
from assessments.marking.states import MarkState
from tests.assessments.marking.desks import all_met, typed, url
from tests.clock import NOON
from tests.factories import make_allocation
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def allocation(assessor, client):
    sign_in(client, assessor)
    return make_allocation(assessor)


def test_the_desk_shows_evidence_beside_criteria_with_links_between(client, allocation):
    page = client.get(url("mark_submission", allocation)).content.decode()

    assert '<p id="e1-para-1" class="claimed">On day 12 I met Parent R and Child A.</p>' in page
    assert '<a href="#e1-para-1">E1, para 1</a>' in page
    assert page.index("1.1 State the risk") < page.index("1.2 Say who") < page.index("2.1 Reflect")


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
    assert (again.status_code, again.json()) == (409, {"theirs": "Clear.", "version": 1, "verdict": "met", "lacks": []})


def test_what_the_evidence_lacks_is_saved_with_the_judgement(client, allocation, assessor):
    mark = begin(allocation, by=assessor, now=NOON)
    criterion = mark.submission.criteria.get(number="1.1")
    said = {"c1-1-lacks": ["authentic", "current"], "c1-1-feedback": "", "version": 0}

    saved = client.post(url("save_judgement", allocation, criterion.pk), said)
    again = client.post(url("save_judgement", allocation, criterion.pk), said | {"c1-1-lacks": ["kind"]})

    judgement = mark.judgements.get(criterion=criterion)
    assert (saved.status_code, again.status_code, judgement.verdict) == (200, 422, "not_yet_met")
    page = client.get(url("mark_submission", allocation)).text
    assert page.count("checked") == 3


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
