"""Who deals with incidents and safeguarding concerns, and what closes them."""

from datetime import date

from assessments.confidentiality.models import Incident, SafeguardingConcern
from assessments.confidentiality.states import CASE_MOVES, CaseState, ConcernAbout, Report
from assessments.portfolios.models import Submission
from cpd.accounts.away.queries import find_kept_away
from cpd.accounts.away.rules import check_is_not_kept_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

LONGEST_NOTE = 1000


def check_can_purge(person: User, incident: Incident, today: date) -> None:
    _check_deals_with(person, incident, today)
    if incident.purged_at:
        raise NotAllowed("This item is destroyed already; the receipt is below.")
    if incident.state == CaseState.CLOSED:
        raise NotAllowed("This incident is closed: the item was given back.")


def check_can_give_back(person: User, incident: Incident, outcome: str, today: date) -> None:
    _check_deals_with(person, incident, today)
    if incident.purged_at:
        raise NotAllowed("This item is destroyed, so it cannot be given back.")
    _check_closes(incident, outcome)
    if incident.opened_by_id == person.pk:
        raise NotAllowed("You locked this item away yourself, so another safeguarding lead has to look at it.")


def check_can_decide_report(person: User, incident: Incident, report: str, reason: str, today: date) -> None:
    _check_deals_with(person, incident, today)
    if incident.report:
        raise NotAllowed("This was decided already. Write a change of mind into the outcome.")
    if incident.state == CaseState.CLOSED:
        raise NotAllowed("This incident is closed.")
    if report not in Report:
        raise NotAllowed("Choose whether the regulator is told.")
    if not reason.strip():
        raise NotAllowed("Say why; the reason is kept with the decision.")


def check_can_close_incident(person: User, incident: Incident, outcome: str, today: date) -> None:
    _check_deals_with(person, incident, today)
    if CaseState.CLOSED in CASE_MOVES[CaseState(incident.state)]:
        if not incident.purged_at:
            raise NotAllowed(
                "Destroy the item first: an incident is closed only when nobody can be identified any more."
            )
        if not incident.report:
            raise NotAllowed("Decide first whether the regulator is told.")
    _check_closes(incident, outcome)


def check_can_raise(person: User, note: str, about: str, today: date) -> None:
    if not set(person.roles(on=today)) - {Role.LEARNER}:
        raise NotAllowed("A concern about a portfolio is raised by the people who work on it.")
    if about not in ConcernAbout or about == ConcernAbout.SELF:
        raise NotAllowed("Choose whom the concern is about.")
    if not note.strip():
        raise NotAllowed("Write a short, factual note.")
    _check_length(note)


def check_can_ask_to_talk(person: User, note: str, leads: list[User]) -> None:
    if not leads:
        raise NotAllowed("Nobody is there to ask at the moment. The helplines on “Your safety” answer at any hour.")
    _check_length(note)


def check_somebody_else_leads(leads: list[User], submission: Submission) -> None:
    """A concern that only its own subject would read is worse than none: whoever raises it believes it is dealt with."""
    learner_id = submission.portfolio.enrolment.learner_id
    away = {person for _, person in find_kept_away(leads, [learner_id])}
    if leads and all(lead.pk in {learner_id, *away} for lead in leads):
        raise NotAllowed("No other safeguarding lead could read this. Speak to an administrator today.")


def check_can_take(person: User, concern: SafeguardingConcern, today: date) -> None:
    _check_deals_with_concern(person, concern, today)
    if concern.state == CaseState.CLOSED:
        raise NotAllowed("This concern is closed already.")


def check_can_close_concern(person: User, concern: SafeguardingConcern, action_taken: str, today: date) -> None:
    _check_deals_with_concern(person, concern, today)
    if CaseState.CLOSED not in CASE_MOVES[CaseState(concern.state)]:
        raise NotAllowed("This concern is closed already.")
    if not action_taken.strip() and concern.about != ConcernAbout.SELF:
        raise NotAllowed("Say what was done, and whom you told.")


def check_is_lead(person: User, today: date) -> None:
    if not person.holds(Role.SAFEGUARDING, on=today):
        raise NotAllowed("Only a safeguarding lead deals with incidents and concerns.")


def _check_deals_with(person: User, incident: Incident, today: date) -> None:
    check_is_lead(person, today)
    learner_id = incident.item.submission.portfolio.enrolment.learner_id
    if learner_id == person.pk:
        raise NotAllowed("This is about your own portfolio, so another safeguarding lead has to deal with it.")
    check_is_not_kept_away(person, learner_id)


def _check_deals_with_concern(person: User, concern: SafeguardingConcern, today: date) -> None:
    check_is_lead(person, today)
    if concern.submission and concern.submission.portfolio.enrolment.learner_id == person.pk:
        raise NotAllowed("This is about your own portfolio, so another safeguarding lead has to deal with it.")
    if concern.submission is None and concern.raised_by_id == person.pk:
        raise NotAllowed("You asked for this yourself, so another safeguarding lead has to deal with it.")
    check_is_not_kept_away(
        person, concern.submission.portfolio.enrolment.learner_id if concern.submission else concern.raised_by_id
    )


def _check_closes(incident: Incident, outcome: str) -> None:
    if CaseState.CLOSED not in CASE_MOVES[CaseState(incident.state)]:
        raise NotAllowed("This incident is closed already.")
    if not outcome.strip():
        raise NotAllowed("Say how the incident ended.")


def _check_length(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise NotAllowed(f"The note is longer than {LONGEST_NOTE} characters. Keep to what is needed to act.")
