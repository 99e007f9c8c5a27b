"""Opens the evaluations of a cohort all together, and destroys what led to whoever wrote them."""

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from assessments.evaluations.models import Envelope, Opening, Remark, Tally
from assessments.evaluations.states import LEAST_SENT, Prompt, Statement
from courses.delivery.models import Cohort
from cpd.files.keeping import is_held
from cpd.files.store import Destroyed
from cpd.files.texts import destroy_text_key, new_text_key, seal_text
from cpd.history.actions import action, record, unchanged


@action
def open_evaluations(cohort: Cohort, *, now: datetime) -> Opening | None:
    """Empty every envelope of a cohort at once into counts and shuffled remarks, and destroy the envelopes with their keys.

    Among fewer than five nothing is opened: they are destroyed unread, as their writers were told.
    """
    cohort = Cohort.objects.select_for_update(of=["self"]).get(pk=cohort.pk)
    rows = Envelope.objects.select_for_update(of=["self"]).filter(enrolment__cohort=cohort)
    # What a legal hold keeps stays sealed and out of the count; when the hold is lifted it goes unread.
    envelopes = [envelope for envelope in rows if not is_held(envelope.text_key)]
    if not envelopes:
        unchanged()
        return None
    sent = [said for envelope in envelopes if envelope.sent_at and (said := _open(envelope))]
    opening, is_first = Opening.objects.get_or_create(
        cohort=cohort, defaults={"number": len(sent) if len(sent) >= LEAST_SENT else None, "opened_at": now}
    )
    if is_first and opening.number:
        _count(opening, sent)
        _lay_down(opening, sent)
    for envelope in envelopes:
        destroy_text_key(envelope.text_key, now=now)
        envelope.delete()
    name = "evaluations.opened" if is_first else "evaluations.destroyed"
    record(name, by=None, about=opening, now=now, number=opening.number or 0)
    return opening


def _open(envelope: Envelope) -> dict[str, str]:
    try:
        return envelope.said
    except Destroyed:
        # A restored backup brought the row back; its key is gone for good.
        return {}


def _count(opening: Opening, sent: Iterable[dict[str, str]]) -> None:
    counts = Counter(
        (statement, int(said[statement])) for said in sent for statement in Statement.values if said.get(statement)
    )
    Tally.objects.bulk_create(
        Tally(opening=opening, statement=statement, answer=answer, number=number)
        for (statement, answer), number in sorted(counts.items())
    )


def _lay_down(opening: Opening, sent: Iterable[dict[str, str]]) -> None:
    """Each in a row of its own, in an order that says nothing of the order in which they came."""
    words = [(prompt, text) for said in sent for prompt in Prompt.values if (text := said.get(prompt, "").strip())]
    secrets.SystemRandom().shuffle(words)
    keys = [new_text_key() for _ in words]
    Remark.objects.bulk_create(
        Remark(opening=opening, prompt=prompt, text_key=key, sealed_text=seal_text(key, text))
        for key, (prompt, text) in zip(keys, words, strict=True)
    )
