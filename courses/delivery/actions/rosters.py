"""Taking a roster in: looked at first, then imported, then destroyed."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from courses.delivery.actions.places import new_place
from courses.delivery.models import Cohort, Enrolment, RosterImport
from courses.delivery.queries.people import free_candidate_numbers
from courses.delivery.queries.rosters import DryRun, employers_by_name, get_dry_run
from courses.delivery.rosters.checking import read_roster
from courses.delivery.rosters.rows import Row
from courses.delivery.rosters.writing import write_failed
from courses.delivery.rules import check_can_offer
from cpd.accounts.actions import create_organisation
from cpd.accounts.models import Organisation, OrganisationKind, User
from cpd.files.store import destroy, put
from cpd.history.actions import action, record, record_each, unchanged
from cpd.rules import NotAllowed

BATCH = 250
PURPOSE = "roster"


@action
def upload_roster(cohort: Cohort, *, data: bytes, by: User, now: datetime) -> RosterImport:
    """Keep a file, encrypted, so that it can be looked at before it is imported. Raises RosterError when it is no roster."""
    check_can_offer(cohort)
    read_roster(data)
    roster = RosterImport.objects.create(
        cohort=cohort,
        file=put(data, purpose=PURPOSE, content_type="text/csv"),
        uploaded_by=by,
        uploaded_at=now,
    )
    record("roster.uploaded", by=by, about=roster, now=now, cohort=cohort.pk, bytes=len(data))
    return roster


@action
def import_roster(roster: RosterImport, *, by: User, now: datetime) -> RosterImport:
    """Offer a place to each valid row, invite nobody, keep the failed rows for a week and destroy the file."""
    cohort = Cohort.objects.select_for_update().get(pk=roster.cohort_id)
    roster = RosterImport.objects.select_for_update(of=["self"]).select_related("file").get(pk=roster.pk)
    if roster.imported_at:
        unchanged()
        return roster
    check_can_offer(cohort)
    if roster.file.destroyed_at:
        raise NotAllowed(
            "The file was destroyed, because it lay here for a week. Upload it again; nothing was imported."
        )
    roster.cohort = cohort
    run = get_dry_run(roster)
    if run.has_too_many_employers:
        raise NotAllowed(
            f"The file would create {len(run.new_employers)} employers, so another column seems to stand under that "
            "heading. Check it and upload the file again; nothing was imported."
        )
    employers = _employers(run, by, now)
    people = _people(run, employers, by, now)
    _offer(cohort, run.fresh, people, employers, by, now)
    roster.imported_at = now
    roster.rows_new = len(run.fresh)
    roster.rows_known = len(run.known) + len(run.left_out)
    roster.rows_failed = len(run.failed)
    if run.failed:
        failed = write_failed(run.roster.headings, run.failed)
        roster.failed_file = put(failed, purpose=PURPOSE, content_type="text/csv")
    roster.save(update_fields=["imported_at", "rows_new", "rows_known", "rows_failed", "failed_file"])
    destroy(roster.file, by=by, now=now)
    record(
        "roster.imported",
        by=by,
        about=roster,
        now=now,
        cohort=cohort.pk,
        new=roster.rows_new,
        known=roster.rows_known,
        failed=roster.rows_failed,
    )
    return roster


def _employers(run: DryRun, by: User, now: datetime) -> dict[str, Organisation]:
    employers = employers_by_name()
    for name in run.new_employers:
        kind = OrganisationKind.EMPLOYER
        employers[name.casefold()] = create_organisation(kind=kind, name=name, by=by, now=now)
    return employers


def _people(run: DryRun, employers: dict[str, Organisation], by: User, now: datetime) -> dict[str, User]:
    """Everybody on the fresh rows by address; who has no account gets one without a password."""
    new = [
        User(
            email=User.objects.normalise(row.values["email"]),
            password=UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30),
            given_names=row.values["given_names"],
            family_name=row.values["family_name"],
            certificate_name=row.values["certificate_name"],
            employer=employers[row.values["employer"].casefold()],
            joined_at=now,
        )
        for row in run.fresh
        if User.objects.normalise(row.values["email"]) not in run.people
    ]
    User.objects.bulk_create(new, batch_size=BATCH)
    record_each("person.created", by=by, about=new, now=now)
    return run.people | {person.email: person for person in new}


def _offer(
    cohort: Cohort,
    rows: list[Row],
    people: dict[str, User],
    employers: dict[str, Organisation],
    by: User,
    now: datetime,
) -> None:
    numbers = free_candidate_numbers(len(rows))
    enrolments = [
        Enrolment(
            **new_place(cohort, people[User.objects.normalise(row.values["email"])], number, now),
            employer=employers[row.values["employer"].casefold()],
            manager_name=row.values["manager_name"],
            manager_email=row.values["manager_email"],
            nation=row.values["nation"],
            access_needs=row.values["access_needs"],
        )
        for row, number in zip(rows, numbers, strict=True)
    ]
    Enrolment.objects.bulk_create(enrolments, batch_size=BATCH)
    record_each("enrolment.offered", by=by, about=enrolments, now=now, cohort=cohort.pk)
