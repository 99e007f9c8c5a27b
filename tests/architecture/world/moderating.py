"""Samples, changes through a run, marks in progress, and the board."""

from assessments.boards.actions import decide, freeze_papers, schedule
from assessments.marking import actions as marking
from assessments.moderation.actions import advise, draw_interim, propose_change, review
from assessments.portfolios.states import ItemKind
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.architecture.world.marking import make_allocated, make_final
from tests.architecture.world.marks import PHRASE
from tests.clock import NOON
from tests.factories import confirm_marking, make_cohort, make_sample, somebody


def make_moderation(people: dict[Role, User]) -> dict:
    """A sample in the moderator's hands with a mark that she queries."""
    by, board = people[Role.MODERATOR], people[Role.BOARD]
    cohort = make_cohort(moderator=by, board=board)
    mark = make_final(make_allocated(people, cohort))
    sample = make_sample(cohort, by)
    item = review(sample.items.get(), verdict="queried", note=f"Why {PHRASE}?", by=by, now=NOON)
    pages = ("review_item", "send_back", "raise_concern", "download_item", "show_page", "lock_item", "raise_misconduct")
    plan = ("show_plan", "show_statistics", "draw_sample", "escalate", "draw_interim")
    return {
        "sample_id": sample.pk,
        "mark_id": mark.pk,
        **{f"moderation:{page} item_id": item.pk for page in (*pages, "propose_change")},
        **{f"moderation:{page} cohort_id": cohort.pk for page in plan},
        "evidence_id": mark.submission.items.get(kind=ItemKind.FILE).pk,
        **_change(people),
        **_look_in_between(people),
    }


def _change(people: dict[Role, User]) -> dict:
    """A change of a run that waits for its assessor."""
    by = people[Role.MODERATOR]
    cohort = make_cohort(moderator=by, board=people[Role.BOARD])
    mark = make_final(make_allocated(people, cohort))
    item = review(make_sample(cohort, by).items.get(), verdict="queried", note=f"Why {PHRASE}?", by=by, now=NOON)
    criterion = mark.judgements.first().criterion
    return {"change_id": propose_change(item, criterion=criterion, why=f"For {PHRASE}", by=by, now=NOON).pk}


def _look_in_between(people: dict[Role, User]) -> dict:
    """Two marks in progress that the moderator looks at; on one her advice is given."""
    by = people[Role.MODERATOR]
    cohort, items = make_cohort(moderator=by), []
    for _ in range(2):
        allocation = make_allocated(people, cohort)
        said = allocation.mark.judgements.first()
        marking.judge(
            allocation.mark,
            criterion=said.criterion,
            verdict="met",
            feedback=f"You showed {PHRASE}.",
            version=0,
            by=allocation.assessor,
            now=NOON,
        )
        items.append(draw_interim(cohort, by=by, now=NOON).items.get())
        people[Role.LEARNER].enrolments.filter(cohort=cohort).update(state="cancelled")
    advise(items[1], advice=f"Look at {PHRASE}", by=by, now=NOON)
    return {
        "interim_id": items[0].interim_id,
        "moderation:advise item_id": items[0].pk,
        "moderation:raise_interim_concern item_id": items[0].pk,
        **{
            f"moderation:{page} {name}": pk
            for page in ("download_interim_item", "lock_interim_item")
            for name, pk in (
                ("item_id", items[0].pk),
                ("evidence_id", items[0].mark.submission.items.get(kind=ItemKind.FILE).pk),
            )
        },
        "moderation:show_advice item_id": items[1].pk,
    }


def make_decisions(people: dict[Role, User]) -> dict:
    cohort = make_cohort()
    make_final(make_allocated(people, cohort))
    confirm_marking(cohort)
    chair, by = people[Role.BOARD], people[Role.COORDINATOR]
    board = freeze_papers(
        schedule(
            cohort,
            held_on=NOON.date(),
            chair=chair,
            members=[somebody(Role.BOARD)],
            notice_reason=f"For {PHRASE}",
            by=by,
            now=NOON,
        ),
        late_reason=f"For {PHRASE}",
        by=by,
        now=NOON,
    )
    paper = board.papers.get()
    decide(paper, result="pass", reason=f"For {PHRASE}", by=chair, now=NOON)
    return {"board_id": board.pk, "paper_id": paper.pk}
