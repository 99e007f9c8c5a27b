"""The rules from which an award and its certificate follow, each with its fact for one enrolment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format

from assessments.boards.models import Decision
from assessments.boards.states import BoardState, Result
from assessments.certificates.codes import spaced
from assessments.certificates.models import Award, Certificate
from assessments.certificates.states import AwardState, CertificateState, Hold
from assessments.portfolios.models import Submission
from assessments.portfolios.states import SubmissionState
from courses.delivery.models import Enrolment

# States in which a submission has passed that place on the road.
_SEALED = {"submitted", "accepted", "held", "marked", "confirmed", "ratified", "released"}
_CONFIRMED = {"confirmed", "ratified", "released"}


@dataclass(frozen=True)
class Fact:
    """A rule, what is so, and whether the rule is kept. `holds` is None for a rule that nothing could be said of yet."""

    rule: str
    says: str
    holds: bool | None

    @property
    def words(self) -> str:
        return {True: "Kept", False: "Not kept", None: "Not reached yet"}[self.holds]

    @property
    def tone(self) -> str:
        return {True: "ok", False: "warn", None: "neutral"}[self.holds]


@dataclass
class Known:
    """What was read about many enrolments, each by enrolment."""

    submissions: dict[UUID, Submission]
    decisions: dict[UUID, Decision]
    awards: dict[UUID, Award]
    certificates: dict[UUID, Certificate]
    holds: dict[UUID, list[Hold]]
    is_stopped: bool


def state_facts(enrolment: Enrolment, known: Known) -> Iterator[Fact]:
    """Every rule, in the order in which they are met."""
    pk, agreement = enrolment.pk, enrolment.accreditation
    submission, decision, award = known.submissions.get(pk), known.decisions.get(pk), known.awards.get(pk)
    certificate = known.certificates.get(pk)
    yield _enrolled(enrolment)
    yield _submitted(submission)
    yield _confirmed(submission)
    yield _passed(decision)
    yield _released(decision)
    yield _live_on_the_board_date(enrolment, decision)
    granted = award is not None and award.state == AwardState.GRANTED
    on = f"the award was granted on {_day(award.awarded_on)}" if award else "no award was granted"
    stands = on if award is None or granted else f"the award is “{AwardState(award.state).label.lower()}”"
    yield Fact("The award was granted once, and stands", f"{stands[0].upper()}{stands[1:]}.", granted)
    yield _unheld(known.holds.get(pk, []), certificate)
    yield _printable(certificate)
    yield Fact(
        "Results, awards and certificates agree",
        "The last comparison found that they do not, so nothing is made."
        if known.is_stopped
        else "The last comparison found nothing.",
        not known.is_stopped or (certificate is not None and certificate.state == CertificateState.ISSUED),
    )
    yield _issued(certificate, agreement.reference)


def _enrolled(enrolment: Enrolment) -> Fact:
    rule = "Enrolled while the accreditation was in force"
    agreement = enrolment.accreditation
    if enrolment.enrolled_on is None:
        return Fact(rule, "The offered place was not taken yet.", False)
    live = agreement.starts_on <= enrolment.enrolled_on <= agreement.ends_on
    return Fact(
        rule,
        f"Enrolled on {_day(enrolment.enrolled_on)}; agreement {agreement.reference} was in force from "
        f"{_day(agreement.starts_on)} to {_day(agreement.ends_on)}.",
        live,
    )


def _submitted(submission: Submission | None) -> Fact:
    rule = "A portfolio was submitted and sealed"
    if submission is None or submission.state not in _SEALED:
        return Fact(rule, "No portfolio is sealed: it is being written, or it came back.", False)
    return Fact(
        rule,
        f"Attempt {submission.attempt} was sealed on {_day(submission.submitted_at)} as {submission.reference}.",
        True,
    )


def _confirmed(submission: Submission | None) -> Fact:
    rule = "A moderator confirmed the marking"
    if submission is None or submission.state not in _CONFIRMED:
        where = SubmissionState(submission.state).label.lower() if submission else ""
        return Fact(rule, f"The marking is not confirmed: the submission is at “{where}”.", False)
    return Fact(rule, "The marking of its run is confirmed.", True)


def _passed(decision: Decision | None) -> Fact:
    rule = "The board decided “pass”, and ratified it"
    if decision is None:
        return Fact(rule, "The board has not decided yet.", False)
    board = decision.paper.board
    if decision.result != Result.PASS:
        return Fact(rule, f"The board decided otherwise: {Result(decision.result).label.lower()}.", False)
    if board.ratified_at is None:
        return Fact(rule, "The board has not ratified its results yet.", False)
    return Fact(rule, f"Decided at the meeting of {_day(board.held_on)}, ratified on {_day(board.ratified_at)}.", True)


def _released(decision: Decision | None) -> Fact:
    rule = "The result was released"
    is_out = decision is not None and decision.paper.board.state == BoardState.RELEASED
    if not is_out:
        return Fact(rule, "The results of the meeting are not released yet.", False)
    return Fact(rule, f"Released on {_day(decision.paper.board.released_at)}.", True)


def _live_on_the_board_date(enrolment: Enrolment, decision: Decision | None) -> Fact:
    rule = "The accreditation was in force on the board date, or in teach-out"
    if decision is None or enrolment.enrolled_on is None:
        return Fact(rule, "There is no board date yet.", False)
    agreement, held_on = enrolment.accreditation, decision.paper.board.held_on
    until = f"in force until {_day(agreement.ends_on)}, teach-out until {_day(agreement.teach_out_until)}"
    return Fact(
        rule, f"The board met on {_day(held_on)}; {until}.", agreement.was_live_for(enrolment.enrolled_on, held_on)
    )


def _unheld(holds: list[Hold], certificate: Certificate | None) -> Fact:
    rule = "Nothing holds it back (identity, fees, investigation, open breach)"
    if certificate and certificate.state == CertificateState.ISSUED:
        return Fact(rule, "Nothing held it back when it was made.", True)
    if holds:
        return Fact(rule, "; ".join(str(hold.label) for hold in holds) + ".", False)
    return Fact(rule, "There is no hold.", True)


def _printable(certificate: Certificate | None) -> Fact:
    rule = "The name can be printed as it is"
    if certificate and certificate.state == CertificateState.HELD:
        return Fact(rule, f"{Hold(certificate.hold).label}.", False)
    return Fact(rule, "Every letter of it can be printed.", True)


def _issued(certificate: Certificate | None, reference: str) -> Fact:
    rule = "The document was drawn, sealed and stored"
    if certificate is None or certificate.state != CertificateState.ISSUED:
        return Fact(rule, "The document is being made.", False)
    return Fact(
        rule,
        f"Number {spaced(certificate.code)}, issued on {_day(certificate.issued_at)} under {reference}; "
        f"SHA-256 of the document {certificate.pdf_sha256[:16]}….",
        True,
    )


def _day(when: date | datetime) -> str:
    return date_format(timezone.localtime(when) if isinstance(when, datetime) else when, "j F Y")
