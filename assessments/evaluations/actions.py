"""Writing an evaluation, sending it, and saying what was done about those of a cohort."""

import json
from datetime import datetime

from django.utils import timezone

from assessments.evaluations.models import Envelope, Opening
from assessments.evaluations.rules import (
    check_can_evaluate,
    check_can_say_what_was_done,
    check_says_something,
    check_words_are_looked_at,
)
from assessments.evaluations.states import Prompt
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User
from cpd.files.texts import new_text_key, seal_text
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed


class Stale(NotAllowed):
    """The page that was saved is older than what is stored, which is `envelope`."""

    def __init__(self, envelope: Envelope) -> None:
        super().__init__("This was changed somewhere else since you opened it here. Your words are below; save again.")
        self.envelope = envelope


@action
def write_evaluation(enrolment: Enrolment, *, said: dict[str, str], version: int, by: User, now: datetime) -> Envelope:
    """Save what she has said so far. The saves of a minute share an entry; the same words once more change nothing."""
    envelope = _lock(enrolment, by=by, now=now)
    if said == envelope.said or not (any(said.values()) or envelope.version):
        unchanged()
        return envelope
    if version != envelope.version:
        raise Stale(envelope)
    is_same_minute = envelope.version and _minute(envelope.saved_at) == _minute(now)
    envelope.sealed_text = seal_text(envelope.text_key, json.dumps(said, sort_keys=True))
    envelope.version, envelope.saved_at = version + 1, now
    envelope.save(update_fields=["sealed_text", "version", "saved_at"])
    if is_same_minute:
        unchanged()
    else:
        record("evaluation.saved", by=by, about=envelope, now=now, version=envelope.version)
    return envelope


@action
def send_evaluation(enrolment: Enrolment, *, is_looked_at: bool, by: User, now: datetime) -> Envelope:
    """Put the saved words into the box. They stay sealed until the box of her cohort is opened."""
    envelope = _lock(enrolment, by=by, now=now)
    said = envelope.said
    check_says_something(said)
    check_words_are_looked_at([said.get(prompt, "") for prompt in Prompt.values], is_looked_at=is_looked_at)
    envelope.sent_at = now
    envelope.save(update_fields=["sent_at"])
    record("evaluation.sent", by=by, about=envelope, now=now)
    return envelope


@action
def say_what_was_done(opening: Opening, *, text: str, by: User, now: datetime) -> Opening:
    """What the provider did about what learners said, for the university and for those who come after."""
    opening = Opening.objects.select_for_update(of=["self"]).get(pk=opening.pk)
    check_can_say_what_was_done(by, opening, timezone.localdate(now))
    if opening.done == text:
        unchanged()
        return opening
    opening.done = text
    opening.done_by, opening.done_at = (by, now) if text else (None, None)
    opening.save(update_fields=["done", "done_by", "done_at"])
    record("evaluations.answered", by=by, about=opening, now=now, sealed={"done": text})
    return opening


def _lock(enrolment: Enrolment, *, by: User, now: datetime) -> Envelope:
    # The cohort's row is what an opening locks: nothing is written into a box while it is emptied.
    cohort = Cohort.objects.select_for_update(of=["self"]).get(pk=enrolment.cohort_id)
    check_can_evaluate(by, enrolment, timezone.localdate(now))
    envelope = Envelope.objects.filter(enrolment=enrolment, enrolment__cohort=cohort).first()
    return envelope or Envelope.objects.create(enrolment=enrolment, text_key=new_text_key(), saved_at=now)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
