"""Who may say what she thinks of a module, and when; and what the provider may add."""

from datetime import date

from assessments.evaluations.models import Envelope, Opening
from assessments.evaluations.queries import closes_on, count_places, has_finished
from assessments.evaluations.states import LEAST_SENT
from assessments.screening.identifiers import find_identifiers
from courses.delivery.models import Enrolment
from courses.learning.states import READABLE
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import day
from cpd.rules import NotAllowed


def check_can_evaluate(person: User, enrolment: Enrolment, on: date) -> None:
    if enrolment.learner_id != person.pk:
        raise NotAllowed("An evaluation is written by the learner whose place it is.")
    if enrolment.state not in READABLE:
        raise NotAllowed("Your place on this module has ended, so no evaluation is asked for.")
    if not has_finished(enrolment):
        raise NotAllowed("This opens once you have done the last lesson or handed in your portfolio.")
    if Envelope.objects.filter(enrolment=enrolment, sent_at__isnull=False).exists():
        raise NotAllowed("You have sent your evaluation. Thank you.")
    last = closes_on(enrolment.cohort)
    if on > last or Opening.objects.filter(cohort=enrolment.cohort).exists():
        raise NotAllowed(f"The evaluations of your cohort closed on {day(last)}, and were opened all together.")
    if count_places(enrolment.cohort) < LEAST_SENT:
        raise NotAllowed(
            f"Fewer than {LEAST_SENT} people are on your cohort, so nothing you wrote here could stay without your name. "
            "Tell your coordinator in another way if you like."
        )


def check_says_something(said: dict[str, str]) -> None:
    if not any(said.values()):
        raise NotAllowed("Answer at least one question, or write something, and then send it.")


def check_words_are_looked_at(texts: list[str], *, is_looked_at: bool) -> None:
    """A hint, so that nobody and no case is named by accident: she changes the words, or says that they are harmless."""
    found = list(dict.fromkeys(finding.text for text in texts for finding in find_identifiers(text)))
    if found and not is_looked_at:
        quoted = ", ".join(f"“{words}”" for words in found[:5])
        raise NotAllowed(
            f"This may point at somebody: {quoted}. Change it, or tick that you have looked and nobody can be recognised."
        )


def check_can_say_what_was_done(person: User, opening: Opening, on: date) -> None:
    if not person.holds(Role.COORDINATOR, on=on):
        raise NotAllowed("A coordinator says what was done.")
    if opening.number is None:
        raise NotAllowed("There were too few evaluations of this cohort, so none was read.")
