"""One learner's road with a canary at every place that could leak, somebody for each role, and strangers to all of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import time_machine
from django.db.models import F

from assessments.audit.actions import (
    add_to_visit,
    ask_for_archive,
    ask_for_pack,
    draw_own_sample,
    invite_to_visit,
    keep_view,
    open_visit,
    provide_document,
    raise_finding,
    save_report,
    sign_report,
    write_finding,
)
from assessments.audit.models import Finding, Visit, WitnessKey
from assessments.audit.states import DocumentKind
from assessments.boards.actions import decide, freeze_papers, schedule
from assessments.certificates.addresses import achievement_address
from assessments.certificates.changing import change_award, reply_to_change
from assessments.certificates.endorsing import record_endorsement
from assessments.certificates.holds import place_hold
from assessments.certificates.issuing import issue
from assessments.certificates.models import Award, Certificate, Endorsement
from assessments.certificates.status import publish
from assessments.confidentiality.actions import (
    accept,
    open_for_intake,
    open_in_emergency,
    quarantine_item,
    raise_concern,
)
from assessments.confidentiality.models import UnusualReading
from assessments.evaluations.models import Opening
from assessments.marking import actions as marking
from assessments.marking.models import Agreement, Allocation, Comment, Mark
from assessments.moderation.actions import advise, draw_interim, propose_change, review
from assessments.portfolios import actions as portfolios
from assessments.portfolios.identifiers import sign_of
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.states import Declaration, ItemKind
from assessments.records.actions import add_activity, make_link
from assessments.standardisation.models import Exercise
from assessments.standing.actions import declare_interest, record_fact
from assessments.standing.register.actions import enter_suspicion, name_investigator
from courses.accreditation.actions import set_condition
from courses.accreditation.models import Accreditation
from courses.delivery.actions import add_session, change_employer, upload_roster
from courses.delivery.models import Cohort, Enrolment
from courses.delivery.rosters.writing import write_template
from cpd.accounts import links
from cpd.accounts.actions import invite, keep_away
from cpd.accounts.models import OrganisationKind, User
from cpd.accounts.roles import Role
from cpd.files.texts import new_text_key, seal_text
from cpd.history.models import Checkpoint, Witness
from cpd.history.notes import TreeHead, sign_note
from cpd.history.sequencing import sequence, tree_root, tree_size
from cpd.jobs.models import Job
from cpd.jobs.queue import enqueue
from cpd.keys import public_key, sign
from tests.architecture.cases import make_cases
from tests.architecture.keeping import make_keeping
from tests.assessments.portfolios.files import picture
from tests.clock import NOON, later
from tests.endorsing import University
from tests.factories import (
    confirm_marking,
    finish_marking,
    make_accreditation,
    make_award,
    make_cohort,
    make_portfolio,
    make_sample,
    make_text,
    set_rules,
    somebody,
)
from tests.people import employer, make_organisation, make_person, provider
from tests.standing import standing

# Stands in evidence, feedback, notes and reasons, and nowhere else.
PHRASE = "copperfinch"
UPLOADED, OWN_TITLE = "quillfeather-home-visit.png", "My map of the zephyrines street"
MANAGER_NAME, MANAGER_EMAIL = "Mo Canarymanager", "mo.canarymanager@example.org"


@dataclass
class World:
    people: dict[Role, User]
    strangers: dict[Role, User]
    # What a page's address needs: by "page:name parameter", or by the parameter alone.
    ids: dict[str, Any] = field(default_factory=dict)

    @property
    def learner(self) -> User:
        return self.people[Role.LEARNER]

    @property
    def canaries(self) -> set[str]:
        """What would say who the learner is."""
        enrolments = {str(pk) for pk in self.learner.enrolments.values_list("pk", flat=True)}
        names = {"zephyrine", "quillfeather", "canaryworks", "canarymanager", "quillfeather-home-visit"}
        return {*names, str(self.learner.pk), self.learner.pk.hex, *enrolments}


@contextmanager
def standing_world(blocker) -> Iterator[World]:
    """A world at NOON that vanishes afterwards."""
    with time_machine.travel(NOON, tick=False), standing(blocker):
        yield make_world()


def make_world() -> World:
    people = {role: make_person(f"Inside {role.label.split()[0]}", role) for role in Role if role != Role.LEARNER}
    people[Role.LEARNER] = make_person(
        "Zephyrine Quillfeather", Role.LEARNER, employer=employer("Canaryworks Advocacy"), team="Canaryworks North"
    )
    strangers = {role: make_person(f"Outside {role.label.split()[0]}", role) for role in Role}
    elsewhere = make_organisation(OrganisationKind.UNIVERSITY, "University of Elsewhere")
    strangers[Role.AUDITOR].appointments.update(organisation=elsewhere)
    world = World(people, strangers)
    for make in (
        _teach,
        _write,
        _take_in,
        _mark,
        _agree,
        _moderate,
        _decide,
        _award,
        _evaluate,
        _administer,
        make_cases,
        make_keeping,
    ):
        world.ids |= make(people)
    return world


def _teach(people: dict[Role, User]) -> dict:
    by = people[Role.COORDINATOR]
    cohort = make_cohort(tutor=people[Role.TUTOR])
    session = add_session(
        cohort, title="Session", starts_at=later(days=3), ends_at=later(days=3, hours=2), by=by, now=NOON
    )
    roster = upload_roster(cohort, data=write_template(), by=by, now=NOON)
    version = cohort.version
    return {
        "cohort_id": cohort.pk,
        "session_id": session.pk,
        "roster_id": roster.pk,
        "version_id": version.pk,
        "case_id": version.cases.get().pk,
        "slug": version.lessons.first().slug,
        "accreditation_id": cohort.accreditation_id,
        "accreditation:download_logo accreditation_id": make_accreditation(
            cohort.version, may_use_logo=True, logo=b"a picture"
        ).pk,
        "condition_id": set_condition(
            cohort.accreditation, kind="recommendation", text="Consider more.", due_on=None, by=by, now=NOON
        ).pk,
        "task_id": version.tasks.get(key="P1").pk,
        "criterion_id": version.tasks.get(key="P1").criteria.first().pk,
        "step": "interrupt",
        "topic": "portfolio",
        "key": "note",
    }


def _write(people: dict[Role, User]) -> dict:
    """A draft with a text, a link to a criterion, a question to a manager, and words set aside by another tab."""
    learner = people[Role.LEARNER]
    draft = make_portfolio(learner, Cohort.objects.get(staff__person=people[Role.TUTOR]))
    item = make_text(draft, text=f"Child A said {PHRASE}. Agnieszka was there.")
    enrolment = draft.portfolio.enrolment
    change_employer(
        enrolment,
        employer="Canaryworks Advocacy",
        manager_name=MANAGER_NAME,
        manager_email=MANAGER_EMAIL,
        by=people[Role.COORDINATOR],
        now=NOON,
    )
    draft.refresh_from_db()
    attestation, token = portfolios.ask_manager(
        draft, item=item, name=MANAGER_NAME, email=MANAGER_EMAIL, by=learner, now=NOON
    )
    typed, _ = portfolios.ask_manager(draft, name=MANAGER_NAME, email=f"other.{MANAGER_EMAIL}", by=learner, now=NOON)
    return {
        "submission_id": draft.pk,
        "item_id": item.pk,
        "claim_id": item.claims.first().pk,
        "revision_id": 1,
        "attestation_id": attestation.pk,
        "portfolios:check_address attestation_id": typed.pk,
        "portfolios:answer_manager token": token,
        "delivery:read_calendar token": enrolment.calendar_token,
        "sign": sign_of(draft.portfolio, "Agnieszka"),
        "enrolment_id": enrolment.pk,
    }


def hand_in(learner: User, cohort: Cohort | None = None) -> Submission:
    """A sealed portfolio whose texts, notes and file hold canaries."""
    submission = make_portfolio(learner, cohort)
    tasks = submission.portfolio.enrolment.version.tasks.order_by("position")
    for task in tasks:
        item = make_text(submission, task, text=f"Child A said {PHRASE} on day 12.")
    portfolios.claim(item, criterion=item.task.criteria.first(), place="", note=f"See {PHRASE}", by=learner, now=NOON)
    portfolios.add_file(
        submission,
        task=tasks.get(key="P1"),
        mode="anonymised_rewrite",
        title=OWN_TITLE,
        upload=picture(UPLOADED),
        by=learner,
        now=NOON,
    )
    return portfolios.submit(submission, declarations=Declaration.values, by=learner, now=NOON)


def _accepted(learner: User, cohort: Cohort | None = None) -> Submission:
    return take_in(hand_in(learner, cohort))


def take_in(submission: Submission) -> Submission:
    by = somebody(Role.COORDINATOR)
    open_for_intake(submission, reason=f"To check {PHRASE}", by=by, now=NOON)
    return accept(submission, by=by, now=NOON)


def _allocated(people: dict[Role, User], cohort: Cohort | None = None) -> Allocation:
    allocation = marking.allocate(
        _accepted(people[Role.LEARNER], cohort),
        assessor=people[Role.ASSESSOR],
        due_date=date(2026, 7, 17),
        by=somebody(Role.COORDINATOR),
        now=NOON,
    )
    mark = marking.begin(allocation, by=allocation.assessor, now=NOON)
    marking.write_team_note(mark, criterion=None, text=f"Ask of {PHRASE}", version=0, by=allocation.assessor, now=NOON)
    return allocation


def _final(allocation: Allocation) -> Mark:
    by, mark = allocation.assessor, allocation.mark
    for judgement in mark.judgements.select_related("criterion"):
        said = {"verdict": "met", "feedback": f"You showed {PHRASE}.", "version": judgement.version}
        marking.judge(mark, criterion=judgement.criterion, **said, by=by, now=NOON)
    mark = marking.write_feedback(mark, text=f"Clear on {PHRASE}.", version=mark.version, by=by, now=NOON)
    return marking.finalise(mark, by=by, now=NOON)


def _take_in(people: dict[Role, User]) -> dict:
    """One that waits and that two people have opened; and one of which an item was locked away."""
    waiting, breached = hand_in(people[Role.LEARNER]), hand_in(people[Role.LEARNER])
    lead = people[Role.SAFEGUARDING]
    for person, submission in ((people[Role.COORDINATOR], waiting), (lead, waiting), (lead, breached)):
        open_for_intake(submission, reason=f"To check {PHRASE}", by=person, now=NOON)
    incident = quarantine_item(breached.items.get(label="E1"), kind="name", by=lead, now=NOON)
    concern = raise_concern(waiting, note=f"I fear for {PHRASE}", by=lead, now=NOON)
    file = waiting.items.get(kind=ItemKind.FILE)
    opening = open_in_emergency(waiting, reason=f"Somebody fears for {PHRASE} tonight", by=lead, now=NOON)
    reading = UnusualReading.objects.create(
        key="night", kind="night", person=people[Role.ASSESSOR], day=NOON.date(), items=3, first_at=NOON, found_at=NOON
    )
    pages = ("show_intake", "open_submission", "accept_submission", "return_submission", "raise_concern")
    return {
        **{
            f"confidentiality:{page} submission_id": waiting.pk
            for page in (*pages, "quarantine_item", "download_item", "show_page")
        },
        "confidentiality:quarantine_item item_id": file.pk,
        "confidentiality:download_item item_id": file.pk,
        "confidentiality:download_in_emergency item_id": file.pk,
        "confidentiality:lock_in_emergency item_id": file.pk,
        "opening_id": opening.pk,
        "reading_id": reading.pk,
        "confidentiality:show_page item_id": file.pk,
        "incident_id": incident.pk,
        "concern_id": concern.pk,
        **dict.fromkeys(
            [f"confidentiality:{page} submission_id" for page in ("review_passages", "raise_passage_concern")],
            _kept(people[Role.LEARNER]).pk,
        ),
        "portfolios:show_receipt submission_id": waiting.pk,
        "portfolios:download_receipt submission_id": waiting.pk,
        "portfolios:download_manifest submission_id": waiting.pk,
        "portfolios:take_back submission_id": waiting.pk,
    }


def _kept(learner: User) -> Submission:
    """A submission with a name that stays for a reason, so that a lead reads its passage."""
    submission = make_portfolio(learner)
    for task in submission.portfolio.enrolment.version.tasks.order_by("position"):
        make_text(submission, task, text=f"Agnieszka said {PHRASE}.")
    sign = sign_of(submission.portfolio, "Agnieszka")
    portfolios.keep_word(submission, sign=sign, reason="public", by=learner, now=NOON)
    return portfolios.submit(submission, declarations=Declaration.values, by=learner, now=NOON)


def _mark(people: dict[Role, User]) -> dict:
    allocation = _allocated(people)
    unsigned = _unsigned(people)
    return {
        "allocation_id": allocation.pk,
        "marking:show_countersigning mark_id": unsigned.pk,
        **{
            f"marking:{page} {name}": pk
            for page in ("download_countersigned_item", "lock_countersigned_item", "raise_countersigned_concern")
            for name, pk in (
                ("mark_id", unsigned.pk),
                ("item_id", unsigned.submission.items.get(kind=ItemKind.FILE).pk),
            )
        },
        "marking:allocate_submission submission_id": _accepted(people[Role.LEARNER]).pk,
        **{
            f"marking:{page} item_id": allocation.submission.items.get(kind=ItemKind.FILE).pk
            for page in ("download_item", "show_page")
        },
        "number": 1,
        "marking:lock_item item_id": allocation.submission.items.get(kind=ItemKind.FILE).pk,
    }


def _unsigned(people: dict[Role, User]) -> Mark:
    """The mark of an assessor without training, which the assessor of this world countersigns."""
    newcomer = make_person("Newcomer Assessor", Role.ASSESSOR)
    newcomer.standing_facts.filter(kind="training").delete()
    allocation = marking.allocate(
        _accepted(people[Role.LEARNER]),
        assessor=newcomer,
        countersigner=people[Role.ASSESSOR],
        due_date=date(2026, 7, 17),
        by=somebody(Role.COORDINATOR),
        now=NOON,
    )
    marking.begin(allocation, by=newcomer, now=NOON)
    return _final(allocation)


def _agree(people: dict[Role, User]) -> dict:
    """Two marks that differ, brought together by the assessor of this world."""
    cohort = make_cohort()
    set_rules(cohort, second_marking="double_blind")
    first = _allocated(people, cohort)
    second = marking.allocate(
        first.submission,
        assessor=somebody(Role.ASSESSOR),
        due_date=date(2026, 7, 17),
        by=somebody(Role.COORDINATOR),
        now=NOON,
    )
    _final(first)
    finish_marking(second, not_yet_met=["1.1"])
    return {
        "agreement_id": Agreement.objects.get().pk,
        "marking:show_draft allocation_id": _lost(people).pk,
        "comment_id": _comment(people).pk,
    }


def _comment(people: dict[Role, User]) -> Comment:
    return marking.add_comment(criterion=None, text="Say why.", is_shared=False, by=people[Role.ASSESSOR], now=NOON)


def _lost(people: dict[Role, User]) -> Allocation:
    """What the assessor had begun when it was taken back."""
    return marking.withdraw_allocation(_allocated(people), by=somebody(Role.COORDINATOR), now=NOON)


def _moderate(people: dict[Role, User]) -> dict:
    """A sample in the moderator's hands with a mark that she queries."""
    by, board = people[Role.MODERATOR], people[Role.BOARD]
    cohort = make_cohort(moderator=by, board=board)
    mark = _final(_allocated(people, cohort))
    sample = make_sample(cohort, by)
    item = review(sample.items.get(), verdict="queried", note=f"Why {PHRASE}?", by=by, now=NOON)
    pages = ("review_item", "send_back", "raise_concern", "download_item", "show_page", "lock_item", "raise_misconduct")
    plan = ("show_plan", "show_statistics", "draw_sample", "escalate", "draw_interim")
    return {
        "sample_id": sample.pk,
        "mark_id": mark.pk,
        **{f"moderation:{page} item_id": item.pk for page in (*pages, "propose_change")},
        **{f"moderation:{page} cohort_id": cohort.pk for page in plan},
        "evidence_id": mark.submission.items.get(kind=ItemKind.FILE).pk,
        **_change(people),
        **_look_in_between(people),
    }


def _change(people: dict[Role, User]) -> dict:
    """A change of a run that waits for its assessor."""
    by = people[Role.MODERATOR]
    cohort = make_cohort(moderator=by, board=people[Role.BOARD])
    mark = _final(_allocated(people, cohort))
    item = review(make_sample(cohort, by).items.get(), verdict="queried", note=f"Why {PHRASE}?", by=by, now=NOON)
    criterion = mark.judgements.first().criterion
    return {"change_id": propose_change(item, criterion=criterion, why=f"For {PHRASE}", by=by, now=NOON).pk}


def _look_in_between(people: dict[Role, User]) -> dict:
    """Two marks in progress that the moderator looks at; on one her advice is given."""
    by = people[Role.MODERATOR]
    cohort, items = make_cohort(moderator=by), []
    for _ in range(2):
        allocation = _allocated(people, cohort)
        said = allocation.mark.judgements.first()
        marking.judge(
            allocation.mark,
            criterion=said.criterion,
            verdict="met",
            feedback=f"You showed {PHRASE}.",
            version=0,
            by=allocation.assessor,
            now=NOON,
        )
        items.append(draw_interim(cohort, by=by, now=NOON).items.get())
        people[Role.LEARNER].enrolments.filter(cohort=cohort).update(state="cancelled")
    advise(items[1], advice=f"Look at {PHRASE}", by=by, now=NOON)
    return {
        "interim_id": items[0].interim_id,
        "moderation:advise item_id": items[0].pk,
        "moderation:raise_interim_concern item_id": items[0].pk,
        **{
            f"moderation:{page} {name}": pk
            for page in ("download_interim_item", "lock_interim_item")
            for name, pk in (
                ("item_id", items[0].pk),
                ("evidence_id", items[0].mark.submission.items.get(kind=ItemKind.FILE).pk),
            )
        },
        "moderation:show_advice item_id": items[1].pk,
    }


def _decide(people: dict[Role, User]) -> dict:
    cohort = make_cohort()
    _final(_allocated(people, cohort))
    confirm_marking(cohort)
    chair, by = people[Role.BOARD], people[Role.COORDINATOR]
    board = freeze_papers(
        schedule(
            cohort,
            held_on=NOON.date(),
            chair=chair,
            members=[somebody(Role.BOARD)],
            notice_reason=f"For {PHRASE}",
            by=by,
            now=NOON,
        ),
        late_reason=f"For {PHRASE}",
        by=by,
        now=NOON,
    )
    paper = board.papers.get()
    decide(paper, result="pass", reason=f"For {PHRASE}", by=chair, now=NOON)
    return {"board_id": board.pk, "paper_id": paper.pk}


def _award(people: dict[Role, User]) -> dict:
    award = make_award(people[Role.LEARNER])
    certificate = Certificate.objects.get(award=award)
    issue(certificate.pk)()
    publish(certificate.status_list, now=NOON)
    certificate.refresh_from_db()
    visit = open_visit(award.accreditation, purpose=f"For {PHRASE}", by=people[Role.AUDITOR], now=NOON)
    invited = invite_to_visit(
        award.accreditation,
        email="ursula@example.ac.uk",
        purpose="Annual monitoring",
        working_days=5,
        by=people[Role.ADMINISTRATOR],
        now=NOON,
    )
    finding = _find(visit)
    concluded = _conclude(open_visit(make_accreditation(), purpose="Before", by=people[Role.AUDITOR], now=NOON))
    released = award.decision.submission
    draft = Enrolment.objects.get(cohort__staff__person=people[Role.TUTOR])
    _sign_the_record()
    words = {"title": f"On {PHRASE}", "learned": PHRASE, "changed": "", "safety": ""}
    learnt = {"kind": "reading", "done_on": NOON.date(), "hours": 1, "words": words, "is_shared": True}
    activity = add_activity(**learnt, by=people[Role.LEARNER], now=NOON)
    share = make_link(days=30, with_reflections=True, by=people[Role.LEARNER], now=NOON)
    questioned = change_award(
        award,
        to="revoked",
        reason="misconduct",
        authority="board",
        authority_on=NOON.date(),
        authority_reference="Minute 7",
        by=somebody(Role.COORDINATOR),
        now=NOON,
    )
    return {
        "endorsement_id": _endorse(certificate.award.accreditation, people).pk,
        "award_change_id": reply_to_change(questioned, text=f"Of {PHRASE}", by=people[Role.LEARNER], now=NOON).pk,
        "activity_id": activity.pk,
        "share_id": share.pk,
        "records:show_shared token": share.token,
        "old": 1,
        "hold_id": place_hold(draft, kind="fees", by=people[Role.COORDINATOR], now=NOON).pk,
        "award_id": award.pk,
        "certificate_id": certificate.pk,
        "code": certificate.code,
        "certificates:show_status_list number": certificate.status_list.number,
        "certificates:show_status_token number": certificate.status_list.number,
        "certificates:download_key name": "root.pem",
        "visit_id": visit.pk,
        **{f"audit:{page} visit_id": invited.pk for page in ("show_provider_visit", "cancel_visit")},
        **{f"audit:{page} visit_id": concluded.pk for page in ("show_provider_report", "send_response")},
        **{f"audit:{page} visit_id": concluded.pk for page in ("download_report", "download_provider_report")},
        "document": "report",
        "finding_id": finding.pk,
        "view_id": keep_view(visit, name=f"Of {PHRASE}", query="", by=people[Role.AUDITOR], now=NOON).pk,
        **{f"audit:{page} name": "outcomes-by-cohort" for page in ("download_outcomes", "download_provider_outcomes")},
        **{f"audit:{page} ending": "csv" for page in ("download_outcomes", "download_provider_outcomes")},
        **_sampled(people[Role.AUDITOR]),
        **_packs(people, visit, award),
        **_room(visit, people[Role.COORDINATOR]),
        "candidate_number": award.enrolment.candidate_number,
        "audit:show_accreditation accreditation_id": award.accreditation_id,
        "audit:list_candidates cohort_id": award.enrolment.cohort_id,
        "boards:show_result submission_id": released.pk,
    }


def _evaluate(people: dict[Role, User]) -> dict:
    """A cohort whose evaluations were opened, with somebody's words."""
    opening = Opening.objects.create(cohort=Award.objects.first().enrolment.cohort, number=5, opened_at=NOON)
    opening.tallies.create(statement="use", answer=5, number=5)
    key = new_text_key()
    opening.remarks.create(prompt="helped", text_key=key, sealed_text=seal_text(key, "The made-up case."))
    return {
        "audit:read_remarks opening_id": opening.pk,
        "audit:download_evaluations name": "outcomes-evaluation",
        "audit:download_evaluations ending": "csv",
    }


def _packs(people: dict[Role, User], visit: Visit, award: Award) -> dict:
    """A pack that waits for its job, and an archive that waits for a second person."""
    said = {"reason": f"For {PHRASE}", "now": NOON}
    pack = ask_for_pack(visit=visit, award=award, by=people[Role.AUDITOR], **said)
    archive = ask_for_archive(award.enrolment.cohort, by=people[Role.COORDINATOR], **said)
    pages = ("show_provider_pack", "agree_to_archive", "drop_archive", "download_provider_pack")
    key = WitnessKey.objects.create(
        university=visit.accreditation.university,
        witness=Witness.objects.create(name="registry.example", public_key=b"k" * 32, trusted_at=NOON),
        registered_by=visit.auditor,
        registered_at=NOON,
    )
    return {"pack_id": pack.pk, "witness_key_id": key.pk, **{f"audit:{page} pack_id": archive.pk for page in pages}}


def _sampled(auditor: User) -> dict:
    """A candidate in the sample of another visit, with a file in her evidence."""
    # Of a first attempt on a cohort that a visit under its agreement reaches; which of several is left to chance.
    items = EvidenceItem.objects.filter(
        kind=ItemKind.FILE,
        submission__marks__isnull=False,
        submission__attempt=1,
        submission__portfolio__enrolment__in=Enrolment.objects.current(),
        submission__portfolio__enrolment__cohort__accreditation=F("submission__portfolio__enrolment__accreditation"),
    )
    item = items.order_by("pk").first()
    enrolment = item.submission.portfolio.enrolment
    visit = open_visit(enrolment.accreditation, purpose="To read", by=auditor, now=NOON)
    add_to_visit(visit, enrolment, by=auditor, now=NOON)
    parts = {"visit_id": visit.pk, "candidate_number": enrolment.candidate_number, "attempt": 1, "item_id": item.pk}
    pages = ("read_evidence", "download_evidence", "judge_attempt", "keep_own_mark", "lock_evidence", "raise_concern")
    return {f"audit:{page} {name}": value for page in pages for name, value in parts.items()}


def _room(visit: Visit, coordinator: User) -> dict:
    """A document in the evidence room, a draw, and which exhibit is walked: the list of candidates."""
    words = {"title": "How we assess", "edition": "3", "text": "Every criterion is judged by one assessor."}
    document = provide_document(DocumentKind.REGULATIONS, **words, by=coordinator, now=NOON)
    draw = draw_own_sample(visit, seed="world", by=visit.auditor, now=NOON)
    pages = ("show_exhibit", "review_exhibit", "download_exhibit")
    return {
        "document_id": document.pk,
        **{f"audit:{page} number": 5 for page in pages},
        "audit:show_own_draw number": draw.number,
        "audit:download_exhibit name": "exhibit-05-candidates",
        "audit:download_exhibit ending": "csv",
    }


def _find(visit: Visit) -> Finding:
    words = {"kind": "recommendation", "title": f"Of {PHRASE}", "text": f"More of {PHRASE}"}
    return raise_finding(write_finding(visit, **words, by=visit.auditor, now=NOON), by=visit.auditor, now=NOON)


def _conclude(visit: Visit) -> Visit:
    by, words = visit.auditor, dict.fromkeys(["standards", "rigour", "evidence_seen"], f"Of {PHRASE}")
    report = save_report(visit, version=0, opinion="endorsed", **words, by=by, now=NOON)
    return sign_report(report, name=str(by), by=by, now=NOON).visit


def _endorse(accreditation: Accreditation, people: dict[Role, User]) -> Endorsement:
    version = accreditation.versions.first().version
    files = University().files(achievement_address(version.module.code, version.number))
    return record_endorsement(accreditation, **files, by=people[Role.COORDINATOR], now=NOON)


def _sign_the_record() -> None:
    """A checkpoint over all that was done, without the vault, which outlives this world."""
    sequence()
    head = TreeHead("localhost:8000/history", tree_size(), tree_root(tree_size()))
    note = sign_note(head, sign=partial(sign, "log"), public_key=public_key("log"))
    Checkpoint.objects.create(size=head.size, root=head.root, note=note, signed_at=NOON)


def _administer(people: dict[Role, User]) -> dict:
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
    submission = _accepted(people[Role.LEARNER])
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
