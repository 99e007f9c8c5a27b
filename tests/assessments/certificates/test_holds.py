"""What holds a certificate back, who is told what of it, and how it goes on."""

import pytest

from assessments.certificates.actions import correct_name
from assessments.certificates.holds import lift_hold, place_hold
from assessments.certificates.issuing import issue
from assessments.certificates.models import PlacedHold
from assessments.certificates.states import CertificateState, Hold
from assessments.certificates.tasks import sweep_certificates
from assessments.confidentiality.models import Incident
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.assessments.certificates.test_issuing import issued, run_job
from tests.clock import NOON, later
from tests.factories import make_award, make_released
from tests.people import sign_in


@pytest.fixture
def owed(learner):
    return make_award(learner).certificates.get()


def open_incident(enrolment, by):
    item = enrolment.portfolio.submissions.get().items.first()
    return Incident.objects.create(item=item, kind="name", opened_by=by, opened_at=NOON, report_by=later(hours=72))


def close(incident, by):
    """Nobody could be identified after all, so the item was given back."""
    incident.given_back_at = incident.closed_at = NOON
    incident.closed_by, incident.state, incident.outcome = by, "closed", "Nobody could be identified."
    incident.save()


@pytest.mark.parametrize("kind", ["identity", "fees", "investigation"])
def test_a_placed_hold_stops_the_certificate_and_lifting_makes_it(owed, coordinator, kind):
    hold = place_hold(owed.award.enrolment, kind=kind, by=coordinator, now=NOON)

    assert run_job(owed).state == CertificateState.HELD
    lift_hold(hold, by=coordinator, now=later(days=1))

    assert run_job(owed).state == CertificateState.ISSUED


def test_a_hold_from_before_the_board_met_stops_the_certificate(learner, coordinator):
    submission = make_released(learner, not_yet_met=["1.1"])
    enrolment = submission.portfolio.enrolment

    hold = place_hold(enrolment, kind="fees", by=coordinator, now=NOON)

    assert place_hold(enrolment, kind="fees", by=coordinator, now=NOON) == hold
    assert PlacedHold.objects.count() == 1


def test_the_certificate_waits_until_every_hold_is_lifted(owed, coordinator):
    enrolment = owed.award.enrolment
    first, second = (place_hold(enrolment, kind=kind, by=coordinator, now=NOON) for kind in ("identity", "fees"))

    lift_hold(first, by=coordinator, now=NOON)
    owed.refresh_from_db()
    assert (owed.state, owed.hold) == (CertificateState.HELD, Hold.FEES)
    lift_hold(second, by=coordinator, now=NOON)
    lift_hold(second, by=coordinator, now=NOON)

    assert run_job(owed).state == CertificateState.ISSUED


def test_putting_the_name_right_does_not_go_round_a_hold(owed, coordinator):
    place_hold(owed.award.enrolment, kind="fees", by=coordinator, now=NOON)

    owed = correct_name(owed, name="Amira Newname", by=coordinator, now=NOON)

    assert run_job(owed).hold == Hold.FEES


def test_an_open_incident_holds_by_itself_and_closing_it_lets_go(owed, safeguarding_lead):
    incident = open_incident(owed.award.enrolment, safeguarding_lead)
    assert run_job(owed).hold == Hold.BREACH
    sweep_certificates("now")()
    owed.refresh_from_db()
    assert owed.hold == Hold.BREACH

    close(incident, safeguarding_lead)
    sweep_certificates("now")()

    assert run_job(owed).state == CertificateState.ISSUED


def test_a_certificate_under_an_agreement_that_was_not_in_force_is_held(owed):
    owed.award.accreditation.teach_out_until = owed.award.accreditation.ends_on = NOON.date().replace(day=2)
    owed.award.accreditation.save()

    assert run_job(owed).hold == Hold.AGREEMENT


def test_the_record_and_the_auditor_read_the_same_of_every_check_that_may_concern_somebody(
    client, owed, coordinator, learner
):
    """A breach, an investigation and a lapsed agreement are one word outside the coordinator's page."""
    open_incident(owed.award.enrolment, coordinator)
    run_job(owed)

    entry = Entry.objects.get(name="certificate.held")
    page = sign_in(client, learner).get("/record/").content.decode()

    assert entry.detail["hold"] == "check"
    assert "finishing a check on our side" in page
    assert "incident" not in page
    assert "breach" not in page


def test_who_may_place_and_lift(owed, learner, moderator, coordinator):
    enrolment = owed.award.enrolment
    with pytest.raises(NotAllowed, match="A coordinator holds"):
        place_hold(enrolment, kind="fees", by=moderator, now=NOON)
    hold = place_hold(enrolment, kind="fees", by=coordinator, now=NOON)
    with pytest.raises(NotAllowed, match="A coordinator lifts"):
        lift_hold(hold, by=learner, now=NOON)

    learner.appointments.create(
        role="coordinator", organisation=learner.employer, starts_on=NOON.date().replace(year=2020), appointed_at=NOON
    )

    with pytest.raises(NotAllowed, match="your own enrolment"):
        lift_hold(hold, by=learner, now=NOON)
    with pytest.raises(NotAllowed, match="your own enrolment"):
        place_hold(enrolment, kind="identity", by=learner, now=NOON)


def test_an_issued_certificate_is_not_held(learner, coordinator):
    certificate = issued(learner)

    with pytest.raises(NotAllowed, match="Suspend the award instead"):
        place_hold(certificate.award.enrolment, kind="fees", by=coordinator, now=NOON)


def test_a_hold_placed_while_the_document_is_drawn_wins(owed, coordinator):
    finish = issue(owed.pk)
    place_hold(owed.award.enrolment, kind="fees", by=coordinator, now=NOON)

    finish()

    owed.refresh_from_db()
    assert (owed.state, owed.pdf) == (CertificateState.HELD, None)


def test_the_coordinator_places_and_lifts_on_the_page(client, owed, coordinator):
    address = f"/certificates/explained/{owed.award.enrolment.candidate_number}/"
    sign_in(client, coordinator)

    assert client.post(f"{address}hold/", {}).status_code == 422
    client.post(f"{address}hold/", {"kind": "fees"})
    held = client.get(address).content.decode()
    client.post(f"/certificates/holds/{PlacedHold.objects.get().pk}/lift/")

    assert "Not issued because a fee is open." in held
    assert "Not issued because the document is being made." in client.get(address).content.decode()
