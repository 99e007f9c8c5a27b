"""Who may draw, review and confirm a sample, and when."""

from datetime import date
from uuid import UUID

from assessments.marking.conflicts import EMPLOYER, INTAKE, MARKED, MODERATED, OWN, Ties, gather
from assessments.marking.models import Mark
from assessments.marking.states import AllocationState
from assessments.moderation.models import RunChange, Sample, SampledMark
from assessments.moderation.states import SAMPLE_MOVES, RunChangeState, SampleState, Slip, Verdict, Withheld
from assessments.standing.register.queries import is_barred
from courses.delivery.models import Cohort, CohortRole
from cpd.accounts.away.rules import NOT_AVAILABLE
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

# Looking once more at what one sent back oneself is moderating, and reading at intake judges nothing.
NO_BAR_TO_MODERATING = frozenset({EMPLOYER, INTAKE, MODERATED})
OPEN_CHANGES = [RunChangeState.PROPOSED, RunChangeState.ACKNOWLEDGED]


def check_can_moderate(person: User, cohort: Cohort, today: date) -> None:
    if not person.holds(Role.MODERATOR, on=today):
        raise NotAllowed("Only a moderator draws a sample.")
    named = cohort.staff.filter(role=CohortRole.MODERATOR).values_list("person", flat=True)
    if named and person.pk not in named:
        raise NotAllowed("This cohort has moderators of its own, and you are not one of them.")
    check_is_available(person, today)


def check_is_available(person: User, today: date) -> None:
    """MIS-2: some get no new sample, and no word says why."""
    if is_barred(person, today):
        raise NotAllowed(NOT_AVAILABLE)


def may_be_moderated_by(person: User, marks: list[Mark]) -> list[Mark]:
    """The marks that this person has no part in: not their own marking, learners, team or reporting line."""
    withheld = list_withheld(person, marks)
    return [mark for mark in marks if mark.pk not in withheld]


def list_withheld(person: User, marks: list[Mark]) -> dict[UUID, Withheld]:
    """The marks that this person must not moderate, each with the reason in a word that does not say who it is."""
    ties = gather([person], [mark.submission for mark in marks])
    found = {mark.pk: why_withheld(person, mark, ties) for mark in marks}
    return {key: reason for key, reason in found.items() if reason}


def why_withheld(person: User, mark: Mark, ties: Ties) -> Withheld | None:
    bars = set(ties.between(person, mark.submission)) - NO_BAR_TO_MODERATING
    if not bars:
        return None
    return Withheld.OWN_MARKING if MARKED in bars and OWN not in bars else Withheld.TOO_NEAR


def check_has_population(marks: list[Mark], eligible: list[Mark]) -> None:
    if not marks:
        raise NotAllowed("There is no marked portfolio in this cohort that is not in a sample already.")
    if not eligible:
        raise NotAllowed(
            "You marked this work yourself, or stand too near to its learners. Somebody else has to moderate it: "
            "ask the coordinators for another moderator, or for one from outside, on the page of the cohort."
        )


def check_can_change(person: User, sample: Sample, today: date) -> None:
    if not person.holds(Role.MODERATOR, on=today) or sample.moderator_id != person.pk:
        raise NotAllowed("This sample is in the hands of another moderator.")
    if sample.state == SampleState.CONFIRMED:
        raise NotAllowed("This sample is confirmed, so it cannot be changed.")


def check_can_add(person: User, sample: Sample, mark: Mark, today: date) -> None:
    check_can_change(person, sample, today)
    check_is_available(person, today)
    if not sample.population_items.filter(mark=mark).exists():
        raise NotAllowed("This mark is not part of what the sample was drawn from.")
    if sample.items.filter(mark=mark).exists():
        raise NotAllowed("This mark is in the sample already.")


def check_can_review(person: User, item: SampledMark, verdict: str, note: str, today: date) -> None:
    check_can_change(person, item.sample, today)
    if item.sent_back_at:
        raise NotAllowed("This portfolio went back to its assessor. The new mark comes in the next sample.")
    if item.mark.allocation.state != AllocationState.DONE:
        raise NotAllowed("This portfolio is being marked again. The new mark comes in the next sample.")
    if verdict not in Verdict:
        raise NotAllowed("Say whether you agree with the marking.")
    if verdict == Verdict.QUERIED and not note.strip():
        raise NotAllowed("Say what you would mark differently, and why; the assessor will read it.")


def check_can_read(person: User, item: SampledMark, today: date) -> None:
    """The right to open evidence ends with the work it was for; what was said of the marking stays readable."""
    check_can_change(person, item.sample, today)
    if item.sent_back_at or item.mark.allocation.state != AllocationState.DONE:
        raise NotAllowed("This portfolio is with its assessor again, so its evidence is closed to you.")


def check_can_send_back(person: User, item: SampledMark, today: date) -> None:
    """Only a clerical slip goes back alone: any other change goes through the assessor's whole run (MRK-3)."""
    check_can_change(person, item.sample, today)
    if item.verdict != Verdict.QUERIED:
        raise NotAllowed("Only a mark that you query can go back to its assessor.")
    if item.sent_back_at or item.mark.allocation.state != AllocationState.DONE:
        raise NotAllowed("This portfolio went back to its assessor already.")
    if has_open_change(item):
        raise NotAllowed("A change through the assessor's run is proposed for this portfolio. Take it back first.")


def check_is_slip(slip: str) -> None:
    if slip not in Slip:
        raise NotAllowed(
            "One portfolio alone goes back only when a slip was made in entering the judgement. Say which; what you "
            "judge differently is changed in the assessor's whole run."
        )


def has_open_change(item: SampledMark) -> bool:
    return item.run_changes.filter(state__in=OPEN_CHANGES).exists()


def check_can_confirm(person: User, sample: Sample, report: str, today: date) -> None:
    check_can_change(person, sample, today)
    if SampleState.CONFIRMED not in SAMPLE_MOVES[SampleState(sample.state)]:
        raise NotAllowed("This sample cannot be confirmed as it is.")
    if RunChange.objects.filter(item__sample=sample, state__in=OPEN_CHANGES).exists():
        raise NotAllowed("A change that you proposed is not decided yet. Confirm when the chair has decided.")
    open_items = sample.items.filter(mark__allocation__state=AllocationState.DONE).exclude(verdict=Verdict.AGREED)
    unread = open_items.filter(verdict="").count()
    if unread:
        raise NotAllowed(f"{unread} of the sample {'is' if unread == 1 else 'are'} not reviewed yet.")
    if open_items:
        raise NotAllowed(
            "You query a mark that is still with you. Propose a change through the assessor's run, send a slip back, "
            "or agree with it after talking to them."
        )
    if not report.strip():
        raise NotAllowed("Write a short report: what you looked at, what you found, and what should happen next.")
