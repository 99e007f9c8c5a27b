"""What the learners of the cohort that is over said of their module."""

from datetime import datetime, timedelta

from assessments.evaluations.actions import say_what_was_done, send_evaluation, write_evaluation
from assessments.evaluations.opening import open_evaluations
from assessments.evaluations.states import Prompt, Statement
from courses.delivery.models import Cohort, Enrolment
from cpd.accounts.models import User

# How each learner answers the five statements, in their order; a dash is no answer.
ANSWERS = (
    "55445", "54425", "55525", "45444", "54515", "5545-", "44425", "55545", "45424", "55515", "45525", "54424", "55445",
)  # fmt: skip
HELPED = (
    "Rewriting a referral of my own. I use the headings every week now.",
    "The made-up case, because I hold no cases with children just now.",
    "Feedback that named the paragraph it was about.",
    "Being able to stop in the middle and find everything where I left it.",
)
CHANGE = (
    "More time between the second live day and the deadline.",
    "Reading the criteria aloud together on the first day, with one example for each.",
    "Ten hours a week beside a full caseload was hard. Say so before people enrol.",
)
DONE = (
    "The second live day is a week earlier from the next cohort on. The first one begins with the criteria, with an example for "
    "each. What the module asks beside a caseload now stands in the offer of a place, and managers confirm the time."
)


def evaluate(cohort: Cohort, coordinator: User, *, sent_at: datetime, opened_at: datetime) -> None:
    """Most of them send one; all are opened together, and the coordinator says what was done."""
    learners = Enrolment.objects.current().filter(cohort=cohort).select_related("learner").order_by("candidate_number")
    for place, (enrolment, answers) in enumerate(zip(learners, ANSWERS, strict=False)):
        given = zip(Statement.values, answers, strict=True)
        said = {statement: answer for statement, answer in given if answer != "-"}
        words = {Prompt.HELPED: HELPED, Prompt.CHANGE: CHANGE}
        said |= {prompt.value: texts[place] for prompt, texts in words.items() if place < len(texts)}
        write_evaluation(enrolment, said=said, version=0, by=enrolment.learner, now=sent_at)
        send_evaluation(enrolment, is_looked_at=True, by=enrolment.learner, now=sent_at)
    opening = open_evaluations(cohort, now=opened_at)
    say_what_was_done(opening, text=DONE, by=coordinator, now=opened_at + timedelta(days=2))
