"""MRK-4: before committing a mark of her own, a second assessor learns nothing of the first, whatever else she is.

Worlds that differ only in the first mark look the same to her, byte for byte but for tokens: every page and download at
every address made of what the work is known by, lists in every order and search, notices and mail.
"""

import re
from collections.abc import Iterator
from itertools import product

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assessments.audit.actions import open_visit
from assessments.marking import actions as marking
from assessments.marking.models import Allocation, Mark
from assessments.portfolios.models import EvidenceItem
from assessments.portfolios.states import ItemKind
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.jobs.relay import run_due_jobs
from cpd.notices.models import Notice
from tests.architecture.pages import PAGES, body_of, is_for, parameters_of, signed_in
from tests.architecture.world.intake import take_in
from tests.architecture.world.studying import hand_in
from tests.clock import NOON, TODAY, later
from tests.factories import make_cohort, set_rules, somebody
from tests.people import make_person
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300), pytest.mark.once]
# A small charity: the second assessor is everything else too, but for a learner.
EVERYTHING = set(Role) - {Role.LEARNER}
# What is drawn at random for each page says nothing of anybody.
TOKENS = re.compile(
    rb'(name="seed" value="|csrfmiddlewaretoken" value="|X-CSRFToken": "|Set-Cookie: \w+=|/files/)[\w:-]+'
)
QUERIES = ("", "?show=allocated", "?order=state")
# Accounts, modules, agreements and the machine know no portfolio.
ELSEWHERE = {"accounts", "operations", "catalogue", "accreditation"}


class Marked:
    """A portfolio that two assessors mark without seeing each other; neither has committed."""

    def __init__(self) -> None:
        self.first = make_person("Fern First", Role.ASSESSOR)
        self.second = make_person("Sam Second", *EVERYTHING)
        cohort = make_cohort(assessor=self.first)
        for post in ("assessor", "moderator", "board"):
            cohort.staff.create(person=self.second, role=post)
        set_rules(cohort, second_marking="double_blind")
        self.submission = take_in(hand_in(make_person("Lena Learner", Role.LEARNER), cohort))
        self.allocations = [self._give(person) for person in (self.first, self.second)]
        agreement = cohort.accreditation
        self.visit = open_visit(agreement, purpose="Annual monitoring", by=self.second, now=NOON)
        self.marks = [marking.begin(one, by=one.assessor, now=NOON) for one in self.allocations]

    def _give(self, person: User) -> Allocation:
        by = somebody(Role.COORDINATOR)
        return marking.allocate(self.submission, assessor=person, due_date=TODAY, by=by, now=NOON)

    def commit(self, mark: Mark, *, not_yet_met: tuple[str, ...] = (), words: str = "Clear.") -> None:
        by, at = mark.assessor, later(hours=1)
        for row in mark.judgements.select_related("criterion"):
            met = row.criterion.number not in not_yet_met
            said = {
                "verdict": "met" if met else "not_yet_met",
                "feedback": "" if met else words,
                "version": row.version,
            }
            lacks = () if met else ("authentic", "sufficient")
            marking.judge(mark, criterion=row.criterion, **said, lacks=lacks, by=by, now=at)
        marking.write_team_note(mark, criterion=None, text=words, version=0, by=by, now=at)
        mark = marking.write_feedback(mark, text=words, version=mark.version, by=by, now=at)
        marking.finalise(mark, by=by, now=at)

    def names(self) -> dict[str, list]:
        """What stands in an address for this work, by the name of the parameter: hers, and the first assessor's."""
        enrolment = self.submission.portfolio.enrolment
        first, second = self.allocations
        return {
            "submission_id": [self.submission.pk],
            "allocation_id": [second.pk, first.pk],
            "agreement_id": list(self.submission.agreements.values_list("pk", flat=True)),
            "mark_id": [mark.pk for mark in self.marks],
            "enrolment_id": [enrolment.pk],
            "cohort_id": [enrolment.cohort_id],
            "accreditation_id": [enrolment.accreditation_id],
            "item_id": [EvidenceItem.objects.get(submission=self.submission, kind=ItemKind.FILE).pk],
            "criterion_id": [self.submission.criteria.first().pk],
            "candidate_number": [enrolment.candidate_number],
            "visit_id": [self.visit.pk],
            "person_id": [self.first.pk],
            "number": [1],
        }


@pytest.fixture(scope="module")
def work(django_db_setup, django_db_blocker) -> Iterator[Marked]:
    with time_machine.travel(NOON, tick=False), standing(django_db_blocker):
        yield Marked()


def addresses(work: Marked, roles: set[Role]) -> list[str]:
    """Every page that she may open: lists in each order and search, and all that can be about this work."""
    names, found = work.names(), []
    reference, number = work.submission.reference, work.submission.portfolio.enrolment.candidate_number
    queries = (*QUERIES, f"?q={reference}", f"?q={number}")
    for page in PAGES:
        parameters = sorted(parameters_of(page))
        if page.split(":")[0] in ELSEWHERE or not any(is_for(page, role) for role in roles):
            continue
        for values in product(*(names.get(name, []) for name in parameters)):
            address = reverse(page, kwargs=dict(zip(parameters, values, strict=True)))
            found += [address + query for query in (queries if not parameters else [""])]
    return found


def look(work: Marked, roles: set[Role]) -> dict[str, bytes]:
    """What she can learn in these roles an hour later: all of it in one dictionary."""
    client, seen = signed_in(work.second), {}
    for address in addresses(work, roles):
        response = client.get(address)
        seen[address] = TOKENS.sub(b"", b"%d " % response.status_code + body_of(response))
    told = Notice.objects.filter(person=work.second).order_by("kind", "text", "url")
    seen["notices"] = repr(list(told.values_list("kind", "text", "url"))).encode()
    run_due_jobs(timezone.now())
    mails = [message for message in mail.outbox if work.second.email in message.to]
    seen["mail"] = repr([(message.subject, message.body) for message in mails]).encode()
    return seen


def world_in_which(work: Marked, *acts, roles: set[Role] = EVERYTHING) -> dict[str, bytes]:
    """What she sees after these acts, which have not happened afterwards."""
    with transaction.atomic(), time_machine.travel(later(hours=2), tick=False):
        mail.outbox.clear()
        for act in acts:
            act()
        seen = look(work, roles)
        transaction.set_rollback(True)
    return seen


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    assert one.keys() == other.keys()
    return [place for place in one if one[place] != other[place]]


@pytest.fixture(scope="module")
def all_met(work) -> dict[str, bytes]:
    return world_in_which(work, lambda: work.commit(work.marks[0]))


def test_mrk_4_what_the_first_mark_says_is_nowhere(work, all_met):
    words = "Quicksilver: not shown, see my note."
    refused = world_in_which(work, lambda: work.commit(work.marks[0], not_yet_met=("1.1", "2.1"), words=words))

    assert len(refused) > 100
    assert differences(all_met, refused) == []
    assert [place for place, body in refused.items() if b"quicksilver" in body.lower()] == []


def test_mrk_4_an_assessor_alone_does_not_even_learn_that_the_first_mark_is_made(work, all_met):
    """What a coordinator is told of progress, she is told as one; as an assessor she cannot know the other is done."""
    work.second.appointments.exclude(role=Role.ASSESSOR).update(ends_on=TODAY.replace(year=2025))
    alone = {"roles": {Role.ASSESSOR}}
    not_made = world_in_which(work, **alone)
    made = world_in_which(work, lambda: work.commit(work.marks[0], not_yet_met=("1.2",)), **alone)

    assert differences(not_made, made) == []


def test_the_eyes_are_open_once_both_have_committed(work):
    """The same look finds the first mark where it belongs, so that finding nothing before means something."""
    first, second = work.marks
    acts = [lambda: work.commit(first, not_yet_met=("1.1",), words="Quicksilver."), lambda: work.commit(second)]

    seen = world_in_which(work, *acts, roles={Role.ASSESSOR})

    found = [place for place, body in seen.items() if b"quicksilver" in body.lower()]
    assert len(found) == 1
    assert "/agreement/" in found[0]
