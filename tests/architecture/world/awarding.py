"""Awards, certificates and what learners say, and the visits of a university."""

from functools import partial

from assessments.audit.actions import ask_for_archive, ask_for_pack, invite_to_visit, keep_view, open_visit
from assessments.audit.models import Visit, WitnessKey
from assessments.certificates.addresses import achievement_address
from assessments.certificates.changing import change_award, reply_to_change
from assessments.certificates.endorsing import record_endorsement
from assessments.certificates.holds import place_hold
from assessments.certificates.issuing import issue
from assessments.certificates.models import Award, Certificate, Endorsement
from assessments.certificates.status import publish
from assessments.evaluations.models import Opening
from assessments.records.actions import add_activity, make_link
from courses.accreditation.models import Accreditation
from courses.delivery.models import Enrolment
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.files.texts import new_text_key, seal_text
from cpd.history.models import Checkpoint, Witness
from cpd.history.notes import TreeHead, sign_note
from cpd.history.sequencing import sequence, tree_root, tree_size
from cpd.keys import public_key, sign
from tests.architecture.world.marks import PHRASE
from tests.architecture.world.visiting import conclude, make_finding, make_room, make_sampled
from tests.clock import NOON
from tests.endorsing import University
from tests.factories import make_accreditation, make_award, somebody


def make_awards(people: dict[Role, User]) -> dict:
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
    finding = make_finding(visit)
    concluded = conclude(open_visit(make_accreditation(), purpose="Before", by=people[Role.AUDITOR], now=NOON))
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
        **make_sampled(people[Role.AUDITOR]),
        **_packs(people, visit, award),
        **make_room(visit, people[Role.COORDINATOR]),
        "candidate_number": award.enrolment.candidate_number,
        "audit:show_accreditation accreditation_id": award.accreditation_id,
        "audit:list_candidates cohort_id": award.enrolment.cohort_id,
        "boards:show_result submission_id": released.pk,
    }


def make_evaluation(people: dict[Role, User]) -> dict:
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
