"""Makes the demonstration: an installation in mid-life, with a learner in every place on the road."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.boards.actions import decide
from assessments.certificates.actions import correct_name
from assessments.certificates.issuing import issue
from assessments.certificates.models import Award, Certificate
from assessments.certificates.states import CertificateState, Evidence, Reissue
from assessments.confidentiality.actions import open_for_intake as open_at_intake
from assessments.confidentiality.actions import quarantine_item, raise_concern, return_for_correction
from assessments.confidentiality.states import Slip
from assessments.demo import again, double, identity, road
from assessments.demo.agreements import set_conditions
from assessments.demo.awards import make_awards
from assessments.demo.cases import make_cases
from assessments.demo.cast import DOMAIN, EMPLOYERS, Cast
from assessments.demo.evaluating import evaluate
from assessments.demo.judging import make_judging
from assessments.demo.keeping import make_keeping
from assessments.demo.pdf import draw_map
from assessments.demo.people import make_cast, make_learner
from assessments.demo.protecting import protect
from assessments.demo.proving import prove
from assessments.demo.register import make_register
from assessments.demo.standing import BEFORE_THE_FIRST_MARK, make_standing, qualify, show_everything
from assessments.demo.visiting import visit
from assessments.moderation.actions import draw_sample
from assessments.portfolios.actions import add_file, complete_item
from assessments.portfolios.models import Submission
from courses.accreditation.actions import cover_version, create_accreditation
from courses.accreditation.models import Accreditation
from courses.catalogue.actions import import_package
from courses.catalogue.models import Lesson, ModuleVersion
from courses.catalogue.packages import Package
from courses.catalogue.queries import get_content
from courses.catalogue.states import Mode, VersionState
from courses.delivery.actions import (
    add_session,
    add_staff,
    cancel_enrolment,
    create_cohort,
    interrupt,
    lapse,
    open_cohort,
    take_attendance,
    withdraw,
)
from courses.delivery.calendar import five_pm
from courses.delivery.models import Cohort, CohortRole, Enrolment
from courses.learning.models import LessonProgress
from cpd.accounts.actions import invite
from cpd.accounts.models import User
from cpd.accounts.roles import Role
from cpd.history.actions import action, record, unchanged

WORDING = "The University of Merebridge recognises this module as equivalent to {credit} at {level}."

# With them the cohort that is over is large enough for figures to be shown instead of hidden.
# The last one stands for a script that nothing here draws: her certificate waits for a person.
PASSED = ("Bronwen Hale", "Amina Yusuf", "Denise Okoro", "Siân Parry", "བསྟན་འཛིན Norbu")
SHORT_OF_ONE = ("Kirsty Munro", "Farida Aziz", "Lorna Tait")

type Begin = Callable[..., Submission]


class Maker:
    """Keeps the clock and the cast while the cohorts are made."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.cast = make_cast(self.ago(400))
        self.learners = 0
        qualify(self)

    def ago(self, days: float) -> datetime:
        """Some days ago, at noon for whole days."""
        day = timezone.localtime(self.now - timedelta(days=days))
        return day if days < 1 else datetime.combine(day.date(), time(12), tzinfo=day.tzinfo)

    def accreditation(self, version: ModuleVersion) -> Accreditation:
        agreement = create_accreditation(
            university=self.cast.university,
            reference=f"UM-{version.module.code}",
            model="external_accreditation",
            starts_on=self.ago(390).date(),
            ends_on=(self.now + timedelta(days=700)).date(),
            teach_out_until=(self.now + timedelta(days=1100)).date(),
            wording=WORDING.format(credit=version.credit_words, level=version.level_words),
            head_name="Dr Anwen Prior, Chief Executive",
            head_contact="in confidence, by post",
            data_terms="Data sharing agreement, kept with the contract.",
            review_on=(self.now + timedelta(days=610)).date(),
            signatories=[
                ("Rhian Vale", "Head of Learning, Harbour Learning"),
                ("Professor Tomos Ek", "Dean of Partnerships, University of Merebridge"),
            ],
            by=self.cast.administrator,
            now=self.ago(395),
        )
        cover_version(agreement, version, by=self.cast.administrator, now=self.ago(395))
        set_conditions(agreement, by=self.cast.administrator, now=self.now)
        return agreement

    def cohort(self, agreement: Accreditation, code: str, *, began: int, due: int, is_open: bool = True) -> Cohort:
        """A cohort that began `began` days ago, due in `due` days (or that many ago, when negative)."""
        made = self.ago(max(began, 0) + 30)
        cohort = create_cohort(
            version=agreement.versions.get().version,
            accreditation=agreement,
            code=code,
            starts_on=self.ago(began).date(),
            due_at=five_pm((self.now + timedelta(days=due)).date()),
            board_on=(self.now + timedelta(days=due + 40)).date(),
            by=self.cast.coordinator,
            now=made,
        )
        posts = [
            (self.cast.assessor, CohortRole.ASSESSOR),
            (self.cast.second_assessor, CohortRole.TUTOR),
            (self.cast.moderator, CohortRole.MODERATOR),
            (self.cast.coordinator, CohortRole.INTAKE),
            *[(member, CohortRole.BOARD) for member in self.cast.board],
        ]
        for person, role in posts:
            add_staff(cohort, person=person, role=role, by=self.cast.coordinator, now=made)
        return open_cohort(cohort, by=self.cast.coordinator, now=made) if is_open else cohort

    def learner(self, name: str) -> User:
        employer = self.cast.employers[self.learners % len(EMPLOYERS)]
        self.learners += 1
        return make_learner(name, employer, self.cast, now=self.ago(380))

    def enrol(self, cohort: Cohort, name: str) -> Enrolment:
        now = max(self.ago(380), datetime.combine(cohort.starts_on, time(12), tzinfo=self.ago(1).tzinfo))
        return road.enrol(cohort, self.learner(name), by=self.cast.coordinator, now=now)

    def submitted(self, cohort: Cohort, name: str, *, days: float, begin: Begin = road.begin_portfolio) -> Submission:
        """A portfolio handed in that many days ago."""
        enrolment = self.enrol(cohort, name)
        _study(enrolment, lessons=99, now=self.ago(days + 11))
        submission = begin(enrolment, now=self.ago(days + 10))
        return road.hand_in(submission, by=enrolment.learner, now=self.ago(days))

    def accepted(self, cohort: Cohort, name: str, *, days: float) -> Submission:
        submission = self.submitted(cohort, name, days=days + 2)
        return road.take_in(submission, by=self.cast.coordinator, now=self.ago(days))

    def marked(self, cohort: Cohort, name: str, *, days: float, not_met: tuple[str, ...] = ()) -> Submission:
        submission = self.accepted(cohort, name, days=days + 4)
        allocation = road.give_to(submission, self.cast.assessor, by=self.cast.coordinator, now=self.ago(days + 3))
        road.mark_fully(allocation, now=self.ago(days), not_met=not_met)
        return submission


@action
def make(*, now: datetime) -> None:
    """Make everything once; a second run finds it there. All of it or nothing."""
    if User.objects.filter(is_demonstration=True).exists():
        unchanged()
        return
    maker = Maker(now)
    versions = {
        version.module.code: version
        for version in ModuleVersion.objects.filter(state=VersionState.PUBLISHED).select_related("module")
    }
    agreements = {code: maker.accreditation(versions[code]) for code in ("SCDA", "SMDA", "CAPVA", "ODS")}
    _make_finished(maker, agreements["SCDA"])
    _make_under_way(maker, agreements["SCDA"])
    make_cases(maker, Cohort.objects.get(code="SCDA-AUTUMN"), Cohort.objects.get(code="SCDA-SPRING"))
    _make_marked(maker, agreements["SMDA"])
    _make_at_the_board(maker, agreements["ODS"])
    _make_ratified(maker, agreements["CAPVA"])
    _make_double(maker, agreements["CAPVA"])
    _make_planned(maker, agreements["SMDA"])
    _make_office(maker, versions["ODS"], agreements["SCDA"])
    make_standing(maker)
    make_judging(maker.cast, now=now)
    make_register(maker)
    make_keeping(maker, Cohort.objects.get(code="SCDA-SPRING"))
    prove(maker.cast.coordinator, now=maker.ago(1), last_night=maker.ago(0.5))
    record("demonstration.made", by=None, about=maker.cast.provider, now=now, learners=maker.learners)


def _make_finished(maker: Maker, agreement: Accreditation) -> None:
    """Released results: passes, one to resubmit, a certificate that needs a person, a replaced one, a suspended award."""
    cohort = maker.cohort(agreement, "SCDA-SPRING", began=300, due=-51)
    maker.marked(cohort, "Łucja Ŵyn-Jones", days=45)
    maker.marked(cohort, "Ọlájídé Adébáyọ̀", days=45)
    maker.marked(cohort, "Nguyễn Thị Hương", days=45)
    maker.marked(cohort, "Meera Kaur", days=45)
    maker.marked(cohort, "美玲 Chen", days=45)
    maker.marked(cohort, "Jade Fletcher", days=45, not_met=("5.1", "5.2"))
    maker.marked(cohort, "Sunita Rao", days=45, not_met=again.SHORT)
    for name in PASSED:
        maker.marked(cohort, name, days=45)
    for name in SHORT_OF_ONE:
        maker.marked(cohort, name, days=45, not_met=("6.1",))
    evaluate(cohort, maker.cast.coordinator, sent_at=maker.ago(44), opened_at=maker.ago(22))
    road.moderate(cohort, maker.cast.moderator, now=maker.ago(38), seed="spring")
    board = road.call_board(cohort, maker.cast, held_on=maker.ago(25).date(), now=maker.ago(30))
    road.decide_all(board, now=maker.ago(25))
    road.let_out(board, asks=maker.cast.coordinator, agrees=board.chair, now=maker.ago(12))
    _issue_owed(maker.ago(12))
    married = Certificate.objects.get(award=_award_of("Meera Kaur"), state=CertificateState.ISSUED)
    correct_name(
        married,
        name="Meera Kaur-Bell",
        because=Reissue.NAME_CHANGE,
        evidence=Evidence.MARRIAGE,
        evidence_on=maker.ago(40).date(),
        by=maker.cast.coordinator,
        now=maker.ago(6),
    )
    _issue_owed(maker.ago(6))
    make_awards(maker, reviewed=_award_of("Nguyễn Thị Hương"), questioned=_award_of("Ọlájídé Adébáyọ̀"))


def _award_of(name: str) -> Award:
    return Award.objects.get(enrolment__learner__certificate_name=name)


def _issue_owed(now: datetime) -> None:
    """What the job runner does within a second; its jobs find the work done."""
    for certificate in Certificate.objects.filter(state=CertificateState.OWED):
        finish = issue(certificate.pk, now=now)
        if finish:
            finish()


def _make_under_way(maker: Maker, agreement: Accreditation) -> None:
    """The present cohort: every place from the first lesson to the assessor's desk, and every way to leave."""
    cohort = maker.cohort(agreement, "SCDA-AUTUMN", began=60, due=21)
    cast = maker.cast
    _study(maker.enrol(cohort, "Grace Abiola"), lessons=4, now=maker.ago(5))
    drafting = maker.enrol(cohort, "Tamsin Rees")
    _study(drafting, lessons=9, now=maker.ago(6))
    _draft_with_a_file(drafting, now=maker.ago(4))
    identity.leave_words_to_answer(drafting, now=maker.ago(3))
    maker.submitted(cohort, "Ruth Mensah", days=2, begin=identity.begin_with_kept_words)
    maker.submitted(cohort, "Kasia Nowak", days=1, begin=identity.begin_with_a_picture)
    _return(maker.submitted(cohort, "Hannah Pike", days=3), cast, now=maker.ago(0.2))
    _quarantine(maker.submitted(cohort, "Leila Farah", days=5), cast, now=maker.ago(1))
    maker.accepted(cohort, "Carys Morgan", days=1)
    waiting = maker.accepted(cohort, "Simran Gill", days=4)
    road.give_to(waiting, cast.assessor, by=cast.coordinator, now=maker.ago(3))
    begun = maker.accepted(cohort, "Nadia Rahman", days=6)
    allocation = road.give_to(begun, cast.assessor, by=cast.coordinator, now=maker.ago(5))
    road.judge_all(allocation, now=maker.ago(1), judged=7)
    raise_concern(
        begun,
        note="A child in item E2 may not have been referred. I ask the lead to contact the service.",
        by=cast.assessor,
        now=maker.ago(1),
    )
    interrupt(maker.enrol(cohort, "Paula Dunn"), reason="Crisis leave", by=cast.coordinator, now=maker.ago(12))
    withdraw(
        maker.enrol(cohort, "Iona Reid"), reason="Moved to another service", by=cast.coordinator, now=maker.ago(30)
    )
    lapse(maker.enrol(cohort, "Bethan Price"), by=None, now=maker.ago(2))
    cancel_enrolment(maker.enrol(cohort, "Gwen Double"), reason="Entered twice", by=cast.coordinator, now=maker.ago(58))
    _make_sessions(cohort, maker)
    protect(cohort, cast, now=maker.now)


def _make_marked(maker: Maker, agreement: Accreditation) -> None:
    """Marked, with a sample drawn and not yet reviewed."""
    cohort = maker.cohort(agreement, "SMDA-SUMMER", began=150, due=-7)
    maker.marked(cohort, "Zainab Hussain", days=4)
    maker.marked(cohort, "Eleri Vaughan", days=3, not_met=("3.2",))
    maker.marked(cohort, "Joy Campbell", days=3)
    draw_sample(cohort, by=maker.cast.moderator, now=maker.ago(2), seed="summer")
    maker.marked(cohort, "Anneke Visser", days=1)


def _make_at_the_board(maker: Maker, agreement: Accreditation) -> None:
    """Confirmed, with papers frozen and one of two decided; a third waits for its board."""
    cohort = maker.cohort(agreement, "ODS-SUMMER", began=140, due=-10)
    maker.marked(cohort, "Oluchi Eze", days=20)
    maker.marked(cohort, "Frances Bell", days=20, not_met=("4.3",))
    road.moderate(cohort, maker.cast.moderator, now=maker.ago(15), seed="online")
    board = road.call_board(cohort, maker.cast, held_on=maker.now.date(), now=maker.ago(5))
    first = board.papers.order_by("candidate_number").first()
    decide(first, result=first.proposed, reason="", by=board.chair, now=maker.ago(0.1))
    maker.marked(cohort, "Delyth Evans", days=4)
    road.moderate(cohort, maker.cast.moderator, now=maker.ago(1), seed="online-2")


def _make_ratified(maker: Maker, agreement: Accreditation) -> None:
    """Ratified this week; the coordinator can release."""
    cohort = maker.cohort(agreement, "CAPVA-SUMMER", began=160, due=-35)
    maker.marked(cohort, "Moira Stewart", days=30)
    maker.marked(cohort, "Yasmin Noor", days=29)
    road.moderate(cohort, maker.cast.moderator, now=maker.ago(20), seed="capva")
    board = road.call_board(cohort, maker.cast, held_on=maker.ago(2).date(), now=maker.ago(10))
    road.decide_all(board, now=maker.ago(2))


def _make_double(maker: Maker, agreement: Accreditation) -> None:
    """Two assessors mark each portfolio, and neither sees the other's mark before both are final."""
    cast = maker.cast
    starts_on = maker.ago(100).date()
    double.mark_twice(agreement, cast, starts_on=starts_on, by=cast.administrator, now=maker.ago(110))
    cohort = maker.cohort(agreement, "CAPVA-AUTUMN", began=100, due=-8)
    priya = double.make_second_assessor(cohort, cast, now=maker.ago(100))
    show_everything(priya, maker, maker.ago(BEFORE_THE_FIRST_MARK))
    again.hand_in_again(maker, "Rao", priya)
    pair = (cast.assessor, priya)
    double.mark_both(
        maker.accepted(cohort, "Rosa Lindqvist", days=6), pair, differ=("1.2",), cast=cast, now=maker.ago(2)
    )
    proposed = maker.accepted(cohort, "Ffion Jenkins", days=6)
    double.propose(
        double.mark_both(proposed, pair[::-1], differ=("2.1",), cast=cast, now=maker.ago(2)), now=maker.ago(1)
    )
    waiting = maker.enrol(cohort, "Halima Sesay")
    draft = road.begin_portfolio(waiting, now=maker.ago(12))
    double.add_map(draft, by=waiting.learner, now=maker.ago(12))
    sealed = road.take_in(
        road.hand_in(draft, by=waiting.learner, now=maker.ago(11)), by=cast.coordinator, now=maker.ago(6)
    )
    road.give_to(sealed, cast.assessor, by=cast.coordinator, now=maker.ago(5))
    double.fill_bank(cast.assessor, priya, cohort, now=maker.ago(90))


def _make_planned(maker: Maker, agreement: Accreditation) -> None:
    """A cohort that begins next month: one place offered, one taken up."""
    cohort = maker.cohort(agreement, "SMDA-WINTER", began=-30, due=120, is_open=False)
    road.offer(cohort, maker.learner("Shanice Reid"), by=maker.cast.coordinator, now=maker.ago(1))
    road.enrol(cohort, maker.learner("Tilly Marsh"), by=maker.cast.coordinator, now=maker.ago(1))


def _study(enrolment: Enrolment, *, lessons: int, now: datetime) -> None:
    read = Lesson.objects.filter(version=enrolment.version).order_by("position")[:lessons]
    LessonProgress.objects.bulk_create(
        LessonProgress(enrolment=enrolment, lesson=lesson, opened_at=now, done_at=now) for lesson in read
    )


def _draft_with_a_file(enrolment: Enrolment, *, now: datetime) -> None:
    submission = road.begin_portfolio(enrolment, now=now, tasks=2)
    task = enrolment.version.tasks.get(key="P4")
    upload = SimpleUploadedFile("map.pdf", draw_map(), content_type="application/pdf")
    item = add_file(
        submission,
        task=task,
        mode=Mode.SIMULATED_CASE,
        title="Three planets map",
        upload=upload,
        by=enrolment.learner,
        now=now,
    )
    complete_item(item, is_complete=True, by=enrolment.learner, now=now)


def _return(submission: Submission, cast: Cast, *, now: datetime) -> None:
    open_at_intake(submission, reason="First look before marking", by=cast.coordinator, now=now)
    item = submission.items.order_by("label").first()
    return_for_correction(submission, places=[(item, Slip.DATE, "para 3")], by=cast.coordinator, now=now)


def _quarantine(submission: Submission, cast: Cast, *, now: datetime) -> None:
    open_at_intake(submission, reason="First look before marking", by=cast.coordinator, now=now)
    road.read_all(submission, by=cast.coordinator, because="intake", now=now)
    quarantine_item(submission.items.order_by("label")[1], kind=Slip.NAME, by=cast.coordinator, now=now)


def _make_sessions(cohort: Cohort, maker: Maker) -> None:
    """Two live days that were held, with attendance, and one ahead."""
    for number, days in enumerate((-40, -12, 9), start=1):
        start = timezone.localtime(maker.now + timedelta(days=days)).replace(hour=10, minute=0, second=0, microsecond=0)
        session = add_session(
            cohort,
            title=f"Live day {number}",
            starts_at=start,
            ends_at=start + timedelta(hours=5),
            joining="Your tutor sends the joining link on the day.",
            by=maker.cast.coordinator,
            now=maker.ago(55),
        )
        if days < 0:
            there = Enrolment.objects.attending(session).order_by("candidate_number").values_list("pk", flat=True)[:8]
            take_attendance(session, present=there, by=maker.cast.second_assessor, now=maker.ago(-days - 1))


def _make_office(maker: Maker, version: ModuleVersion, agreement: Accreditation) -> None:
    """What waits on other desks: a draft for a second author, an invitation, a visit that is open."""
    cast = maker.cast
    import_package(_revised(version), by=cast.second_author, now=maker.ago(2))
    invite(
        email=f"new.assessor@{DOMAIN}",
        role=Role.ASSESSOR,
        organisation=cast.provider,
        by=cast.administrator,
        now=maker.ago(1),
    )
    visit(agreement, auditor=cast.auditor, coordinator=cast.coordinator, now=maker.ago(1))


def _revised(version: ModuleVersion) -> Package:
    """The package of a version with its first brief made clearer."""
    content = get_content(version)
    first, *others = content.tasks
    clearer = replace(first, brief=f"Read the whole brief once before you begin.\n\n{first.brief}")
    content = replace(content, tasks=(clearer, *others))
    return Package(content, content.digest)
