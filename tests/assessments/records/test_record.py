"""What a learner takes away."""

from cpd.accounts.models import User
from tests.assessments.certificates.test_issuing import issued
from tests.factories import make_released
from tests.people import sign_in


def test_an_empty_record_says_when_something_appears(client, learner):
    assert "first award appears here" in sign_in(client, learner).get("/record/").content.decode()


def test_the_record_holds_the_certificate_and_cpd_hours(client, learner):
    certificate = issued(learner)

    page = sign_in(client, learner).get("/record/").content.decode()

    assert certificate.code in page
    assert "<strong>17</strong> CPD hours in all" in page


def test_the_record_tells_who_opened_the_evidence_by_purpose_and_not_by_name(client, learner):
    submission = make_released(learner)

    page = sign_in(client, learner).get("/record/").content.decode()

    assert "Who opened your evidence" in page
    names = User.objects.exclude(pk=learner.pk).values_list("family_name", flat=True)
    assert all(f"Any {name}" not in page for name in names)
    assert submission.items.exists()


def test_the_spreadsheet_has_a_line_for_each_award(client, learner):
    issued(learner)

    answer = sign_in(client, learner).get("/record/download/")

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("A short module,2026-06-03,17.00,FHEQ level 4")
