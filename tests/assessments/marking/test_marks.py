"""Writing a mark, and making it final."""

import pytest

from assessments.marking.actions import Stale, begin, finalise, judge, reopen, write_feedback, write_team_note
from assessments.marking.models import Allocation, Mark, TeamNote
from assessments.marking.queries import find_missing, version_of
from assessments.marking.states import AllocationState, MarkState, Outcome, Stage
from assessments.portfolios.states import SubmissionState
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY, later
from tests.factories import finish_marking, make_allocation, make_marked

pytestmark = pytest.mark.django_db


@pytest.fixture
def mark(assessor):
    return begin(make_allocation(assessor), by=assessor, now=NOON)


def say(mark, number, verdict="met", feedback="", version=0, by=None):
    criterion = mark.submission.criteria.get(number=number)
    by = by or mark.assessor
    return judge(mark, criterion=criterion, verdict=verdict, feedback=feedback, version=version, by=by, now=NOON)


def test_a_mark_begins_once_with_a_judgement_for_each_criterion(mark, assessor):
    again = begin(mark.allocation, by=assessor, now=later(hours=1))

    assert again == mark
    assert sorted(mark.judgements.values_list("criterion__number", "verdict")) == [
        ("1.1", ""),
        ("1.2", ""),
        ("2.1", ""),
    ]
    assert Entry.objects.filter(name="mark.begun").count() == 1


def test_only_the_assessor_of_the_allocation_marks(mark, second_assessor):
    with pytest.raises(NotAllowed, match="not allocated to you"):
        say(mark, "1.1", by=second_assessor)


def test_a_judgement_is_saved_with_its_feedback_and_a_new_version(mark):
    judgement = say(mark, "1.1", "not_yet_met", "Say when.")

    assert (judgement.verdict, judgement.feedback, judgement.version) == ("not_yet_met", "Say when.", 1)


def lacks_of(judgement):
    return sorted(judgement.shortfalls.values_list("lack", flat=True))


def refuse(mark, lacks, verdict="", version=0):
    criterion = mark.submission.criteria.get(number="1.1")
    said = {"verdict": verdict, "feedback": "", "version": version, "lacks": lacks}
    return judge(mark, criterion=criterion, **said, by=mark.assessor, now=NOON)


def test_naming_what_the_evidence_lacks_says_that_the_criterion_is_not_yet_met(mark):
    judgement = refuse(mark, ["current", "valid"])

    assert (judgement.verdict, lacks_of(judgement)) == ("not_yet_met", ["current", "valid"])
    assert Entry.objects.get(name="judgement.saved").detail["lacks"] == ["current", "valid"]


def test_a_criterion_that_is_met_lacks_nothing(mark):
    refuse(mark, ["sufficient"])

    judgement = refuse(mark, ["sufficient"], verdict="met", version=1)

    assert (judgement.verdict, lacks_of(judgement)) == ("met", [])


def test_a_lack_that_is_none_of_the_four_is_refused(mark):
    with pytest.raises(ValueError, match="rude"):
        refuse(mark, ["rude"])


def test_saving_the_same_again_leaves_no_second_entry(mark):
    say(mark, "1.1")
    say(mark, "1.1")

    assert Entry.objects.filter(name="judgement.saved").count() == 1


def test_an_older_page_loses_nothing_and_overwrites_nothing(mark):
    say(mark, "1.1", feedback="From the first tab.")

    with pytest.raises(Stale) as stale:
        say(mark, "1.1", feedback="From the second tab.")

    assert (stale.value.theirs, stale.value.version, stale.value.verdict) == ("From the first tab.", 1, "met")
    assert mark.judgements.get(criterion__number="1.1").feedback == "From the first tab."


def test_overall_feedback_and_team_notes_have_versions_too(mark, assessor):
    mark = write_feedback(mark, text="Good.", version=0, by=assessor, now=NOON)
    write_team_note(mark, criterion=None, text="Discuss.", version=0, by=assessor, now=NOON)

    with pytest.raises(Stale):
        write_feedback(mark, text="Better.", version=0, by=assessor, now=NOON)
    with pytest.raises(Stale):
        write_team_note(mark, criterion=None, text="Drop it.", version=0, by=assessor, now=NOON)


def test_no_word_of_feedback_or_note_goes_into_history(mark, assessor):
    say(mark, "1.1", "not_yet_met", "Secretword")
    write_team_note(mark, criterion=None, text="Secretword", version=0, by=assessor, now=NOON)

    assert not [entry for entry in Entry.objects.all() if "Secretword" in f"{entry.detail}{entry.sealed}"]


def test_finalising_names_everything_that_is_missing(mark, assessor):
    say(mark, "1.1", "not_yet_met")

    with pytest.raises(NotAllowed) as refused:
        finalise(mark, by=assessor, now=NOON)

    assert str(refused.value) == (
        "Before you finalise: Criterion 1.1 is not yet met: choose what the evidence lacks. "
        "Criterion 1.1 is not yet met: say in the feedback what is still needed. "
        "Criterion 1.2 is not judged yet. Criterion 2.1 is not judged yet. The overall feedback is empty."
    )


def test_mrk_5_every_criterion_met_is_a_pass(assessor):
    mark = make_marked(assessor)

    assert (mark.state, mark.outcome) == (MarkState.FINAL, Outcome.PASS)
    assert mark.submission.state == SubmissionState.MARKED
    assert Allocation.objects.get().state == AllocationState.DONE


def test_mrk_5_one_criterion_short_is_a_refer_with_no_compensation(assessor):
    mark = make_marked(assessor, not_yet_met=["2.1"])

    assert mark.outcome == Outcome.REFER
    assert Entry.objects.get(name="mark.finalised").detail["not_yet_met"] == 1


def test_finalising_from_an_older_page_is_refused(mark, assessor):
    seen = version_of(mark)
    for number in ("1.1", "1.2", "2.1"):
        say(mark, number)
    mark = write_feedback(mark, text="Good.", version=0, by=assessor, now=NOON)

    with pytest.raises(Stale):
        finalise(mark, by=assessor, now=NOON, seen=seen)

    assert finalise(mark, by=assessor, now=NOON, seen=version_of(mark)).state == MarkState.FINAL


def test_a_final_mark_cannot_be_written_or_finalised_again(assessor):
    mark = make_marked(assessor)

    for change in (
        lambda: say(mark, "1.1", "not_yet_met", "No", version=1),
        lambda: write_feedback(mark, text="No", version=1, by=assessor, now=NOON),
        lambda: finalise(mark, by=assessor, now=NOON),
    ):
        with pytest.raises(NotAllowed, match="finalised this mark"):
            change()


def test_marking_again_makes_a_new_row_and_leaves_the_old_one(assessor, moderator):
    first = make_marked(assessor, not_yet_met=["2.1"])

    allocation = reopen(first, query="Look at 2.1 again.", by=moderator, now=later(days=1))
    second = begin(allocation, by=assessor, now=later(days=1))

    judgement = second.judgements.get(criterion__number="2.1")
    assert (judgement.verdict, lacks_of(judgement)) == ("not_yet_met", ["sufficient"])
    say(second, "2.1")
    second = finalise(second, by=assessor, now=later(days=1))
    first.refresh_from_db()
    assert (first.outcome, second.outcome) == (Outcome.REFER, Outcome.PASS)
    assert Allocation.objects.get(pk=first.allocation_id).state == AllocationState.WITHDRAWN


def test_a_mark_that_is_not_final_cannot_be_sent_back(mark, moderator):
    with pytest.raises(NotAllowed, match="not final"):
        reopen(mark, query="Why?", by=moderator, now=NOON)


def test_a_note_to_the_team_is_no_part_of_what_the_learner_reads(mark, assessor):
    criterion = mark.submission.criteria.get(number="1.1")
    write_team_note(mark, criterion=criterion, text="Ask the tutor.", version=0, by=assessor, now=NOON)
    mark = finish_marking(mark.allocation)

    assert TeamNote.objects.get().text == "Ask the tutor."
    assert "Ask the tutor." not in [mark.feedback, *mark.judgements.values_list("feedback", flat=True)]


def test_nothing_is_missing_once_everything_is_said(assessor):
    assert find_missing(make_marked(assessor)) == []


def test_a_second_assessor_begins_with_an_empty_mark(assessor, second_assessor):
    submission = make_marked(assessor, not_yet_met=["1.1"]).submission
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

    mark = begin(second, by=second_assessor, now=NOON)

    assert set(mark.judgements.values_list("verdict", "feedback")) == {("", "")}
    assert Mark.objects.count() == 2


def test_mrk_3_one_criterion_is_judged_anew_and_the_others_stand(assessor, coordinator):
    first = make_marked(assessor, not_yet_met=["1.2"])
    asked = first.judgements.get(criterion__number="1.1").criterion

    allocation = reopen(first, query="1.1 needs more.", only=asked, by=coordinator, now=NOON)
    again = begin(allocation, by=assessor, now=NOON)

    said = {row.criterion.number: row.verdict for row in again.judgements.select_related("criterion")}
    assert (said["1.1"], said["1.2"]) == ("", "not_yet_met")
    other = again.judgements.get(criterion__number="1.2")
    with pytest.raises(NotAllowed, match="what you said of 1.2 stands"):
        judge(again, criterion=other.criterion, verdict="met", feedback="", version=0, by=assessor, now=NOON)
    said = {"verdict": "not_yet_met", "feedback": "More.", "lacks": ["current"], "version": 0}
    judge(again, criterion=other.criterion, **said, by=assessor, now=NOON)
    judge(again, criterion=asked, verdict="met", feedback="", version=0, by=assessor, now=NOON)
    assert finalise(again, by=assessor, now=NOON).outcome == "refer"
    assert first.judgements.get(criterion=asked).verdict == "met"
