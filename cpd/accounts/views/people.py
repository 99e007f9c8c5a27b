"""People, as administrators see them: accounts and appointments, never evidence."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cpd.accounts import actions, holdings
from cpd.accounts.forms import AddressForm, FindPeopleForm, ReasonForm
from cpd.accounts.guards import open_to
from cpd.accounts.models import User
from cpd.accounts.queries import count_open_invitations, list_events, search_people
from cpd.accounts.roles import Role
from cpd.accounts.rules import check_can_close, check_can_reopen
from cpd.notices.queries import get_mail_trouble, list_people_with_mail_trouble
from cpd.rules import refusal

PER_PAGE = 30


@open_to(Role.ADMINISTRATOR)
@require_safe
def list_people(request):
    form = FindPeopleForm(request.GET or None)
    found = form.cleaned_data if form.is_valid() else {}
    people = search_people(**found, by=request.user, on=timezone.localdate())
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "is_filtered": any(found.values()),
        "unreached": list_people_with_mail_trouble([person.pk for person in page.object_list]),
        "open_invitations": count_open_invitations(request.user, timezone.now()),
    }
    return render(request, "accounts/list_people.html", context)


@open_to(Role.ADMINISTRATOR)
@require_safe
def show_person(request, person_id):
    person = get_object_or_404(User.objects.seen_by(request.user).select_related("employer", "manager"), pk=person_id)
    today = timezone.localdate()
    appointments = list(person.appointments.select_related("organisation").order_by("-starts_on", "role"))
    current = [appointment for appointment in appointments if appointment.is_in_force(today)]
    context = {
        "person": person,
        "current": current,
        "others": [appointment for appointment in appointments if appointment not in current],
        "holdings": holdings.of(person, [appointment.role for appointment in current], on=today),
        "trouble": get_mail_trouble(person),
        "events": list_events(person, appointments),
        "close_refusal": refusal(check_can_close, request.user, person, today),
    }
    return render(request, "accounts/show_person.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def change_address(request, person_id):
    """A new address for somebody whom mail does not reach; it is confirmed by a code at the next sign-in."""
    person = get_object_or_404(User.objects.seen_by(request.user), pk=person_id)
    form = AddressForm(request.POST or None, initial={"email": person.email})
    if form.is_valid():
        actions.change_address(person, email=form.cleaned_data["email"], by=request.user, now=timezone.now())
        messages.success(request, "The address is changed. The person is told at both addresses.")
        return redirect("accounts:show_person", person_id=person.pk)
    context = {"person": person, "form": form}
    return render(request, "accounts/change_address.html", context, status=422 if form.errors else 200)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def close_account(request, person_id):
    person = get_object_or_404(User.objects.seen_by(request.user), pk=person_id)
    check_can_close(request.user, person, timezone.localdate())
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        actions.close_account(person, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        messages.success(request, "The account is closed. Nothing was deleted.")
        return redirect("accounts:show_person", person_id=person.pk)
    context = {"person": person, "form": form}
    return render(request, "accounts/close_account.html", context, status=422 if form.errors else 200)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def reopen_account(request, person_id):
    person = get_object_or_404(User.objects.seen_by(request.user), pk=person_id)
    check_can_reopen(request.user, person)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        actions.reopen_account(person, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        messages.success(request, "The account is open again.")
        return redirect("accounts:show_person", person_id=person.pk)
    context = {"person": person, "form": form}
    return render(request, "accounts/reopen_account.html", context, status=422 if form.errors else 200)
