"""Who may draw, review and confirm a sample, and when."""

from datetime import date

from assessments.marking.conflicts import EMPLOYER, INTAKE, MODERATED, Ties, gather
from assessments.marking.models import Mark
from assessments.marking.states import AllocationState
from assessments.moderation.models import Sample, SampledMark
from assessments.moderation.states import SAMPLE_MOVES, SampleState, Verdict
from courses.delivery.models import Cohort, CohortRole
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

# Looking once more at what one sent back oneself is moderating, and reading at intake judges nothing.
NO_BAR_TO_MODERATING = frozenset({EMPLOYER, INTAKE, MODERATED})


def check_can_moderate(person: User, cohort: Cohort, today: date) -> None:
    if not person.holds(Role.MODERATOR, on=today):
        raise NotAllowed("Only a moderator draws a sample.")
    named = cohort.staff.filter(role=CohortRole.MODERATOR).values_list("person", flat=True)
    if named and person.pk not in named:
        raise NotAllowed("This cohort has moderators of its own, and you are not one of them.")


def may_be_moderated_by(person: User, marks: list[Mark]) -> list[Mark]:
    """The marks that this person has no part in: not their own marking, learners, team or reporting line."""
    ties = gather([person], [mark.submission for mark in marks])
    return [mark for mark in marks if not is_too_near(person, mark, ties)]


def is_too_near(person: User, mark: Mark, ties: Ties) -> bool:
    return bool(set(ties.between(person, mark.submission)) - NO_BAR_TO_MODERATING)


def check_has_population(marks: list[Mark], eligible: list[Mark]) -> None:
    if not marks:
        raise NotAllowed("There is no marked portfolio in this cohort that is not in a sample already.")
    if not eligible:
        raise NotAllowed(
            "You marked this work yourself, or stand too near to its learners. Somebody else has to moderate it: "
            "ask the coordinator for another moderator, or one from outside."
        )


def check_can_change(person: User, sample: Sample, today: date) -> None:
    if not person.holds(Role.MODERATOR, on=today) or sample.moderator_id != person.pk:
        raise NotAllowed("This sample is in the hands of another moderator.")
    if sample.state == SampleState.CONFIRMED:
        raise NotAllowed("This sample is confirmed, so it cannot be changed.")


def check_can_add(person: User, sample: Sample, mark: Mark, today: date) -> None:
    check_can_change(person, sample, today)
    if not sample.population_items.filter(mark=mark).exists():
        raise NotAllowed("This mark is not part of what the sample was drawn from.")
    if sample.items.filter(mark=mark).exists():
        raise NotAllowed("This mark is in the sample already.")


def check_can_review(person: User, item: SampledMark, verdict: str, note: str, today: date) -> None:
    check_can_change(person, item.sample, today)
    if item.sent_back_at:
        raise NotAllowed("This portfolio went back to its assessor. The new mark comes in the next sample.")
    if verdict not in Verdict:
        raise NotAllowed("Say whether you agree with the marking.")
    if verdict == Verdict.QUERIED and not note.strip():
        raise NotAllowed("Say what you would mark differently, and why; the assessor will read it.")


def check_can_read(person: User, item: SampledMark, today: date) -> None:
    """The right to open evidence ends with the work it was for; what was said of the marking stays readable."""
    check_can_change(person, item.sample, today)
    if item.sent_back_at:
        raise NotAllowed("This portfolio is with its assessor again, so its evidence is closed to you.")


def check_can_send_back(person: User, item: SampledMark, today: date) -> None:
    check_can_change(person, item.sample, today)
    if item.verdict != Verdict.QUERIED:
        raise NotAllowed("Only a mark that you query can go back to its assessor.")
    if item.sent_back_at or item.mark.allocation.state != AllocationState.DONE:
        raise NotAllowed("This portfolio went back to its assessor already.")


def check_can_confirm(person: User, sample: Sample, report: str, today: date) -> None:
    check_can_change(person, sample, today)
    if SampleState.CONFIRMED not in SAMPLE_MOVES[SampleState(sample.state)]:
        raise NotAllowed("This sample cannot be confirmed as it is.")
    open_items = sample.items.filter(sent_back_at__isnull=True).exclude(verdict=Verdict.AGREED)
    unread = open_items.filter(verdict="").count()
    if unread:
        raise NotAllowed(f"{unread} of the sample {'is' if unread == 1 else 'are'} not reviewed yet.")
    if open_items:
        raise NotAllowed(
            "You query a mark that is still with you. Send it back to its assessor, or agree with it after talking to them."
        )
    if not report.strip():
        raise NotAllowed("Write a short report: what you looked at, what you found, and what should happen next.")
