"""The demonstration: somebody in every role, a learner at every place on the road, and no second helping."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from assessments.boards.models import Minutes, Release
from assessments.certificates.models import Award, Certificate, Reconciliation
from assessments.moderation.models import RunChange
from assessments.portfolios.models import Submission
from courses.delivery.models import Enrolment
from courses.delivery.states import EnrolmentState
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.models import Entry

pytestmark = pytest.mark.once

ROAD = {
    "draft",
    "submitted",
    "returned",
    "quarantined",
    "accepted",
    "marked",
    "confirmed",
    "ratified",
    "released",
    "held",
    "not_submitted",
}


def states(rows) -> set[str]:
    return set(rows.values_list("state", flat=True))


def test_the_demonstration_has_everybody_and_every_state_and_is_made_once(db, capsys):
    call_command("load_modules")
    call_command("demo")
    entries = Entry.objects.count()

    call_command("demo")

    assert Entry.objects.count() == entries
    assert states(Submission.objects) >= ROAD
    assert states(Enrolment.objects) == set(EnrolmentState)
    assert states(Certificate.objects) >= {"held", "issued", "superseded"}
    assert states(Award.objects) >= {"granted", "suspended"}
    assert Reconciliation.objects.get().is_clean
    assert Submission.objects.filter(attempt=2, state="draft").exists()
    assert states(RunChange.objects) == {"acknowledged"}
    assert states(Release.objects) == {"asked", "done"}
    assert states(Minutes.objects) == {"confirmed"}
    today = timezone.localdate()
    assert all(User.objects.holding(role, on=today).filter(is_demonstration=True).exists() for role in Role)
