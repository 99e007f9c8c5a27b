"""Who may ask for erasure, and who decides: two people, never the person herself, and not while a matter is open."""

from datetime import date

from assessments.records.keeping.rules import check_is_keeper
from assessments.records.leaving.models import ErasureRequest
from assessments.records.leaving.queries import what_keeps
from assessments.records.leaving.states import ERASURE_MOVES, ErasureState
from cpd.accounts.models import User
from cpd.rules import NotAllowed


def check_can_ask(by: User, person: User, today: date) -> None:
    """She herself; or a keeper who enters what came by another way."""
    if by.pk != person.pk:
        check_is_keeper(by, today)
    if not person.email or person.email.endswith(".invalid"):
        raise NotAllowed("What was kept about this person is erased already.")
    if ErasureRequest.objects.open().filter(person=person).exists():
        raise NotAllowed("There is a request already. It is being looked at.")


def check_can_agree(by: User, request: ErasureRequest, today: date) -> None:
    _check_moves(by, request, ErasureState.AGREED, today)
    keeps = what_keeps(request.person, today)
    if keeps.is_everything:
        raise NotAllowed(f"Nothing can be erased now. {' '.join(keeps.sentences)} Refuse it with this sentence.")


def check_can_approve(by: User, request: ErasureRequest, today: date) -> None:
    _check_moves(by, request, ErasureState.APPROVED, today)
    if by.pk == request.agreed_by_id:
        raise NotAllowed("You agreed to this yourself. A second administrator or coordinator has to approve it.")
    keeps = what_keeps(request.person, today)
    if keeps.is_everything:
        raise NotAllowed(f"Nothing can be erased now. {' '.join(keeps.sentences)} Refuse it with this sentence.")


def check_can_refuse(by: User, request: ErasureRequest, answer: str, today: date) -> None:
    _check_moves(by, request, ErasureState.REFUSED, today)
    if not answer.strip():
        raise NotAllowed("Say why, in a sentence that the person will read.")


def check_can_withdraw(by: User, request: ErasureRequest) -> None:
    if by.pk != request.person_id:
        raise NotAllowed("Only the person who asked takes it back.")
    if ErasureState.WITHDRAWN not in ERASURE_MOVES[ErasureState(request.state)]:
        raise NotAllowed("It is being carried out, and cannot be taken back.")


def _check_moves(by: User, request: ErasureRequest, to: ErasureState, today: date) -> None:
    check_is_keeper(by, today)
    if by.pk == request.person_id:
        raise NotAllowed("This is about yourself. Two others have to decide it.")
    if to not in ERASURE_MOVES[ErasureState(request.state)]:
        raise NotAllowed(f"This request is “{request.get_state_display()}”.")
