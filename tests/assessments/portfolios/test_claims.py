"""Claims: which place in which item meets which criterion."""

import pytest

from assessments.portfolios.actions import claim, unclaim
from assessments.portfolios.places import UnknownPlace, paragraphs_of, split_paragraphs, write_place
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import make_portfolio, make_text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("", ""),
        ("Paragraph 4", "para 4"),
        ("para. 4", "para 4"),
        ("paras 4 – 6", "paras 4-6"),
        ("p2", "page 2"),
        ("pp. 2-2", "page 2"),
        ("PAGES 10-12", "pages 10-12"),
    ],
)
def test_a_place_has_one_spelling(typed, written):
    assert write_place(typed) == written


@pytest.mark.parametrize("typed", ["what Jo said", "page 0", "paras 6-4", "para 12345", "page two"])
def test_a_place_is_never_words_of_the_case(typed):
    with pytest.raises(UnknownPlace):
        write_place(typed)


def test_paragraphs_are_counted_as_they_are_shown():
    assert split_paragraphs("One\n\n  \nTwo\nThree\n") == ["One", "Two", "Three"]
    assert list(paragraphs_of("paras 2-3")) == [2, 3]
    assert list(paragraphs_of("page 2")) == []


@pytest.mark.django_db
def test_claiming_the_same_place_twice_keeps_one_with_the_newer_note(learner):
    item = make_text(make_portfolio(learner))
    criterion = item.submission.criteria.get(number="1.1")

    first = claim(item, criterion=criterion, place="para 2", note="Here.", by=learner, now=NOON)
    second = claim(item, criterion=criterion, place="Paragraph 2", note="Here, too.", by=learner, now=NOON)

    assert first == second
    assert (second.place, second.note) == ("para 2", "Here, too.")


@pytest.mark.django_db
def test_undoing_twice_changes_nothing(learner):
    item = make_text(make_portfolio(learner))
    made = item.claims.get(criterion__number="1.1")

    unclaim(made, by=learner, now=NOON)
    made.pk = made.pk or made.id
    unclaim(made, by=learner, now=NOON)

    assert Entry.objects.filter(name="claim.undone").count() == 1


@pytest.mark.django_db
def test_somebody_elses_item_cannot_be_claimed(learner, other_learner):
    item = make_text(make_portfolio(learner))

    with pytest.raises(NotAllowed, match="Only the learner"):
        claim(item, criterion=item.submission.criteria.first(), by=other_learner, now=NOON)
