"""Who may do what to a module version, and when."""

from courses.catalogue.models import Lesson, ModuleVersion
from courses.catalogue.states import VersionState
from cpd.accounts.models import User
from cpd.rules import NotAllowed


def check_can_publish(person: User | None, version: ModuleVersion) -> None:
    """`person` is None when the service publishes a module that it came with; it may do so only to its own import."""
    if version.state != VersionState.DRAFT:
        raise NotAllowed("This version is already published.")
    if person is None and version.imported_by_id is not None:
        raise NotAllowed("A person brought this version in, so a second person publishes it.")
    if person is not None and version.imported_by_id == person.pk:
        raise NotAllowed("A second person must agree: you brought this version in, so somebody else publishes it.")


def check_is_open(version: ModuleVersion) -> None:
    if version.state != VersionState.PUBLISHED:
        raise NotAllowed("Only a published version can be closed to new enrolments.")


def check_can_close(version: ModuleVersion, reason: str) -> None:
    check_is_open(version)
    if not reason.strip():
        raise NotAllowed("Say why this version is closed; the reason is kept with it.")


def check_is_corrigible(version: ModuleVersion) -> None:
    if version.state == VersionState.DRAFT:
        raise NotAllowed("A draft needs no correction: import a corrected package instead.")


def check_can_correct(version: ModuleVersion, text: str, lesson: Lesson | None) -> None:
    check_is_corrigible(version)
    if lesson is not None and lesson.version_id != version.pk:
        raise NotAllowed("This lesson belongs to another version.")
    if not text.strip():
        raise NotAllowed("Write the correction as learners will read it.")
