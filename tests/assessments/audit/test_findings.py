"""What an auditor finds, how the provider answers, and that nothing is closed over her head."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.audit.actions import (
    answer_finding,
    ask_again,
    close_finding,
    close_visit,
    open_visit,
    raise_finding,
    save_report,
    send_response,
    sign_report,
    write_finding,
)
from assessments.audit.actions.findings import StaleFinding, change_finding
from assessments.audit.actions.reports import digest_of
from assessments.audit.models import Finding, Report
from assessments.audit.queries.reports import count_facts
from courses.accreditation.rules import check_can_enrol_under
from courses.accreditation.states import ConditionState
from cpd.history.models import Entry
from cpd.notices.models import Notice
from cpd.rules import NotAllowed
from tests.factories import make_enrolment
from tests.people import sign_in

pytestmark = pytest.mark.usefixtures("standing_award")


@pytest.fixture
def visit(auditor, award):
    return open_visit(award.accreditation, purpose="Annual monitoring", by=auditor, now=timezone.now())


def write(visit, *, kind="recommendation", due_on=None, **more) -> Finding:
    fields = {"title": "Feedback could say more", "text": "In three portfolios it is one line."} | more
    return write_finding(visit, kind=kind, due_on=due_on, **fields, by=visit.auditor, now=timezone.now())


def put_forward(visit, **fields) -> Finding:
    return raise_finding(write(visit, **fields), by=visit.auditor, now=timezone.now())


def answer(finding, by, **said):
    words = {"answer": "action", "text": "We will add a template."} | said
    return answer_finding(finding, **words, by=by, now=timezone.now())


def soon(days=30):
    return timezone.localdate() + timedelta(days=days)


def written(visit) -> Report:
    parts = {"standards": "They were kept.", "rigour": "Yes.", "evidence_seen": "Ten stories.", "opinion": "endorsed"}
    return save_report(visit, version=0, **parts, by=visit.auditor, now=timezone.now())


def test_a_draft_is_seen_by_nobody_at_the_provider(client, visit, coordinator):
    finding = write(visit)
    sign_in(client, coordinator)

    page = client.get(reverse("audit:show_provider_visit", args=[visit.pk])).text

    assert finding.title not in page
    assert client.get(reverse("audit:answer_finding", args=[finding.pk])).status_code == 404
    assert not Notice.objects.filter(kind="finding.raised").exists()


def test_a_raised_finding_reaches_the_coordinators_and_its_words_stay(visit, coordinator):
    finding = put_forward(visit)

    assert finding.state == "raised"
    assert Notice.objects.filter(person=coordinator, kind="finding.raised").count() == 1
    with pytest.raises(NotAllowed, match="its words stay"):
        change_finding(
            finding, kind="recommendation", title="x", text="y", version=1, by=visit.auditor, now=timezone.now()
        )


def test_a_commendation_asks_nothing(visit):
    assert put_forward(visit, kind="commendation").state == "closed"


def test_a_condition_has_a_day_and_stands_on_the_register(visit):
    with pytest.raises(NotAllowed, match="has a day"):
        put_forward(visit, kind="condition")

    finding = put_forward(visit, kind="condition", due_on=soon())

    assert (finding.condition.accreditation, finding.condition.due_on) == (visit.accreditation, soon())


def test_an_overdue_condition_stops_enrolments_until_the_auditor_closes_it(visit, coordinator):
    finding = put_forward(visit, kind="essential", due_on=soon())
    late = soon(31)
    with pytest.raises(NotAllowed, match="overdue, so nobody can enrol"):
        check_can_enrol_under(visit.accreditation, late)

    answer(finding, coordinator, evidence="Minutes of May")
    close_finding(finding, by=visit.auditor, now=timezone.now())

    finding.condition.refresh_from_db()
    assert (finding.condition.state, finding.condition.evidence) == (ConditionState.MET, "Minutes of May")
    check_can_enrol_under(visit.accreditation, late)


def test_the_database_keeps_a_raised_condition_on_the_register(visit):
    finding = put_forward(visit, kind="condition", due_on=soon())

    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(condition=None)


def test_a_finding_goes_to_and_fro_until_she_closes_it(visit, coordinator):
    finding = put_forward(visit)

    answer(finding, coordinator)
    ask_again(finding, text="By when?", by=visit.auditor, now=timezone.now())
    answer(finding, coordinator, text="By May.", done_by=soon())
    closed = close_finding(finding, by=visit.auditor, now=timezone.now())

    assert [message.text for message in closed.messages.order_by("written_at")] == [
        "We will add a template.",
        "By when?",
        "By May.",
    ]
    assert closed.state == "closed"


@pytest.mark.parametrize("person", ["coordinator", "administrator", "board_member"])
def test_only_the_auditor_closes(request, visit, coordinator, person):
    finding = put_forward(visit)
    answer(finding, coordinator)

    with pytest.raises(NotAllowed, match="auditor who raised"):
        close_finding(finding, by=request.getfixturevalue(person), now=timezone.now())


def test_a_finding_is_closed_after_an_answer_and_answered_once(visit, coordinator):
    finding = put_forward(visit)
    with pytest.raises(NotAllowed, match="“with the provider”"):
        close_finding(finding, by=visit.auditor, now=timezone.now())
    answer(finding, coordinator)

    with pytest.raises(NotAllowed, match="“with the university”"):
        answer(finding, coordinator)


@pytest.mark.parametrize(
    ("kind", "said", "sentence"),
    [("recommendation", {"text": " "}, "Say what is done"), ("essential", {"answer": "reason"}, "cannot be declined")],
)
def test_an_answer_says_something(visit, coordinator, kind, said, sentence):
    finding = put_forward(visit, kind=kind, due_on=soon())

    with pytest.raises(NotAllowed, match=sentence):
        answer(finding, coordinator, **said)


def test_two_windows_do_not_overwrite_a_draft(client, visit, auditor):
    finding = write(visit)
    sign_in(client, auditor)
    url = reverse("audit:show_finding", args=[visit.pk, finding.pk])
    typed = {"kind": "recommendation", "title": "One", "text": "First window", "version": 1}
    client.post(url, typed)

    response = client.post(url, typed | {"text": "Second window"})

    finding.refresh_from_db()
    assert (response.status_code, finding.text) == (409, "First window")
    assert "Second window" in response.text
    assert "First window" in response.text


def test_a_stale_draft_is_refused(visit):
    finding = write(visit)
    said = {"kind": "condition", "title": "x", "text": "y", "by": visit.auditor, "now": timezone.now()}
    change_finding(finding, version=1, due_on=soon(), **said)

    with pytest.raises(StaleFinding, match="another window"):
        change_finding(finding, version=1, due_on=soon(), **said | {"title": "z"})


def test_a_finding_is_about_a_candidate_of_the_visit_only(client, visit, auditor):
    elsewhere = make_enrolment()
    sign_in(client, auditor)
    typed = {"kind": "recommendation", "title": "One", "text": "Words", "enrolment": elsewhere.candidate_number}

    response = client.post(reverse("audit:write_finding", args=[visit.pk]), typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["enrolment"]


def test_history_keeps_no_word_of_a_finding(visit, coordinator):
    finding = put_forward(visit, text="The word is marmalade.")
    answer(finding, coordinator, text="We say marmalade too.", evidence="marmalade minutes")

    told = " ".join(str(entry.detail) for entry in Entry.objects.filter(name__startswith="finding."))
    assert "marmalade" not in told


def test_a_visit_with_an_open_finding_is_not_closed(visit, coordinator):
    put_forward(visit)

    with pytest.raises(NotAllowed, match="A finding of this visit is open"):
        close_visit(visit, by=visit.auditor, now=timezone.now())


def test_a_report_is_signed_whole(visit):
    report = save_report(visit, version=0, standards="Kept.", by=visit.auditor, now=timezone.now())

    with pytest.raises(NotAllowed, match="Still to write: rigour and fairness, whether you saw enough"):
        sign_report(report, name=str(visit.auditor), by=visit.auditor, now=timezone.now())


def test_a_report_is_signed_with_ones_own_name_and_no_drafts(visit):
    report = written(visit)
    with pytest.raises(NotAllowed, match="Type your name"):
        sign_report(report, name="Somebody Else", by=visit.auditor, now=timezone.now())
    write(visit)

    with pytest.raises(NotAllowed, match="still a draft"):
        sign_report(report, name=str(visit.auditor), by=visit.auditor, now=timezone.now())


def test_a_signed_report_holds_the_facts_and_its_digest_is_on_record(visit, coordinator):
    report = sign_report(written(visit), name=str(visit.auditor), by=visit.auditor, now=timezone.now())

    assert dict(report.facts)["Awards"] == 1
    assert digest_of(report) == report.digest == Entry.objects.get(name="report.signed").detail["digest"]
    with pytest.raises(NotAllowed, match="stays as it is"):
        save_report(visit, version=1, standards="Other", by=visit.auditor, now=timezone.now())


def test_a_concluded_visit_closes_with_its_last_finding(visit, coordinator):
    finding = put_forward(visit)
    sign_report(written(visit), name=str(visit.auditor), by=visit.auditor, now=timezone.now())
    visit.refresh_from_db()
    assert visit.state == "concluded"

    answer(finding, coordinator)
    close_finding(finding, by=visit.auditor, now=timezone.now())

    visit.refresh_from_db()
    assert visit.state == "closed"


def test_the_response_gives_each_point_an_action_or_a_reason(visit, coordinator):
    declined = put_forward(visit, title="Print the notes")
    put_forward(visit, kind="commendation", title="Kind feedback")
    sign_report(written(visit), name=str(visit.auditor), by=visit.auditor, now=timezone.now())
    with pytest.raises(NotAllowed, match="1 finding has no answer yet"):
        send_response(visit, by=coordinator, now=timezone.now())
    answer(declined, coordinator, answer="reason", text="Paper would leave the room.")

    response = send_response(visit, by=coordinator, now=timezone.now())

    assert "Reason for no action:\nPaper would leave the room." in response.text
    assert "Commendation: Kind feedback\nWe thank the university" in response.text
    with pytest.raises(NotAllowed, match="sent already"):
        send_response(visit, by=coordinator, now=timezone.now())


def test_there_is_no_response_before_a_report(visit, coordinator):
    with pytest.raises(NotAllowed, match="no signed report"):
        send_response(visit, by=coordinator, now=timezone.now())


def test_facts_are_of_the_scope_alone(visit):
    make_enrolment()

    facts = dict(count_facts(visit, timezone.now()))

    assert (facts["Cohorts in scope"], facts["Candidates"]) == (1, 1)


def test_a_visit_is_walked_from_a_finding_to_its_closing(client, visit, auditor, coordinator):
    at = [visit.pk]
    sign_in(client, auditor)
    typed = {"kind": "condition", "title": "More moderators", "text": "One is too few.", "due_on": soon().isoformat()}
    client.post(reverse("audit:write_finding", args=at), typed)
    finding = Finding.objects.get()
    client.post(reverse("audit:raise_finding", args=[*at, finding.pk]))
    report = {"standards": "Kept.", "rigour": "Yes.", "evidence_seen": "Yes.", "opinion": "endorsed", "version": 0}
    client.post(reverse("audit:write_report", args=at), report)
    client.post(reverse("audit:sign_report", args=at), {"name": str(auditor)})
    sign_in(client, coordinator)
    client.post(reverse("audit:answer_finding", args=[finding.pk]), {"answer": "action", "text": "Two join in May."})
    client.post(reverse("audit:send_response", args=at))
    provider = client.get(reverse("audit:show_provider_report", args=at)).text
    sign_in(client, auditor)
    seen = client.get(reverse("audit:show_finding", args=[*at, finding.pk])).text
    client.post(reverse("audit:close_finding", args=[*at, finding.pk]))

    visit.refresh_from_db()
    assert "Two join in May." in provider
    assert "Two join in May." in seen
    assert visit.state == "closed"
    assert client.get(reverse("audit:write_report", args=at)).status_code == 200


def test_a_report_from_two_windows_keeps_both_texts(client, visit, auditor):
    sign_in(client, auditor)
    url = reverse("audit:write_report", args=[visit.pk])
    client.post(url, {"standards": "First window", "version": 0})

    response = client.post(url, {"standards": "Second window", "version": 0})

    assert response.status_code == 409
    assert "Second window" in response.text
    assert Report.objects.get().standards == "First window"
