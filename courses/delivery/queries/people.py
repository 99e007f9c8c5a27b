"""Which person an address belongs to, and numbers that nobody has yet."""

from collections.abc import Iterable
from itertools import batched

from allauth.account.models import EmailAddress

from courses.delivery.candidates import new_candidate_number
from courses.delivery.models import Enrolment
from cpd.accounts.models import User

AT_ONCE = 500


def find_person(email: str) -> User | None:
    """Whose address this is, first or second; None when it is nobody's."""
    return people_by_address([email]).get(User.objects.normalise(email))


def people_by_address(addresses: Iterable[str]) -> dict[str, User]:
    """The people behind these addresses, by normalised address; a confirmed second address counts."""
    wanted = {User.objects.normalise(address) for address in addresses}
    found: dict[str, User] = {}
    for some in batched(sorted(wanted), AT_ONCE):
        found |= {person.email: person for person in User.objects.filter(email__in=some)}
        second = EmailAddress.objects.filter(email__in=some, verified=True).select_related("user")
        for address in second:
            found.setdefault(User.objects.normalise(address.email), address.user)
    return found


def free_candidate_numbers(count: int) -> list[str]:
    """So many different candidate numbers that no enrolment has."""
    free: set[str] = set()
    while len(free) < count:
        drawn = {new_candidate_number() for _ in range(count - len(free))}
        for some in batched(sorted(drawn), AT_ONCE):
            drawn -= set(Enrolment.objects.filter(candidate_number__in=some).values_list("candidate_number", flat=True))
        free |= drawn
    return list(free)
