"""What the provider may bring into the evidence room."""

import re
from collections.abc import Iterable
from datetime import date

from assessments.screening.finders.finding import Finding
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.accounts.templatetags.words import counted
from cpd.rules import NotAllowed

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
SHOWN = 5


def check_can_provide(person: User, on: date) -> None:
    if not person.holds(Role.COORDINATOR, on=on):
        raise NotAllowed("A coordinator brings documents into the evidence room.")


def check_names_no_learner(text: str) -> None:
    """A university reads candidate numbers; a document with a learner's name or address would undo that."""
    said = _words(text)
    lowered = text.casefold()
    learners = User.objects.filter(pk__in=Enrolment.objects.current().values("learner"))
    for given, family, email in learners.values_list("given_names", "family_name", "email").iterator():
        if email.casefold() in lowered or f" {_words(f'{given} {family}').strip()} " in said:
            raise NotAllowed(
                "This names a learner, by name or e-mail address. Nothing was kept. Take every learner out of it, or "
                "put the candidate number instead, then provide it again."
            )


def check_places_are_looked_at(findings: Iterable[Finding], *, is_looked_at: bool) -> None:
    found = list(findings)
    if found and not is_looked_at:
        shown = "; ".join(f"“{finding.text}”" for finding in found[:SHOWN])
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise NotAllowed(
            f"Screening found {counted(len(found), 'place')} that may identify somebody: {shown}{more}. Nothing was kept. "
            "Take out what does, or tick that you have looked at each of them, then provide it again."
        )


def _words(text: str) -> str:
    """Only the words, each between single spaces, so that a name is found across a line's end."""
    return f" {' '.join(WORD.findall(text.casefold()))} "
