"""Giving a person a role, and ending it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cpd.accounts import actions, holdings
from cpd.accounts.forms import AppointForm, EndForm
from cpd.accounts.guards import open_to
from cpd.accounts.models import Appointment, User
from cpd.accounts.roles import Role
from cpd.accounts.rules import check_can_end
from cpd.rules import refusal


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def appoint_person(request, person_id):
    person = get_object_or_404(User.objects.seen_by(request.user), pk=person_id, is_active=True)
    form = AppointForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        actions.appoint(person, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The appointment is made.")
        return redirect("accounts:show_person", person_id=person.pk)
    context = {"person": person, "form": form}
    return render(request, "accounts/appoint_person.html", context, status=422 if form.errors else 200)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def end_appointment(request, appointment_id):
    """Show what the person holds in this role and to whom it goes, then end the role."""
    appointment = get_object_or_404(
        Appointment.objects.select_related("person", "organisation").filter(
            person__in=User.objects.seen_by(request.user)
        ),
        pk=appointment_id,
    )
    today = timezone.localdate()
    held = holdings.that_end_with(appointment, on=today)
    successors = User.objects.holding(appointment.role, on=today).exclude(pk=appointment.person_id)
    form = EndForm(request.POST or None, successors=successors, needs_successor=any(one.hand_over for one in held))
    no = refusal(check_can_end, appointment, today)
    if form.is_valid():
        actions.end_appointment(
            appointment, by=request.user, now=timezone.now(), successor=form.cleaned_data["successor"]
        )
        messages.success(request, "The appointment has ended. What was decided before stays as it is.")
        return redirect("accounts:show_person", person_id=appointment.person_id)
    context = {
        "appointment": appointment,
        "held": held,
        "form": form,
        "end_refusal": no,
        "has_fixed": any(not one.hand_over for one in held),
    }
    return render(request, "accounts/end_appointment.html", context, status=422 if form.errors else 200)
