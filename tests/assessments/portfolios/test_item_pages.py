"""Files and what a manager can see: adding with errors in words, linking, taking out, downloading."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from assessments.portfolios.models import Claim, EvidenceItem
from assessments.portfolios.states import ItemState
from cpd.history.models import Entry
from tests.assessments.portfolios.files import picture
from tests.people import sign_in

pytestmark = pytest.mark.django_db


def item_url(item: EvidenceItem, name: str, *more) -> str:
    return reverse(f"portfolios:{name}", args=[item.pk, *more])


def add(page, portfolio, task, upload, **fields):
    data = {"title": "A map", "mode": "anonymised_rewrite", "is_anonymous": "on", "file": upload} | fields
    return page.post(reverse("portfolios:add_file", args=[portfolio.pk, task.pk]), data)


@pytest.fixture
def item(portfolio):
    return portfolio.items.get(label="E1")


def test_a_file_is_added(page, portfolio, task):
    response = add(page, portfolio, task, picture("Jane at 4 Mill Lane.png"))

    item = portfolio.items.get(label="E3")
    assert response.headers["Location"] == item_url(item, "show_item")
    assert "Mill Lane" not in page.get(item_url(item, "show_item")).text


def test_adding_the_same_file_twice_makes_one_item(page, portfolio, task):
    add(page, portfolio, task, picture())
    add(page, portfolio, task, picture())

    assert portfolio.items.count() == 3


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("note.pdf", b"", "The file is empty."),
        ("note.pdf", b"Hello", "does not match what is in it"),
        ("note.xlsx", b"PK\x03\x04rest", "does not match what is in it"),
        ("note.exe", b"MZ", "The file is not a PDF, a Word document"),
        ("../../etc/passwd", b"root", "The file is not a PDF, a Word document"),
        ("n" * 300 + ".exe", b"MZ", "The file is not a PDF, a Word document"),
        ("cut.png", b"\x89PNG\r\n\x1a\n", "damaged or incomplete"),
    ],
)
def test_a_file_that_is_refused_says_why(page, portfolio, task, name, content, sentence):
    response = add(page, portfolio, task, SimpleUploadedFile(name, content))

    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="A map"' in response.text
    assert portfolio.items.count() == 2


@override_settings(CPD_MAX_UPLOAD_BYTES=1000)
def test_a_file_that_is_one_byte_too_large_is_refused_while_it_arrives(page, portfolio, task):
    response = add(page, portfolio, task, SimpleUploadedFile("big.png", b"x" * 1001))

    assert response.status_code == 413
    assert "so it was not uploaded and nothing was saved" in response.text


def test_every_missing_answer_is_named(page, portfolio, task):
    response = page.post(reverse("portfolios:add_file", args=[portfolio.pk, task.pk]), {})

    for sentence in ("Choose a file to add.", "Give it a name", "Choose what it is.", "Check every page"):
        assert sentence in response.text


def test_own_evidence_is_downloaded_as_an_attachment(page, portfolio, task, item):
    add(page, portfolio, task, picture())

    text = page.get(item_url(item, "download_item"), follow=True)
    file = page.get(item_url(portfolio.items.get(label="E3"), "download_item"), follow=True)

    assert text.headers["Content-Disposition"] == 'attachment; filename="E1.txt"'
    assert file.headers["Content-Disposition"] == 'attachment; filename="A map.png"'
    assert file.getvalue().startswith(b"\x89PNG")
    assert Entry.objects.filter(name="evidence.opened", detail__because="own").count() == 2


def test_somebody_elses_item_is_not_found(client, item, other_learner, at_noon):
    sign_in(client, other_learner)

    for name in ("show_item", "download_item", "claim_criterion", "remove_item", "check_identifiers", "ask_manager"):
        assert client.get(item_url(item, name)).status_code == 404
    assert client.post(item_url(item, "remove_item")).status_code == 404


def test_staff_have_no_way_in(client, item, assessor, at_noon):
    sign_in(client, assessor)

    assert client.get(item_url(item, "show_item")).status_code == 403


def test_linking_a_place_to_a_criterion(page, portfolio, item):
    Claim.objects.filter(item=item).delete()
    criterion = portfolio.criteria.get(number="1.2")

    page.post(item_url(item, "claim_criterion"), {"criterion": criterion.pk, "place": "Paragraph 2", "note": ""})
    page.post(item_url(item, "claim_criterion"), {"criterion": criterion.pk, "place": "para 2", "note": ""})

    assert list(item.claims.values_list("criterion__number", "place")) == [("1.2", "para 2")]


def test_a_place_in_words_is_refused_with_a_sentence(page, portfolio, item):
    criterion = portfolio.criteria.get(number="1.2")

    response = page.post(item_url(item, "claim_criterion"), {"criterion": criterion.pk, "place": "what Jo said"})

    assert response.status_code == 422
    assert "Give the place as a paragraph or page" in response.text


def test_undoing_a_link_twice_says_the_same(page, item):
    claim = item.claims.first()
    where = item_url(item, "unclaim_criterion", claim.pk)

    first, second = page.post(where), page.post(where)

    assert first.headers["Location"] == second.headers["Location"] == item_url(item, "show_item")
    assert not Claim.objects.filter(pk=claim.pk).exists()


def test_taking_out_asks_first_and_then_destroys(page, item):
    assert "cannot be had back" in page.get(item_url(item, "remove_item")).text

    page.post(item_url(item, "remove_item"))
    again = page.post(item_url(item, "remove_item"))

    item.refresh_from_db()
    assert (item.state, again.status_code) == (ItemState.REMOVED, 302)
    assert page.get(item_url(item, "show_item")).status_code == 404


def test_a_locked_away_item_is_named_and_not_shown(page, item):
    EvidenceItem.objects.filter(pk=item.pk).update(state=ItemState.QUARANTINED)

    response = page.get(item_url(item, "show_item"))

    assert "locked away because it could identify somebody" in response.text
    assert "Parent R" not in response.text
    assert page.get(item_url(item, "download_item")).status_code == 403


def test_what_a_manager_can_see_leads_to_asking_her(page, portfolio, task):
    response = page.post(
        reverse("portfolios:add_sighted", args=[portfolio.pk, task.pk]),
        {"title": "A referral I wrote", "locator": "File 7, page 2", "shows": "Risk to each child"},
    )

    assert response.headers["Location"] == item_url(portfolio.items.get(label="E3"), "ask_manager")
