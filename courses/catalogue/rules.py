"""Who may do what to a module version, and when."""

from courses.catalogue.models import ModuleVersion
from courses.catalogue.states import VersionState
from cpd.accounts.models import User
from cpd.rules import NotAllowed


def check_can_publish(person: User | None, version: ModuleVersion) -> None:
    if version.state != VersionState.DRAFT:
        raise NotAllowed("This version is already published.")
    if person is not None and version.imported_by_id == person.pk:
        raise NotAllowed("A second person must agree: you brought this version in, so somebody else publishes it.")


def check_can_close(version: ModuleVersion, reason: str) -> None:
    if version.state != VersionState.PUBLISHED:
        raise NotAllowed("Only a published version can be closed to new enrolments.")
    if not reason.strip():
        raise NotAllowed("Say why this version is closed; the reason is kept with it.")


def check_can_correct(version: ModuleVersion) -> None:
    if version.state == VersionState.DRAFT:
        raise NotAllowed("A draft needs no erratum: import a corrected package instead.")
