"""Ask for a copy of one's information, download it, and destroy it when its week is over."""

from datetime import datetime

from django.urls import reverse

from assessments.records.access.compiling import compile_copy, steps_of
from assessments.records.access.files import read_files
from assessments.records.access.models import SubjectAccess
from assessments.records.access.rules import LASTS, check_can_ask, check_can_download, has_locked_since
from assessments.records.access.states import AccessState
from assessments.records.access.writing import write_archive
from cpd.accounts.models import Organisation, OrganisationKind, User
from cpd.files.keeping import is_held
from cpd.files.models import StoredFile
from cpd.files.store import destroy, discard, keep, stage
from cpd.history.actions import action, record, unchanged
from cpd.jobs.queue import enqueue
from cpd.notices.actions import notify

MAKE = "records.copy"


@action
def ask_for_copy(*, by: User, now: datetime) -> SubjectAccess:
    """Everything about her in one archive, made by a job."""
    by = User.objects.select_for_update().get(pk=by.pk)
    check_can_ask(by, now)
    copy = SubjectAccess.objects.create(person=by, asked_at=now, steps=steps_of())
    enqueue(MAKE, copy.pk, key=f"{MAKE}:{copy.pk}", now=now)
    record("copy.asked", by=by, about=copy, now=now)
    return copy


def put_together(copy: SubjectAccess, *, now: datetime) -> StoredFile | None:
    """Read and stage everything, as a stream; nothing where it was made already. The progress is written as it goes.

    What a killed job had staged is nobody's and swept away after a day; the next attempt begins anew.
    """
    copy = SubjectAccess.objects.select_related("person").get(pk=copy.pk)
    if copy.state != AccessState.ASKED or not copy.person.is_active:
        return None
    mine = SubjectAccess.objects.filter(pk=copy.pk)
    compiled = compile_copy(copy.person, now=now, stepped=lambda done: mine.update(steps_done=done) and None)
    provider = Organisation.objects.get(kind=OrganisationKind.PROVIDER).name
    pieces = write_archive(compiled, read_files(copy.person, now=now), provider=provider)
    return stage(pieces, purpose="own-information", content_type="application/zip")


@action
def give_copy(copy: SubjectAccess, staged: StoredFile, *, now: datetime) -> SubjectAccess:
    """It is ready for a week, for its person alone; unless it was given, or her information erased, while it was made."""
    copy = SubjectAccess.objects.select_for_update(of=["self"]).select_related("person").get(pk=copy.pk)
    if copy.state != AccessState.ASKED or not copy.person.is_active:
        discard(staged)
        unchanged()
        return copy
    copy.state, copy.file, copy.file_digest = AccessState.READY, keep(staged), staged.sha256
    copy.made_at, copy.expires_at, copy.steps_done = now, now + LASTS, copy.steps
    copy.save()
    notify(copy.person, "copy.ready", now=now, about=copy, url=reverse("records:show_information"))
    record("copy.made", by=None, about=copy, now=now, bytes=staged.size, file=staged.sha256)
    return copy


@action
def download_copy(copy: SubjectAccess, *, by: User, now: datetime) -> StoredFile:
    """Where the archive lies, for its person in her own session; each time is recorded."""
    copy = SubjectAccess.objects.select_for_update(of=["self"]).select_related("file").get(pk=copy.pk)
    check_can_download(by, copy, now)
    copy.downloads, copy.downloaded_at = copy.downloads + 1, now
    copy.save(update_fields=["downloads", "downloaded_at"])
    record("copy.downloaded", by=by, about=copy, now=now, times=copy.downloads)
    return copy.file


@action
def destroy_copy(copy: SubjectAccess, *, by: User | None, now: datetime) -> SubjectAccess:
    copy = SubjectAccess.objects.select_for_update(of=["self"]).select_related("file").get(pk=copy.pk)
    if copy.file:
        destroy(copy.file, by=by, now=now)
    copy.state = AccessState.GONE
    copy.save(update_fields=["state"])
    record("copy.destroyed", by=by, about=copy, now=now)
    return copy


def destroy_old_copies(*, now: datetime) -> int:
    """Those whose week is over, and those that hold what was locked away since; a held one waits."""
    ready = SubjectAccess.objects.filter(state=AccessState.READY)
    old = [copy for copy in ready if copy.expires_at <= now or has_locked_since(copy)]
    return len([destroy_copy(copy, by=None, now=now) for copy in old if not is_held(copy.file_id)])
