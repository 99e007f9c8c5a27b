"""How old the practice behind an item is, and whether it still counts (CUR-1). Months are enough, and say less of a case."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from assessments.portfolios.contents import Contents
from assessments.portfolios.gaps import Gap
from assessments.portfolios.models import EvidenceItem, Submission
from assessments.portfolios.states import ItemState
from courses.accreditation.rulesets import Rules
from courses.catalogue.states import Mode
from courses.delivery.calendar import months_after
from cpd.accounts.templatetags.words import counted

# A made-up case happened to nobody, and a list of supervisions holds its own dates.
WITHOUT_PRACTICE = frozenset({Mode.SIMULATED_CASE, Mode.SUPERVISION_CONFIRMATION})


def is_about_practice(item: EvidenceItem) -> bool:
    return item.mode not in WITHOUT_PRACTICE


def is_current(practice: date, rules: Rules, on: date) -> bool:
    """CUR-1: a month counts as long as one day of it does."""
    return practice >= months_after(on, -rules.evidence_months).replace(day=1)


def describe_practice(item: EvidenceItem, rules: Rules, on: date) -> tuple[str, bool]:
    """What the desk says of when it happened, and whether that is a reason to look at it."""
    if not is_about_practice(item) or item.state != ItemState.PRESENT:
        return "", False
    if item.practice_date is None:
        return "When this happened is not said", False
    month = month_of(item.practice_date)
    if is_current(item.practice_date, rules, on):
        return f"Practice of {month}", False
    return f"Practice of {month}: more than {counted(rules.evidence_months, 'month')} old when handed in", True


def practice_gaps(contents: Contents, on: date) -> list[Gap]:
    """What a learner should look at once more; her assessor decides whether it is current, so nothing here is hard."""
    rules = contents.submission.portfolio.enrolment.rules
    gaps = []
    for item in contents.items:
        if not is_about_practice(item):
            continue
        if item.practice_date is None:
            gaps.append(_gap(item, f"{item.label}: say in which month this happened."))
        elif not is_current(item.practice_date, rules, on):
            gaps.append(_gap(item, f"{item.label} is about {month_of(item.practice_date)}. {currency_rule(rules)}"))
    return gaps


def currency_rule(rules: Rules) -> str:
    """CUR-1 in words for a learner."""
    return (
        f"Practice counts when it is at most {counted(rules.evidence_months, 'month')} old on the day you hand in; your "
        "assessor may ask for something newer."
    )


def counted_on(submission: Submission) -> date:
    """The day against which age is counted: when it was handed in, else today."""
    return timezone.localdate(submission.submitted_at or timezone.now())


def month_of(practice: date) -> str:
    return date_format(practice, "F Y")


def _gap(item: EvidenceItem, text: str) -> Gap:
    return Gap(text, "item", str(item.pk), is_hard=False)
