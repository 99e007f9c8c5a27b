"""Pages of a file as pictures: drawn by a job, seen under the rule of the item, destroyed with it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.confidentiality.evidence import pointers_to, read_submission
from assessments.portfolios.actions import add_file, claim, purge_content
from assessments.portfolios.models import EvidenceItem, PageImage
from assessments.portfolios.reading import open_page
from assessments.portfolios.states import ItemState
from assessments.portfolios.tasks import draw_pages
from cpd.files.store import Destroyed, open_bytes
from cpd.history.models import Entry
from cpd.jobs.models import Job
from cpd.rules import NotAllowed
from tests.assessments.portfolios.files import picture
from tests.assessments.screening.samples import make_docx, make_pdf
from tests.clock import NOON
from tests.factories import make_ready_portfolio

pytestmark = pytest.mark.django_db
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def upload(submission, data, name="map.pdf", kind="application/pdf"):
    learner = submission.portfolio.enrolment.learner
    task = submission.portfolio.enrolment.version.tasks.get(key="P1")
    file = data if not isinstance(data, bytes) else SimpleUploadedFile(name, data, content_type=kind)
    return add_file(submission, task=task, mode="anonymised_rewrite", title="Map", upload=file, by=learner, now=NOON)


@pytest.fixture
def item(learner):
    """A PDF of ten pages, more than are drawn at a time, in a draft."""
    return upload(make_ready_portfolio(learner), make_pdf("The worker listened.", pages=10))


def draw(item):
    effect = draw_pages(str(item.pk))
    if effect:
        effect()
    return list(PageImage.objects.filter(source=item.file).order_by("number"))


def see(item, number=1):
    return open_page(item, number, by=item.submission.portfolio.enrolment.learner, because="own", now=NOON)


def test_adding_a_pdf_owes_its_pages_once(item):
    job = Job.objects.get(kind="portfolios.draw_pages")

    assert job.ref == str(item.pk)
    assert len(draw(item)) == 10
    assert draw_pages(job.ref) is None


def test_each_page_is_a_picture_and_knows_its_paragraphs(item):
    pages = draw(item)

    assert [page.first_paragraph for page in pages] == list(range(1, 11))
    assert open_bytes(pages[9].file).startswith(b"\xff\xd8\xff")


def test_a_claim_on_a_page_leads_to_that_page(item, learner):
    draw(item)
    criterion = item.task.criteria.first()
    claim(item, criterion=criterion, place="page 2", by=learner, now=NOON)

    pieces = read_submission(item.submission, by=learner, because="own", now=NOON)

    assert ("E3, page 2", "e3-page-2") in [(one.words, one.anchor) for one in pointers_to(pieces, criterion.pk)]
    assert [page.paragraphs[0].text for page in pieces[-1].pages] == ["The worker listened."] * 10


def test_looking_at_a_page_is_recorded(item):
    draw(item)

    assert see(item, 3) == PageImage.objects.get(source=item.file, number=3).file
    assert see(item, 11) is None
    assert [entry.detail["page"] for entry in Entry.objects.filter(name="evidence.opened")] == [3]


def test_an_uploaded_picture_is_its_own_page(learner):
    item = upload(make_ready_portfolio(learner), picture())

    assert see(item) == item.file
    assert see(item, 2) is None
    assert draw(item) == []


def test_a_word_document_has_no_pages(learner):
    item = upload(make_ready_portfolio(learner), make_docx(), "plan.docx", WORD)

    assert draw(item) == []
    assert see(item) is None


def test_destroying_an_item_destroys_its_pages(item, safeguarding_lead, django_capture_on_commit_callbacks):
    pages = draw(item)
    with django_capture_on_commit_callbacks(execute=True):
        purge_content(item, by=safeguarding_lead, now=NOON)

    for page in pages:
        page.file.refresh_from_db()
        with pytest.raises(Destroyed):
            open_bytes(page.file)
    with pytest.raises(NotAllowed):
        see(item)


def test_nothing_is_stored_for_an_item_that_was_destroyed_while_it_was_drawn(item, safeguarding_lead):
    effect = draw_pages(str(item.pk))
    purge_content(item, by=safeguarding_lead, now=NOON)

    effect()

    assert not PageImage.objects.exists()


def test_a_file_that_cannot_be_drawn_keeps_its_text_and_its_download(item, monkeypatch):
    monkeypatch.setattr("assessments.screening.sandbox.SECONDS", 0)

    assert draw_pages(str(item.pk)) is None


def test_an_item_carried_over_has_the_pages_of_its_file(item, coordinator):
    draw(item)
    EvidenceItem.objects.filter(pk=item.pk).update(state=ItemState.PRESENT)
    carried = EvidenceItem.objects.create(
        submission=item.submission,
        task=item.task,
        label="E9",
        kind=item.kind,
        mode=item.mode,
        file=item.file,
        text_file=item.text_file,
        carried_from=item,
        added_at=NOON,
        saved_at=NOON,
    )

    assert see(carried, 10) == see(item, 10)
