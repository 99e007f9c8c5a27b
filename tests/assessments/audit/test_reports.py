"""The report and the response: as files, saved while typed, and by their days."""

import hashlib
import io
from datetime import datetime, timedelta

import pikepdf
import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.audit.actions import (
    answer_finding,
    ask_again,
    open_visit,
    raise_finding,
    save_report,
    send_response,
    sign_report,
    write_finding,
)
from assessments.audit.models import Finding, Report, Visit
from assessments.audit.queries.clocks import list_clocks, list_late, report_counts_until, report_due_on, response_due_on
from assessments.audit.queries.reports import count_facts
from assessments.audit.reminders import remind
from courses.delivery.calendar import LONDON, is_working_day
from courses.delivery.models import Cohort
from courses.delivery.states import Nation
from cpd.accounts.templatetags.words import day
from cpd.history.models import Entry
from cpd.notices.models import Notice
from tests.people import sign_in

pytestmark = pytest.mark.usefixtures("standing_award")

SAID = {"standards": "Kept.", "rigour": "Yes.", "evidence_seen": "Enough.", "opinion": "endorsed"}
SECRET = "For your eyes alone"


@pytest.fixture
def visit(auditor, award):
    return open_visit(award.accreditation, purpose="Annual monitoring", by=auditor, now=timezone.now())


def find(visit, **more) -> Finding:
    fields = {"kind": "recommendation", "title": "Say more", "text": "It is one line."} | more
    return write_finding(visit, **fields, by=visit.auditor, now=timezone.now())


def put_forward(visit, **more) -> Finding:
    return raise_finding(find(visit, **more), by=visit.auditor, now=timezone.now())


def sign(visit, **more) -> Report:
    now = timezone.now()
    report = save_report(visit, version=0, **SAID | {"restricted": SECRET} | more, by=visit.auditor, now=now)
    return sign_report(report, name=str(visit.auditor), by=visit.auditor, now=now)


def text_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split())


def get(client, person, visit, document, side="visits") -> bytes:
    response = sign_in(client, person).get(f"/audit/{side}/{visit.pk}/report/{document}.pdf")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Disposition"] == f'attachment; filename="{document}.pdf"'
    return response.content


# As files.


@pytest.mark.parametrize("side", ["visits", "provider"])
def test_both_sides_take_the_same_bytes_away_however_often(client, auditor, coordinator, visit, side):
    put_forward(visit)
    sign(visit)
    person = auditor if side == "visits" else coordinator

    first = get(client, person, visit, "report", side)

    Finding.objects.update(state="answered")
    assert get(client, person, visit, "report", side) == first
    pdf = pikepdf.open(io.BytesIO(first))
    assert pdf.Root.MarkInfo.Marked
    assert any(kid.S == "/Table" for kid in pdf.Root.StructTreeRoot.K.K)


def test_the_part_to_share_leaves_out_the_restricted_part_and_whom_a_finding_is_about(client, auditor, visit, award):
    put_forward(visit, enrolment=award.enrolment)
    sign(visit)

    whole, shared = (text_of(get(client, auditor, visit, name)) for name in ("report", "report-to-share"))

    for words in (SECRET, award.enrolment.candidate_number):
        assert words in whole
        assert words not in shared
    assert "Say more" in shared


def test_no_file_of_a_visit_names_a_learner(client, auditor, coordinator, visit, award):
    finding = put_forward(visit, enrolment=award.enrolment)
    answer_finding(finding, answer="action", text="We will.", by=coordinator, now=timezone.now())
    sign(visit)
    send_response(visit, by=coordinator, now=timezone.now())

    for name in ("report", "report-to-share", "response"):
        data = get(client, auditor, visit, name)
        said = text_of(data) + str(pypdf.PdfReader(io.BytesIO(data)).metadata)
        for secret in ("Amira", award.enrolment.learner.email):
            assert secret not in said


def test_the_response_gives_each_point_an_action_or_a_reason(client, auditor, coordinator, visit):
    first, second = put_forward(visit, title="One"), put_forward(visit, title="Two")
    answer_finding(first, answer="action", text="We add a form.", by=coordinator, now=timezone.now())
    answer_finding(second, answer="reason", text="It is the law.", by=coordinator, now=timezone.now())
    sign(visit)
    response = send_response(visit, by=coordinator, now=timezone.now())

    said = text_of(get(client, auditor, visit, "response"))

    for words in (
        "1. Recommendation: One",
        "Action: We add a form.",
        "2. Recommendation: Two",
        "Reason for no action: It is",
    ):
        assert words in said
    assert hashlib.sha256(response.text.encode()).hexdigest() in said


@pytest.mark.parametrize("document", ["report", "report-to-share", "response", "draft"])
def test_before_it_is_signed_or_sent_there_is_no_file(client, auditor, visit, document):
    save_report(visit, version=0, **SAID, by=auditor, now=timezone.now())

    assert sign_in(client, auditor).get(f"/audit/visits/{visit.pk}/report/{document}.pdf").status_code == 404


def test_after_the_days_of_reading_her_report_is_still_hers(client, auditor, visit):
    sign(visit)
    Visit.objects.filter(pk=visit.pk).update(
        opens_on=visit.opens_on - timedelta(99), closes_on=visit.opens_on - timedelta(1)
    )

    get(client, auditor, visit, "report")


def test_the_facts_are_those_of_the_room(visit):
    facts = dict(count_facts(visit, timezone.now()))

    assert facts["Decisions that stand"] == facts["Decided: pass"] == "not shown"
    assert facts["Marks that moderators read"] == "1"
    assert facts["Appeals"] == "0"
    assert facts["Working days to the mark: median"] == "fewer than 10"


# Saved while typed.


def post_report(client, visit, version, **words):
    return client.post(reverse("audit:keep_report", args=[visit.pk]), SAID | words | {"version": version})


def test_a_draft_is_saved_as_it_is_typed_with_one_entry_a_minute(client, auditor, visit):
    sign_in(client, auditor)

    first = post_report(client, visit, 0)
    second = post_report(client, visit, first.json()["version"], standards="Kept well.")

    assert [first.json()["version"], second.json()["version"]] == [1, 2]
    assert Report.objects.get().standards == "Kept well."
    assert Entry.objects.filter(name="report.saved").count() == 1


def test_two_windows_get_both_texts_and_lose_none(client, auditor, visit):
    sign_in(client, auditor)
    post_report(client, visit, 0, standards="In the one window.")

    script = post_report(client, visit, 0, standards="In the other window.")
    page = client.post(
        reverse("audit:write_report", args=[visit.pk]), SAID | {"standards": "In the other window.", "version": 0}
    )

    assert script.status_code == page.status_code == 409
    assert "In the one window." in script.json()["theirs"]
    assert script.json()["version"] == 1
    for words in ("In the one window.", "In the other window."):
        assert words in page.content.decode()
    assert Report.objects.get().standards == "In the one window."


def test_the_same_words_once_more_are_no_conflict(client, auditor, visit):
    sign_in(client, auditor)
    post_report(client, visit, 0)

    assert post_report(client, visit, 0).json()["version"] == 1


def test_a_finding_is_saved_as_it_is_typed_and_two_windows_get_both(client, auditor, visit):
    finding = find(visit)
    address = reverse("audit:keep_finding", args=[visit.pk, finding.pk])
    typed = {"kind": "recommendation", "title": "Say much more", "text": "A", "version": 1}
    sign_in(client, auditor)

    assert client.post(address, typed).json()["version"] == 2
    stale = client.post(address, typed | {"title": "Say less"})
    assert (stale.status_code, stale.json()["theirs"]) == (409, "Say much more\n\nA")
    empty = client.post(address, typed | {"title": "", "version": 2})
    assert (empty.status_code, "error" in empty.json()) == (422, True)


def test_a_signed_report_is_not_saved_over(client, auditor, visit):
    sign(visit)

    refused = post_report(sign_in(client, auditor), visit, 1, standards="Other.")

    assert refused.status_code == 403
    assert "signed" in refused.json()["error"]


# By their days.


def at(day) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=LONDON)


def told(person, kind) -> int:
    return Notice.objects.filter(person=person, kind=kind).count()


def test_days_are_working_days(visit):
    sign(visit)
    visit.refresh_from_db()

    for due_on, begins, weeks in (
        (report_due_on(visit), visit.closes_on, visit.accreditation.rules.report_weeks),
        (response_due_on(visit), timezone.localdate(visit.concluded_at), visit.accreditation.rules.response_weeks),
    ):
        assert is_working_day(due_on)
        assert timedelta(0) <= due_on - begins - timedelta(weeks=weeks) < timedelta(6)


def test_the_report_is_asked_for_before_its_day_and_missed_after_it_on_both_sides(visit, auditor, coordinator):
    due_on = report_due_on(visit)

    for days in range(-10, 9):
        for _ in range(2):
            remind(now=at(due_on + timedelta(days)))

    assert told(auditor, "report.due") == 2  # the week before, and on the day
    assert told(auditor, "report.late") == told(coordinator, "report.late") == 2  # once in each week
    assert told(coordinator, "report.due") == 0
    assert [clock.is_late for clock in list_clocks(visit, due_on + timedelta(1))] == [True]


def test_ee_5_a_report_that_comes_too_late_says_that_it_does_not_count(client, visit, auditor, time_machine):
    until = report_counts_until(visit)
    (clock,) = list_clocks(visit, until)
    assert clock.note == f"It counts for its year until {day(until)}."
    (clock,) = list_clocks(visit, until + timedelta(1))
    assert clock.note == f"Since {day(until)} it no longer counts."

    time_machine.move_to(at(until + timedelta(1)), tick=False)
    sign(visit)

    page = sign_in(client, auditor).get(reverse("audit:write_report", args=[visit.pk])).text
    assert "too late to count for its year" in page


def test_a_report_in_time_counts(client, visit, auditor):
    sign(visit)

    page = sign_in(client, auditor).get(reverse("audit:write_report", args=[visit.pk])).text
    assert "too late to count" not in page


def test_the_response_is_asked_for_and_missed_likewise(visit, auditor, coordinator):
    put_forward(visit)
    sign(visit)
    visit.refresh_from_db()
    due_on = response_due_on(visit)

    for days in (-3, -2, -1, 4, 5, 6):  # some of them are working days
        remind(now=at(due_on + timedelta(days)))

    assert (
        told(coordinator, "response.due") == told(coordinator, "response.late") == told(auditor, "response.late") == 1
    )
    assert [(clock.what, clock.is_late) for clock in list_clocks(visit, due_on + timedelta(4))] == [
        ("The provider's response", True)
    ]


def test_a_condition_past_its_day_is_told_to_both_sides(visit, auditor, coordinator):
    due_on = visit.opens_on + timedelta(7)
    put_forward(visit, kind="condition", due_on=due_on)

    for days in (3, 4, 5):  # one of them is a working day
        remind(now=at(due_on + timedelta(days)))

    assert told(auditor, "finding.late") == told(coordinator, "finding.late") == 1


def weeks_on(visit, moment=None) -> datetime:
    """A working day past the time for an answer."""
    begun = timezone.localdate(moment or timezone.now())
    return at(begun + timedelta(weeks=visit.accreditation.rules.response_weeks, days=8))


def remind_in_a_week_from(now: datetime) -> None:
    for days in range(5):
        remind(now=now + timedelta(days))


def test_a_finding_without_a_day_is_asked_for_like_the_response(visit, auditor, coordinator):
    put_forward(visit)

    remind_in_a_week_from(weeks_on(visit) - timedelta(weeks=2))
    assert (told(coordinator, "finding.due"), told(auditor, "finding.due")) == (1, 0)

    remind_in_a_week_from(weeks_on(visit))
    assert told(coordinator, "finding.unanswered") >= 1
    assert told(auditor, "finding.unanswered") == told(coordinator, "finding.unanswered")


def test_what_the_provider_promised_by_a_day_is_asked_for_on_both_sides(visit, auditor, coordinator):
    finding = put_forward(visit)
    promised = visit.opens_on + timedelta(21)
    answer_finding(finding, answer="action", text="A template.", done_by=promised, by=coordinator, now=timezone.now())

    remind_in_a_week_from(at(promised - timedelta(6)))
    assert told(auditor, "finding.open") == told(coordinator, "finding.open") == 0

    for days in (3, 4, 5):  # one of them is a working day
        remind(now=at(promised + timedelta(days)))
    assert told(auditor, "finding.open") == told(coordinator, "finding.open") == 1


def test_an_answer_that_promises_no_day_waits_for_the_university(visit, auditor, coordinator):
    finding = put_forward(visit)
    answer_finding(finding, answer="reason", text="It is there already.", by=coordinator, now=timezone.now())

    remind_in_a_week_from(weeks_on(visit))

    assert told(auditor, "finding.unsettled") >= 1
    assert told(coordinator, "finding.unsettled") == 0
    assert ("Finding 1, for the university to close or to ask again", True) in [
        (clock.what, clock.is_late) for clock in list_clocks(visit, weeks_on(visit).date())
    ]


def test_asked_again_the_time_for_an_answer_begins_again(visit, auditor, coordinator):
    finding = put_forward(visit)
    answer_finding(finding, answer="action", text="A template.", by=coordinator, now=timezone.now())
    later = timezone.now() + timedelta(weeks=5)
    ask_again(finding, text="Which?", by=auditor, now=later)

    remind_in_a_week_from(weeks_on(visit))
    assert told(coordinator, "finding.unanswered") == 0

    remind_in_a_week_from(weeks_on(visit, later))
    assert told(coordinator, "finding.unanswered") >= 1


def test_a_recommendation_with_a_day_does_not_say_that_nobody_can_enrol(visit, auditor, coordinator):
    due_on = visit.opens_on + timedelta(7)
    put_forward(visit, due_on=due_on)

    for days in (3, 4, 5):
        remind(now=at(due_on + timedelta(days)))

    assert told(auditor, "finding.late") == 0
    assert told(auditor, "finding.open") == told(coordinator, "finding.open") == 1


def test_nothing_is_told_once_everything_was_done(visit, auditor, coordinator):
    sign(visit)
    send_response(visit, by=coordinator, now=timezone.now())
    before = Notice.objects.count()

    assert remind(now=at(visit.opens_on + timedelta(200))) == 0
    assert Notice.objects.count() == before


def test_the_lists_of_visits_say_what_is_overdue_as_their_pages_do(client, auditor, coordinator, visit, award):
    due_on = report_due_on(visit)
    other = open_visit(award.accreditation, purpose="Another", by=auditor, now=timezone.now())

    put_forward(visit)

    for days in (-2, -1, 0, 1, 2, 3, 8):
        on = due_on + timedelta(days)
        late = {one.pk for one in (visit, other) if any(clock.is_late for clock in list_clocks(one, on))}
        assert list_late(Visit.objects.order_by("pk"), on) == late


def test_both_sides_see_what_is_overdue(client, auditor, coordinator, visit):
    long_ago = visit.opens_on - timedelta(200)
    Visit.objects.filter(pk=visit.pk).update(opens_on=long_ago, closes_on=long_ago)

    for person, address in ((auditor, f"/audit/visits/{visit.pk}/"), (coordinator, f"/audit/provider/{visit.pk}/")):
        assert "Overdue" in sign_in(client, person).get(address).content.decode()
        client.logout()


def test_a_visit_to_scottish_cohorts_counts_scottish_working_days(auditor, award):
    Cohort.objects.update(nation=Nation.SCOTLAND)
    # Saint Andrew's Day is a bank holiday in Scotland alone.
    opened = open_visit(award.accreditation, purpose="Monitoring", by=auditor, now=at(datetime(2026, 11, 9)))

    assert opened.closes_on.isoformat() == "2026-12-08"
