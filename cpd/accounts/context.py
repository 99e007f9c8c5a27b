"""What every page shows around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from cpd.accounts.guards import current_role, roles_of
from cpd.accounts.models import Preferences, User
from cpd.accounts.navigation import ITEMS
from cpd.accounts.queries import list_demonstration_people
from cpd.accounts.roles import Role
from cpd.notices.models import Notice


def page(request: HttpRequest) -> dict[str, Any]:
    """Navigation, the role worked as, the exit bar and preferences, for templates/base.html."""
    around = {
        "service_name": settings.CPD_SERVICE_NAME,
        "support_email": settings.CPD_SUPPORT_EMAIL,
        "demo": settings.CPD_DEMO,
        "exit_url": reverse("accounts:leave"),
        "exit_bar": False,
        "nav": [],
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        # A function: only the sign-in page calls it.
        around["demonstration_people"] = _demonstration_people
        return around
    role = getattr(request, "role", None) or current_role(request)
    preferences = Preferences.objects.filter(person=user).first() or Preferences(person=user)
    around |= {
        "nav": _navigation(request, role),
        "working_as": role.label if role else "",
        "other_roles": [{"value": other.value, "label": other.label} for other in roles_of(request) if other != role],
        "exit_form": getattr(request, "exit_form", ""),
        "exit_bar": preferences.exit_button and role in (Role.LEARNER, None),
        "preferences": preferences,
        "unread_notices": Notice.objects.unread(user).count(),
    }
    return around


def _demonstration_people() -> list[tuple[str, list[User]]]:
    return list_demonstration_people(timezone.localdate()) if settings.CPD_DEMO else []


def _navigation(request: HttpRequest, role: Role | None) -> list[dict[str, Any]]:
    """The items of a role; one at most is current, the one whose address is nearest to the page's."""
    items = [(label, reverse(name)) for label, name in ITEMS.get(role, [])]
    above = [url for _, url in items if request.path == url or (url != "/" and request.path.startswith(url))]
    here = max(above, key=len, default=None)
    return [{"label": label, "url": url, "current": url == here} for label, url in items]
