"""By when a portfolio is marked, so that its learner has her feedback on the day that she was told (MRK-8)."""

from datetime import date

from assessments.portfolios.deadlines import feedback_due_on
from assessments.portfolios.models import Submission
from courses.delivery.calendar import Calendar
from courses.delivery.queries.calendars import calendar_for

# Two weeks of work, which leaves the rest of MRK-8's twenty days to moderation and the board.
DAYS_TO_MARK = 10


class Dates:
    """The dates of many portfolios seen on one day; the closure days of each nation are read once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._calendars: dict[str, Calendar] = {}

    def feedback_on(self, submission: Submission) -> date:
        """The day that the learner was told."""
        return feedback_due_on(submission, self._calendar(submission))

    def proposed(self, submission: Submission) -> date:
        """Two weeks, or what is left until that day; two weeks all the same where it has passed."""
        usual = self._calendar(submission).working_days_after(self.today, DAYS_TO_MARK)
        promised = self.feedback_on(submission)
        return min(usual, promised) if promised >= self.today else usual

    def _calendar(self, submission: Submission) -> Calendar:
        nation = submission.portfolio.enrolment.cohort.nation
        if nation not in self._calendars:
            self._calendars[nation] = calendar_for(nation)
        return self._calendars[nation]
