from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cpd.notices.actions import notify
from cpd.notices.kinds import KINDS
from cpd.notices.models import Mail, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def tell(person, **days):
    return notify(
        person, "submission.returned", now=timezone.now() - timedelta(**days), detail="Friday", url="/portfolio/"
    )


def test_a_notice_is_read_when_its_page_is_opened(client, learner):
    tell(learner)
    client.force_login(learner)

    first = client.get(reverse("notices:list_notices")).content.decode()
    second = client.get(reverse("notices:list_notices")).content.decode()

    assert "and until Friday at the latest" in first
    assert ">New<" in first
    assert ">New<" not in second
    assert Notice.objects.get().read_at is not None


def test_notices_stand_under_their_day(client, learner):
    for days in (0, 1, 9):
        tell(learner, days=days)
    client.force_login(learner)

    page = client.get(reverse("notices:list_notices"))

    assert [day.heading for day in page.context["days"]][:2] == ["Today", "Yesterday"]
    assert len(page.context["days"]) == 3


def test_only_what_is_on_the_page_counts_as_read(client, learner):
    for _ in range(31):
        tell(learner)
    client.force_login(learner)

    client.get(reverse("notices:list_notices"))

    assert Notice.objects.unread(learner).count() == 1


def test_nobody_sees_or_reads_the_notices_of_another(client, learner, other_learner):
    tell(learner)
    client.force_login(other_learner)

    page = client.get(reverse("notices:list_notices")).content.decode()

    assert "small correction" not in page
    assert "There is nothing yet" in page
    assert Notice.objects.unread(learner).count() == 1


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_has_a_constant_number_of_queries(client, learner, count, django_assert_num_queries):
    Notice.objects.bulk_create(
        Notice(person=learner, kind="job.dead", urgency="now", text="x", created_at=timezone.now())
        for _ in range(count)
    )
    client.force_login(learner)

    with django_assert_num_queries(9):
        client.get(reverse("notices:list_notices"))


def test_mail_that_failed_is_shown_with_a_way_to_fix_it(client, learner):
    Mail.objects.create(person=learner, key="k", notices=1, asked_at=timezone.now(), error="SMTPRecipientsRefused")
    client.force_login(learner)

    page = client.get(reverse("notices:list_notices")).content.decode()

    assert "E-mail does not reach you" in page
    assert reverse("account_email") in page


def test_mail_that_arrived_since_ends_the_warning(client, learner):
    now = timezone.now()
    Mail.objects.create(person=learner, key="k", notices=1, asked_at=now - timedelta(hours=1), error="OSError")
    Mail.objects.create(person=learner, key="l", notices=1, asked_at=now, sent_at=now)
    client.force_login(learner)

    assert "does not reach you" not in client.get(reverse("notices:list_notices")).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_told(learner, kind):
    notice = notify(learner, kind, now=timezone.now(), detail="Friday")

    assert "{" not in notice.text
