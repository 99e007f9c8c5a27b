from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from cpd.accounts.models import User
from cpd.jobs.models import Job
from cpd.notices.actions import mark_read, notify_once
from cpd.notices.models import Mail
from cpd.notices.timing import after_quiet
from tests.clock import NOON
from tests.notices.posting import HOUR, morning, prefer, run, run_digest, sent, tell

pytestmark = pytest.mark.django_db


def test_what_is_urgent_is_mailed_at_once_without_content(learner):
    notice = tell(learner, "submission.returned", detail="Friday 5 June 2026, 5pm", url="/portfolio/")
    run(NOON)

    message = mail.outbox[0]
    notice.refresh_from_db()
    assert (message.subject, message.to) == ("You have an update", [learner.email])
    assert message.body == (
        "Hello,\n\nThere is an update for you. Sign in to read it:\n\nhttp://localhost:8000/notices/\n"
    )
    assert notice.mailed_at == NOON
    assert Mail.objects.get().sent_at == NOON


def test_nothing_is_mailed_for_a_decision_that_was_rolled_back(learner):
    with transaction.atomic():
        tell(learner)
        transaction.set_rollback(True)
    run(NOON)

    assert sent() == []


def test_several_urgent_things_make_one_mail(learner):
    for kind in ("result.released", "certificate.issued", "account.changed"):
        tell(learner, kind)
    run(NOON)

    assert sent() == [learner.email]
    assert Mail.objects.get().notices == 3


def test_a_second_mail_waits_for_the_end_of_the_window(learner):
    tell(learner)
    run(NOON)
    tell(learner, "certificate.issued", now=NOON + timedelta(minutes=1))
    tell(learner, "account.changed", now=NOON + timedelta(minutes=2))
    run(NOON + timedelta(minutes=2))
    assert len(sent()) == 1

    run(NOON + timedelta(minutes=10, seconds=1))

    assert len(sent()) == 2
    assert Mail.objects.order_by("-sent_at").first().notices == 2


def test_what_was_read_meanwhile_is_not_mailed(learner):
    notice = tell(learner)
    mark_read(learner, [notice], now=NOON)
    run(NOON)

    assert sent() == []


@pytest.mark.parametrize(
    ("wish", "kind", "mails"),
    [
        ("digest", "result.released", 1),
        ("digest", "submission.accepted", 0),
        ("now", "submission.accepted", 1),
        ("now", "enrolment.accepted", 0),
        ("none", "result.released", 0),
        ("none", "submission.accepted", 0),
    ],
)
def test_wishes_are_followed(learner, wish, kind, mails):
    tell(prefer(learner, mail=wish), kind)
    run(NOON)

    assert len(sent()) == mails


@pytest.mark.parametrize("change", [{"is_active": False}, {"confirmed_at": None, "terms_version": ""}])
def test_nobody_is_written_to_who_never_came_or_left(learner, change):
    User.objects.filter(pk=learner.pk).update(**change)
    tell(User.objects.get(pk=learner.pk))
    run(NOON)
    run_digest(morning(1))

    assert sent() == []


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ((2026, 6, 3, 20, 59), None),
        ((2026, 6, 3, 21, 0), (2026, 6, 4, 6, 30)),
        ((2026, 6, 4, 2, 0), (2026, 6, 4, 6, 30)),
        ((2026, 6, 4, 6, 30), None),
        # The night in which the clocks go back: half past seven is in winter time.
        ((2026, 10, 24, 23, 0), (2026, 10, 25, 7, 30)),
        ((2026, 3, 28, 23, 30), (2026, 3, 29, 6, 30)),
    ],
)
def test_quiet_hours_are_in_uk_time(learner, clock, expected):
    person = prefer(learner, quiet_from=time(22), quiet_until=time(7, 30))
    moment = datetime(*clock, tzinfo=UTC)

    assert after_quiet(person, moment) == (datetime(*expected, tzinfo=UTC) if expected else moment)


def test_quiet_hours_within_a_day(learner):
    person = prefer(learner, quiet_from=time(9), quiet_until=time(17))

    assert after_quiet(person, NOON) == datetime(2026, 6, 3, 16, tzinfo=UTC)


def test_an_urgent_mail_waits_for_the_end_of_quiet_hours(learner):
    person = prefer(learner, quiet_from=time(9), quiet_until=time(17))
    tell(person)
    run(NOON)
    assert sent() == []

    run(datetime(2026, 6, 3, 16, 0, 1, tzinfo=UTC))

    assert sent() == [learner.email]


def test_the_digest_is_one_mail_a_day(learner):
    tell(learner, "submission.accepted")
    tell(learner, "attestation.answered")
    run_digest(NOON + HOUR)
    assert sent() == []

    for hours in range(4):
        run_digest(morning(1) + hours * HOUR)

    assert sent() == [learner.email]
    assert Mail.objects.get().notices == 2


def test_a_morning_that_the_server_slept_through_is_made_up_for(learner):
    tell(learner, "submission.accepted")

    run_digest(morning(1) + 5 * HOUR)

    assert sent() == [learner.email]


def test_there_is_no_digest_before_eight(learner):
    tell(learner, "submission.accepted")

    run_digest(morning(1) - HOUR)

    assert sent() == []


def test_the_digest_waits_for_the_end_of_quiet_hours(learner):
    tell(prefer(learner, quiet_from=time(22), quiet_until=time(10)), "submission.accepted")
    run_digest(morning(1))
    assert sent() == []

    run(morning(1) + 2 * HOUR)

    assert sent() == [learner.email]


def test_the_digest_of_those_who_wish_no_mail_is_not_sent(learner):
    tell(prefer(learner, mail="none"), "submission.accepted")

    run_digest(morning(1))

    assert sent() == []


def test_the_same_key_tells_once(learner):
    first = notify_once(learner, "portfolio.due_week", key="due:1", now=NOON)
    second = notify_once(learner, "portfolio.due_week", key="due:1", now=NOON + HOUR)
    run(NOON + HOUR)

    assert first == second
    assert sent() == [learner.email]


def test_mail_is_on_its_way_within_seconds_of_the_decision(learner):
    now = timezone.now()

    tell(learner, now=now)

    assert Job.objects.get(kind="notices.mail_now").due_at == now
