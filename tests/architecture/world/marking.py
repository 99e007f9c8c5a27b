"""Marks: allocated, countersigned, agreed, lost."""

from datetime import date

from assessments.marking import actions as marking
from assessments.marking.models import Agreement, Allocation, Comment, Mark
from assessments.portfolios.states import ItemKind
from courses.delivery.models import Cohort
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.architecture.world.intake import make_taken_in
from tests.architecture.world.marks import PHRASE
from tests.clock import NOON
from tests.factories import finish_marking, make_cohort, set_rules, somebody
from tests.people import make_person


def make_allocated(people: dict[Role, User], cohort: Cohort | None = None) -> Allocation:
    allocation = marking.allocate(
        make_taken_in(people[Role.LEARNER], cohort),
        assessor=people[Role.ASSESSOR],
        due_date=date(2026, 7, 17),
        by=somebody(Role.COORDINATOR),
        now=NOON,
    )
    mark = marking.begin(allocation, by=allocation.assessor, now=NOON)
    marking.write_team_note(mark, criterion=None, text=f"Ask of {PHRASE}", version=0, by=allocation.assessor, now=NOON)
    return allocation


def make_final(allocation: Allocation) -> Mark:
    by, mark = allocation.assessor, allocation.mark
    for judgement in mark.judgements.select_related("criterion"):
        said = {"verdict": "met", "feedback": f"You showed {PHRASE}.", "version": judgement.version}
        marking.judge(mark, criterion=judgement.criterion, **said, by=by, now=NOON)
    mark = marking.write_feedback(mark, text=f"Clear on {PHRASE}.", version=mark.version, by=by, now=NOON)
    return marking.finalise(mark, by=by, now=NOON)


def make_marks(people: dict[Role, User]) -> dict:
    allocation = make_allocated(people)
    unsigned = _unsigned(people)
    return {
        "allocation_id": allocation.pk,
        "marking:show_countersigning mark_id": unsigned.pk,
        **{
            f"marking:{page} {name}": pk
            for page in ("download_countersigned_item", "lock_countersigned_item", "raise_countersigned_concern")
            for name, pk in (
                ("mark_id", unsigned.pk),
                ("item_id", unsigned.submission.items.get(kind=ItemKind.FILE).pk),
            )
        },
        "marking:allocate_submission submission_id": make_taken_in(people[Role.LEARNER]).pk,
        **{
            f"marking:{page} item_id": allocation.submission.items.get(kind=ItemKind.FILE).pk
            for page in ("download_item", "show_page")
        },
        "number": 1,
        "marking:lock_item item_id": allocation.submission.items.get(kind=ItemKind.FILE).pk,
    }


def _unsigned(people: dict[Role, User]) -> Mark:
    """The mark of an assessor without training, which the assessor of this world countersigns."""
    newcomer = make_person("Newcomer Assessor", Role.ASSESSOR)
    newcomer.standing_facts.filter(kind="training").delete()
    allocation = marking.allocate(
        make_taken_in(people[Role.LEARNER]),
        assessor=newcomer,
        countersigner=people[Role.ASSESSOR],
        due_date=date(2026, 7, 17),
        by=somebody(Role.COORDINATOR),
        now=NOON,
    )
    marking.begin(allocation, by=newcomer, now=NOON)
    return make_final(allocation)


def make_agreement(people: dict[Role, User]) -> dict:
    """Two marks that differ, brought together by the assessor of this world."""
    cohort = make_cohort()
    set_rules(cohort, second_marking="double_blind")
    first = make_allocated(people, cohort)
    second = marking.allocate(
        first.submission,
        assessor=somebody(Role.ASSESSOR),
        due_date=date(2026, 7, 17),
        by=somebody(Role.COORDINATOR),
        now=NOON,
    )
    make_final(first)
    finish_marking(second, not_yet_met=["1.1"])
    return {
        "agreement_id": Agreement.objects.get().pk,
        "marking:show_draft allocation_id": _lost(people).pk,
        "comment_id": _comment(people).pk,
    }


def _comment(people: dict[Role, User]) -> Comment:
    return marking.add_comment(criterion=None, text="Say why.", is_shared=False, by=people[Role.ASSESSOR], now=NOON)


def _lost(people: dict[Role, User]) -> Allocation:
    """What the assessor had begun when it was taken back."""
    return marking.withdraw_allocation(make_allocated(people), by=somebody(Role.COORDINATOR), now=NOON)
