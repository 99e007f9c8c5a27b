"""The comments that an assessor is offered: their own and the team's, those they use most first."""

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.marking.models import Comment, CommentUse
from courses.catalogue.models import AssessmentCriterion, Module, ModuleVersion
from courses.delivery.models import CohortRole
from cpd.accounts.models import User


def list_comments(person: User, *, module: Module | None = None) -> QuerySet[Comment]:
    """What this person may use; with a module only what fits one of its criteria or any.

    `times` is how often they themselves used it. Nobody sees another's count: it would tell of a mark being written.
    """
    mine = CommentUse.objects.filter(comment=OuterRef("pk"), person=person).values("times")
    comments = Comment.objects.seen_by(person)
    if module is not None:
        comments = comments.filter(Q(module=module) | Q(module__isnull=True))
    return (
        comments.select_related("module", "owner")
        .annotate(times=Coalesce(Subquery(mine), 0))
        .order_by("module__code", "number", "-times", "added_at", "pk")
    )


def criteria_to_comment(person: User) -> list[AssessmentCriterion]:
    """The criteria of the newest version of each module that this person has marked or is named for."""
    versions = (
        ModuleVersion.objects.published()
        .filter(
            Q(cohorts__staff__person=person, cohorts__staff__role=CohortRole.ASSESSOR)
            | Q(enrolments__portfolio__submissions__allocations__assessor=person)
        )
        .order_by("module", "-number")
        .values_list("module", "pk")
    )
    newest: dict = {}
    for module, version in versions:
        newest.setdefault(module, version)
    criteria = AssessmentCriterion.objects.filter(version__in=newest.values()).select_related("version__module")
    return list(criteria.order_by("version__module__code", "position"))


def comments_by_criterion(person: User, module: Module) -> dict[str, list[Comment]]:
    """By the number of the criterion; those for any criterion under an empty one. One query."""
    found: dict[str, list[Comment]] = {}
    for comment in list_comments(person, module=module):
        found.setdefault(comment.number, []).append(comment)
    return found
