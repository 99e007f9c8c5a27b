"""The evidence room: 18 exhibits with what is missing, made from the data, by number only, each opening on record."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assessments.audit.actions import open_visit, provide_document, withdraw_document
from assessments.audit.exhibits.catalogue import BY_NUMBER, EXHIBITS
from assessments.audit.exhibits.contents import Scope, make, write_whole_json, write_whole_pdf
from assessments.audit.exhibits.figures import hide_small
from assessments.audit.models import ExhibitReview, ProvidedDocument
from assessments.audit.queries.exhibits import Status, list_index
from assessments.audit.states import DocumentKind
from assessments.boards.models import Minutes
from assessments.cases.models import SideCase
from assessments.moderation.models import Sample
from cpd.documents.tables import WRITERS
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.assessments.screening.samples import make_pdf
from tests.factories import make_accreditation
from tests.people import sign_in

pytestmark = pytest.mark.usefixtures("standing_award")


@pytest.fixture
def learner(award):
    return award.enrolment.learner


@pytest.fixture
def visit(auditor, award):
    return open_visit(award.accreditation, purpose="Annual monitoring", by=auditor, now=timezone.now())


def files_of(exhibit, scope) -> list[tuple[str, str]]:
    """Every file of an exhibit, as (name, ending)."""
    made = make(exhibit, scope)
    whole = [(exhibit.name, ending) for ending in made.whole_forms]
    return whole + [(table.name, ending) for table in made.tables for ending in made.table_forms]


def test_the_index_has_the_eighteen_exhibits_in_order():
    assert [exhibit.number for exhibit in EXHIBITS] == list(range(1, 19))


def test_each_exhibit_opens_as_a_page_and_as_each_of_its_files(client, visit, auditor):
    sign_in(client, auditor)
    scope = Scope(visit, timezone.now())

    for number, exhibit in BY_NUMBER.items():
        assert client.get(reverse("audit:show_exhibit", args=[visit.pk, number])).status_code == 200
        for name, ending in files_of(exhibit, scope):
            answer = client.get(reverse("audit:download_exhibit", args=[visit.pk, number, name, ending]))
            assert (answer.status_code, f'filename="{name}.{ending}"' in answer["Content-Disposition"]) == (200, True)


def statuses(visit) -> dict[int, Status]:
    return {line.exhibit.number: line.status for line in list_index(Scope(visit, timezone.now()))}


def test_what_the_data_hold_is_provided_and_what_they_lack_is_said_with_who_brings_it(client, visit, auditor):
    page = sign_in(client, auditor).get(reverse("audit:list_exhibits", args=[visit.pk]))

    found = statuses(visit)
    assert {number for number, status in found.items() if status == Status.PROVIDED} == {2, 5, 6, 7, 8, 9, 13, 14, 16}
    assert "Not there: A standardisation exercise that was discussed. From a moderator." in page.text
    assert "Safeguarding policy; Data protection policy; Accessibility statement. From a coordinator." in page.text


def test_a_tick_is_kept_with_its_time_and_taken_back(client, visit, auditor, time_machine):
    ticked_at = timezone.now()
    sign_in(client, auditor)
    address = reverse("audit:review_exhibit", args=[visit.pk, 7])

    client.post(address)
    time_machine.move_to(ticked_at + timedelta(hours=2))
    client.post(address)
    first = ExhibitReview.objects.get()
    during = statuses(visit)[7]
    client.post(address, {"again": "1"})

    assert (first.number, first.reviewed_at - ticked_at < timedelta(minutes=1), during) == (7, True, Status.REVIEWED)
    assert statuses(visit)[7] == Status.PROVIDED
    names = Entry.objects.filter(subject_id=str(visit.pk)).order_by("pk").values_list("name", flat=True)
    assert [name for name in names if "review" in name] == ["visit.reviewed", "visit.review_taken_back"]


def test_each_opening_and_download_is_shown_to_the_provider(client, visit, auditor, coordinator):
    sign_in(client, auditor)
    for _ in range(2):
        client.get(reverse("audit:show_exhibit", args=[visit.pk, 5]))
    client.get(reverse("audit:download_exhibit", args=[visit.pk, 5, "exhibit-05-candidates", "csv"]))
    client.get(reverse("audit:show_reconciliation", args=[visit.pk]))

    page = sign_in(client, coordinator).get(reverse("audit:show_provider_visit", args=[visit.pk]))

    assert [(row.what, row.times) for row in sorted(page.context["page"], key=lambda row: row.what)] == [
        ("Exhibit 16", 1),
        ("Exhibit 5", 2),
        ("Exhibit 5, as CSV", 1),
    ]


def test_the_same_facts_give_the_same_bytes(visit):
    now = timezone.now()
    for exhibit in EXHIBITS:
        once, twice = (make(exhibit, Scope(visit, now)) for _ in range(2))
        assert write_whole_pdf(once) == write_whole_pdf(twice)
        assert write_whole_json(once) == write_whole_json(twice)
        for one, other in zip(once.tables, twice.tables, strict=True):
            for ending, write in WRITERS.items():
                assert write(one) == write(other), (one.name, ending)


@pytest.mark.parametrize(
    ("number", "name", "ending"),
    [(5, "exhibit-05", "pdf"), (5, "exhibit-05", "csv"), (5, "exhibit-06-marks", "csv"), (99, "exhibit-99", "json")],
)
def test_a_form_that_an_exhibit_does_not_have_is_not_found_and_not_noted(client, visit, auditor, number, name, ending):
    answer = sign_in(client, auditor).get(reverse("audit:download_exhibit", args=[visit.pk, number, name, ending]))

    assert answer.status_code == 404
    assert not Entry.objects.filter(name="visit.exhibit").exists()


def rows_of(exhibit: int, name: str, visit) -> list[tuple]:
    return list(make(BY_NUMBER[exhibit], Scope(visit, timezone.now())).table(name).rows)


def test_the_list_of_candidates_says_what_was_done_and_by_which_code(visit, award):
    (row,) = rows_of(5, "exhibit-05-candidates", visit)

    assert (row[0], row[4], row[6], row[7]) == (award.enrolment.candidate_number, 1, "Result released", "Pass")
    assert row[8] == Scope(visit, timezone.now()).code_of(award.decision.paper.mark.assessor_id)


def test_the_list_of_marks_has_a_row_for_each_attempt(visit, award):
    (row,) = rows_of(6, "exhibit-06-marks", visit)

    code = Scope(visit, timezone.now()).code_of(award.decision.paper.mark.assessor_id)
    assert row[3:8] == (f"{code} Pass (0)", None, None, None, "I agree with the marking")
    assert row[-1] == "Pass"


def test_every_draw_is_repeated_and_one_that_was_changed_is_told(visit, award):
    before = rows_of(7, "exhibit-07-draws", visit)
    Sample.objects.update(seed="another", population_digest="0" * 64)

    after = rows_of(7, "exhibit-07-draws", visit)

    assert before[0][-1] == "The same"
    assert after[0][-1] == "The marks it was drawn from are not those of the digest."
    is_in, why = rows_of(7, "exhibit-07-reasons", visit)[0][-2:]
    assert (is_in, "Small cohort: every submission" in why) == ("In", True)


def test_the_auditor_reads_nothing_of_herself(visit, award, auditor):
    award.enrolment.learner = auditor
    award.enrolment.save()

    assert rows_of(5, "exhibit-05-candidates", visit) == []
    assert rows_of(7, "exhibit-07-reasons", visit) == []
    assert rows_of(16, "exhibit-16-candidates", visit) == []


def test_minutes_are_read_without_names_and_without_codes_of_circumstances(visit, award, coordinator):
    board = award.decision.paper.board
    number = award.enrolment.candidate_number
    text = f"Present\nChair: {board.chair}.\n\nDecisions\n{number}, attempt 1 [EXT 7; LATE]: Pass."
    confirmed = {"state": "confirmed", "text": text, "confirmed_by": board.chair, "confirmed_at": timezone.now()}
    drafted = {"drafted_by": coordinator, "drafted_at": timezone.now()}
    Minutes.objects.update_or_create(board=board, defaults=drafted | confirmed)

    made = make(BY_NUMBER[11], Scope(visit, timezone.now()))

    (minutes,) = [part for part in made.parts if part.title.startswith("Minutes")]
    code = made.scope.code_of(board.chair_id)
    assert minutes.lines == ("Present", f"Chair: {code}.", "Decisions", f"{number}, attempt 1: Pass.")


@pytest.mark.parametrize(
    ("cells", "shown", "total"),
    [
        ({"a": 9, "b": 0}, {"a": 9, "b": 0}, 9),
        # One small number: from the total and the others it could be worked out, so the next smallest goes with it.
        ({"a": 20, "b": 9, "c": 2}, {"a": 20, "b": None, "c": None}, 31),
        # Two small ones that are together small: they could only be 1 and 1.
        ({"a": 20, "b": 1, "c": 1}, {"a": None, "b": None, "c": None}, 22),
        ({"a": 3, "b": 4, "c": 7}, {"a": None, "b": None, "c": 7}, 14),
        # Nothing to hide it behind: the total goes too.
        ({"a": 3, "b": 0}, {"a": None, "b": 0}, None),
        ({}, {}, 0),
    ],
)
def test_small_numbers_are_hidden_also_from_whoever_subtracts(cells, shown, total):
    assert hide_small(cells) == (shown, total)


@given(st.lists(st.integers(0, 40), max_size=8))
def test_no_hidden_number_can_be_worked_out(numbers):
    """From the total and all that is shown, at least two different numbers remain possible for each hidden one."""
    cells = {str(place): number for place, number in enumerate(numbers)}

    shown, total = hide_small(cells)

    hidden = [key for key, number in shown.items() if number is None]
    assert not any(0 < number < 5 for number in shown.values() if number is not None)
    if hidden and total is not None:
        left = total - sum(number for number in shown.values() if number is not None)
        assert len(hidden) >= 2
        assert left >= 5


def test_what_is_confidential_is_counted_and_small_numbers_are_not_shown(visit, award, learner):
    SideCase.objects.create(
        kind="adjustment",
        enrolment=award.enrolment,
        text_key=uuid4(),
        raised_by=learner,
        raised_at=timezone.now(),
        answer_by=timezone.localdate(),
        rules_version="1",
    )

    rows = rows_of(14, "exhibit-14-counts", visit)

    assert ("Adjustments", "All", "not shown") in rows
    assert ("Misconduct", "All", 1) not in rows
    assert all(number in (0, "not shown") for _, _, number in rows)


def provide(by, **fields):
    details = {"title": "How we assess", "edition": "3", "now": timezone.now()} | fields
    return provide_document(details.pop("kind", DocumentKind.REGULATIONS), by=by, **details)


def test_a_document_is_missing_until_a_coordinator_brings_it(client, visit, auditor, coordinator):
    before = [need.words for line in list_index(Scope(visit, timezone.now())) for need in line.missing]
    sign_in(client, coordinator).post(
        reverse("audit:provide_document"),
        {
            "kind": "regulations",
            "title": "How we assess",
            "edition": "3",
            "text": "One assessor judges each criterion.",
        },
    )
    after = [need.words for line in list_index(Scope(visit, timezone.now())) for need in line.missing]

    document = ProvidedDocument.objects.get()
    page = sign_in(client, auditor).get(reverse("audit:read_document", args=[visit.pk, document.pk]))
    assert set(before) - set(after) == {"Assessment regulations"}
    assert "One assessor judges each criterion." in page.text


def test_a_file_is_kept_as_its_clean_copy_and_leaves_as_an_attachment(client, visit, auditor, coordinator):
    upload = SimpleUploadedFile("policy of Ada.pdf", make_pdf("Our policy on evidence"))
    sign_in(client, coordinator).post(
        reverse("audit:provide_document"),
        {"kind": "anonymisation", "title": "Anonymising", "edition": "2", "upload": upload, "is_looked_at": "on"},
    )

    document = ProvidedDocument.objects.get()
    answer = sign_in(client, auditor).get(reverse("audit:read_document", args=[visit.pk, document.pk]))

    assert answer["Content-Disposition"] == 'attachment; filename="exhibit-18 anonymisation.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"Ada" not in b"".join(answer.streaming_content)


@pytest.mark.parametrize("where", ["title", "edition", "text"])
def test_a_document_that_names_a_learner_is_not_taken(visit, learner, coordinator, where):
    words = {"text": "One assessor judges each criterion."} | {
        where: f"As {learner.given_names}\n{learner.family_name} had it"
    }

    with pytest.raises(NotAllowed, match="names a learner"):
        provide(coordinator, **words)

    assert not ProvidedDocument.objects.exists()


def test_places_that_may_identify_somebody_are_looked_at_first(coordinator):
    text = "Call the helpline on 0118 496 0999."

    with pytest.raises(NotAllowed, match="1 place that may identify somebody: “0118 496 0999”"):
        provide(coordinator, text=text)

    assert provide(coordinator, text=text, is_looked_at=True).text == text


def test_a_document_of_another_agreement_is_not_found(client, visit, auditor, coordinator):
    other = provide(coordinator, text="Only theirs.", accreditation=make_accreditation())
    unknown = reverse("audit:read_document", args=[visit.pk, uuid4()])

    sign_in(client, auditor)
    theirs = client.get(reverse("audit:read_document", args=[visit.pk, other.pk]))
    assert (theirs.status_code, client.get(unknown).status_code) == (404, 404)


def test_a_withdrawn_document_leaves_the_room_and_the_record_keeps_it(client, visit, auditor, coordinator):
    document = provide(coordinator, text="One assessor judges each criterion.")
    sign_in(client, coordinator).post(reverse("audit:withdraw_document", args=[document.pk]))

    answer = sign_in(client, auditor).get(reverse("audit:read_document", args=[visit.pk, document.pk]))

    assert answer.status_code == 404
    assert ProvidedDocument.objects.get().withdrawn_by == coordinator
    with pytest.raises(NotAllowed, match="withdrawn already"):
        withdraw_document(document, by=coordinator, now=timezone.now())


def test_only_a_coordinator_brings_documents(administrator):
    with pytest.raises(NotAllowed, match="A coordinator brings documents"):
        provide(administrator, text="A policy.")


def test_a_form_with_two_things_is_answered(client, coordinator):
    typed = {"kind": "regulations", "title": "T", "edition": "3", "text": "A", "address": "https://example.org/"}

    answer = sign_in(client, coordinator).post(reverse("audit:provide_document"), typed)

    assert answer.status_code == 422
    assert "Choose one: a file, a text, or an address." in answer.text
