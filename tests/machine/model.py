"""What should be true, in plain Python: no query, no action, no rule of the product is used here."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
# England and Wales, typed in from the government's list for the years in which the machine lives.
BANK_HOLIDAYS = {
    date(2026, 8, 31),
    date(2026, 12, 25),
    date(2026, 12, 28),
    date(2027, 1, 1),
    date(2027, 3, 26),
    date(2027, 3, 29),
    date(2027, 5, 3),
    date(2027, 5, 31),
    date(2027, 8, 30),
    date(2027, 12, 27),
    date(2027, 12, 28),
    date(2028, 1, 3),
    date(2028, 4, 14),
    date(2028, 4, 17),
    date(2028, 5, 1),
    date(2028, 5, 29),
}
LATE_DAYS, CLAIM_DAYS, REFERRAL_DAYS, APPEAL_DAYS, ATTEMPTS = 5, 5, 20, 20, 2
UNFINISHED = {"draft", "submitted", "returned", "accepted", "held", "marked", "confirmed", "ratified"}
BEFORE_BOARD = UNFINISHED - {"ratified"}
OPEN = {"draft", "returned"}
CAN_BE_HELD = {"submitted", "accepted", "marked", "confirmed"}


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def working_days_after(start: date, days: int) -> date:
    while days:
        start += timedelta(days=1)
        days -= is_working_day(start)
    return start


def five_pm(day: date) -> datetime:
    return datetime.combine(day, time(17), tzinfo=LONDON)


def later(moment: datetime, days: int) -> datetime:
    """The same hour on the wall."""
    local = moment.astimezone(LONDON)
    return datetime.combine(local.date() + timedelta(days=days), local.time(), tzinfo=LONDON)


def begun_days(start: datetime, end: datetime) -> int:
    wall = [moment.astimezone(LONDON).replace(tzinfo=None) for moment in (start, end)]
    return -((wall[0] - wall[1]) // timedelta(days=1))


@dataclass
class Attempt:
    """One submission as it should be."""

    number: int
    draft: int
    state: str
    due_at: datetime
    is_capped: bool = False
    is_late: bool = False
    held_from: str = ""
    correct_by: datetime | None = None
    result: str = ""
    released_at: datetime | None = None
    outcome: str = ""
    is_whole: bool = True
    is_allocated: bool = False
    appealed: bool = False
    extended: bool = False

    @property
    def key(self) -> tuple[int, int]:
        return self.number, self.draft

    @property
    def closes_at(self) -> datetime:
        return max(self.due_at, five_pm(working_days_after(self.due_at.astimezone(LONDON).date(), LATE_DAYS)))

    @property
    def claims_close_at(self) -> datetime:
        return five_pm(working_days_after(self.due_at.astimezone(LONDON).date(), CLAIM_DAYS))


@dataclass
class Life:
    """One learner: her enrolment, her clocks and her attempts."""

    name: str
    attempts: list[Attempt]
    enrolment: str = "active"
    stopped_at: datetime | None = None
    awards: int = 0
    markers: set[str] = field(default_factory=set)
    assessor: str = ""
    moves: Counter = field(default_factory=Counter)

    @property
    def is_studying(self) -> bool:
        return self.enrolment == "active"

    @property
    def now_at(self) -> Attempt:
        """The attempt that things happen to: the unfinished one, or the newest."""
        return next((one for one in self.attempts if one.state in UNFINISHED), self.attempts[-1])

    def clock(self, now: datetime) -> datetime:
        return min(now, self.stopped_at) if self.stopped_at else now

    def is_closed(self, attempt: Attempt, now: datetime) -> bool:
        last = attempt.correct_by if attempt.state == "returned" else attempt.closes_at
        return self.clock(now) > last

    def go(self, attempt: Attempt, to: str) -> None:
        self.moves[attempt.state, to] += 1
        attempt.state = to

    def open(self, number: int, due_at: datetime, *, is_capped: bool, after: Attempt) -> Attempt:
        drafts = [one.draft for one in self.attempts if one.number == number]
        attempt = Attempt(number, max(drafts, default=0) + 1, "draft", due_at, is_capped=is_capped)
        aside = [one for one in self.attempts if one.number == number > after.number and one.state == "void"]
        attempt.is_whole = (aside[-1] if aside else after).is_whole
        self.attempts.append(attempt)
        return attempt

    def restart(self, now: datetime) -> None:
        days = begun_days(self.stopped_at, now)
        for attempt in self.attempts:
            if days and attempt.state in OPEN and attempt.closes_at >= self.stopped_at:
                attempt.due_at = later(attempt.due_at, days)
            if days and attempt.state == "returned" and attempt.correct_by >= self.stopped_at:
                attempt.correct_by = correction_after_pause(attempt.correct_by, self.stopped_at, now)
        self.stopped_at = None

    def leave(self) -> None:
        self.enrolment = "withdrawn"
        for attempt in self.attempts:
            if attempt.state in BEFORE_BOARD:
                self.go(attempt, "void")
                attempt.held_from = ""


def referral_due(now: datetime) -> datetime:
    return five_pm(working_days_after(now.astimezone(LONDON).date(), REFERRAL_DAYS))


def correct_by(now: datetime) -> datetime:
    """Five working days to open the notice, then 48 hours of working days, counted hour by hour."""
    moment = later(now, (working_days_after(now.astimezone(LONDON).date(), 5) - now.astimezone(LONDON).date()).days)
    return _hours_on(moment, 48)


def correction_after_pause(correct_by: datetime, stopped_at: datetime, now: datetime) -> datetime:
    """As many hours of working days as were left when her clocks stopped."""
    hours, moment = 0, stopped_at
    while moment < correct_by:
        hours += is_working_day(moment.astimezone(LONDON).date())
        moment += timedelta(hours=1)
    return max(correct_by, _hours_on(now, hours))


def _hours_on(moment: datetime, hours: int) -> datetime:
    moment = moment.astimezone(UTC)
    while not is_working_day(moment.astimezone(LONDON).date()):
        moment += timedelta(hours=1)
    while hours:
        hours -= is_working_day(moment.astimezone(LONDON).date())
        moment += timedelta(hours=1)
    return moment
