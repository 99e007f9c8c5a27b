"""What a measurement begins with: a provider, its staff, a module and an agreement, made by the actions that people use."""

from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from assessments.audit.actions import open_visit
from assessments.certificates.facts import facts_of
from assessments.certificates.models import Award, StatusList
from assessments.demo.road import TEXTS
from courses.catalogue.models import AssessmentCriterion, Lesson, ModuleVersion, Task
from courses.delivery.models import Enrolment
from cpd.accounts.roles import Role
from cpd.files.texts import new_text_key, seal_text
from tests.factories import make_accreditation, make_version
from tests.people import employer, make_person, provider


class Installation:
    """A provider with its staff and one module; `count` candidates are filled in."""

    def __init__(self, package: Path, now: datetime) -> None:
        self.now = now
        self.today = now.date()
        self.version: ModuleVersion = make_version(package)
        self.accreditation = make_accreditation(
            self.version,
            starts_on=self.day(-700),
            ends_on=self.day(700),
            teach_out_until=self.day(1100),
        )
        self.assessors = [make_person(f"Asha {number} Bench", Role.ASSESSOR) for number in range(1, 41)]
        self.moderator = make_person("Mia Bench-Moderator", Role.MODERATOR)
        self.coordinator = make_person("Cora Bench-Coordinator", Role.COORDINATOR)
        self.administrator = make_person("Ada Bench-Administrator", Role.ADMINISTRATOR)
        self.auditor = make_person("Uma Bench-Auditor", Role.AUDITOR)
        self.board = [make_person(f"{name} Bench-Board", Role.BOARD) for name in ("Bea", "Ben", "Bob")]
        self.provider = provider()
        self.employers = [employer(f"Employer {number}") for number in range(1, 41)]
        self.text_key = new_text_key()
        self.status_list = StatusList.objects.create(number=1, created_at=now)
        self.count = self.places = 0
        open_visit(self.accreditation, purpose="Annual monitoring", by=self.auditor, now=now)

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    @cached_property
    def criteria(self) -> list[AssessmentCriterion]:
        return list(self.version.criteria.order_by("position"))

    @cached_property
    def tasks(self) -> list[Task]:
        return list(self.version.tasks.order_by("position").prefetch_related("criteria", "modes"))

    @cached_property
    def lessons(self) -> list[Lesson]:
        return list(self.version.lessons.order_by("position"))

    @cached_property
    def text(self) -> str:
        """About 400 words, as a task asks for."""
        return "\n\n".join(file.read_text().strip() for file in sorted(TEXTS.glob("*.txt"))[:2])

    @cached_property
    def sealed_text(self) -> bytes:
        return seal_text(self.text_key, self.text)

    def next_place(self) -> int:
        self.places += 1
        return self.places

    @cached_property
    def facts(self) -> dict:
        """What every certificate here states: one module, one agreement, one day."""
        enrolment = Enrolment(version=self.version, enrolled_on=self.day(-200))
        return facts_of(
            Award(enrolment=enrolment, accreditation=self.accreditation, awarded_on=self.day(-20)), self.now
        )
