"""Typed texts: saved, kept apart when two tabs write, unreadable without the key."""

import pytest

from assessments.portfolios.actions import Stale, drop_set_aside, start_text, write_text
from assessments.portfolios.models import EvidenceItem, TextRevision
from assessments.portfolios.reading import read_own_revision, read_own_text
from assessments.screening.refusals import Refused
from courses.delivery.actions import interrupt
from cpd.files.texts import erase_text_key
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.factories import make_portfolio, make_submitted, make_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(learner):
    submission = make_portfolio(learner)
    task = submission.portfolio.enrolment.version.tasks.get(key="P1")
    return start_text(submission, task=task, mode="anonymised_rewrite", by=learner, now=NOON)


def test_a_text_is_kept_encrypted(item, learner):
    saved = write_text(item, text="Parent R rang on day 3.", version=0, by=learner, now=NOON)

    assert read_own_text(saved, by=learner) == "Parent R rang on day 3."
    assert (saved.version, saved.word_count) == (1, 6)
    assert b"Parent R" not in bytes(EvidenceItem.objects.get().sealed_text)


def test_starting_twice_makes_one_empty_text(item, learner):
    again = start_text(item.submission, task=item.task, mode="anonymised_rewrite", by=learner, now=NOON)

    assert again == item


def test_a_mode_that_the_task_does_not_take_is_refused(item, learner):
    with pytest.raises(NotAllowed, match="not one of the ways"):
        start_text(item.submission, task=item.task, mode="witness_testimony", by=learner, now=NOON)


def test_an_older_page_cannot_overwrite_and_its_text_is_kept(item, learner):
    write_text(item, text="From the first tab.", version=0, by=learner, now=NOON)

    with pytest.raises(Stale) as refused:
        write_text(item, text="From the second tab.", version=0, by=learner, now=NOON)

    kept = TextRevision.objects.get(is_set_aside=True)
    assert (refused.value.theirs, refused.value.version) == ("From the first tab.", 1)
    assert read_own_revision(kept, by=learner) == "From the second tab."
    assert Entry.objects.filter(name="item.text_set_aside").count() == 1


def test_the_same_refused_text_is_kept_once(item, learner):
    write_text(item, text="From the first tab.", version=0, by=learner, now=NOON)
    for _ in range(2):
        with pytest.raises(Stale):
            write_text(item, text="From the second tab.", version=0, by=learner, now=NOON)

    assert TextRevision.objects.filter(is_set_aside=True).count() == 1


def test_a_kept_text_goes_once_it_stands_in_the_saved_one(item, learner):
    write_text(item, text="One.", version=0, by=learner, now=NOON)
    with pytest.raises(Stale):
        write_text(item, text="Two.", version=0, by=learner, now=NOON)

    write_text(item, text="One.\n\nTwo.", version=1, by=learner, now=NOON)

    assert not TextRevision.objects.filter(is_set_aside=True).exists()


def test_a_kept_text_can_be_let_go(item, learner):
    write_text(item, text="One.", version=0, by=learner, now=NOON)
    with pytest.raises(Stale):
        write_text(item, text="Two.", version=0, by=learner, now=NOON)

    drop_set_aside(TextRevision.objects.get(is_set_aside=True), by=learner, now=NOON)

    assert not TextRevision.objects.filter(is_set_aside=True).exists()


def test_saving_the_same_text_again_changes_nothing(item, learner):
    write_text(item, text="The same.", version=0, by=learner, now=NOON)

    saved = write_text(item, text="The same.", version=0, by=learner, now=NOON)

    assert saved.version == 1


def test_autosaves_leave_one_revision_a_minute(item, learner):
    for second in range(0, 150, 10):
        item = write_text(item, text=f"Text {second}", version=item.version, by=learner, now=later(seconds=second))

    assert TextRevision.objects.filter(item=item).count() == 3
    assert Entry.objects.filter(name="item.text_saved").count() == 3


def test_a_text_that_is_too_long_is_refused_with_a_sentence(item, learner):
    with pytest.raises(Refused, match="still on this page"):
        write_text(item, text="x" * 100_001, version=0, by=learner, now=NOON)


def test_somebody_else_cannot_write(item, other_learner):
    with pytest.raises(NotAllowed, match="Only the learner"):
        write_text(item, text="Mine now.", version=0, by=other_learner, now=NOON)


def test_without_its_key_a_text_is_gone(learner):
    item = make_text(make_portfolio(learner))

    erase_text_key(item.text_key, NOON)

    with pytest.raises(NotAllowed, match="E1 was destroyed for good"):
        read_own_text(item, by=learner)


def test_writing_needs_an_active_enrolment(item, learner, coordinator):
    interrupt(item.submission.portfolio.enrolment, reason="Crisis leave", by=coordinator, now=NOON)

    with pytest.raises(NotAllowed, match="not active"):
        write_text(item, text="On a break.", version=0, by=learner, now=NOON)


def test_the_text_of_a_sealed_item_is_readable_to_its_learner(learner):
    item = make_submitted(learner).items.get(label="E1")

    assert "Parent R" in read_own_text(item, by=learner)
