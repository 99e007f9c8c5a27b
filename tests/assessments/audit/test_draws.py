"""Her own sample by rule and seed (EE-4), her own judgements beside the provider's, and the whole story of one item."""

import json
import math
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.audit.actions import draw_own_sample, give_own_mark, open_visit, save_own_mark
from assessments.audit.models import OwnDraw, OwnJudgement, VisitItem
from assessments.audit.queries.draws import differences_of, rule_of
from assessments.audit.queries.own_marks import count_agreement
from assessments.moderation.sampling import Piece, draw
from assessments.moderation.states import Reason
from courses.accreditation.rulesets import Rules
from cpd.history.checkpoints import sign_checkpoint
from cpd.history.merkle import verify_inclusion
from cpd.history.notes import parse_note
from cpd.history.sequencing import sequence
from cpd.keys import public_key, sign
from cpd.rules import NotAllowed
from tests.people import sign_in

pytestmark = pytest.mark.usefixtures("standing_award")

RULES = Rules(version="defaults")


@pytest.fixture
def learner(award):
    return award.enrolment.learner


@pytest.fixture
def visit(auditor, award):
    return open_visit(award.accreditation, purpose="Annual monitoring", by=auditor, now=timezone.now())


def pieces(number: int, *, short: int = 0, assessors: int = 1) -> list[Piece]:
    """So many candidates, the first few of whom did not pass, shared out among assessors."""
    return [
        Piece(
            f"C{place:04}",
            f"S-{place % assessors}",
            short=3 if place < short else 0,
            band="refer" if place < short else "pass",
        )
        for place in range(number)
    ]


@pytest.mark.parametrize("n", [1, 5, 9, 10, 24, 26, 100, 400])
def test_ee_4_asks_for_the_square_root_at_least_five_and_all_of_a_few(n):
    drawn = draw(pieces(n), rule=rule_of(RULES), seed="any")

    assert len(drawn.chosen) == (n if n < 10 else max(math.isqrt(n - 1) + 1, 5))


def test_ee_4_every_fail_is_read_and_a_pass_beside_them():
    drawn = draw(pieces(60, short=12), rule=rule_of(RULES), seed="any")

    assert {f"C{place:04}" for place in range(12)} < drawn.chosen.keys()
    assert Reason.BAND_COVER in {reason for reasons in drawn.chosen.values() for reason in reasons}


def test_ee_4_every_assessor_is_read():
    drawn = draw(pieces(100, assessors=40), rule=rule_of(RULES), seed="any")

    assert {int(key[1:]) % 40 for key in drawn.chosen} == set(range(40))


def test_a_draw_takes_candidates_in_and_gives_the_same_list_again(client, visit, award, auditor):
    sign_in(client, auditor)

    answer = client.post(reverse("audit:draw_own_sample", args=[visit.pk]), {"seed": "  rose  garden "}, follow=True)

    own = OwnDraw.objects.get()
    assert (own.seed, [item.enrolment_id for item in VisitItem.objects.all()]) == ("rose garden", [award.enrolment_id])
    assert differences_of(own) == []
    assert "The same list" in answer.text
    assert "So few that all are read" in answer.text


def test_a_draw_that_was_tampered_with_is_found(visit, award, auditor):
    own = draw_own_sample(visit, seed="any", by=auditor, now=timezone.now())
    VisitItem.objects.all().delete()
    own.facts = []
    own.save()

    assert differences_of(own) == [
        "The candidates it was drawn from are not those of the digest.",
    ]


def test_a_second_draw_is_from_those_who_are_not_in_yet(visit, award, auditor):
    draw_own_sample(visit, seed="any", by=auditor, now=timezone.now())

    with pytest.raises(NotAllowed, match="nobody to draw from"):
        draw_own_sample(visit, seed="other", by=auditor, now=timezone.now())


def test_somebody_near_to_her_is_not_drawn(visit, award, auditor, learner):
    learner.manager = auditor
    learner.save(update_fields=["manager"])

    with pytest.raises(NotAllowed, match="nobody to draw from"):
        draw_own_sample(visit, seed="any", by=auditor, now=timezone.now())


def test_a_draw_does_not_know_who_anybody_is(visit, award, auditor, learner):
    own = draw_own_sample(visit, seed="any", by=auditor, now=timezone.now())

    facts = json.dumps(own.facts)
    assert award.enrolment.candidate_number in facts
    for secret in (str(learner.pk), str(award.enrolment_id), str(award.decision.paper.mark.assessor_id)):
        assert secret not in facts


def judge(award, verdict="met", **differing) -> dict:
    """What she types for every criterion."""
    said = {"version": 0}
    for criterion in award.decision.submission.criteria.all():
        said[f"c{criterion.number}-verdict"] = differing.get(f"c{criterion.number.replace('.', '_')}", verdict)
        said[f"c{criterion.number}-note"] = "Shown well"
    return said


def own(visit, award) -> str:
    return reverse("audit:judge_attempt", args=[visit.pk, award.enrolment.candidate_number, 1])


def test_her_judgements_are_compared_after_she_has_given_all_of_them(client, visit, award, auditor):
    draw_own_sample(visit, seed="any", by=auditor, now=timezone.now())
    sign_in(client, auditor)
    number = award.decision.submission.criteria.count()

    page = client.post(own(visit, award), judge(award, c1_1="not_yet_met") | {"give": "1"}, follow=True)
    sample = client.get(reverse("audit:show_own_sample", args=[visit.pk]))

    assert page.text.count("Differs") == 1
    assert f"{number - 1} of {number} are the same" in sample.text
    assert f"n = {number} judgements in 1 attempt" in sample.text


def test_nothing_is_compared_while_a_criterion_is_not_judged(client, visit, award, auditor):
    draw_own_sample(visit, seed="any", by=auditor, now=timezone.now())
    sign_in(client, auditor)

    page = client.post(own(visit, award), judge(award, c1_1="") | {"give": "1"})

    assert page.status_code == 422
    assert "1 criterion not judged yet" in page.text
    assert "The mark that stands" not in page.text
    assert OwnJudgement.objects.filter(note="Shown well").count() == award.decision.submission.criteria.count()
    assert count_agreement(visit).n == 0


def test_what_she_has_given_stays(visit, award, auditor):
    draw_own_sample(visit, seed="any", by=auditor, now=timezone.now())
    submission = award.decision.submission
    said = {criterion.number: ("met", "") for criterion in submission.criteria.all()}
    save_own_mark(visit, submission, said, version=0, by=auditor, now=timezone.now())
    give_own_mark(visit, submission, by=auditor, now=timezone.now())

    with pytest.raises(NotAllowed, match="They stay as they are"):
        save_own_mark(visit, submission, said, version=0, by=auditor, now=timezone.now())


def keep(client, visit, award, version=0, **differing):
    words = judge(award, **differing) | {"version": version}
    return client.post(
        reverse("audit:keep_own_mark", args=[visit.pk, award.enrolment.candidate_number, 1]),
        words,
        headers={"accept": "application/json"},
    )


def test_what_she_types_is_saved_while_she_types(client, visit, award, auditor):
    draw_own_sample(visit, seed="any", by=auditor, now=timezone.now())
    sign_in(client, auditor)

    first = keep(client, visit, award, c1_1="")
    again = keep(client, visit, award, c1_1="")
    second = keep(client, visit, award, version=1)

    assert [answer.json()["version"] for answer in (first, again, second)] == [1, 1, 2]
    assert "Shown well" in client.get(own(visit, award)).text
    assert OwnJudgement.objects.filter(verdict="met").count() == award.decision.submission.criteria.count()


def test_what_was_judged_in_another_window_is_not_overwritten(client, visit, award, auditor):
    draw_own_sample(visit, seed="any", by=auditor, now=timezone.now())
    sign_in(client, auditor)
    keep(client, visit, award)

    refused = keep(client, visit, award, c1_1="not_yet_met")
    page = client.post(own(visit, award), judge(award, c1_1="not_yet_met") | {"save": "1"})

    assert refused.status_code == 409
    assert refused.json()["version"] == 1
    assert refused.json()["theirs"].startswith("1.1 Met. Shown well")
    assert page.status_code == 409
    assert "saved in another window" in page.text
    assert "What is stored now" in page.text
    assert 'name="version" value="1"' in page.text
    assert not OwnJudgement.objects.filter(verdict="not_yet_met").exists()


def test_given_judgements_are_not_saved_over_by_the_script(client, visit, award, auditor):
    draw_own_sample(visit, seed="any", by=auditor, now=timezone.now())
    sign_in(client, auditor).post(own(visit, award), judge(award) | {"give": "1"})

    refused = keep(client, visit, award, version=1, c1_1="not_yet_met")

    assert refused.status_code == 403
    assert "stay as they are" in refused.json()["error"]


def test_she_judges_only_what_is_in_her_sample(client, visit, award, auditor):
    assert sign_in(client, auditor).get(own(visit, award)).status_code == 404
    with pytest.raises(NotAllowed, match="into your sample first"):
        save_own_mark(visit, award.decision.submission, {}, version=0, by=auditor, now=timezone.now())


def test_her_judgements_change_nothing_and_no_assessor_sees_them(client, visit, award, auditor):
    draw_own_sample(visit, seed="any", by=auditor, now=timezone.now())
    sign_in(client, auditor).post(own(visit, award), judge(award, "not_yet_met") | {"give": "1"})
    mark = award.decision.paper.mark

    page = sign_in(client, mark.assessor).get(reverse("marking:show_mark", args=[mark.allocation_id]))

    mark.refresh_from_db()
    assert (mark.outcome, "Shown well" in page.text) == ("pass", False)


def test_the_page_of_an_item_tells_its_whole_story(client, visit, award, auditor):
    draw_own_sample(visit, seed="any", by=auditor, now=timezone.now())

    page = sign_in(client, auditor).get(reverse("audit:show_story", args=[visit.pk, award.enrolment.candidate_number]))

    for words in (
        "Evidence and claims",
        "First mark by assessor A",
        "Small cohort: every submission",
        "Attempt 1: Pass",
        "Ratified the results",
        "Submitted: everything was sealed",
        "Evidence of attempt 1",
        "The award was granted",
    ):
        assert words in page.text


def test_the_record_as_json_leads_to_the_checkpoint_and_names_nobody(client, visit, award, auditor, learner):
    sequence()
    sign_checkpoint(sign=partial(sign, "log"), public_key=public_key("log"), now=timezone.now())
    sign_in(client, auditor)

    answer = client.get(reverse("audit:download_record", args=[visit.pk, award.enrolment.candidate_number]))

    data = json.loads(answer.content)
    head = parse_note(data["checkpoint"])
    events = [event for event in data["events"] if event["leaf"] is not None]
    assert len(events) > 15
    for event in events:
        path = [bytes.fromhex(one) for one in event["path"]]
        leaf = bytes.fromhex(event["leaf_hash"])
        assert verify_inclusion(leaf, event["leaf"], head.size, path, head.root)
    for secret in (learner.family_name, learner.email, str(learner.pk), str(award.enrolment_id)):
        assert secret not in answer.text
