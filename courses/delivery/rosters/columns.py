"""The columns of a roster, what each may hold, and by which headings they are known."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """`headings` are other names that people give it, without spaces and signs."""

    key: str
    label: str
    longest: int
    is_required: bool
    headings: frozenset[str]
    example: str


def _column(key: str, label: str, longest: int, headings: str, example: str, *, is_required: bool = False) -> Column:
    return Column(key, label, longest, is_required, frozenset(headings.split()) | {plain(key)}, example)


def plain(heading: str) -> str:
    """A heading without case, spaces and signs, so that "E-mail address" is "emailaddress"."""
    return re.sub(r"[^a-z0-9]", "", heading.casefold())


COLUMNS = (
    _column(
        "email",
        "e-mail",
        254,
        "emailaddress mail workemail learneremail youremail",
        "amira@example.org",
        is_required=True,
    ),
    _column(
        "given_names",
        "given names",
        100,
        "givenname firstname firstnames forename forenames christianname",
        "Amira Jane",
        is_required=True,
    ),
    _column("family_name", "family name", 100, "surname lastname secondname familynames", "Okafor", is_required=True),
    _column(
        "certificate_name",
        "name on certificate",
        200,
        "nameoncertificate certname nameforcertificate fullname nametoprint",
        "Amira Okafor",
    ),
    _column(
        "employer",
        "employer",
        200,
        "organisation organization company agency service employerorganisation employername organisationname",
        "Lantern Advocacy",
        is_required=True,
    ),
    _column(
        "manager_name",
        "manager's name",
        200,
        "manager managersname linemanager linemanagername linemanagersname",
        "Mo Hughes",
    ),
    _column(
        "manager_email",
        "manager's e-mail",
        254,
        "managersemail manageremailaddress linemanageremail linemanagersemail managersemailaddress",
        "mo@example.org",
    ),
    _column("nation", "nation", 40, "country uknation homenation", "England"),
    _column(
        "access_needs", "access needs", 2000, "access accessrequirements adjustments reasonableadjustments", "Captions"
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
BY_HEADING = {heading: column for column in COLUMNS for heading in column.headings}
# What our own file of failed rows adds; passed over when it is uploaded again.
OURS = frozenset({"row", "problem", "problems"})

NATIONS = {
    "england": "England",
    "eng": "England",
    "scotland": "Scotland",
    "sco": "Scotland",
    "sct": "Scotland",
    "wales": "Wales",
    "wal": "Wales",
    "wls": "Wales",
    "cymru": "Wales",
    "northernireland": "Northern Ireland",
    "ni": "Northern Ireland",
    "nir": "Northern Ireland",
}
EMPTY_WORDS = frozenset({"-", "–", "—", "n/a", "na", "none", "nil"})
