"""People, organisations, appointments, invitations and what a person prefers."""

import uuid
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q

from cpd.accounts.away.models import KeptAway
from cpd.accounts.leaving.models import KeptForm as KeptForm  # a table of this app that nothing here needs
from cpd.accounts.roles import BLIND, Role


class OrganisationKind(models.TextChoices):
    PROVIDER = "provider", "Provider"
    EMPLOYER = "employer", "Employer"
    UNIVERSITY = "university", "University"


class Organisation(models.Model):
    """A provider (one an installation), an employer of learners, or a partner university."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    name = models.CharField(max_length=200)
    safeguarding_contact = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="one_organisation_per_name"),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="provider"), name="one_provider"),
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind), name="organisation_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class UserQuerySet(models.QuerySet):
    def holding(self, role: Role, *, on: date) -> "UserQuerySet":
        """Active people who hold the role on that day."""
        held = Appointment.objects.filter(role=role).in_force(on)
        return self.filter(is_active=True, appointments__in=held).distinct()

    def seen_by(self, person: "User") -> "UserQuerySet":
        """Without the learners who keep this person away."""
        return self.exclude(pk__in=KeptAway.objects.naming(person).values("learner"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes accounts by e-mail address; there are no user names."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalise(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    @staticmethod
    def normalise(email: str) -> str:
        """The form in which an address is stored and compared."""
        return email.strip().casefold()


class User(AbstractBaseUser, PermissionsMixin):
    """A person with one account, whatever roles they hold. `manager` is the person they report to at work."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True, error_messages={"unique": "There is an account with this e-mail address."})
    given_names = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    certificate_name = models.CharField(max_length=200, blank=True)
    employer = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="people")
    team = models.CharField(max_length=100, blank=True)
    manager = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reports")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demonstration = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    # First sign-in: what she confirmed, and when.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    terms_version = models.CharField(max_length=20, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(manager__isnull=True) | ~Q(manager=F("id")), name="nobody_manages_themselves"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | ~Q(terms_version=""), name="confirmation_names_the_terms"
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip() or self.email

    def get_short_name(self) -> str:
        return self.given_names or self.email

    def roles(self, *, on: date) -> list[Role]:
        """The roles held on that day, in the order of the table of roles."""
        held = set(self.appointments.in_force(on).values_list("role", flat=True))
        return [role for role in Role if role in held]

    def holds(self, role: Role, *, on: date) -> bool:
        return self.is_active and self.appointments.in_force(on).filter(role=role).exists()

    def may_look_at_tables(self, *, on: date) -> bool:
        """Support's pages are closed to whoever judges, since tables show who is who."""
        return self.is_staff and not BLIND & set(self.roles(on=on))


class AppointmentQuerySet(models.QuerySet):
    def in_force(self, on: date) -> "AppointmentQuerySet":
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class Appointment(models.Model):
    """A person holds a role, at an organisation, from a day until a day (inclusive); open-ended without `ends_on`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    appointed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    appointed_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role), name="appointment_role_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")) | Q(ended_at__isnull=False),
                name="appointment_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "role", "organisation"],
                condition=Q(ends_on__isnull=True),
                name="one_open_appointment_per_role",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="appointment_ended_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["role", "ends_on"], name="appointment_role")]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"

    def is_in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


class FormerAddress(models.Model):
    """An address that an administrator replaced. It is told of the change once, and then forgotten here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="former_addresses")
    email = models.EmailField(blank=True)
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(told_at__isnull=True) | Q(email=""), name="told_address_is_forgotten")
        ]
        verbose_name_plural = "former addresses"

    def __str__(self) -> str:
        return f"former address {self.pk}"


class InvitationState(models.TextChoices):
    WAITING = "waiting", "Not yet accepted"
    ACCEPTED = "accepted", "Accepted"
    CANCELLED = "cancelled", "Cancelled"


class InvitationQuerySet(models.QuerySet):
    def seen_by(self, person: User) -> "InvitationQuerySet":
        """Without those to learners who keep this person away."""
        return self.exclude(email__in=KeptAway.objects.naming(person).values("learner__email"))


class Invitation(models.Model):
    """A one-time link that lets an address make an account. Names no employer and no module; roles wait in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="invitations")
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # SHA-256 of the token: the link itself is in the mail alone.
    token_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=20, choices=InvitationState, default=InvitationState.WAITING)
    appointed_until = models.DateField(null=True, blank=True)
    expires_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    # Its mail: when it went, or the class of the last failure.
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_error = models.CharField(max_length=80, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=InvitationState), name="invitation_state_known"),
            models.CheckConstraint(
                condition=Q(state="accepted", accepted_at__isnull=False)
                | (~Q(state="accepted") & Q(accepted_at__isnull=True)),
                name="invitation_accepted_at_agrees",
            ),
            models.UniqueConstraint(fields=["email", "role"], condition=Q(state="waiting"), name="one_open_invitation"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class MailFrequency(models.TextChoices):
    DIGEST = "digest", "Once a day"
    NOW = "now", "As it happens"
    NONE = "none", "No e-mail"


class ContactBy(models.TextChoices):
    """By which way a person is reached when the product is not enough; the default is the one nobody overhears."""

    PRODUCT = "product", "A message in the product only"
    EMAIL = "email", "E-mail to the address I sign in with"
    TEXT = "text", "A text to my phone"
    WORK_PHONE = "work_phone", "A call to my work phone"
    MOBILE = "mobile", "A call to my mobile"


class Preferences(models.Model):
    """How a person wishes to read and to be reached. No row means the defaults."""

    person = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="preferences")
    mail = models.CharField(max_length=10, choices=MailFrequency, default=MailFrequency.DIGEST)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    safe_contact = models.CharField(max_length=300, blank=True)
    contact_by = models.CharField(max_length=20, choices=ContactBy, default=ContactBy.PRODUCT)
    no_voicemail = models.BooleanField(default=True)
    # Safety changes, so she is asked again with each enrolment whether this is still right.
    contact_confirmed_at = models.DateTimeField(null=True, blank=True)
    text_size = models.CharField(
        max_length=10, choices=[("1", "Normal"), ("1.125", "Larger"), ("1.25", "Largest")], default="1"
    )
    theme = models.CharField(
        max_length=10, choices=[("auto", "As the device"), ("light", "Light"), ("dark", "Dark")], default="auto"
    )
    exit_button = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mail__in=MailFrequency), name="mail_frequency_known"),
            models.CheckConstraint(condition=Q(contact_by__in=ContactBy), name="contact_by_known"),
        ]
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"preferences {self.person_id}"
