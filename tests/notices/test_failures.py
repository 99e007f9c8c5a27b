from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core import mail

from cpd.jobs.models import Job
from cpd.jobs.states import State
from cpd.notices.emails import message_id
from cpd.notices.models import Mail, Notice
from tests.clock import NOON
from tests.notices.posting import HOUR, morning, run, run_digest, sent, tell

pytestmark = pytest.mark.django_db


@contextmanager
def mail_server(settings, which):
    """The mail server of this name, for a while."""
    before = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": f"tests.notices.backends.{which}"}}
    yield
    settings.MAILERS = before


def test_an_address_that_is_refused_is_kept_and_not_tried_again_at_once(learner, settings):
    with mail_server(settings, "Refusing"):
        notice = tell(learner)
        run(NOON)

    notice.refresh_from_db()
    assert (Mail.objects.get().error, Mail.objects.get().sent_at) == ("SMTPRecipientsRefused", None)
    assert notice.mailed_at is None
    assert Job.objects.get(kind="notices.mail_now").state == State.DONE


def test_a_mail_server_that_is_away_is_tried_again(learner, settings):
    with mail_server(settings, "Busy"):
        tell(learner)
        run(NOON)
    assert Mail.objects.get().error == "SMTPServerDisconnected"
    assert Job.objects.get(kind="notices.mail_now").state == State.WAITING

    run(NOON + timedelta(seconds=11))

    assert sent() == [learner.email]
    assert (Mail.objects.get().error, Mail.objects.get().sent_at is not None) == ("", True)


def test_what_could_not_be_sent_is_in_the_next_digest(learner, settings):
    with mail_server(settings, "Refusing"):
        tell(learner)
        run(NOON)

    run_digest(morning(1))

    assert sent() == [learner.email]
    assert not Mail.objects.in_trouble().exists()


def test_a_repeat_of_the_same_mail_has_the_same_message_id(learner):
    notice = tell(learner, now=NOON - HOUR)
    run(NOON)
    Notice.objects.update(mailed_at=None)
    Mail.objects.all().delete()
    tell(learner, "certificate.issued", now=NOON + timedelta(seconds=1))
    run(NOON + timedelta(seconds=1))

    ids = {message.extra_headers["Message-ID"] for message in mail.outbox}
    assert ids == {message_id(f"now:{notice.pk}")}


def test_a_mail_is_marked_as_automatic(learner):
    tell(learner)
    run(NOON)

    assert mail.outbox[0].message()["Auto-Submitted"] == "auto-generated"
