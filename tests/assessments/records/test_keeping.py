"""How long records are kept, what a hold keeps, and a destruction run: two people, killed and resumed, with a proof."""

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from assessments.confidentiality.actions import open_for_intake, purge_item, quarantine_item
from assessments.portfolios.actions import remove_item
from assessments.portfolios.forgetting import forget_unused_checks
from assessments.portfolios.models import EvidenceItem, IdentityCheck
from assessments.records.keeping import actions, tasks
from assessments.records.keeping.destroying import GONE
from assessments.records.keeping.models import DestructionRun, LegalHold, RetentionRule
from assessments.records.keeping.queries import get_due, get_rule, list_due
from assessments.records.keeping.states import RecordKind, RunState, Unit, UnitState
from cpd.accounts.actions import keep_away
from cpd.accounts.roles import Role
from cpd.files.store import Destroyed
from cpd.files.texts import new_text_key, open_text
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY
from tests.factories import make_award, make_enrolment, make_portfolio, make_submitted, make_text, somebody
from tests.killing import hanging, kill_when
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db
LONG_AGO = NOON - timedelta(days=800)


@pytest.fixture
def administrator(db):
    return somebody(Role.ADMINISTRATOR)


@pytest.fixture
def coordinator(db):
    return somebody(Role.COORDINATOR)


def make_over(name: str = "Former Learner"):
    """An enrolment with a text in its portfolio, which ended long ago without a result."""
    submission = make_portfolio(make_person(name, Role.LEARNER))
    make_text(submission, text="What she wrote about Child A on day 12.")
    enrolment = submission.portfolio.enrolment
    type(enrolment).objects.filter(pk=enrolment.pk).update(state="withdrawn", ended_at=LONG_AGO)
    enrolment.refresh_from_db()
    return enrolment


def item_of(enrolment) -> EvidenceItem:
    return EvidenceItem.objects.get(submission__portfolio__enrolment=enrolment)


def approved(kind: str, administrator, coordinator) -> DestructionRun:
    run = actions.propose_run(kind, by=administrator, now=NOON)
    return actions.approve_run(run, by=coordinator, now=NOON)


def carry_out(run: DestructionRun) -> DestructionRun:
    while effect := tasks.destroy_records(str(run.pk)):
        effect()
    run.refresh_from_db()
    return run


def hold(subject, by, **values) -> LegalHold:
    words = {"reason": "A claim", "owner": by, "review_on": TODAY + timedelta(days=30)}
    return actions.place_hold(subject=subject, **(words | values), by=by, now=NOON)


# The table


def test_the_table_is_delivered_and_a_change_is_a_version_with_a_reason(administrator):
    assert get_rule(RecordKind.EVIDENCE).version == 1

    words = {
        "amount": 2,
        "unit": "years",
        "counted_from": "result",
        "source": "Agreement 4.2",
        "reason": "The university asks for it.",
    }
    actions.set_rule("evidence", **words, by=administrator, now=NOON)

    rule = get_rule(RecordKind.EVIDENCE)
    assert (rule.version, rule.period, rule.reason) == (2, "2 years", "The university asks for it.")
    entry = Entry.objects.get(name="retention.changed")
    assert entry.detail["version"] == 2
    assert "university" not in json.dumps(entry.detail)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"kind": "award"}, "fixed in the service"),
        ({"amount": 0}, "Give a number of days"),
        ({"unit": "ever"}, "Give a number of days"),
        ({"amount": 101, "unit": "years"}, "a hundred years"),
        ({"counted_from": "closed"}, "Choose the event"),
        ({"reason": " "}, "Say why"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(administrator, change, sentence):
    words = {"kind": "evidence", "amount": 2, "unit": "years", "counted_from": "result", "source": "x", "reason": "y"}

    with pytest.raises(NotAllowed, match=sentence):
        actions.set_rule(**(words | change), by=administrator, now=NOON)

    assert not RetentionRule.objects.exists()


def test_only_an_administrator_changes_a_time(coordinator):
    words = {"amount": 2, "unit": "years", "counted_from": "result", "source": "x", "reason": "y"}

    with pytest.raises(NotAllowed, match="Only an administrator"):
        actions.set_rule("evidence", **words, by=coordinator, now=NOON)


@pytest.mark.parametrize(
    ("amount", "unit", "counted", "ends"),
    [
        (12, "months", date(2024, 2, 29), date(2025, 2, 28)),
        (1, "months", date(2025, 1, 31), date(2025, 2, 28)),
        (6, "years", date(2024, 2, 29), date(2030, 2, 28)),
        (7, "days", date(2025, 12, 28), date(2026, 1, 4)),
        (0, "ever", date(2025, 1, 1), None),
    ],
)
def test_when_a_time_ends(amount, unit, counted, ends):
    rule = replace(get_rule(RecordKind.EVIDENCE), amount=amount, unit=Unit(unit))

    assert rule.ends_on(counted) == ends


# The dry run


def test_what_is_due_is_listed_by_candidate_number_and_nothing_is_destroyed(administrator):
    enrolment = make_over()

    due = get_due(RecordKind.EVIDENCE, TODAY)

    assert [line.name for line in due.going] == [enrolment.candidate_number]
    assert item_of(enrolment).sealed_text


def test_what_is_not_over_is_not_due(administrator):
    enrolment = make_over()
    type(enrolment).objects.filter(pk=enrolment.pk).update(ended_at=NOON - timedelta(days=300))
    make_text(make_portfolio(make_person("Present Learner", Role.LEARNER)))

    assert all(not due.going for due in list_due(TODAY))


def test_a_sampled_portfolio_is_kept_under_its_own_rule(administrator):
    award = make_award()
    enrolment = award.enrolment
    type(enrolment).objects.filter(pk=enrolment.pk).update(ended_at=LONG_AGO)
    award.certificates.update(state="withdrawn")

    assert not get_due(RecordKind.EVIDENCE, TODAY + timedelta(days=1000)).going
    assert get_due(RecordKind.SAMPLE, TODAY + timedelta(days=2500)).going


def test_a_learner_who_keeps_a_coordinator_away_is_not_on_her_list(administrator, coordinator):
    enrolment = make_over()
    keep_away(name=str(coordinator), by=enrolment.learner, now=NOON)

    assert not get_due(RecordKind.EVIDENCE, TODAY, coordinator).going
    assert get_due(RecordKind.EVIDENCE, TODAY, administrator).going


# Two people


def test_whoever_proposed_a_run_does_not_approve_it(administrator, coordinator):
    make_over()
    run = actions.propose_run("evidence", by=administrator, now=NOON)

    with pytest.raises(NotAllowed, match="second administrator or coordinator"):
        actions.approve_run(run, by=administrator, now=NOON)

    assert actions.refuse_run(run, by=coordinator, now=NOON).state == RunState.REFUSED
    assert not carry_out(run).lines.exclude(state=UnitState.WAITING).exists()


def test_the_list_is_frozen_when_it_is_proposed(administrator, coordinator):
    first = make_over()
    run = actions.propose_run("evidence", by=administrator, now=NOON)
    later_one = make_over("Later Learner")

    carry_out(actions.approve_run(run, by=coordinator, now=NOON))

    assert not item_of(first).sealed_text
    assert item_of(later_one).sealed_text


def test_a_list_that_was_changed_is_not_approved(administrator, coordinator):
    make_over()
    run = actions.propose_run("evidence", by=administrator, now=NOON)
    run.lines.create(subject="enrolment", subject_id=make_over("Added Learner").pk)

    with pytest.raises(RuntimeError, match="not as it was proposed"):
        actions.approve_run(run, by=coordinator, now=NOON)


def test_a_second_run_of_a_kind_waits_for_the_first(administrator):
    make_over()
    actions.propose_run("evidence", by=administrator, now=NOON)

    with pytest.raises(NotAllowed, match="open already"):
        actions.propose_run("evidence", by=administrator, now=NOON)


# Carrying it out


@pytest.mark.django_db(transaction=True)
def test_a_run_destroys_keys_and_words_and_leaves_a_proof_without_names(administrator, coordinator):
    enrolment = make_over()
    item = item_of(enrolment)
    sealed = bytes(item.sealed_text)

    run = carry_out(approved("evidence", administrator, coordinator))

    with pytest.raises(Destroyed):
        open_text(item.text_key, sealed)
    item.refresh_from_db()
    assert (item.state, bytes(item.sealed_text), item.title) == ("purged", b"", "")
    assert run.state == RunState.DONE
    assert (run.proof["destroyed"], run.proof["kept"], run.proof["text_keys_destroyed"]) == (1, 0, 1)
    proof = actions.proof_of(run)
    assert (
        hashlib.sha256(proof).hexdigest()
        == run.proof_digest
        == Entry.objects.get(name="destruction.done").detail["proof"]
    )
    for word in ("Former", "Learner", str(administrator), enrolment.candidate_number, "Child A"):
        assert word not in proof.decode()
    assert not get_due(RecordKind.EVIDENCE, TODAY).going


@pytest.mark.django_db(transaction=True)
def test_a_run_that_is_killed_goes_on_where_it_was(administrator, coordinator, settings):
    """Killed for real, when one line is out of the database and its key is still in the vault."""
    first, second = make_over(), make_over("Second Learner")
    texts = {item.text_key: bytes(item.sealed_text) for item in (item_of(first), item_of(second))}
    run = approved("evidence", administrator, coordinator)
    emptied = run.lines.filter(state=UnitState.EMPTIED)

    with hanging(Path(settings.CPD_VAULT) / "erased-texts.txt"):
        kill_when(emptied.exists, lambda: tasks.destroy_records(str(run.pk)))
    assert emptied.count() == 1
    assert all(open_text(key, sealed) for key, sealed in texts.items())

    run = carry_out(run)

    assert run.proof["text_keys_destroyed"] == 2
    assert not run.lines.exclude(keys=[]).exists()
    for key, sealed in texts.items():
        with pytest.raises(Destroyed):
            open_text(key, sealed)


@pytest.mark.django_db(transaction=True)
def test_a_long_run_is_many_short_jobs(administrator, coordinator, monkeypatch):
    monkeypatch.setattr(tasks, "LINES_A_TURN", 1)
    make_over(), make_over("Second Learner"), make_over("Third Learner")
    run = approved("evidence", administrator, coordinator)

    tasks.destroy_records(str(run.pk))()
    assert run.lines.filter(state=UnitState.DONE).count() == 1

    assert carry_out(run).proof["destroyed"] == 3
    assert tasks.destroy_records(str(run.pk)) is None


def test_a_run_leaves_decisions_and_awards(administrator, coordinator):
    award = make_award()
    enrolment = award.enrolment
    type(enrolment).objects.filter(pk=enrolment.pk).update(ended_at=NOON - timedelta(days=4000))
    award.certificates.update(state="withdrawn")
    submission = award.decision.submission
    type(submission).objects.filter(pk=submission.pk).update(released_at=NOON - timedelta(days=4000))

    run = carry_out(approved("marking", administrator, coordinator))

    mark = submission.marks.get()
    assert run.proof["destroyed"] >= 1
    assert (mark.feedback, mark.outcome, mark.state) == (GONE, "pass", "final")
    assert set(mark.judgements.values_list("verdict", flat=True)) == {"met"}
    award.refresh_from_db()
    assert award.decision.result == "pass"


# Holds


@pytest.mark.parametrize("on", ["enrolment", "person", "cohort"])
def test_what_is_held_is_not_due_and_the_dry_run_says_so(administrator, on):
    enrolment = make_over()
    hold({"enrolment": enrolment, "person": enrolment.learner, "cohort": enrolment.cohort}[on], administrator)

    due = get_due(RecordKind.EVIDENCE, TODAY)

    assert not due.going
    assert [line.name for line in due.held] == [enrolment.candidate_number]


def test_a_hold_that_comes_after_the_approval_still_keeps(administrator, coordinator):
    enrolment = make_over()
    run = approved("evidence", administrator, coordinator)
    hold(enrolment, administrator)

    run = carry_out(run)

    assert (run.proof["destroyed"], run.proof["kept"]) == (0, 1)
    assert item_of(enrolment).sealed_text


def test_the_learner_does_not_take_out_what_is_held(administrator):
    submission = make_portfolio()
    item = make_text(submission)
    hold(submission.portfolio.enrolment, administrator)

    with pytest.raises(NotAllowed, match="A legal hold keeps this"):
        remove_item(item, by=submission.portfolio.enrolment.learner, now=NOON)

    item.refresh_from_db()
    assert (item.state, bool(item.sealed_text)) == ("present", True)


def test_the_purge_of_locked_away_evidence_waits_for_a_hold(administrator):
    submission = make_submitted()
    lead, coordinator = somebody(Role.SAFEGUARDING), somebody(Role.COORDINATOR)
    open_for_intake(submission, reason="First look", by=coordinator, now=NOON)
    item = submission.items.first()
    incident = quarantine_item(item, kind="name", by=coordinator, now=NOON)
    held = hold(submission.portfolio.enrolment, administrator)

    with pytest.raises(NotAllowed, match="A legal hold keeps this"):
        purge_item(incident, by=lead, now=NOON)
    item.refresh_from_db()
    assert item.state == "quarantined"

    actions.lift_hold(held, reason="The claim is settled.", by=administrator, now=NOON)
    purge_item(incident, by=lead, now=NOON)
    item.refresh_from_db()
    assert item.state == "purged"


def test_a_clock_passes_over_what_is_held(administrator):
    submission = make_portfolio()
    check = IdentityCheck.objects.create(portfolio=submission.portfolio, text_key=new_text_key(), used_at=LONG_AGO)
    held = hold(submission.portfolio.enrolment, administrator)

    assert forget_unused_checks(now=NOON) == 0
    assert IdentityCheck.objects.filter(pk=check.pk).exists()

    actions.lift_hold(held, reason="Over", by=administrator, now=NOON)
    assert forget_unused_checks(now=NOON) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"subject": None}, "Say what is held"),
        ({"reason": " "}, "Say why it is held"),
        ({"review_on": TODAY}, "has to lie ahead"),
        ({"owner": "learner"}, "has to be an administrator or a coordinator"),
    ],
)
def test_a_hold_says_what_why_whose_and_until_when(administrator, change, sentence):
    values = {
        "subject": make_enrolment(),
        "owner": administrator,
        "reason": "x",
        "review_on": TODAY + timedelta(days=9),
    } | change
    if values["owner"] == "learner":
        values["owner"] = make_person("Plain Learner", Role.LEARNER)

    with pytest.raises(NotAllowed, match=sentence):
        actions.place_hold(**values, by=administrator, now=NOON)


# Pages


def test_a_run_from_page_to_proof(client, administrator, coordinator):
    enrolment = make_over()
    sign_in(client, administrator)
    assert enrolment.candidate_number in client.get(reverse("records:list_due")).text

    page = client.post(reverse("records:propose_run", args=["evidence"]))
    assert "second administrator or coordinator" in client.get(page.url).text
    assert client.post(f"{page.url}approve/").status_code == 403
    sign_in(client, coordinator)
    client.post(f"{page.url}approve/")
    carry_out(DestructionRun.objects.get())

    answer = client.get(f"{page.url}proof.json")
    assert json.loads(answer.content)["destroyed"] == 1
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_hold_is_placed_by_what_a_keeper_types(client, administrator):
    enrolment = make_over()
    sign_in(client, administrator)
    words = {"reason": "Claim", "owner": administrator.pk, "review_on": "2027-01-04"}

    wrong = client.post(reverse("records:place_legal_hold"), words | {"what": "NOBODY"})
    right = client.post(reverse("records:place_legal_hold"), words | {"what": enrolment.candidate_number.lower()})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "NOBODY" in wrong.text
    assert LegalHold.objects.get().enrolment == enrolment
