"""The fictional people of the demonstration, one for each role and one learner for each place on the road."""

from dataclasses import dataclass

from cpd.accounts.models import Organisation, User
from cpd.accounts.roles import Role

DOMAIN = "demo.example"
PROVIDER = "Harbour Learning"
# They speak for the university at a board: its representative, and the external examiner.
FROM_THE_UNIVERSITY = ("Dr Petra Lindqvist", "Dr Idris Bowen")
UNIVERSITY = "University of Merebridge"
EMPLOYERS = ("Lantern Advocacy", "Beacon Support", "Northwater Women's Service")

# Name, roles.
STAFF: tuple[tuple[str, tuple[Role, ...]], ...] = (
    ("Cleo Hartwell", (Role.COORDINATOR,)),
    ("Asha Raman", (Role.ASSESSOR,)),
    ("Owen Pryce", (Role.ASSESSOR, Role.TUTOR)),
    ("Mina Osei", (Role.MODERATOR,)),
    ("Beatrix Lowe", (Role.BOARD,)),
    ("Bashir Aziz", (Role.BOARD,)),
    ("Bronwen Hughes", (Role.BOARD,)),
    ("Professor Uma Sethi", (Role.AUDITOR,)),
    ("Ada Whitcombe", (Role.AUTHOR,)),
    ("Ellis Grant", (Role.AUTHOR,)),
    ("Sol Marchetti", (Role.SAFEGUARDING,)),
    ("Adi Okonkwo", (Role.ADMINISTRATOR,)),
)


@dataclass(frozen=True)
class Cast:
    """Who plays which part."""

    provider: Organisation
    university: Organisation
    employers: list[Organisation]
    coordinator: User
    assessor: User
    second_assessor: User
    moderator: User
    board: list[User]
    university_member: User
    examiner: User
    auditor: User
    author: User
    second_author: User
    safeguarding: User
    administrator: User
