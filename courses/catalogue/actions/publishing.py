"""Freezing a version, closing it to new enrolments, and correcting it in the open."""

from datetime import datetime

from courses.catalogue.models import Erratum, Lesson, ModuleVersion
from courses.catalogue.rules import check_can_close, check_can_correct, check_can_publish
from courses.catalogue.states import VersionState
from cpd.accounts.models import User
from cpd.history.actions import action, record


@action
def publish_version(version: ModuleVersion, *, by: User | None, now: datetime) -> ModuleVersion:
    """Freeze a draft; refused to the person who brought it in. `by` is None for a module the service came with."""
    version = ModuleVersion.objects.select_for_update().get(pk=version.pk)
    check_can_publish(by, version)
    version.state = VersionState.PUBLISHED
    version.published_by = by
    version.published_at = now
    version.save(update_fields=["state", "published_by", "published_at"])
    record("version.published", by=by, about=version, now=now, number=version.number, package=version.package_digest)
    return version


@action
def close_version(version: ModuleVersion, *, reason: str, by: User, now: datetime) -> ModuleVersion:
    """Take no new enrolments on a version; those who study it carry on."""
    version = ModuleVersion.objects.select_for_update().get(pk=version.pk)
    check_can_close(version, reason)
    version.state = VersionState.CLOSED
    version.closed_by = by
    version.closed_at = now
    version.closed_reason = reason
    version.save(update_fields=["state", "closed_by", "closed_at", "closed_reason"])
    record("version.closed", by=by, about=version, now=now, sealed={"reason": reason})
    return version


@action
def publish_erratum(
    version: ModuleVersion, *, text: str, by: User, now: datetime, lesson: Lesson | None = None
) -> Erratum:
    """Show a correction beside a published text, which itself stays as it is."""
    version = ModuleVersion.objects.select_for_update().get(pk=version.pk)
    check_can_correct(version, text, lesson)
    erratum = Erratum.objects.create(version=version, lesson=lesson, text=text, published_by=by, published_at=now)
    record("version.corrected", by=by, about=version, now=now, erratum=erratum.pk, sealed={"text": text})
    return erratum
