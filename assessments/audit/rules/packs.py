"""Who may have a pack made, agree to an archive, and take either home."""

from datetime import date

from assessments.audit.models import Pack, Visit
from assessments.audit.packing.scopes import enrolments_of, has_locked, has_locked_since
from assessments.audit.rules.visits import check_can_read, check_can_read_story, check_is_hers
from assessments.audit.states import PACK_MOVES, PackState
from assessments.certificates.models import Award
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed

LOCKED = (
    "An item in the scope of this pack is locked away, because it may identify somebody. A pack can be made once that is "
    "settled."
)
LOCKED_SINCE = (
    "An item in it was locked away after it was made, because it may identify somebody. It is destroyed within the hour. "
    "Destroy your own copies too, and ask for another archive once that is settled."
)


def check_can_move_pack(pack: Pack, to: PackState) -> None:
    if to not in PACK_MOVES[PackState(pack.state)]:
        raise NotAllowed(f"This is not possible: it is “{PackState(pack.state).label.lower()}”.")


def check_can_ask_in_visit(person: User, visit: Visit, award: Award | None, on: date) -> None:
    check_can_read(person, visit, on)
    if award:
        check_can_read_story(person, visit, award.enrolment, on)


def check_can_ask(person: User, on: date) -> None:
    if not person.holds(Role.COORDINATOR, on=on):
        raise NotAllowed("A coordinator asks for a pack of the provider.")


def check_nothing_is_locked(pack: Pack) -> None:
    if has_locked(enrolments_of(pack)):
        raise NotAllowed(LOCKED)


def check_can_decide_archive(person: User, pack: Pack, on: date) -> None:
    check_can_ask(person, on)
    check_can_move_pack(pack, PackState.MAKING)


def check_can_agree(person: User, pack: Pack, on: date) -> None:
    check_can_decide_archive(person, pack, on)
    if person.pk == pack.asked_by_id:
        raise NotAllowed("You asked for this archive, so somebody else has to agree to it.")
    if Enrolment.objects.filter(cohort=pack.cohort_id, learner=person).exists():
        raise NotAllowed("You are a learner of this cohort, so somebody else has to agree to it.")


def check_can_download(person: User, pack: Pack, on: date) -> None:
    """A pack of a visit is its auditor's and the coordinators'; an archive is for the two who answer for it."""
    if pack.visit_id and Visit.objects.of(person).filter(pk=pack.visit_id).exists():
        check_is_hers(person, pack.visit)
    else:
        check_can_ask(person, on)
    if pack.is_archive and person.pk not in (pack.asked_by_id, pack.agreed_by_id):
        raise NotAllowed("An archive with evidence is downloaded by the two people who asked for it and agreed to it.")
    if pack.state == PackState.GONE:
        raise NotAllowed("It was destroyed on its day. Ask for another if you still need one.")
    if not pack.is_made:
        raise NotAllowed("It is not ready, so there is nothing to download yet.")
    if pack.is_archive and has_locked_since(pack):
        raise NotAllowed(LOCKED_SINCE)
