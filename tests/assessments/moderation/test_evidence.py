"""What a moderator opens of a sampled portfolio: a file of it, and each page as a picture beside its text."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.marking.actions import allocate
from assessments.moderation.actions import confirm, review
from assessments.portfolios.actions import add_file, submit
from assessments.portfolios.states import Declaration
from assessments.portfolios.tasks import draw_pages
from cpd.history.models import Entry
from tests.architecture.world.intake import take_in
from tests.assessments.screening.samples import make_pdf
from tests.clock import NOON, TODAY
from tests.factories import finish_marking, make_marked, make_ready_portfolio, make_sample
from tests.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(learner, assessor, moderator, coordinator):
    """A sampled mark of a portfolio with a PDF of two pages."""
    draft = make_ready_portfolio(learner)
    task = draft.portfolio.enrolment.version.tasks.get(key="P1")
    upload = SimpleUploadedFile("map.pdf", make_pdf("The worker listened.", pages=2), content_type="application/pdf")
    file = add_file(draft, task=task, mode="anonymised_rewrite", title="Map", upload=upload, by=learner, now=NOON)
    draw_pages(str(file.pk))()
    submission = take_in(submit(draft, declarations=Declaration.values, by=learner, now=NOON))
    mark = finish_marking(allocate(submission, assessor=assessor, due_date=TODAY, by=coordinator, now=NOON))
    return make_sample(mark.submission.portfolio.enrolment.cohort, moderator).items.get()


def page_of(item, number=1, file=None):
    file = file or item.mark.submission.items.get(label="E3")
    return reverse("moderation:show_page", args=[item.pk, file.pk, number])


def openings():
    return Entry.objects.filter(name="evidence.opened", detail__page__isnull=False)


def test_the_desk_shows_each_page_as_a_picture_and_looking_is_recorded(client, moderator, item):
    sign_in(client, moderator)
    desk = client.get(reverse("moderation:review_item", args=[item.pk])).text
    assert f'src="{page_of(item, 1)}"' in desk
    assert f'src="{page_of(item, 2)}"' in desk

    answer = client.get(page_of(item, 2), follow=True)

    number = item.mark.submission.portfolio.enrolment.candidate_number
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
    assert f"{number} E3 page 2" in answer.headers["Content-Disposition"]
    detail = openings().get().detail
    assert (detail["because"], detail["page"]) == ("moderation", 2)


def test_a_page_that_is_not_there_is_not_found(client, moderator, item):
    sign_in(client, moderator)

    assert [client.get(page_of(item, number)).status_code for number in (0, 3)] == [404, 404]
    assert not openings().exists()


@pytest.mark.parametrize(("role", "status"), [("moderator", 404), ("assessor", 403), ("coordinator", 403)])
def test_nobody_else_sees_a_page(client, item, role, status):
    sign_in(client, make_person("Max Other", role))

    assert client.get(page_of(item)).status_code == status
    assert not openings().exists()


def test_no_page_of_a_portfolio_outside_the_sample_is_shown(client, moderator, item):
    other = make_marked(make_person("Ola Other", "assessor"), make_person("Next Learner"))
    sign_in(client, moderator)

    assert client.get(page_of(item, file=other.submission.items.first())).status_code == 404
    assert not openings().exists()


def test_pages_close_when_the_sample_is_confirmed(client, moderator, item):
    sign_in(client, moderator)
    review(item, verdict="agreed", note="", by=moderator, now=NOON)
    confirm(item.sample, report="The marking is sound.", by=moderator, now=NOON)

    assert client.get(page_of(item)).status_code == 403
    assert not openings().exists()
