"""What an agreed mark starts from, what it may say, and who of the two is asked."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from assessments.marking.models import Agreement, Allocation, Judgement, Mark, Shortfall
from assessments.marking.schemes import Plan, crosses_a_line, mean_of, within_tolerance
from assessments.marking.states import Stage, Verdict
from cpd.accounts.models import User
from cpd.accounts.templatetags.words import score


def marks_of(agreement: Agreement) -> list[Mark]:
    """The marks that were given apart: first, second, and a third where one was asked for."""
    return [mark for mark in (agreement.first, agreement.second, agreement.third) if mark is not None]


def other_than(agreement: Agreement, person: User) -> User:
    """Of the two who marked apart, the one who is asked when this person proposes."""
    return agreement.second.assessor if agreement.first.assessor_id == person.pk else agreement.first.assessor


def begin_together(agreement: Agreement, marks: list[Mark], plan: Plan, now: datetime) -> Mark:
    """The draft of an agreed mark, filled with what needs no discussion."""
    mark = Mark.objects.create(
        allocation=agreement.allocation,
        submission=agreement.submission,
        assessor=agreement.allocation.assessor,
        stage=Stage.AGREED,
        feedback=_together(mark.feedback for mark in marks),
        score=suggest_score(marks, plan) if plan.is_numeric else None,
        rules_version=plan.rules.version,
        begun_at=now,
        saved_at=now,
    )
    said: dict = {}
    for judgement in Judgement.objects.filter(mark__in=marks).order_by("mark__finalised_at"):
        said.setdefault(judgement.criterion_id, []).append(judgement)
    for criterion, judgements in said.items():
        verdict = _common([judgement.verdict for judgement in judgements])
        agreed = Judgement.objects.create(
            mark=mark,
            criterion_id=criterion,
            verdict=verdict,
            feedback=_together(one.feedback for one in judgements if verdict in ("", one.verdict)),
            saved_at=now,
        )
        if verdict == Verdict.NOT_YET_MET:
            lacks = Shortfall.objects.filter(judgement__in=judgements).values_list("lack", flat=True)
            Shortfall.objects.bulk_create(Shortfall(judgement=agreed, lack=lack) for lack in sorted(set(lacks)))
    return mark


def reopen_together(earlier: Agreement, allocation: Allocation, now: datetime) -> Agreement:
    """The same marks laid side by side once more, because a moderator asks; the rationale is there to be changed."""
    return Agreement.objects.create(
        submission=earlier.submission,
        allocation=allocation,
        first=earlier.first,
        second=earlier.second,
        third=earlier.third,
        rationale=earlier.rationale,
        rules_version=earlier.rules_version,
        opened_at=now,
    )


def suggest_score(marks: list[Mark], plan: Plan) -> Decimal | None:
    """The mean of two that are near to each other; never across the pass mark or a band (MRK-2)."""
    near = marks[-2:] if len(marks) == 2 else []
    return mean_of(near) if near and within_tolerance(near, plan) else None


def find_missing_agreement(agreement: Agreement, mark: Mark, plan: Plan) -> list[tuple[str, str]]:
    """What an agreed mark lacks: a sentence and where on the desk."""
    marks, missing = marks_of(agreement), []
    if not within_tolerance(marks, plan) and not agreement.rationale.strip():
        missing.append(("Say in the rationale why the marks come to this.", "rationale"))
    if plan.is_numeric:
        missing += [(sentence, "score") for sentence in _wrong_score(mark, marks, plan)]
    else:
        missing += _wrong_verdicts(mark, marks)
    return missing


def _wrong_score(mark: Mark, marks: list[Mark], plan: Plan) -> Iterable[str]:
    if mark.score is None:
        return
    scores = [other.score for other in marks]
    if not min(scores) <= mark.score <= max(scores):
        yield f"The agreed mark lies between the marks that were given: {score(min(scores))} to {score(max(scores))}."
    elif crosses_a_line(marks, plan.rules) and mark.score in (mean_of(marks), mean_of(marks[:2])):
        yield (
            f"{score(mark.score)} is half way between marks on different sides of a line. Marks are not averaged across "
            "the pass mark or a band: look at the work together and agree on which side it is."
        )


def _wrong_verdicts(mark: Mark, marks: list[Mark]) -> Iterable[tuple[str, str]]:
    given: dict = {}
    for judgement in Judgement.objects.filter(mark__in=marks):
        given.setdefault(judgement.criterion_id, set()).add(judgement.verdict)
    for judgement in mark.judgements.select_related("criterion").order_by("criterion__position"):
        number = judgement.criterion.number
        if judgement.verdict and judgement.verdict not in given.get(judgement.criterion_id, set()):
            sentence = f"Both marks say the same of {number}, so the agreed mark says it too."
            yield sentence, f"criterion-{number}"


def _common(verdicts: list[str]) -> str:
    """What all say, or most of three; nothing where two differ."""
    most = max(set(verdicts), key=verdicts.count)
    return most if verdicts.count(most) * 2 > len(verdicts) else ""


def _together(texts: Iterable[str]) -> str:
    """Each text once, one below the other."""
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
