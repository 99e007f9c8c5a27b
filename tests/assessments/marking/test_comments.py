"""The comment bank, and what it does on the desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.marking.actions import (
    add_comment,
    begin,
    change_comment,
    put_comment_away,
    use_comment,
)
from assessments.marking.models import Comment, CommentUse
from assessments.marking.queries import comments_by_criterion
from cpd.rules import NotAllowed
from tests.assessments.marking.desks import typed, url
from tests.clock import NOON, later
from tests.factories import make_allocation
from tests.people import sign_in

pytestmark = pytest.mark.django_db
LIST = reverse("marking:list_comments")


@pytest.fixture
def allocation(assessor, client):
    sign_in(client, assessor)
    return make_allocation(assessor)


def add(by, text="Say why.", criterion=None, *, is_shared=False):
    return add_comment(criterion=criterion, text=text, is_shared=is_shared, by=by, now=NOON)


def feedback(mark, number="1.1"):
    return mark.judgements.get(criterion__number=number).feedback


def test_one_s_own_and_the_team_s_are_offered_by_criterion(allocation, assessor, second_assessor):
    submission = allocation.submission
    criterion = submission.criteria.get(number="1.1")
    add(assessor, "Mine for 1.1.", criterion)
    add(second_assessor, "Team's for any.", is_shared=True)
    add(second_assessor, "Private.")

    offered = comments_by_criterion(assessor, criterion.version.module)

    said = {number: [comment.text for comment in found] for number, found in offered.items()}
    assert said == {"1.1": ["Mine for 1.1."], "": ["Team's for any."]}


def test_the_same_comment_twice_is_one(assessor):
    assert add(assessor, "Say why. ") == add(assessor)


def test_only_its_owner_changes_a_comment_or_puts_it_away(assessor, second_assessor):
    comment = add(assessor, is_shared=True)

    for change in (
        lambda: change_comment(comment, text="Mine now.", is_shared=True, by=second_assessor, now=NOON),
        lambda: put_comment_away(comment, by=second_assessor, now=NOON),
    ):
        with pytest.raises(NotAllowed, match="a colleague's"):
            change()
    put_comment_away(comment, by=assessor, now=NOON)
    with pytest.raises(NotAllowed, match="not offered any more"):
        use_comment(comment, by=second_assessor, now=NOON)


def test_what_one_uses_most_comes_first_and_nobody_sees_another_s_count(assessor, second_assessor, allocation):
    module = allocation.submission.portfolio.enrolment.version.module
    for minute, text in enumerate(("First.", "Second.")):
        at = later(minutes=minute)
        add_comment(criterion=None, text=text, is_shared=True, by=assessor, now=at)
    use_comment(Comment.objects.get(text="Second."), by=assessor, now=NOON)

    def order(person):
        return [(one.text, one.times) for one in comments_by_criterion(person, module)[""]]

    assert order(assessor) == [("Second.", 1), ("First.", 0)]
    assert order(second_assessor) == [("First.", 0), ("Second.", 0)]


def test_without_script_a_comment_is_written_below_the_feedback(client, allocation, assessor):
    mark = begin(allocation, by=assessor, now=NOON)
    comment = add(assessor, "Say what you did.")
    criterion = mark.submission.criteria.get(number="1.1")
    data = typed(mark, **{"c1-1-feedback": "Good start.", "insert": f"{criterion.pk} {comment.pk}"})

    answer = client.post(url("mark_submission", allocation), data)

    assert answer.url == f"{url('mark_submission', allocation)}#criterion-1.1"
    assert feedback(mark) == "Good start.\n\nSay what you did."
    assert CommentUse.objects.get(comment=comment, person=assessor).times == 1


@pytest.mark.parametrize("insert", ["", "nonsense", "1 2", "x" * 10_000])
def test_an_insertion_that_is_none_is_an_ordinary_save(insert, client, allocation, assessor):
    mark = begin(allocation, by=assessor, now=NOON)

    client.post(url("mark_submission", allocation), typed(mark, insert=insert, **{"c1-1-feedback": "Kept."}))

    assert feedback(mark) == "Kept."


def test_a_comment_that_makes_it_too_long_is_refused_and_nothing_is_lost(client, allocation, assessor):
    mark = begin(allocation, by=assessor, now=NOON)
    comment, criterion = add(assessor), mark.submission.criteria.get(number="1.1")
    data = typed(mark, **{"c1-1-feedback": "x" * 9_999, "insert": f"{criterion.pk} {comment.pk}"})

    answer = client.post(url("mark_submission", allocation), data)

    assert answer.status_code == 422
    assert "x" * 9_999 in answer.text


def test_a_feedback_is_kept_as_a_comment_for_its_criterion(client, allocation, assessor):
    mark = begin(allocation, by=assessor, now=NOON)
    criterion = mark.submission.criteria.get(number="1.2")

    client.post(url("mark_submission", allocation), typed(mark, keep=criterion.pk, **{"c1-2-feedback": "Name whom."}))

    comment = Comment.objects.get()
    assert (comment.number, comment.text, comment.is_shared) == ("1.2", "Name whom.", False)
    assert feedback(mark, "1.2") == "Name whom."


def test_the_bank_begins_with_a_starter_set(client, allocation):
    assert "Add the starter set" in client.get(LIST).text

    client.post(reverse("marking:add_starters"))
    client.post(reverse("marking:add_starters"))

    assert Comment.objects.count() == 7
    assert "Add the starter set" not in client.get(LIST).text


def test_a_comment_is_added_changed_and_put_away_on_pages(client, allocation):
    criterion = allocation.submission.criteria.get(number="2.1")
    address = reverse("marking:add_comment")
    assert "2.1 Reflect" in client.get(address).text
    assert client.post(address, {"text": " "}).status_code == 422

    client.post(address, {"criterion": criterion.pk, "text": "Say what you learnt.", "is_shared": "on"})
    comment = Comment.objects.get()
    assert "Yours, shared" in client.get(LIST).text
    client.post(reverse("marking:edit_comment", args=[comment.pk]), {"text": "Say more."})
    comment.refresh_from_db()
    assert (comment.number, comment.text, comment.is_shared) == ("2.1", "Say more.", False)
    client.post(reverse("marking:edit_comment", args=[comment.pk]), {"then": "put-away"})

    assert "Say more." not in client.get(LIST).text
    assert client.get(reverse("marking:edit_comment", args=[comment.pk])).status_code == 404


@pytest.mark.parametrize("page", [LIST, "desk"])
def test_pages_ask_as_much_for_many_comments_as_for_one(page, client, allocation, assessor):
    address = url("mark_submission", allocation) if page == "desk" else page
    add(assessor)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(5):
        add(assessor, f"Comment {number}.")

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


def shown(page, text):
    return page.count(f">{text}</button>")


def test_a_comment_for_any_criterion_stands_in_the_page_once(client, allocation, assessor):
    criterion = allocation.submission.criteria.get(number="1.1")
    add(assessor, "For any of them.")
    add(assessor, "For the first.", criterion)

    page = client.get(url("mark_submission", allocation)).text

    assert (shown(page, "For any of them."), shown(page, "For the first.")) == (1, 1)
    assert page.index("<template data-shared-comments>") < page.index(">For any of them.</button>")


def test_without_script_the_bank_is_opened_by_a_press_that_saves_and_the_next_press_inserts(
    client, allocation, assessor
):
    """Two presses, as many as with a bank beside every criterion: one opens it, one takes the comment."""
    mark = begin(allocation, by=assessor, now=NOON)
    comment = add(assessor, "For any of them.")
    criterion = mark.submission.criteria.get(number="1.2")
    page = client.get(url("mark_submission", allocation)).text
    assert f'<noscript><button class="button secondary small" name="bank" value="{criterion.pk}">' in page

    answer = client.post(
        url("mark_submission", allocation), typed(mark, bank=criterion.pk, **{"c1-2-feedback": "Half."})
    )

    assert answer.url == f"{url('mark_submission', allocation)}?bank={criterion.pk}#criterion-1.2"
    assert feedback(mark, "1.2") == "Half."
    opened = client.get(answer.url.partition("#")[0]).text
    assert f'value="{criterion.pk} {comment.pk}"' in opened
    mark.refresh_from_db()
    client.post(url("mark_submission", allocation), _again(mark, insert=f"{criterion.pk} {comment.pk}"))
    assert feedback(mark, "1.2") == "Half.\n\nFor any of them."


def _again(mark, **changes):
    stored = mark.judgements.get(criterion__number="1.2")
    return typed(mark, **{"c1-2-feedback": stored.feedback, "c1-2-version": stored.version}) | changes


@pytest.mark.parametrize("bank", ["nonsense", "1", ""])
def test_a_bank_that_is_none_is_an_ordinary_save(bank, client, allocation, assessor):
    mark = begin(allocation, by=assessor, now=NOON)

    answer = client.post(url("mark_submission", allocation), typed(mark, bank=bank))

    assert answer.url == url("mark_submission", allocation)
    assert client.get(url("mark_submission", allocation), {"bank": bank}).status_code == 200
