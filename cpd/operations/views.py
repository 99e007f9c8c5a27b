"""What a load balancer or a watchman asks."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cpd.accounts.guards import open_to_public
from cpd.operations.queries import database_answers, get_readiness


@open_to_public
@require_safe
def healthz(request):
    if database_answers():
        return HttpResponse("ok\n", content_type="text/plain")
    return HttpResponse("database\n", content_type="text/plain", status=503)


@open_to_public
@require_safe
def readyz(request):
    problems = get_readiness(timezone.now()).problems
    text = "".join(f"{problem}\n" for problem in problems) or "ok\n"
    return HttpResponse(text, content_type="text/plain", status=503 if problems else 200)
