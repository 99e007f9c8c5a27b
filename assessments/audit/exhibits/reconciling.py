"""Exhibit 16: what boards ratified against what was awarded, issued and recorded, one to one, each exception explained."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from assessments.audit.exhibits.contents import Part, Scope, count_column, day_column, local_day, table_of
from assessments.boards.models import Decision
from assessments.boards.states import BoardState, Result
from assessments.certificates.models import Award, Certificate, Disagreement
from assessments.certificates.reconciling import STANDING, last_reconciliation
from assessments.certificates.states import LIVE, AwardState, CertificateState, Mismatch
from courses.delivery.models import Enrolment
from cpd.accounts.templatetags.words import counted, day, when
from cpd.history.models import Entry

AGREES = "Agrees"
# What somebody does about each kind of mismatch; until then nothing is issued.
EXPLAINED = {
    Mismatch.NO_AWARD: "The result is out and no award was granted. The provider has to say why, and grant it.",
    Mismatch.NO_PASS: "An award stands for which no pass of a board is out. The provider has to say how it came about.",
    Mismatch.NO_CERTIFICATE: "The award stands and no certificate is owed, held or issued for it.",
    Mismatch.STRAY_CERTIFICATE: "The award has ended, and its certificate was not withdrawn.",
    Mismatch.WRONG_BYTES: "The stored document is not the one that was issued: its bytes give another digest.",
    Mismatch.NO_ENTRY: "The record does not hold the issuing of this document exactly once with its digest.",
}


@dataclass(frozen=True)
class Line:
    """One candidate: what there is of each, and how they fit. `is_exception`: it must never be, and somebody must act."""

    number: str
    cohort: str
    ratified_on: date | None
    is_released: bool
    award: str
    awarded_on: date | None
    certificate: str
    issued_on: date | None
    digest: str
    entries: int
    words: str
    is_exception: bool

    @property
    def is_plain(self) -> bool:
        return self.words == AGREES


@dataclass(frozen=True)
class Reconciled:
    """The whole comparison within the scope of a visit."""

    passes: int
    released: int
    awards: int
    certificates: int
    entries: int
    last: str
    lines: list[Line]

    @property
    def exceptions(self) -> list[Line]:
        return [line for line in self.lines if line.is_exception]

    @property
    def explained(self) -> list[Line]:
        """What does not fit one to one, and is as it should be."""
        return [line for line in self.lines if not line.is_exception and not line.is_plain]

    @property
    def sections(self) -> list[tuple[str, list[Line], str]]:
        """As a page shows it: title, lines, and what is said where there are none."""
        agreeing = [line for line in self.lines if line.is_plain]
        return [
            ("Exceptions", self.exceptions, "None."),
            ("Not one to one, and why that is right", self.explained, "None."),
            ("In agreement", agreeing, "Nobody yet."),
        ]

    @property
    def sentence(self) -> str:
        if self.exceptions:
            return f"{counted(len(self.exceptions), 'candidate')} of {len(self.lines)} do not agree."
        if not self.lines:
            return "Nothing is ratified within this visit yet."
        plain = sum(line.is_plain for line in self.lines)
        said = (
            f"{counted(plain, 'candidate')}: a pass, an award, a certificate and its entry in the record, one of each."
        )
        return f"{said} {len(self.explained)} more, explained below." if self.explained else said


def reconcile(scope: Scope) -> Reconciled:
    """Everything is read anew, in a constant number of queries; the last comparison of the provider is set beside it."""
    passes = {
        pk: (ratified_at, state == BoardState.RELEASED)
        for pk, ratified_at, state in Decision.objects.filter(
            submission__portfolio__enrolment__in=scope.enrolments,
            result=Result.PASS,
            superseded_by__isnull=True,
            paper__board__ratified_at__isnull=False,
        )
        .order_by("decided_at", "pk")
        .values_list("submission__portfolio__enrolment", "paper__board__ratified_at", "paper__board__state")
    }
    awards = {award.enrolment_id: award for award in Award.objects.filter(enrolment__in=scope.enrolments)}
    certificates = {
        row.whose: row
        for row in Certificate.objects.filter(award__enrolment__in=scope.enrolments, state__in=LIVE)
        .select_related("pdf")
        .annotate(whose=F("award__enrolment"))
    }
    recorded = Counter(
        (subject, detail.get("pdf"))
        for subject, detail in Entry.objects.filter(
            name="certificate.issued", subject_id__in=[str(row.pk) for row in certificates.values()]
        ).values_list("subject_id", "detail")
    )
    last = last_reconciliation()
    known: dict[UUID, set[str]] = {}
    if last:
        rows = Disagreement.objects.filter(reconciliation=last, enrolment__in=scope.enrolments)
        for enrolment, kind in rows.values_list("enrolment", "kind"):
            known.setdefault(enrolment, set()).add(kind)
    wanted = passes.keys() | awards.keys()
    lines = [
        _line(row, passes.get(row.pk), awards.get(row.pk), certificates.get(row.pk), recorded, known.get(row.pk, set()))
        for row in scope.enrolments.select_related("cohort").order_by("cohort__code", "candidate_number")
        if row.pk in wanted
    ]
    return Reconciled(
        passes=len(passes),
        released=sum(is_released for _, is_released in passes.values()),
        awards=sum(award.state in STANDING for award in awards.values()),
        certificates=sum(row.state == CertificateState.ISSUED for row in certificates.values()),
        entries=sum(line.entries for line in lines),
        last=_last(last),
        lines=lines,
    )


def reconciliation(scope: Scope) -> Iterator[Part]:
    """Exhibit 16."""
    found = reconcile(scope)
    yield Part(
        "One to one",
        (found.sentence, found.last),
        table_of(
            scope,
            16,
            "sums",
            "How many there are of each",
            ["What", count_column("Number")],
            (
                ("Ratified passes", found.passes),
                ("Of these released", found.released),
                ("Awards that stand", found.awards),
                ("Certificates issued", found.certificates),
                ("Entries of issuing in the record", found.entries),
                ("Not one to one, and explained", len(found.explained)),
                ("Exceptions", len(found.exceptions)),
            ),
        ),
    )
    yield Part(
        "Candidate by candidate",
        (),
        table_of(
            scope,
            16,
            "candidates",
            "Ratified passes, awards, certificates and the record",
            ["Candidate", "Cohort", day_column("Ratified"), "Released", "Award", day_column("Awarded"), "Certificate"]
            + [day_column("Issued"), "SHA-256 of the document", count_column("Entries"), "How they fit", "Exception"],
            (
                (
                    line.number,
                    line.cohort,
                    line.ratified_on,
                    line.is_released,
                    line.award,
                    line.awarded_on,
                    line.certificate,
                    line.issued_on,
                    line.digest or None,
                    line.entries,
                    line.words,
                    line.is_exception,
                )
                for line in found.lines
            ),
        ),
    )


def _line(
    enrolment: Enrolment,
    passed: tuple | None,
    award: Award | None,
    certificate: Certificate | None,
    recorded: Counter,
    known: set[str],
) -> Line:
    ratified_at, is_released = passed or (None, False)
    is_issued = certificate is not None and certificate.state == CertificateState.ISSUED
    entries = recorded[str(certificate.pk), certificate.pdf_sha256] if is_issued else 0
    mismatches = set(_mismatches(is_released, award, certificate, entries)) | {Mismatch(kind) for kind in known}
    words = " ".join(EXPLAINED[kind] for kind in Mismatch if kind in mismatches)
    return Line(
        number=enrolment.candidate_number,
        cohort=enrolment.cohort.code,
        ratified_on=local_day(ratified_at),
        is_released=is_released,
        award=str(AwardState(award.state).label) if award else "None",
        awarded_on=award.awarded_on if award else None,
        certificate=str(CertificateState(certificate.state).label) if certificate else "None",
        issued_on=local_day(certificate.issued_at) if certificate else None,
        digest=certificate.pdf_sha256 if certificate else "",
        entries=entries,
        words=words or _explain(is_released, award, certificate),
        is_exception=bool(words),
    )


def _mismatches(
    is_released: bool, award: Award | None, certificate: Certificate | None, entries: int
) -> Iterator[Mismatch]:
    stands = award is not None and award.state in STANDING
    if is_released and award is None:
        yield Mismatch.NO_AWARD
    if stands and not is_released:
        yield Mismatch.NO_PASS
    if stands and certificate is None:
        yield Mismatch.NO_CERTIFICATE
    if certificate is not None and not stands:
        yield Mismatch.STRAY_CERTIFICATE
    if certificate is not None and certificate.state == CertificateState.ISSUED:
        if entries != 1:
            yield Mismatch.NO_ENTRY
        if certificate.pdf.destroyed_at or certificate.pdf.sha256 != certificate.pdf_sha256:
            yield Mismatch.WRONG_BYTES


def _explain(is_released: bool, award: Award | None, certificate: Certificate | None) -> str:
    """Why three things are not there, or not in force, and that this is as it should be."""
    if not is_released and award is None:
        return "The board ratified it, and its results are not out yet. The award follows when they are."
    if award.state == AwardState.SUSPENDED:
        return f"The award is suspended since {day(award.state_changed_at)}. Its certificate is shown as not in force."
    if award.state != AwardState.GRANTED:
        return f"The award has ended: {award.get_state_display().lower()}, {day(award.state_changed_at)}."
    if certificate.state == CertificateState.OWED:
        return "The certificate is being made."
    if certificate.state == CertificateState.HELD:
        return "The certificate waits for a person of the provider."
    return AGREES


def _last(last) -> str:
    if last is None:
        return "The provider's nightly comparison has not run yet."
    found = "nothing" if last.is_clean else "exceptions, so that nothing is issued until they are put right"
    return f"The provider's own comparison of everything ran on {when(last.ran_at)} and found {found}."
