"""Pages of the office: all certificates of a cohort at once, for a ceremony or a mailing."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.certificates.office import members_of_bundle, record_bundle
from assessments.certificates.queries import in_force
from courses.delivery.models import Cohort
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.documents.serving import zip_response
from cpd.documents.zips import write_zip


@open_to(Role.COORDINATOR)
@require_GET
def download_cohort(request: HttpRequest, cohort_id) -> HttpResponseBase:
    """A ZIP of the stored documents as they were issued, sent while it is read."""
    cohort = get_object_or_404(Cohort, pk=cohort_id)
    certificates = in_force(cohort, request.user)
    record_bundle(cohort, count=len(certificates), by=request.user, now=timezone.now())
    return zip_response(write_zip(members_of_bundle(certificates)), "certificates.zip")
