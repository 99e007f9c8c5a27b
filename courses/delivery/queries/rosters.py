"""What an uploaded roster would do to a cohort, before it does it."""

from dataclasses import dataclass, field

from courses.delivery.models import Cohort, CohortStaff, Enrolment, RosterImport
from courses.delivery.queries.people import people_by_address
from courses.delivery.rosters.checking import read_roster
from courses.delivery.rosters.rows import Roster, Row
from courses.delivery.rules import check_is_same_person, list_meetings_on
from courses.delivery.states import EnrolmentState
from cpd.accounts.away.queries import find_kept_away
from cpd.accounts.away.rules import NOT_AVAILABLE
from cpd.accounts.models import Organisation, OrganisationKind, User
from cpd.files.store import open_bytes
from cpd.rules import refusal

MOST_NEW_EMPLOYERS = 300


@dataclass
class DryRun:
    """Every row is in exactly one of `fresh`, `known` (on the cohort already), `left_out` and `failed`."""

    roster: Roster
    fresh: list[Row] = field(default_factory=list)
    known: list[Row] = field(default_factory=list)
    left_out: list[Row] = field(default_factory=list)
    failed: list[Row] = field(default_factory=list)
    people: dict[str, User] = field(default_factory=dict)
    new_employers: list[str] = field(default_factory=list)
    has_too_many_employers: bool = False

    @property
    def noted(self) -> list[Row]:
        return [row for row in self.fresh if row.notes]


def get_dry_run(roster_import: RosterImport) -> DryRun:
    """Sort the rows of the uploaded file by what would become of each."""
    return plan_import(roster_import.cohort, read_roster(open_bytes(roster_import.file)), by=roster_import.uploaded_by)


def plan_import(cohort: Cohort, roster: Roster, *, by: User) -> DryRun:
    """Sort the rows by what would become of each on this cohort."""
    people = people_by_address(row.values["email"] for row in roster.rows if not row.problems)
    run = DryRun(roster, people=people)
    enrolled = dict(Enrolment.objects.current().filter(cohort=cohort).values_list("learner", "state"))
    cancelled = set(
        Enrolment.objects.filter(cohort=cohort, state=EnrolmentState.CANCELLED).values_list("learner", flat=True)
    )
    working = set(CohortStaff.objects.filter(cohort=cohort).values_list("person", flat=True))
    away = {learner for learner, _ in find_kept_away([by], [person.pk for person in people.values()])}
    away |= list_meetings_on(cohort, [person for person in people.values() if person.pk not in enrolled])
    taken: dict = {}
    for row in roster.rows:
        person = people.get(User.objects.normalise(row.values["email"]))
        if person and not row.problems:
            _check_person(row, person, working, taken)
            if person.pk in away:
                row.blame("e-mail", f"{NOT_AVAILABLE} Ask the safeguarding lead about another cohort.")
        if row.problems:
            run.failed.append(row)
        elif person and person.pk in enrolled:
            run.known.append(row)
        elif person and person.pk in cancelled:
            run.left_out.append(row)
        else:
            run.fresh.append(row)
    employers = employers_by_name()
    # The first spelling in the file names the employer.
    names = {row.values["employer"].casefold(): row.values["employer"] for row in reversed(run.fresh)}
    run.new_employers = sorted(name for key, name in names.items() if key not in employers)
    run.has_too_many_employers = len(run.new_employers) > MOST_NEW_EMPLOYERS
    return run


def employers_by_name() -> dict[str, Organisation]:
    """Every employer, by its name without case."""
    return {known.name.casefold(): known for known in Organisation.objects.filter(kind=OrganisationKind.EMPLOYER)}


def _check_person(row: Row, person: User, working: set, taken: dict) -> None:
    if not person.is_active:
        row.blame(
            "e-mail", "The account with this address is switched off. Ask an administrator, or use another address."
        )
    if person.pk in working:
        row.blame("e-mail", "This person works on the cohort, so cannot be a learner on it. Remove the row.")
    if person.pk in taken:
        row.blame(
            "e-mail", f"This address belongs to the same person as row {taken[person.pk]}. Delete one of the rows."
        )
    taken.setdefault(person.pk, row.number)
    other = refusal(check_is_same_person, person, row.values["given_names"], row.values["family_name"])
    if other:
        row.blame("e-mail", other)
