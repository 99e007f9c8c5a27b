"""What universities have signed themselves: the list of one agreement, a new one, and its end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from assessments.certificates.addresses import achievement_address
from assessments.certificates.endorsing import end_endorsement as end
from assessments.certificates.endorsing import record_endorsement
from assessments.certificates.forms import EndorsementForm
from assessments.certificates.models import Endorsement
from courses.accreditation.models import Accreditation
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.files.uploads import upload_refusal
from cpd.rules import NotAllowed


@open_to(Role.ADMINISTRATOR, Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def list_endorsements(request: HttpRequest, accreditation_id) -> HttpResponse:
    accreditation = get_object_or_404(Accreditation.objects.select_related("university"), pk=accreditation_id)
    too_large = upload_refusal(request) if request.method == "POST" else ""
    form = (
        EndorsementForm(request.POST or None, request.FILES or None) if request.method == "POST" else EndorsementForm()
    )
    if not too_large and form.is_valid():
        try:
            record_endorsement(accreditation, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, "The signature holds. Every certificate from now on carries this endorsement.")
            return redirect("certificates:list_endorsements", accreditation.pk)
    covered = accreditation.versions.select_related("version__module").order_by(
        "version__module__code", "version__number"
    )
    context = {
        "accreditation": accreditation,
        "form": form,
        "too_large": too_large,
        "endorsements": accreditation.endorsements.select_related("version__module").order_by("-recorded_at"),
        "addresses": [achievement_address(row.version.module.code, row.version.number) for row in covered],
        "now": timezone.now(),
    }
    status = 413 if too_large else 422 if form.errors else 200
    return render(request, "assessments/certificates/list_endorsements.html", context, status=status)


@open_to(Role.ADMINISTRATOR, Role.COORDINATOR)
@require_POST
def end_endorsement(request: HttpRequest, endorsement_id) -> HttpResponse:
    endorsement = end(get_object_or_404(Endorsement, pk=endorsement_id), by=request.user, now=timezone.now())
    messages.success(request, "Ended. Certificates that carry it keep it; later ones do not.")
    return redirect("certificates:list_endorsements", endorsement.accreditation_id)
