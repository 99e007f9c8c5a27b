"""Marked strings, planted in every field about one learner by the table of what is kept (records/keeping/places.py).

A dozen classes of string, by who may read.
"""

import json
import re
from collections import defaultdict

from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.db.models import CharField, EmailField, TextField
from django.urls import reverse

from assessments.confidentiality.models import UnusualReading
from assessments.evaluations.models import Envelope
from assessments.marking.models import Countersignature, Mark
from assessments.portfolios.models import IdentityCheck, Submission
from assessments.records.keeping import destroying
from assessments.records.keeping.destroying import rows_of
from assessments.records.keeping.models import LegalHold
from assessments.records.keeping.places import COHORT, PERSON, PLACES, Place
from assessments.records.leaving.actions import subjects_of
from courses.delivery.models import Enrolment
from cpd.accounts.models import Preferences
from cpd.accounts.roles import Role
from cpd.files.store import Destroyed
from cpd.files.texts import new_text_key, seal_text
from tests.clock import NOON
from tests.people import provider

R = Role
PANEL = {R.SAFEGUARDING, R.TUTOR, R.BOARD, R.COORDINATOR}
# Who may read each class of string, after domain.md 4.8; everything else is denied.
READERS = {
    "cnryname": {R.LEARNER, R.TUTOR, R.COORDINATOR, R.SAFEGUARDING, R.ADMINISTRATOR},
    "cnrymail": {R.LEARNER, R.COORDINATOR, R.ADMINISTRATOR, R.SAFEGUARDING},
    "cnryboss": {R.LEARNER, R.COORDINATOR},
    "cnryitem": {R.LEARNER, R.ASSESSOR, R.MODERATOR, R.AUDITOR, R.COORDINATOR, R.SAFEGUARDING, R.ADMINISTRATOR},
    "cnryfile": {R.LEARNER},
    "cnrynote": {R.LEARNER},
    "cnrymark": {R.LEARNER, R.ASSESSOR, R.MODERATOR, R.BOARD, R.AUDITOR, R.COORDINATOR},
    "cnryteam": {R.ASSESSOR, R.MODERATOR, R.BOARD, R.AUDITOR, R.COORDINATOR},
    "cnrycase": {R.LEARNER, *PANEL},
    "cnrysafe": {R.SAFEGUARDING},
    "cnryneed": {R.LEARNER, R.TUTOR, R.COORDINATOR},
    "cnryaway": {R.LEARNER, R.SAFEGUARDING},
    "cnryhold": {R.COORDINATOR, R.ADMINISTRATOR},
    "cnryown": {R.LEARNER},
}
# What is written for one pair of eyes only while something is looked into, page by page.
ONLY_ON = {
    R.ADMINISTRATOR: {"cnryitem": {"confidentiality:read_in_emergency", "confidentiality:download_in_emergency"}}
}
# Without signing in, by a link: what she shares of her record, and what her manager is asked to confirm of whom.
SHARED = {("records:show_shared", "cnryown"), ("records:show_shared", "cnryname")}
SHARED |= {("portfolios:answer_manager", "cnryboss"), ("portfolios:answer_manager", "cnryname")}
CLASSES = {
    "accounts.User": "cnryname",
    "accounts.KeptAway": "cnryaway",
    "assessments.LegalHold": "cnryhold",
    "accounts.Preferences": "cnryboss",
    "accounts.Invitation": "cnrymail",
    "accounts.FormerAddress": "cnrymail",
    "account.EmailAddress": "cnrymail",
    "usersessions.UserSession": "cnryown",
    "notices.Notice": "cnryown",
    "assessments.Activity": "cnryown",
    "accounts.KeptForm": "cnryown",
    "courses.Note": "cnrynote",
    "assessments.Envelope": "cnrynote",
    "courses.Enrolment": "cnryboss",
    "assessments.Attestation": "cnryboss",
    "assessments.EvidenceItem": "cnryitem",
    "assessments.Claim": "cnryitem",
    "assessments.Mark": "cnrymark",
    "assessments.Judgement": "cnrymark",
    "assessments.Decision": "cnrymark",
}
BY_KIND = {
    "evidence": "cnryitem",
    "marking": "cnryteam",
    "board": "cnryteam",
    "cases": "cnrycase",
    "safeguarding": "cnrysafe",
    "account": "cnryaway",
    "learning": "cnryboss",
}
FIELDS = {
    ("assessments.EvidenceItem", "title"): "cnryfile",
    ("accounts.User", "email"): "cnrymail",
    # The holder reads on which minute of a board a change of her award rests.
    ("assessments.AwardChange", "authority_reference"): "cnrycase",
    ("assessments.ErasureRequest", "answer"): "cnrymail",
    # She states them for whoever holds the live sessions.
    ("courses.Enrolment", "access_needs"): "cnryneed",
}
ANY = re.compile("|".join(READERS))
# In whatever is sealed: no backup and no broker holds it in a form that can be read.
UNREADABLE = "cnrykept"


def class_of(place: Place, name: str) -> str:
    return FIELDS.get((place.model, name)) or CLASSES.get(place.model) or BY_KIND[place.kind.value]


def plant(world) -> dict[tuple[str, str], int]:
    """Her strings into every field of every row about her; how many rows each field had."""
    planted: dict[tuple[str, str], int] = defaultdict(int)
    enrolments = list(Enrolment.objects.filter(learner=world.learner).values_list("pk", flat=True))
    for place in PLACES:
        if place.subject == COHORT or place.kind == "award":
            continue
        rows = rows_of(place, [world.learner.pk] if place.subject == PERSON else enrolments)
        for name in (*place.words, *place.blanks):
            if name in ("password", "name_key"):
                continue
            planted[place.model, name] += _write(rows, name, class_of(place, name))
        for name in place.sealed:
            for row in rows:
                owner = row.item if place.model == "assessments.TextRevision" else row
                key = getattr(owner, place.key or "text_key")
                if key and _has_key(key):
                    type(row).objects.filter(pk=row.pk).update(**{name: seal_text(key, _sealed(place, name))})
                    planted[place.model, name] += 1
            planted[place.model, name] += 0
    return planted


def _sealed(place: Place, name: str) -> str:
    word = class_of(place, name)
    if place.model == "assessments.Activity":
        return json.dumps({"title": word, "learned": f"{word} {UNREADABLE}", "changed": "", "safety": ""})
    if place.model == "assessments.Envelope":
        return json.dumps({"helped": word})
    if place.model == "accounts.KeptForm":
        return json.dumps({"note": [f"{word} {UNREADABLE}"]})
    if place.model == "assessments.IdentityCheck":
        return json.dumps({"names": [word, UNREADABLE], "pseudonyms": {}})
    return f"On day 12 {word} was there, {UNREADABLE}."


def _has_key(key) -> bool:
    try:
        seal_text(key, "x")
    except Destroyed:
        return False
    return True


def _write(rows, name: str, word: str) -> int:
    field = rows.model._meta.get_field(name)
    value = f"{word}@example.org" if isinstance(field, EmailField) else word
    assert isinstance(field, CharField | TextField)
    try:
        with transaction.atomic():
            return rows.update(**{name: value})
    except IntegrityError:
        # Of some rows the database says that the field is empty until something is done.
        return rows.exclude(**{name: ""}).update(**{name: value})


def complete(world) -> None:
    """Rows that nothing else in the world makes for its learner."""
    her, by = world.learner, world.people[R.COORDINATOR]
    draft = Submission.objects.get(pk=world.ids["submission_id"])
    sealed = Submission.objects.of(her).filter(intake_decisions__isnull=False).first()
    enrolment, mark = draft.portfolio.enrolment, Mark.objects.filter(submission__portfolio__enrolment__learner=her)
    lesson = enrolment.version.lessons.first()
    enrolment.notes.create(lesson=lesson, text_key=new_text_key(), saved_at=NOON)
    Envelope.objects.create(enrolment=enrolment, text_key=new_text_key(), saved_at=NOON)
    IdentityCheck.objects.get_or_create(
        portfolio=draft.portfolio, defaults={"text_key": new_text_key(), "sealed": b"x", "used_at": NOON}
    )
    sealed.intake_decisions.first().places.create(item=sealed.items.first(), kind="name", place="para 1")
    Countersignature.objects.create(
        mark=mark.filter(countersignature=None).first(), by=by, is_signed=True, rules_version="1", given_at=NOON
    )
    UnusualReading.objects.create(
        key="canary", kind="night", person=by, submission=sealed, day=NOON.date(), items=1, first_at=NOON, found_at=NOON,
        looked_at=NOON, looked_at_by=by, note="x",
    )  # fmt: skip
    LegalHold.objects.create(
        enrolment=enrolment, reason="x", owner=by, review_on=NOON.date(), placed_by=by, placed_at=NOON, lifted_by=by,
        lifted_at=NOON, lifted_reason="x",
    )  # fmt: skip
    LegalHold.objects.create(
        person=her, reason="x", owner=by, review_on=NOON.date(), placed_by=by, placed_at=NOON, lifted_by=by,
        lifted_at=NOON, lifted_reason="x",
    )  # fmt: skip
    Preferences.objects.get_or_create(person=her)
    her.kept_forms.create(place=reverse("confidentiality:ask_to_talk"), text_key=new_text_key(), kept_at=NOON)
    her.former_addresses.create(email="x@example.org", replaced_at=NOON)
    her.declared_interests.create(kind="other", name="x", name_key="x", declared_at=NOON)
    her.invitations.create(
        email="x@example.org", role=R.LEARNER, organisation=provider(), token_digest="x", expires_at=NOON, invited_at=NOON,
        state="cancelled",
    )  # fmt: skip
    UserSession.objects.create(user=her, ip="127.0.0.1", session_key="canary", user_agent="x")


def erase(learner) -> None:
    """What the job does, in spite of all that is open about her in this world."""
    for kind, subject, pk in subjects_of(learner, Enrolment.objects.filter(learner=learner), is_whole=True):
        emptied = destroying.empty(kind, subject, pk, by=None, now=NOON)
        destroying.erase_keys(emptied.keys, now=NOON)
        destroying.list_it(kind, subject, pk, now=NOON)
