"""Planning, copying, staffing, opening and closing a cohort."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.delivery.actions import (
    add_session,
    add_staff,
    change_dates,
    close_cohort,
    create_cohort,
    offer_place,
    open_cohort,
    remove_staff,
)
from courses.delivery.calendar import five_pm
from courses.delivery.models import Cohort, CohortStaff, Enrolment
from courses.delivery.queries.cohorts import get_counts, get_readiness
from courses.delivery.states import CohortState, EnrolmentState
from cpd.rules import NotAllowed
from tests.clock import NOON, later
from tests.courses.delivery.plans import plan_cohort, plan_session
from tests.factories import make_accreditation, make_cohort, make_enrolment, make_version
from tests.people import make_person, sign_in


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ({"starts_on": date(2028, 6, 1), "due_at": five_pm(date(2028, 7, 3))}, "not in force on the day"),
        ({"due_at": five_pm(date(2026, 6, 8))}, "due after the cohort starts"),
        ({"board_on": date(2026, 7, 1)}, "board meets after portfolios are due"),
    ],
)
def test_dates_that_run_backwards_are_refused(coordinator, dates, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        plan_cohort(coordinator, **dates)


def test_a_version_without_an_accreditation_is_refused(coordinator):
    accreditation = make_accreditation()
    accreditation.versions.all().delete()

    with pytest.raises(NotAllowed, match="does not cover this module version"):
        plan_cohort(coordinator, accreditation=accreditation)


def test_two_cohorts_never_share_a_name(coordinator):
    plan_cohort(coordinator, code="AUTUMN-1")

    with pytest.raises(NotAllowed, match="There is a cohort called autumn-1"):
        plan_cohort(coordinator, code="autumn-1")


def test_a_copy_brings_staff_who_still_hold_their_roles_and_sessions_on_their_weekday(coordinator, tutor, assessor):
    source = plan_cohort(coordinator)
    add_staff(source, person=tutor, role="tutor", by=coordinator, now=NOON)
    add_staff(source, person=assessor, role="assessor", by=coordinator, now=NOON)
    assessor.appointments.update(ends_on=NOON.date())
    session = plan_session(source, coordinator, day=date(2026, 6, 17), joining="https://meet.example/last")

    copy = create_cohort(
        version=source.version,
        accreditation=source.accreditation,
        code="WINTER-1",
        starts_on=date(2026, 12, 1),
        due_at=five_pm(date(2027, 1, 15)),
        copied_from=source,
        by=coordinator,
        now=later(days=1),
    )

    assert [post.person for post in copy.staff.all()] == [tutor]
    moved = copy.sessions.get()
    # Nearest whole weeks; 2pm on the clock in June and in December, which is not the same in UTC.
    assert moved.starts_at.isoformat() == "2026-12-09T14:00:00+00:00"
    assert session.starts_at.isoformat() == "2026-06-17T14:00:00+01:00"
    assert moved.joining == ""


def test_staff_hold_the_role_and_do_not_learn_here(coordinator, learner, assessor):
    cohort = make_cohort()
    make_enrolment(assessor, cohort)

    with pytest.raises(NotAllowed, match="not appointed to that role today"):
        add_staff(cohort, person=learner, role="tutor", by=coordinator, now=NOON)
    with pytest.raises(NotAllowed, match="is a learner on the cohort"):
        add_staff(cohort, person=assessor, role="assessor", by=coordinator, now=NOON)


def test_a_tutor_who_has_taught_stays_on_record(coordinator, tutor):
    cohort = plan_cohort(coordinator)
    post = add_staff(cohort, person=tutor, role="tutor", by=coordinator, now=NOON)
    plan_session(cohort, coordinator, day=date(2026, 6, 10))

    with pytest.raises(NotAllowed, match="must stay on record"):
        remove_staff(post, by=coordinator, now=later(days=30))
    remove_staff(post, by=coordinator, now=NOON)

    assert not CohortStaff.objects.filter(cohort=cohort).exists()


def test_an_open_cohort_keeps_its_start_and_moves_its_deadline_only_later(coordinator):
    cohort = make_cohort()
    same = {"board_on": cohort.board_on, "by": coordinator, "now": NOON}

    with pytest.raises(NotAllowed, match="start date stays"):
        change_dates(cohort, starts_on=date(2026, 6, 2), due_at=cohort.due_at, **same)
    with pytest.raises(NotAllowed, match="later, not earlier"):
        change_dates(cohort, starts_on=cohort.starts_on, due_at=five_pm(date(2026, 7, 2)), **same)
    moved = change_dates(cohort, starts_on=cohort.starts_on, due_at=five_pm(date(2026, 7, 10)), **same)

    assert moved.due_at == five_pm(date(2026, 7, 10))


def test_opening_after_the_start_date_makes_the_enrolled_active(coordinator, learner):
    cohort = plan_cohort(coordinator)
    enrolment = make_enrolment(learner, cohort)
    assert enrolment.state == EnrolmentState.ENROLLED

    open_cohort(cohort, by=coordinator, now=later(days=30))

    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.ACTIVE


def test_a_closed_cohort_takes_nobody(coordinator, learner):
    cohort = close_cohort(make_cohort(), by=coordinator, now=NOON)

    with pytest.raises(NotAllowed, match="closed"):
        make_enrolment(learner, cohort)
    with pytest.raises(NotAllowed, match="already open, or closed"):
        open_cohort(cohort, by=coordinator, now=NOON)


def test_counts_add_up(coordinator, learner, other_learner):
    cohort = make_cohort()
    make_enrolment(learner, cohort)
    place = {"given_names": "", "family_name": "", "certificate_name": "", "employer": None}
    offer_place(cohort, email=other_learner.email, **place, by=coordinator, now=NOON)
    wrong = offer_place(cohort, email="wrong@example.org", **place, by=coordinator, now=NOON)
    Enrolment.objects.filter(pk=wrong.pk).update(state=EnrolmentState.CANCELLED)

    counts = get_counts(cohort, coordinator)

    assert counts.sentence == "2 places = 1 offered + 1 studying"
    assert (counts.places, counts.not_invited, counts.cancelled) == (2, 1, 1)


def test_readiness_says_what_is_missing_and_locks_nothing(coordinator):
    cohort = plan_cohort(coordinator)

    steps = get_readiness(cohort, [], get_counts(cohort, coordinator))

    assert [step.title for step in steps if step.is_done] == ["Dates", "Accreditation in force until the board"]
    assert open_cohort(cohort, by=coordinator, now=NOON).state == CohortState.OPEN


def test_a_tutor_sees_her_own_cohorts_and_no_code(client, tutor, learner):
    mine, other = make_cohort(tutor=tutor), make_cohort()
    enrolment = make_enrolment(learner, mine)
    sign_in(client, tutor)

    listed = client.get(reverse("delivery:list_cohorts")).text
    page = client.get(reverse("delivery:show_cohort", args=[mine.pk])).text

    assert (mine.code in listed, other.code in listed) == (True, False)
    assert client.get(reverse("delivery:show_cohort", args=[other.pk])).status_code == 404
    assert str(learner) in page
    assert enrolment.candidate_number not in page
    assert enrolment.code not in page


@pytest.mark.parametrize("page", ["create_cohort", "show_cohort", "change_dates", "edit_staff", "open_cohort"])
def test_a_learner_has_no_business_with_cohorts(client, learner, coordinator, page):
    cohort = plan_cohort(coordinator)
    sign_in(client, learner)

    url = reverse(f"delivery:{page}", args=[] if page == "create_cohort" else [cohort.pk])
    assert client.get(url).status_code == 403


def test_a_cohort_is_planned_staffed_and_opened_in_the_browser(client, coordinator, tutor, assessor):
    accreditation = make_accreditation(make_version())
    sign_in(client, coordinator)
    version = accreditation.versions.get().version
    plan = {
        "version": version.pk,
        "accreditation": accreditation.pk,
        "code": "AUTUMN-9",
        "starts_on": "2026-09-01",
        "due_on": "2026-10-30",
        "nation": "SCT",
        "board_on": "2026-11-20",
    }

    planned = client.post(reverse("delivery:create_cohort"), plan, follow=True)
    cohort = Cohort.objects.get(code="AUTUMN-9")
    staff = {"tutor": [tutor.pk], "assessor": [assessor.pk]}
    client.post(reverse("delivery:edit_staff", args=[cohort.pk]), staff)
    opened = client.post(reverse("delivery:open_cohort", args=[cohort.pk]), follow=True)

    assert "Ready to open?" in planned.text
    assert {post.person for post in cohort.staff.all()} == {tutor, assessor}
    assert cohort.nation == "SCT"
    assert "Ready to open?" not in opened.text


def test_nobody_assesses_and_moderates_the_same_cohort(client, coordinator):
    both = make_person("Bo Both", "assessor", "moderator")
    cohort = plan_cohort(coordinator)
    sign_in(client, coordinator)

    staff = {"assessor": [both.pk], "moderator": [both.pk]}
    response = client.post(reverse("delivery:edit_staff", args=[cohort.pk]), staff)

    assert response.status_code == 422
    assert "Nobody moderates a cohort they assess" in response.text
    assert not cohort.staff.exists()


def test_a_copy_in_the_browser_keeps_the_distances(client, coordinator):
    source = plan_cohort(coordinator)
    sign_in(client, coordinator)
    url = f"{reverse('delivery:create_cohort')}?from={source.pk}"
    plan = {
        "version": source.version_id,
        "accreditation": source.accreditation_id,
        "code": "COPY-1",
        "starts_on": "2026-09-08",
        "nation": "NIR",
    }

    response = client.post(url, plan)

    copy = Cohort.objects.get(code="COPY-1")
    assert response.status_code == 302
    assert (copy.copied_from, copy.due_at, copy.board_on) == (source, five_pm(date(2026, 10, 3)), date(2026, 11, 5))


@pytest.mark.parametrize("page", ["list_cohorts", "show_cohort"])
def test_pages_need_as_many_queries_for_thirty_rows_as_for_one(
    client, coordinator, learner, django_assert_num_queries, page
):
    cohort = make_cohort()
    make_enrolment(learner, cohort)
    add_session(cohort, title="One", starts_at=later(days=3), ends_at=later(days=3, hours=1), by=coordinator, now=NOON)
    sign_in(client, coordinator)
    url = reverse(f"delivery:{page}", args=[cohort.pk] if page == "show_cohort" else [])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    _multiply(cohort, coordinator)

    with django_assert_num_queries(len(one)):
        client.get(url)


def _multiply(cohort: Cohort, coordinator) -> None:
    for number in range(29):
        place = {"given_names": "P", "family_name": str(number), "certificate_name": "P", "employer": None}
        offer_place(cohort, email=f"p{number}@example.org", **place, by=coordinator, now=NOON)
        add_session(
            cohort,
            title=f"S {number}",
            starts_at=later(days=9),
            ends_at=later(days=9, hours=1),
            by=coordinator,
            now=NOON,
        )
        Cohort.objects.create(
            code=f"MORE-{number}",
            version=cohort.version,
            accreditation=cohort.accreditation,
            starts_on=cohort.starts_on,
            due_at=cohort.due_at,
            created_at=NOON,
        )
