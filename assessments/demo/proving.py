"""What holds certificates back in the demonstration, the nightly comparison, and a learner who keeps her record."""

from datetime import datetime, timedelta
from decimal import Decimal

from assessments.certificates.holds import place_hold
from assessments.certificates.models import Award
from assessments.certificates.reconciling import reconcile
from assessments.certificates.states import Hold
from assessments.records.actions import add_activity, make_link
from assessments.records.states import Kind
from courses.delivery.models import Enrolment
from cpd.accounts.models import User


def prove(coordinator: User, *, now: datetime, last_night: datetime) -> None:
    """A fee that is open before the release, an identity that was not shown; and results that agree with certificates."""
    for family_name, kind in (("Noor", Hold.FEES), ("Bell", Hold.IDENTITY)):
        enrolment = Enrolment.objects.get(learner__family_name=family_name, learner__is_demonstration=True)
        place_hold(enrolment, kind=kind, by=coordinator, now=now)
    reconcile(by=None, now=last_night)
    _keep_a_record(User.objects.get(family_name="Ŵyn-Jones", is_demonstration=True), now=last_night)


def _keep_a_record(learner: User, *, now: datetime) -> None:
    """Learning from elsewhere, words on a module, and a link for a new employer."""
    today = now.date()
    for title, kind, hours, days, learned in (
        (
            "Webinar: stalking after separation",
            Kind.TAUGHT,
            Decimal("1.5"),
            20,
            "How often it begins before the parting.",
        ),
        ("Group supervision", Kind.SUPERVISION, Decimal(2), 9, ""),
        ("Reading on economic abuse", Kind.READING, Decimal(3), 4, "Which questions about money people can answer."),
    ):
        words = {"title": title, "learned": learned, "changed": "", "safety": ""}
        add_activity(
            kind=kind,
            done_on=today - timedelta(days=days),
            hours=hours,
            words=words,
            is_shared=bool(learned),
            by=learner,
            now=now,
        )
    award = Award.objects.get(enrolment__learner=learner)
    words = {"title": "", "learned": "To state the risk to each child by itself.", "safety": ""}
    words["changed"] = "I write down what would lower the risk, before I leave the meeting."
    add_activity(
        kind=Kind.ASSESSED,
        done_on=today,
        hours=Decimal(0),
        words=words,
        is_shared=True,
        award=award,
        by=learner,
        now=now,
    )
    make_link(days=90, with_reflections=True, by=learner, now=now)
