"""The identity check: in place, one answer for a word of the whole portfolio, and nothing of it kept longer than needed."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.portfolios import actions
from assessments.portfolios.contents import load_contents
from assessments.portfolios.forgetting import forget_unused_checks
from assessments.portfolios.identifiers import list_words, load_watch
from assessments.portfolios.models import IdentityCheck, KeptPassage
from assessments.portfolios.reading import text_of
from assessments.portfolios.states import Declaration, SubmissionState
from assessments.screening import lettering
from cpd.files.store import Destroyed, open_bytes
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.assessments.screening.samples import make_docx, make_pdf, unpacked, whole
from tests.assessments.screening.test_blackouts import picture_of
from tests.clock import NOON
from tests.factories import make_ready_portfolio, make_text
from tests.people import employer, make_person, sign_in


def words_of(submission):
    contents = load_contents(submission)
    return {word.words: word for word in list_words(contents.items, load_watch(submission.portfolio))}


def sign_for(submission, words):
    return words_of(submission)[words].sign


def url(name, *args):
    return reverse(f"portfolios:{name}", args=args)


def submit(portfolio, learner):
    return actions.submit(portfolio, declarations=Declaration.values, by=learner, now=NOON)


def test_a_portfolio_with_an_unanswered_word_is_not_submitted(portfolio, learner):
    make_text(portfolio, text="I rang Agnieszka at home.")

    with pytest.raises(NotAllowed, match="One word or number in the portfolio may identify somebody"):
        submit(portfolio, learner)

    portfolio.refresh_from_db()
    assert portfolio.state == SubmissionState.DRAFT


def test_one_pseudonym_goes_everywhere_and_nothing_else_changes(portfolio, learner):
    first = make_text(portfolio, text="  I met Agnieszka.\n\nAgnieszka’s son slept.")
    second = make_text(portfolio, text="She is not agnieszka, and the day was calm.")
    claim = first.claims.first()
    claim.note = "Agnieszka says so"
    claim.save()

    files = actions.replace_word(
        portfolio, sign=sign_for(portfolio, "Agnieszka"), pseudonym="Ms A", by=learner, now=NOON
    )

    first.refresh_from_db()
    second.refresh_from_db()
    claim.refresh_from_db()
    assert (text_of(first), text_of(second)) == (
        "  I met Ms A.\n\nMs A’s son slept.",
        "She is not Ms A, and the day was calm.",
    )
    assert claim.note == "Ms A says so"
    assert (first.version, first.revisions.count(), files) == (2, 2, [])
    assert words_of(portfolio) == {}


def test_the_same_words_are_offered_the_same_pseudonym_later(page, portfolio, learner):
    make_text(portfolio, text="I met Agnieszka.")
    sign = sign_for(portfolio, "Agnieszka")
    actions.replace_word(portfolio, sign=sign, pseudonym="Ms K", by=learner, now=NOON)
    make_text(portfolio, text="Then Agnieszka rang.")

    assert 'value="Ms K"' in page.get(url("answer_word", portfolio.pk, sign)).text


def test_a_kept_word_is_not_asked_again_anywhere_and_its_places_are_noted(portfolio, learner):
    make_text(portfolio, text="Calm day.\n\nThe model of Agnieszka was read.")
    make_text(portfolio, text="Agnieszka again.")
    actions.keep_word(portfolio, sign=sign_for(portfolio, "Agnieszka"), reason="public", by=learner, now=NOON)

    sealed = submit(portfolio, learner)

    places = KeptPassage.objects.order_by("item__label").values_list("item__label", "where", "kind", "reason")
    assert list(places) == [("E3", "para 2", "name", "public"), ("E4", "para 1", "name", "public")]
    assert set(KeptPassage.objects.values_list("manifest_digest", flat=True)) == {sealed.manifest_digest}


def test_taking_it_back_takes_the_noted_places_back(portfolio, learner):
    make_text(portfolio, text="Agnieszka again.")
    actions.keep_word(portfolio, sign=sign_for(portfolio, "Agnieszka"), reason="public", by=learner, now=NOON)
    actions.take_back(submit(portfolio, learner), by=learner, now=NOON)

    assert not KeptPassage.objects.exists()


def test_her_own_name_address_employer_and_manager_are_found(portfolio, learner):
    learner.manager = make_person("Odalys Overseer", employer=employer())
    learner.save()
    make_text(
        portfolio, text=f"Amira at Lantern Advocacy asked Odalys; write to {learner.email}. A lantern is a light."
    )

    found = words_of(portfolio)

    assert set(found) == {"Amira", "Lantern Advocacy", "Odalys", learner.email}
    assert "only a number" in found["Lantern Advocacy"].why


def test_names_that_only_she_knows_are_found_and_kept_sealed(page, portfolio):
    item = make_text(portfolio, text="We sat by the wellhouse with blobby.")

    page.post(url("check_portfolio", portfolio.pk), {"names": "Blobby\nWellhouse\n"})

    assert set(words_of(portfolio)) == {"blobby", "wellhouse"}
    assert b"lobby" not in bytes(IdentityCheck.objects.get().sealed)
    assert "blobby" in page.get(url("check_identifiers", item.pk)).text


def test_her_list_is_destroyed_when_she_submits(portfolio, learner):
    check = actions.look_for_names(portfolio, names=["Blobby"], by=learner, now=NOON)
    key = Path(settings.CPD_VAULT) / "texts" / check.text_key.hex[:2]
    assert list(key.iterdir())

    submit(portfolio, learner)

    assert not IdentityCheck.objects.exists()


def test_a_list_without_use_is_destroyed_after_a_week(portfolio, learner):
    actions.look_for_names(portfolio, names=["Blobby"], by=learner, now=NOON)

    assert forget_unused_checks(now=NOON + timedelta(days=6)) == 0
    assert forget_unused_checks(now=NOON + timedelta(days=8)) == 1
    assert Entry.objects.filter(name="names.forgotten", actor_id="").count() == 1


def test_no_word_of_it_goes_into_history_or_addresses(page, portfolio, learner):
    make_text(portfolio, text="I met Agnieszka.")
    sign = sign_for(portfolio, "Agnieszka")
    actions.look_for_names(portfolio, names=["Blobby"], by=learner, now=NOON)
    actions.keep_word(portfolio, sign=sign, reason="public", by=learner, now=NOON)
    actions.reopen_word(portfolio, sign=sign, by=learner, now=NOON)
    actions.replace_word(portfolio, sign=sign, pseudonym="Ms A", by=learner, now=NOON)

    told = " ".join(f"{entry.name} {entry.detail} {entry.sealed}" for entry in Entry.objects.all()).lower()
    assert not [word for word in ("agnieszka", "blobby", "ms a") if word in told]
    assert "agnieszka" not in url("answer_word", portfolio.pk, sign).lower()


def add_file(portfolio, task, name, data):
    by = portfolio.portfolio.enrolment.learner
    upload = SimpleUploadedFile(name, data)
    return actions.add_file(
        portfolio, task=task, mode="anonymised_rewrite", title="A plan", upload=upload, by=by, now=NOON
    )


def spread_over_runs(made):
    paragraph = made.add_paragraph("I met Agni")
    paragraph.add_run("eszka").bold = True
    paragraph.add_run(" at the library.")


@pytest.mark.parametrize("name", ["Agnieszka.docx", "Agnieszka.pdf"])
def test_a_file_is_written_anew_without_the_word(portfolio, task, learner, name, django_capture_on_commit_callbacks):
    data = make_docx(spread_over_runs) if name.endswith("docx") else make_pdf(text="I met Agnieszka at the library.")
    item = add_file(portfolio, task, name, data)
    old = item.file
    sign = sign_for(portfolio, "Agnieszka")

    with django_capture_on_commit_callbacks(execute=True):
        left = actions.replace_word(portfolio, sign=sign, pseudonym="Ms A", by=learner, now=NOON)

    item.refresh_from_db()
    kept = open_bytes(item.file)
    assert (left, item.version, words_of(portfolio)) == ([], 2, {})
    assert "at the library" in text_of(item)
    assert "Agni" not in text_of(item)
    assert b"Agnieszka" not in (unpacked(kept) if name.endswith("pdf") else whole(kept).encode())
    with pytest.raises(Destroyed):
        open_bytes(old)


def test_the_name_that_she_gave_a_file_is_looked_at_too(portfolio, task, learner):
    item = actions.add_file(
        portfolio,
        task=task,
        mode="anonymised_rewrite",
        title="Letter to Agnieszka",
        upload=SimpleUploadedFile("Agnieszka.pdf", make_pdf("The worker listened.")),
        by=learner,
        now=NOON,
    )
    assert [seen.where for seen in words_of(portfolio)["Agnieszka"].sightings] == ["your name for it"]
    file = item.file_id

    left = actions.replace_word(
        portfolio, sign=sign_for(portfolio, "Agnieszka"), pseudonym="Ms A", by=learner, now=NOON
    )

    item.refresh_from_db()
    assert (left, item.title, item.file_id) == ([], "Letter to Ms A", file)
    assert words_of(portfolio) == {}


def test_a_picture_with_the_word_stays_to_be_answered(page, portfolio, task, learner):
    if not lettering.can_read():
        return
    out = io.BytesIO()
    picture_of("Agnieszka lives", (700, 140)).save(out, "PNG")
    item = add_file(portfolio, task, "a.png", out.getvalue())
    make_text(portfolio, text="Agnieszka rang.")
    sign = sign_for(portfolio, "Agnieszka")

    response = page.post(
        url("answer_word", portfolio.pk, sign), {"answer": "replace", "pseudonym": "Ms A"}, follow=True
    )

    assert f"It could not be put into {item.label}" in response.text
    assert [seen.item.label for seen in words_of(portfolio)["Agnieszka"].sightings] == [item.label]


def test_the_page_shows_each_place_with_why_and_asks_for_an_answer(page, portfolio):
    make_text(portfolio, text="I met Agnieszka on 3 July 2024.")

    shown = page.get(url("check_portfolio", portfolio.pk)).text
    answer = page.get(url("answer_word", portfolio.pk, sign_for(portfolio, "Agnieszka")))

    assert "2 answers to give" in shown
    assert "An exact date can be matched" in shown
    assert "I met <mark>Agnieszka</mark> on" in answer.text


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({}, "Choose whether to replace the words or to keep them."),
        ({"answer": "replace", "pseudonym": " "}, "Write what shall stand there instead."),
        ({"answer": "keep"}, "Choose why it is right to keep them."),
        ({"answer": "replace", "pseudonym": "Jadwiga"}, "This may identify somebody too."),
    ],
)
def test_half_an_answer_is_an_error_on_the_same_page(page, portfolio, sent, error):
    make_text(portfolio, text="I met Agnieszka.")

    response = page.post(url("answer_word", portfolio.pk, sign_for(portfolio, "Agnieszka")), sent)

    assert response.status_code == 422
    assert error in response.text


def test_words_that_are_gone_need_no_answer(page, portfolio):
    response = page.get(url("answer_word", portfolio.pk, "a" * 32))

    assert response.headers["Location"] == url("check_portfolio", portfolio.pk)


def test_another_learner_finds_nothing_of_it(client, portfolio, other_learner):
    make_text(portfolio, text="I met Agnieszka.")
    sign = sign_for(portfolio, "Agnieszka")
    stranger = sign_in(client, other_learner)

    assert stranger.get(url("check_portfolio", portfolio.pk)).status_code == 404
    assert stranger.post(url("answer_word", portfolio.pk, sign), {"answer": "keep"}).status_code == 404
    with pytest.raises(NotAllowed):
        actions.keep_word(portfolio, sign=sign, reason="public", by=other_learner, now=NOON)


def test_the_same_words_in_another_portfolio_have_another_sign(portfolio, other_learner):
    other = make_ready_portfolio(other_learner, portfolio.portfolio.enrolment.cohort)
    make_text(portfolio, text="I met Agnieszka.")
    make_text(other, text="I met Agnieszka.")

    assert sign_for(portfolio, "Agnieszka") != sign_for(other, "Agnieszka")


def test_the_page_asks_the_database_the_same_with_few_and_many(page, portfolio):
    page.get(url("check_portfolio", portfolio.pk))
    counts = []
    for items in (1, 5):
        for _ in range(items):
            make_text(portfolio, text="I met Agnieszka and Zbigniew on 3 July 2024 in Wrexham.")
        with CaptureQueriesContext(connection) as queries:
            page.get(url("check_portfolio", portfolio.pk))
        counts.append(len(queries))

    assert counts[0] == counts[1]
