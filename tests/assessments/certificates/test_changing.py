"""Ending or suspending an award: whose authority, the notice, the reply, and the second coordinator (AWD-1)."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessments.audit.queries.stories import get_story
from assessments.certificates.changing import (
    answer_reply,
    carry_out,
    change_award,
    drop_change,
    give_back,
    reply_to_change,
)
from assessments.certificates.models import Award, AwardChange, Certificate
from assessments.certificates.queries import answer_for
from assessments.certificates.states import AwardState, CertificateState
from courses.delivery.models import Enrolment
from cpd.accounts.actions import keep_away
from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.jobs.models import Job
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.assessments.boards.test_releases import outcome
from tests.assessments.certificates.test_issuing import issued
from tests.assessments.portfolios.test_races import at_once
from tests.clock import NOON, TODAY, later
from tests.factories import make_award, set_rules
from tests.people import make_person, sign_in

GROUNDS = {"authority": "board", "authority_on": TODAY, "authority_reference": "Minute 7"}
REASON = {
    "revoked": "misconduct",
    "suspended": "under_review",
    "rescinded": "administrative_error",
    "granted": "review_ended",
}


def change(award, to="revoked", *, by, now=NOON, **others):
    values = {"to": to, "reason": REASON.get(to, "misconduct"), **GROUNDS, **others}
    return change_award(award, **values, by=by, now=now)


def state(award):
    return Award.objects.get(pk=award.pk).state


def told(person):
    return list(Notice.objects.filter(person=person, kind__startswith="award.").values_list("kind", flat=True))


@pytest.fixture
def award(learner):
    return make_award(learner)


@pytest.fixture
def second(db):
    return make_person("Second Coordinator", Role.COORDINATOR)


@pytest.fixture
def proposed(award, coordinator, second):
    return change(award, by=coordinator)


def test_revoking_is_proposed_and_the_holder_told_before_anything_changes(proposed, award, learner, second):
    assert state(award) == AwardState.GRANTED
    assert proposed.reply_by == date(2026, 6, 17)
    assert told(learner) == ["award.proposed"]
    assert told(second) == ["award.to_decide"]
    entry = Entry.objects.get(name="award_change.proposed")
    assert (entry.detail["authority"], entry.detail["authority_on"]) == ("board", TODAY.isoformat())
    assert "authority_reference" in entry.sealed
    assert "Minute" not in str(entry.detail)


def test_the_time_to_reply_is_the_rule_of_the_agreement(award, coordinator):
    set_rules(award.enrolment.cohort, award_reply_working_days=3)

    assert change(award, by=coordinator).reply_by == date(2026, 6, 8)


def test_without_a_reply_it_takes_effect_after_the_time_has_passed(proposed, award, second, learner):
    for too_early in (NOON, later(days=14)):
        with pytest.raises(NotAllowed, match="still has time"):
            carry_out(proposed, by=second, now=too_early)
    assert state(award) == AwardState.GRANTED

    carry_out(proposed, by=second, now=later(days=15))

    assert state(award) == AwardState.REVOKED
    assert told(learner)[-1] == "award.changed"
    assert award.certificates.get().state == CertificateState.WITHDRAWN


def test_a_reply_is_answered_in_words_before_it_takes_effect(proposed, award, learner, second):
    reply_to_change(proposed, text="I wrote it myself.", by=learner, now=later(days=1))
    for now in (later(days=2), later(days=60)):
        for act in (carry_out, drop_change):
            with pytest.raises(NotAllowed, match="in words first"):
                act(proposed, by=second, now=now)

    answer_reply(proposed, text="The board read it, and stays with its view.", by=second, now=later(days=2))
    carry_out(proposed, by=second, now=later(days=2))

    assert state(award) == AwardState.REVOKED
    assert "award.answered" in told(learner)


def test_the_one_who_proposed_neither_answers_nor_decides(proposed, learner, coordinator):
    with pytest.raises(NotAllowed, match="Another coordinator"):
        carry_out(proposed, by=coordinator, now=later(days=30))
    reply_to_change(proposed, text="No.", by=learner, now=NOON)
    with pytest.raises(NotAllowed, match="Another coordinator"):
        answer_reply(proposed, text="Yes.", by=coordinator, now=NOON)


def test_the_database_wants_two_people_and_an_answer(proposed, coordinator, second):
    rows = AwardChange.objects.filter(pk=proposed.pk)
    for spoilt in (
        {"state": "done", "decided_by": coordinator, "decided_at": NOON},
        {"state": "done", "decided_by": second, "decided_at": NOON, "replied_at": NOON},
        {"state": "done"},
        {"replied_at": NOON, "answered_by": coordinator, "answered_at": NOON},
        {"authority_reference": ""},
        {"to": "suspended"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**spoilt)


def test_she_replies_once_and_nobody_for_her(proposed, learner, other_learner, second):
    for by in (other_learner, second):
        with pytest.raises(NotAllowed, match="Only the holder"):
            reply_to_change(proposed, text="No.", by=by, now=NOON)
    with pytest.raises(NotAllowed, match="Write your reply"):
        reply_to_change(proposed, text="  ", by=learner, now=NOON)

    for _ in range(2):
        reply_to_change(proposed, text="No.", by=learner, now=NOON)
    with pytest.raises(NotAllowed, match="replied already"):
        reply_to_change(proposed, text="And another thing.", by=learner, now=NOON)

    assert Entry.objects.filter(name="award_change.replied").count() == 1


def test_there_is_no_answer_without_a_reply_and_no_second_one(proposed, learner, second):
    with pytest.raises(NotAllowed, match="nothing to answer"):
        answer_reply(proposed, text="Yes.", by=second, now=NOON)
    reply_to_change(proposed, text="No.", by=learner, now=NOON)
    for _ in range(2):
        answer_reply(proposed, text="Yes.", by=second, now=NOON)
    with pytest.raises(NotAllowed, match="answered already"):
        answer_reply(proposed, text="On reflection, no.", by=second, now=NOON)

    assert told(learner).count("award.answered") == 1


def test_pressing_twice_changes_nothing_more_and_what_is_decided_stays(proposed, learner, coordinator, second):
    for _ in range(2):
        carry_out(proposed, by=second, now=later(days=15))

    assert Entry.objects.filter(name="award.state_changed").count() == 1
    for act in (drop_change, carry_out):
        third = make_person("Third Coordinator", Role.COORDINATOR) if act is drop_change else coordinator
        with pytest.raises(NotAllowed):
            act(proposed, by=third, now=later(days=16))
    with pytest.raises(NotAllowed, match="This is decided"):
        reply_to_change(proposed, text="No.", by=learner, now=later(days=16))


def test_it_may_be_dropped_at_any_time_and_she_is_told(proposed, award, learner, coordinator, second):
    for _ in range(2):
        drop_change(proposed, by=coordinator, now=later(days=1))

    assert state(award) == AwardState.GRANTED
    assert told(learner) == ["award.proposed", "award.kept"]
    with pytest.raises(NotAllowed, match="This is decided"):
        carry_out(proposed, by=second, now=later(days=30))
    assert change(award, by=second, now=later(days=2)).is_proposed


def test_a_suspension_holds_at_once_and_she_may_reply_while_it_lasts(award, learner, coordinator, second):
    suspended = change(award, "suspended", by=coordinator)
    assert state(award) == AwardState.SUSPENDED
    assert told(learner) == ["award.changed"]

    reply_to_change(suspended, text="Why?", by=learner, now=later(days=90))
    with pytest.raises(NotAllowed, match="Another coordinator"):
        answer_reply(suspended, text="Because.", by=coordinator, now=later(days=90))
    answer_reply(suspended, text="A letter came in.", by=second, now=later(days=90))
    change(award, "granted", by=coordinator, now=later(days=91))

    again = change(award, "suspended", by=coordinator, now=later(days=92))
    change(award, "granted", by=coordinator, now=later(days=93))
    with pytest.raises(NotAllowed, match="This is decided"):
        reply_to_change(again, text="Why again?", by=learner, now=later(days=94))


def test_an_award_under_a_proposal_may_be_suspended_for_safety_and_then_revoked(proposed, award, coordinator, second):
    change(award, "suspended", by=coordinator)

    carry_out(proposed, by=second, now=later(days=15))

    assert state(award) == AwardState.REVOKED


def test_our_own_error_takes_effect_at_once_with_notice(award, learner, coordinator):
    change(award, "rescinded", by=coordinator)

    assert (state(award), told(learner)) == (AwardState.RESCINDED, ["award.changed"])


def test_the_holder_gives_it_back_herself(award, learner, other_learner, coordinator):
    with pytest.raises(NotAllowed, match="Only the holder"):
        give_back(award, by=other_learner, now=NOON)
    with pytest.raises(NotAllowed, match="Only the holder gives"):
        change(award, "relinquished", by=coordinator)

    done = give_back(award, by=learner, now=NOON)

    assert (state(award), done.authority) == (AwardState.RELINQUISHED, "holder")
    assert Entry.objects.filter(name="award.given_back").count() == 1
    with pytest.raises(NotAllowed, match="not possible"):
        give_back(award, by=learner, now=NOON)


def test_nobody_gets_round_a_proposal(proposed, award, learner, second):
    with pytest.raises(NotAllowed, match="proposed already"):
        give_back(award, by=learner, now=NOON)
    for to in ("revoked", "rescinded"):
        with pytest.raises(NotAllowed, match="proposed already"):
            change(award, to, by=second)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"to": "granted"}, "not possible"),
        ({"to": "revoked", "reason": "review_ended"}, "does not fit"),
        ({"to": "rescinded", "reason": "misconduct"}, "does not fit"),
        ({"authority": "holder"}, "Only the holder"),
        ({"authority_on": date(2026, 6, 4)}, "in the future"),
    ],
)
def test_what_cannot_be_written_down(award, coordinator, values, says):
    with pytest.raises(NotAllowed, match=says):
        change(award, **values, by=coordinator)

    assert not AwardChange.objects.exists()


def test_nobody_ends_an_award_of_their_own_or_of_whom_they_are_kept_away_from(
    award, learner, coordinator, assessor, second
):
    with pytest.raises(NotAllowed, match="A coordinator does that"):
        change(award, by=assessor)
    keep_away(name=str(coordinator), by=learner, now=NOON)
    with pytest.raises(NotAllowed):
        change(award, by=coordinator)
    open_change = change(award, by=second)
    assert told(coordinator) == []
    Enrolment.objects.filter(pk=award.enrolment_id).update(learner=second)
    with pytest.raises(NotAllowed, match="your own award"):
        drop_change(AwardChange.objects.get(pk=open_change.pk), by=second, now=NOON)


def test_the_public_check_and_the_status_list_follow_at_once(learner, coordinator):
    certificate = issued(learner)
    Job.objects.all().delete()

    change(certificate.award, "suspended", by=coordinator)

    assert answer_for(Certificate.objects.get(pk=certificate.pk)).status == "Suspended"
    assert Job.objects.filter(kind="certificates.publish_status", due_at__lte=NOON).count() == 1


def test_a_coordinator_proposes_the_holder_replies_another_answers_and_decides(
    client, award, learner, coordinator, second
):
    sign_in(client, coordinator)
    page = f"/certificates/award/{award.pk}/"
    assert client.post(page, {}).status_code == 422
    late = {"to": "revoked", "reason": "misconduct", **GROUNDS}
    assert client.post(page, late | {"authority_on": "2099-01-01"}).status_code == 422
    made = client.post(page, late, follow=True)
    assert "Another coordinator" in made.content.decode()
    pk = AwardChange.objects.get().pk

    sign_in(client, learner)
    own = f"/certificates/changes/{pk}/mine/"
    assert str(pk) in client.get("/record/").content.decode()
    assert client.post(own, {"text": ""}).status_code == 422
    assert "I wrote it" in client.post(own, {"text": "I wrote it."}, follow=True).content.decode()
    assert client.post(own, {"text": "More."}).status_code == 422

    sign_in(client, second)
    page = f"/certificates/changes/{pk}/"
    assert "Reply to answer" in client.get("/certificates/changes/").content.decode()
    assert client.post(f"{page}carry-out/").status_code == 403
    assert "We read it" in client.post(page, {"text": "We read it."}, follow=True).content.decode()
    assert client.post(f"{page}carry-out/").status_code == 302
    assert state(award) == AwardState.REVOKED

    sign_in(client, learner)
    seen = client.get(own).content.decode()
    assert "We read it" in seen
    assert "no longer counts" in seen


def test_the_holder_gives_it_back_on_her_page(client, award, learner, other_learner):
    page = f"/certificates/award/{award.pk}/give-back/"
    assert sign_in(client, other_learner).post(page).status_code == 404
    sign_in(client, learner)
    assert page in client.get("/record/").content.decode()

    assert client.post(page).status_code == 302

    assert state(award) == AwardState.RELINQUISHED
    assert "not possible" in client.get(page).content.decode()


def test_the_list_asks_as_often_for_many_as_for_one(client, award, other_learner, coordinator, second):
    change(award, by=coordinator)
    sign_in(client, second).get("/certificates/changes/")
    with CaptureQueriesContext(connection) as one:
        client.get("/certificates/changes/")
    change(make_award(other_learner), by=coordinator)

    with CaptureQueriesContext(connection) as many:
        client.get("/certificates/changes/")

    assert len(many) == len(one)


@pytest.mark.django_db(transaction=True)
def test_a_reply_and_the_end_at_the_same_moment_never_both_stand():
    """On the last evening her reply and the second coordinator's decision meet, each on its own connection."""
    award = make_award()
    proposed = change(award, by=make_person("First Coordinator", Role.COORDINATOR))
    learner, second = award.enrolment.learner, make_person("Second Coordinator", Role.COORDINATOR)
    acts = iter(
        [
            lambda: reply_to_change(proposed, text="No.", by=learner, now=later(days=15)),
            lambda: carry_out(proposed, by=second, now=later(days=15)),
        ]
    )

    answers = at_once(lambda: outcome(next(acts)))

    assert answers.count("refused") == 1
    proposed.refresh_from_db()
    assert (proposed.replied_at is None) == (state(award) == AwardState.REVOKED)


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_decide_at_once_decide_once():
    award = make_award()
    proposed = change(award, by=make_person("First Coordinator", Role.COORDINATOR))
    others = iter([make_person(f"{word} Coordinator", Role.COORDINATOR) for word in ("Second", "Third")])

    answers = at_once(lambda: outcome(lambda: carry_out(proposed, by=next(others), now=later(days=15))))

    assert answers.count("refused") == 1
    assert Entry.objects.filter(name="award.state_changed").count() == 1


def test_the_first_page_of_another_coordinator_says_that_it_waits(client, proposed, coordinator, second):
    assert "1 award with a change" in sign_in(client, second).get("/").content.decode()
    assert "award with a change" not in sign_in(client, coordinator).get("/").content.decode()


def test_the_university_reads_it_in_the_story_but_not_the_words(proposed, award, learner, second):
    reply_to_change(proposed, text="I wrote it myself.", by=learner, now=later(days=1))
    answer_reply(proposed, text="We read it.", by=second, now=later(days=2))
    carry_out(proposed, by=second, now=later(days=3))

    events = get_story(award.enrolment).events
    told = {event.title: event.body for event in events}

    assert "on the authority of: the board" in told["Told the holder that a change of the award is proposed"]
    assert "state: revoked" in told["Wrote down a change of the award, which took effect"]
    assert {"Replied to the change of the award", "Answered the reply in words"} <= set(told)
    assert "myself" not in str(events)
