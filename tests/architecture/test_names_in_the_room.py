"""No answer to an auditor names a learner: every page of her visit, and every exhibit in every form, opened and searched."""

import io
import re
import zipfile

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.audit.exhibits.catalogue import BY_NUMBER, EXHIBITS
from assessments.audit.exhibits.contents import Scope, make
from assessments.audit.models import Visit
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from tests.architecture.pages import PAGES, address_of, body_of, parameters_of, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Looked at in an answer besides the names of the world's learner: those of everybody who learns.
SHORTEST = 4


@pytest.fixture(scope="module")
def visit(world):
    return Visit.objects.get(pk=world.ids["visit_id"])


@pytest.fixture(scope="module")
def secrets(world, visit) -> set[str]:
    """Names, addresses, employers and ids of everybody whom this visit reaches."""
    found = set(world.canaries)
    for enrolment in Enrolment.objects.filter(accreditation=visit.accreditation_id).select_related(
        "learner", "employer"
    ):
        learner = enrolment.learner
        found |= {learner.family_name, learner.email, str(learner.pk), learner.pk.hex, str(enrolment.pk)}
        found |= {str(enrolment.employer)} if enrolment.employer else set()
    return {secret.lower() for secret in found if len(secret) >= SHORTEST}


def texts_of(answer) -> str:
    """All that somebody could read in an answer: headers, body, the text and metadata of a PDF, each part of a workbook."""
    body = body_of(answer)
    found = [body.decode(errors="replace")]
    content = answer.content if not answer.streaming else b""
    if answer["Content-Type"] == "application/pdf":
        pdf = pypdfium2.PdfDocument(content)
        found += [page.get_textpage().get_text_range() for page in pdf]
        found += [str(pdf.get_metadata_dict())]
    if "spreadsheetml" in answer["Content-Type"]:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            for entry in book.infolist():
                found += [entry.filename, book.read(entry).decode(errors="replace")]
    return re.sub(r"\s+", " ", " ".join(found)).lower()


def hits(answer, secrets) -> list[str]:
    read = texts_of(answer)
    return [secret for secret in sorted(secrets) if secret in read]


def test_the_search_finds_names_where_they_belong(world, secrets):
    """So that finding none in the rooms means something: on a page, in a PDF and in a workbook."""
    page = signed_in(world.people[Role.COORDINATOR]).get(address_of("delivery:show_enrolment", world))

    assert "quillfeather" in hits(page, secrets)


@pytest.mark.parametrize("number", BY_NUMBER)
def test_no_exhibit_in_any_form_names_a_learner(world, visit, secrets, number):
    auditor = signed_in(world.people[Role.AUDITOR])
    made = make(BY_NUMBER[number], Scope(visit, timezone.now()))
    files = [(made.exhibit.name, form) for form in made.whole_forms]
    files += [(table.name, form) for table in made.tables for form in made.table_forms]
    addresses = [reverse("audit:download_exhibit", args=[visit.pk, number, *file]) for file in files]
    addresses.append(reverse("audit:show_exhibit", args=[visit.pk, number]))

    for address in addresses:
        answer = auditor.get(address)
        assert answer.status_code == 200
        assert hits(answer, secrets) == [], address


def test_no_other_page_of_a_visit_names_a_learner(world, visit, secrets):
    """Whatever its state: pages of every visit of hers, with the ids of the world."""
    auditor = signed_in(world.people[Role.AUDITOR])
    walked = 0
    for page in PAGES:
        if page.startswith("audit:") and "visit_id" in parameters_of(page):
            values = {name: world.ids.get(f"{page} {name}") or world.ids[name] for name in parameters_of(page)}
            answer = auditor.get(reverse(page, kwargs=values))
            walked += answer.status_code == 200
            assert hits(answer, secrets) == [], page

    assert walked >= 15


def test_the_exhibits_of_the_world_hold_something(world, visit):
    """An empty exhibit would name nobody either."""
    scope = Scope(visit, timezone.now())
    filled = {exhibit.number for exhibit in EXHIBITS if any(list(table.rows) for table in make(exhibit, scope).tables)}

    assert {1, 2, 3, 4, 5, 6, 7, 8, 11, 13, 14, 16} <= filled
    assert User.objects.filter(pk=visit.auditor_id).exists()
