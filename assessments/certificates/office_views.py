"""Pages of the office: all certificates of a cohort at once, for a ceremony or a mailing."""

import io
import zipfile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessments.certificates.office import record_bundle
from assessments.certificates.queries import issued_in
from courses.delivery.models import Cohort
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.files.store import open_bytes


@open_to(Role.COORDINATOR)
@require_GET
def download_cohort(request: HttpRequest, cohort_id) -> HttpResponse:
    """A ZIP of the stored documents as they were issued. Each is named by its number, so that namesakes do not collide."""
    cohort = get_object_or_404(Cohort, pk=cohort_id)
    certificates = issued_in(cohort, request.user)
    file = io.BytesIO()
    # PDFs are compressed inside; to press them again would only take time.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as bundle:
        for certificate in certificates:
            bundle.writestr(f"certificate-{certificate.code}.pdf", open_bytes(certificate.pdf))
    record_bundle(cohort, count=len(certificates), by=request.user, now=timezone.now())
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="certificates.zip", content_type="application/zip")
