"""How evidence leaves: recorded, refused while it is not sealed, gone when it is purged."""

import pytest

from assessments.portfolios.actions import (
    add_file,
    open_next_attempt,
    purge_content,
    remove_item,
    take_back,
    write_text,
)
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.moves import move
from assessments.portfolios.reading import open_evidence
from assessments.portfolios.states import ItemState, SubmissionState
from cpd.files.models import StoredFile
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.assessments.portfolios.files import picture
from tests.clock import NOON
from tests.factories import make_portfolio, make_ready_portfolio, make_submitted

pytestmark = pytest.mark.django_db


def test_opening_gives_numbered_paragraphs_and_leaves_an_entry(learner, assessor):
    item = make_submitted(learner).items.get(label="E1")

    opened = open_evidence(item, by=assessor, because="marking", now=NOON)

    assert opened.paragraphs == [
        "On day 12 I met Parent R and Child A.",
        "I stated the risk to each child, and what would lower it.",
    ]
    assert (opened.filename, opened.data) == ("E1", None)
    entry = Entry.objects.get(name="evidence.opened")
    assert (entry.actor_id, entry.detail) == (str(assessor.pk), {"because": "marking", "how": "view"})


def test_a_file_is_opened_with_its_bytes_under_our_label(learner, assessor):
    submission = make_ready_portfolio(learner)
    task = submission.portfolio.enrolment.version.tasks.get(key="P1")
    item = add_file(
        submission,
        task=task,
        mode="anonymised_rewrite",
        title="Map",
        upload=picture("Jane Doe.png"),
        by=learner,
        now=NOON,
    )

    opened = open_evidence(item, by=learner, because="own", now=NOON)

    assert opened.filename == "E3"
    assert opened.content_type == "image/png"
    assert opened.data.startswith(b"\x89PNG")


def test_a_draft_is_opened_by_nobody_else(learner, assessor):
    submission = make_submitted(learner)
    take_back(submission, by=learner, now=NOON)

    with pytest.raises(NotAllowed, match="with its learner"):
        open_evidence(submission.items.get(label="E1"), by=assessor, because="intake", now=NOON)


def test_own_evidence_is_own_only_to_its_learner(learner, other_learner):
    item = make_submitted(learner).items.get(label="E1")

    with pytest.raises(NotAllowed, match="Only the learner"):
        open_evidence(item, by=other_learner, because="own", now=NOON)


def test_nobody_assesses_her_own_work(learner):
    item = make_submitted(learner).items.get(label="E1")

    with pytest.raises(NotAllowed, match="your own work"):
        open_evidence(item, by=learner, because="marking", now=NOON)


def test_a_locked_away_item_is_opened_by_nobody(learner, assessor):
    item = make_submitted(learner).items.get(label="E1")
    EvidenceItem.objects.filter(pk=item.pk).update(state=ItemState.QUARANTINED)

    with pytest.raises(NotAllowed, match="locked away"):
        open_evidence(item, by=assessor, because="marking", now=NOON)
    with pytest.raises(NotAllowed, match="locked away"):
        open_evidence(item, by=learner, because="own", now=NOON)


def test_a_reason_nobody_knows_is_refused(learner, assessor):
    item = make_submitted(learner).items.get(label="E1")

    with pytest.raises(ValueError, match="curiosity"):
        open_evidence(item, by=assessor, because="curiosity", now=NOON)


def test_removing_a_file_destroys_it(learner):
    submission = make_portfolio(learner)
    task = submission.portfolio.enrolment.version.tasks.get(key="P1")
    item = add_file(submission, task=task, mode="anonymised_rewrite", title="", upload=picture(), by=learner, now=NOON)

    remove_item(item, by=learner, now=NOON)
    remove_item(item, by=learner, now=NOON)

    assert StoredFile.objects.filter(destroyed_at__isnull=True).count() == 0
    assert Entry.objects.filter(name="item.removed").count() == 1


def test_a_purge_reaches_the_same_content_in_another_attempt(learner, safeguarding_lead):
    first = make_submitted(learner)
    for state in ("accepted", "marked", "confirmed", "ratified", "released"):
        move(first, SubmissionState(state), now=NOON)
    criterion = first.criteria.get(number="1.1")
    second = open_next_attempt(first, criteria=[criterion], due_at=NOON, by=safeguarding_lead, now=NOON)
    same, kept = second.items.get(label="E2"), first.items.get(label="E1")
    changed = write_text(second.items.get(label="E1"), text="Another.", version=1, by=learner, now=NOON)

    purge_content(changed, by=safeguarding_lead, now=NOON)
    purge_content(same, by=safeguarding_lead, now=NOON)

    states = dict(EvidenceItem.objects.values_list("pk", "state"))
    assert states[kept.pk] == ItemState.PRESENT
    assert states[first.items.get(label="E2").pk] == states[same.pk] == states[changed.pk] == ItemState.PURGED
