"""What administrators and coordinators keep, standing and standardisation."""

from datetime import date, timedelta
from uuid import uuid4

from assessments.portfolios.states import ItemKind
from assessments.standardisation.models import Exercise
from assessments.standing.actions import declare_interest, record_fact
from assessments.standing.register.actions import enter_suspicion, name_investigator
from courses.accreditation.models import Accreditation
from cpd.accounts import links
from cpd.accounts.actions import invite, keep_away
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.jobs.models import Job
from cpd.jobs.queue import enqueue
from tests.architecture.world.intake import make_taken_in
from tests.clock import NOON
from tests.people import make_person, provider


def make_office(people: dict[Role, User]) -> dict:
    by = people[Role.ADMINISTRATOR]
    address = "invited.person@example.org"
    invitation, token = invite(email=address, role=Role.ASSESSOR, organisation=provider(), by=by, now=NOON)
    entry = keep_away(name="Quentin Keptaway", by=people[Role.LEARNER], now=NOON)
    job = enqueue("certificates.issue", uuid4(), now=NOON + timedelta(days=1))
    Job.objects.filter(pk=job.pk).update(state="dead", error_class="ValueError")
    return {
        "invitation_id": invitation.pk,
        "accounts:accept_invitation token": token,
        "accounts:follow_link token": links.make_link("/", "a session of nobody", now=NOON).strip("/").split("/")[-1],
        "appointment_id": people[Role.AUTHOR].appointments.get().pk,
        "person_id": make_person("Sender Gone").pk,
        "job_id": job.pk,
        "entry_id": entry.pk,
        **_stand(people),
    }


def _stand(people: dict[Role, User]) -> dict:
    """An assessor whose papers were seen, and what each who judges has declared."""
    assessor, by = make_person("Another Assessor", Role.ASSESSOR), people[Role.COORDINATOR]
    fact = record_fact(assessor, kind="training", happened_on=NOON.date(), seen="Certificate", by=by, now=NOON)
    declare_interest(kind="other", name="Robin Distant", by=people[Role.ASSESSOR], now=NOON)
    pages = ("show_assessor", "set_availability", "withdraw_fact")
    agreement = Accreditation.objects.order_by("reference").first()
    suspicion = enter_suspicion(
        assessor, kind="help", note="A sentence in two portfolios.", accreditation=agreement, by=by, now=NOON
    )
    name_investigator(suspicion, investigator=people[Role.ADMINISTRATOR], by=by, now=NOON)
    return {
        **_standardise(people),
        **{f"standing:{page} person_id": assessor.pk for page in pages},
        "fact_id": fact.pk,
        "suspicion_id": suspicion.pk,
    }


def _standardise(people: dict[Role, User]) -> dict:
    """An exercise that the moderator of this world leads, with its assessor."""
    submission = make_taken_in(people[Role.LEARNER])
    exercise = Exercise.objects.create(
        submission=submission, due_date=date(2026, 7, 1), led_by=people[Role.MODERATOR], opened_at=NOON
    )
    part = exercise.participants.create(person=people[Role.ASSESSOR])
    for criterion in submission.criteria.all():
        part.trials.create(criterion=criterion)
    return {
        "exercise_id": exercise.pk,
        "standardisation:download_exercise_item item_id": submission.items.get(kind=ItemKind.FILE).pk,
        "standardisation:lock_exercise_item item_id": submission.items.get(kind=ItemKind.FILE).pk,
    }
