"""A roster is looked at, imported once, and destroyed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.delivery.actions import add_staff, cancel_enrolment, import_roster, upload_roster
from courses.delivery.models import Enrolment, RosterImport
from courses.delivery.queries.rosters import get_dry_run
from cpd.accounts.models import Invitation, Organisation, User
from cpd.files.store import Destroyed, open_bytes
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import make_cohort
from tests.people import sign_in

HEADING = "email,given_names,family_name,certificate_name,employer"
AMIRA = "amira@example.org,Amira,Okafor,Amira Okafor,Lantern Advocacy"
BELLA = "bella@example.org,Bella,Ahmed,,lantern  advocacy"
BAD = "nobody,Nora,Body,,Lantern Advocacy"


def uploaded(cohort, by, *rows: str) -> RosterImport:
    return upload_roster(cohort, data="\r\n".join([HEADING, *rows]).encode(), by=by, now=NOON)


@pytest.fixture
def cohort(db):
    return make_cohort()


def test_looking_at_a_roster_imports_nothing(cohort, coordinator):
    run = get_dry_run(uploaded(cohort, coordinator, AMIRA, BAD))

    assert (len(run.fresh), len(run.failed), run.new_employers) == (1, 1, ["Lantern Advocacy"])
    assert not Enrolment.objects.exists()
    assert not User.objects.filter(email="amira@example.org").exists()


def test_valid_rows_are_imported_and_nobody_is_invited(cohort, coordinator):
    roster = import_roster(uploaded(cohort, coordinator, AMIRA, BELLA, BAD), by=coordinator, now=NOON)

    assert (roster.rows_new, roster.rows_known, roster.rows_failed) == (2, 0, 1)
    enrolments = Enrolment.objects.order_by("learner__email").select_related("learner", "employer")
    assert [(e.learner.certificate_name, e.employer.name, e.state) for e in enrolments] == [
        ("Amira Okafor", "Lantern Advocacy", "offered"),
        ("Bella Ahmed", "Lantern Advocacy", "offered"),
    ]
    assert not enrolments[0].learner.has_usable_password()
    assert not Invitation.objects.exists()
    assert not Notice.objects.exists()


def test_each_learner_has_one_entry_of_history_and_no_entry_holds_a_name(cohort, coordinator):
    import_roster(uploaded(cohort, coordinator, AMIRA, BELLA), by=coordinator, now=NOON)

    for enrolment in Enrolment.objects.all():
        assert [entry.name for entry in Entry.objects.about(enrolment)] == ["enrolment.offered"]
    assert "Okafor" not in str(list(Entry.objects.values_list("detail", flat=True)))


def test_the_same_file_twice_changes_nothing(cohort, coordinator):
    import_roster(uploaded(cohort, coordinator, AMIRA, BELLA), by=coordinator, now=NOON)
    before = list(Enrolment.objects.order_by("pk").values())

    again = import_roster(uploaded(cohort, coordinator, AMIRA, BELLA), by=coordinator, now=NOON)

    assert (again.rows_new, again.rows_known) == (0, 2)
    assert list(Enrolment.objects.order_by("pk").values()) == before


def test_a_second_click_on_import_does_nothing(cohort, coordinator):
    roster = uploaded(cohort, coordinator, AMIRA)
    import_roster(roster, by=coordinator, now=NOON)
    entries = Entry.objects.count()

    import_roster(roster, by=coordinator, now=NOON)

    assert Entry.objects.count() == entries


def test_a_row_that_was_cancelled_as_entered_in_error_stays_out(cohort, coordinator):
    import_roster(uploaded(cohort, coordinator, AMIRA), by=coordinator, now=NOON)
    cancel_enrolment(Enrolment.objects.get(), reason="wrong address", by=coordinator, now=NOON)

    again = import_roster(uploaded(cohort, coordinator, AMIRA), by=coordinator, now=NOON)

    assert again.rows_new == 0
    assert Enrolment.objects.current().count() == 0


def test_the_file_is_destroyed_and_the_failed_rows_are_kept(cohort, coordinator, django_capture_on_commit_callbacks):
    roster = uploaded(cohort, coordinator, AMIRA, BAD)
    with django_capture_on_commit_callbacks(execute=True):
        roster = import_roster(roster, by=coordinator, now=NOON)

    with pytest.raises(Destroyed):
        open_bytes(RosterImport.objects.get().file)
    failed = open_bytes(roster.failed_file).decode()
    assert "nobody,Nora,Body" in failed
    assert "amira" not in failed


def test_an_address_of_somebody_else_fails(cohort, coordinator, learner):
    run = get_dry_run(uploaded(cohort, coordinator, f"{learner.email},Wrong,Person,,Lantern"))

    assert [problem.text[:49] for problem in run.failed[0].problems] == [
        "There is an account with this address under anoth"
    ]


def test_a_person_who_works_on_the_cohort_fails(cohort, coordinator, tutor):
    add_staff(cohort, person=tutor, role="tutor", by=coordinator, now=NOON)

    run = get_dry_run(uploaded(cohort, coordinator, f"{tutor.email},Tess,Tutor,,Lantern"))

    assert run.failed[0].problems[0].text.startswith("This person works on the cohort")


def test_a_column_in_the_wrong_place_makes_no_thousand_employers(cohort, coordinator):
    rows = [f"p{n}@example.org,Given,Family {n},,Employer {n}" for n in range(301)]

    with pytest.raises(NotAllowed, match="301 employers"):
        import_roster(uploaded(cohort, coordinator, *rows), by=coordinator, now=NOON)

    assert not Organisation.objects.filter(kind="employer").exists()


def many(count: int) -> list[str]:
    return [f"p{n}@example.org,Given {n},Family,,Employer {n % 40}" for n in range(count)]


def test_ten_thousand_rows_are_looked_at_in_few_queries(cohort, coordinator, django_assert_max_num_queries):
    roster = uploaded(cohort, coordinator, *many(10_000))

    with django_assert_max_num_queries(60):
        run = get_dry_run(roster)

    assert (len(run.fresh), len(run.new_employers)) == (10_000, 40)


def test_a_long_roster_is_imported_in_few_queries(cohort, coordinator, django_assert_max_num_queries):
    """At 10,000 rows the import takes seconds; this is its small twin."""
    roster = uploaded(cohort, coordinator, *many(2_000))

    with django_assert_max_num_queries(320):
        roster = import_roster(roster, by=coordinator, now=NOON)

    assert roster.rows_new == 2_000
    assert Enrolment.objects.values("candidate_number").distinct().count() == 2_000


def test_the_pages_from_upload_to_failed_rows(client, cohort, coordinator):
    sign_in(client, coordinator)
    file = SimpleUploadedFile("roster.csv", "\r\n".join([HEADING, AMIRA, BAD]).encode())

    looked_at = client.post(reverse("delivery:upload_roster", args=[cohort.pk]), {"file": file}, follow=True)
    imported = client.post(looked_at.redirect_chain[-1][0], follow=True)
    failed = client.get(reverse("delivery:download_failed", args=[RosterImport.objects.get().pk]))

    assert "This is not an e-mail address." in looked_at.text
    assert "The roster is imported" in imported.text
    assert b"nobody,Nora,Body" in b"".join(failed.streaming_content)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "The file is empty."), (b"PK\x03\x04....", "workbook"), (b"x,y\r\n1,2\r\n", "names of the columns")],
)
def test_a_bad_file_is_answered_on_the_page(client, cohort, coordinator, data, sentence):
    sign_in(client, coordinator)

    url = reverse("delivery:upload_roster", args=[cohort.pk])
    response = client.post(url, {"file": SimpleUploadedFile("roster.csv", data)})

    assert response.status_code == 422
    assert sentence in response.text
    assert not RosterImport.objects.exists()


def test_a_file_past_the_limit_of_uploads_is_answered_on_the_page(client, cohort, coordinator, settings):
    settings.CPD_MAX_UPLOAD_BYTES = 1000
    sign_in(client, coordinator)

    url = reverse("delivery:upload_roster", args=[cohort.pk])
    response = client.post(url, {"file": SimpleUploadedFile("roster.csv", b"x" * 2000)})

    assert response.status_code == 413
    assert "nothing was saved" in response.text


def test_a_tutor_has_no_roster(client, cohort, tutor):
    sign_in(client, tutor)

    assert client.get(reverse("delivery:upload_roster", args=[cohort.pk])).status_code == 403
