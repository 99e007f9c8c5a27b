"""Reads for the pages about changes of awards."""

from django.db.models import Case, QuerySet, When

from assessments.certificates.models import Award, AwardChange
from assessments.certificates.models.changes import WAITS
from assessments.certificates.states import AwardChangeState
from cpd.accounts.models import User
from cpd.accounts.templatetags.words import day, when
from cpd.files.texts import open_text

BECOMES = {
    AwardChangeState.PROPOSED: "The award would become",
    AwardChangeState.DONE: "The award became",
    AwardChangeState.DROPPED: "The award would have become",
}


def changes_of(award: Award) -> QuerySet[AwardChange]:
    return award.changes.order_by("-proposed_at", "pk")


def list_award_changes(person: User) -> QuerySet[AwardChange]:
    """Those that wait for somebody first, then the newest."""
    waits = Case(When(WAITS, then=0), default=1)
    found = AwardChange.objects.seen_by(person).select_related("award__enrolment__cohort")
    return found.order_by(waits, "-proposed_at", "pk")


def rows_of(change: AwardChange) -> list[tuple[str, str]]:
    """What the holder and the coordinators read of a change, without a name."""
    rows = [
        (BECOMES[AwardChangeState(change.state)], change.get_to_display()),
        ("It is", change.get_state_display()),
        ("Class of reason", change.get_reason_display()),
        ("On the authority of", change.get_authority_display()),
        ("Decided on", day(change.authority_on)),
    ]
    if change.authority_reference:
        rows.append(("Reference", change.authority_reference))
    rows.append(("Written down", when(change.proposed_at)))
    if change.is_proposed:
        rows.append(("Reply by the end of", day(change.reply_by)))
    elif change.decided_at != change.proposed_at:
        rows.append((change.get_state_display(), when(change.decided_at)))
    return rows


def words_of(change: AwardChange) -> dict[str, str]:
    """The holder's reply and the answer, where there are any."""
    sealed = {"reply": change.sealed_reply, "answer": change.sealed_answer}
    return {name: open_text(change.text_key, part) for name, part in sealed.items() if part}
