"""The register of staff malpractice in the demonstration: one entry, looked into, decided, and the university told."""

from datetime import timedelta

from assessments.standing.register.actions import decide_suspicion, enter_suspicion, name_investigator, tell_university
from courses.accreditation.models import Accreditation


def make_register(maker) -> None:
    """A slip that looked like an invented mark: the person was warned, and her marks are on the moderators' list."""
    cast, entered = maker.cast, maker.ago(12)
    agreement = Accreditation.objects.filter(university=cast.university).order_by("reference").first()
    suspicion = enter_suspicion(
        cast.assessor,
        kind="invented",
        note="Two judgements were given within a minute of opening a portfolio of nine items.",
        accreditation=agreement,
        marked_since=maker.ago(25).date(),
        by=cast.coordinator,
        now=entered,
    )
    name_investigator(suspicion, investigator=cast.administrator, by=cast.coordinator, now=entered + timedelta(hours=2))
    tell_university(suspicion, told_on=maker.ago(11).date(), by=cast.coordinator, now=maker.ago(11))
    decide_suspicion(
        suspicion,
        outcome="warning",
        reason="The portfolio had been read on paper before. That is against the rules for evidence, and nothing was invented.",
        by=cast.administrator,
        now=maker.ago(6),
    )
