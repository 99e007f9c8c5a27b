"""How the rooms find a visit: hers or not found, reading or not found; the same answer as for an unknown id."""

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from assessments.audit.models import Visit
from assessments.audit.queries.visits import list_visits


def find_visit(request: HttpRequest, visit_id) -> Visit:
    """A visit of hers at a university that appoints her today, whatever its state."""
    return get_object_or_404(list_visits(request.user, timezone.localdate()), pk=visit_id)


def find_reading(request: HttpRequest, visit_id) -> Visit:
    """A visit of hers in which evidence can be read today."""
    today: date = timezone.localdate()
    readable = list_visits(request.user, today) & Visit.objects.open_for(request.user, today)
    return get_object_or_404(readable, pk=visit_id)
