"""What a person says about herself: her details at the first sign-in, and her preferences."""

from allauth.account.forms import AddEmailForm
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cpd.accounts import actions
from cpd.accounts.forms import DetailsForm, PreferencesForm
from cpd.accounts.guards import open_to_signed_in
from cpd.accounts.models import Preferences
from cpd.accounts.roles import Role
from cpd.accounts.views.leaving import keeps_typed
from cpd.notices.queries import get_mail_trouble


@open_to_signed_in
@require_http_methods(["GET", "POST"])
def confirm_details(request):
    """First sign-in. A second address is asked for, and counts only after its code was typed in."""
    person = request.user
    if person.confirmed_at:
        return redirect("accounts:show_preferences")
    form = keeps_typed(request, DetailsForm(request.POST or None, initial=_details_of(person), person=person))
    if not form.is_valid():
        return render(request, "accounts/confirm_details.html", {"form": form}, status=422 if form.errors else 200)
    data = form.cleaned_data
    second_email = data.pop("second_email")
    actions.confirm_details(person, **{name: data[name] for name in actions.DETAILS}, now=timezone.now())
    if second_email:
        return _ask_for_code(request, second_email)
    messages.success(request, "Thank you. Your details are saved.")
    return redirect("accounts:show_safety" if request.role == Role.LEARNER else "/")


@open_to_signed_in
@require_http_methods(["GET", "POST"])
def show_preferences(request):
    """How a person wishes to read and to be reached."""
    known = Preferences.objects.filter(person=request.user).first() or Preferences(person=request.user)
    stored = {name: getattr(known, name) for name in actions.PREFERENCES}
    form = keeps_typed(request, PreferencesForm(request.POST or None, initial=stored))
    if form.is_valid():
        actions.choose_preferences(request.user, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Your preferences are saved.")
        return redirect("accounts:show_preferences")
    context = {
        "form": form,
        "addresses": EmailAddress.objects.filter(user=request.user).order_by("-primary", "email"),
        "trouble": get_mail_trouble(request.user),
    }
    return render(request, "accounts/show_preferences.html", context, status=422 if form.errors else 200)


@open_to_signed_in
@require_POST
def confirm_contact(request):
    """One press on the first page: it is still safe to reach her as she said."""
    actions.confirm_contact(request.user, by=request.user, now=timezone.now())
    messages.success(request, "Thank you. We reach you as you said.")
    return redirect("/")


def _details_of(person):
    return {
        "given_names": person.given_names,
        "family_name": person.family_name,
        "certificate_name": person.certificate_name or f"{person.given_names} {person.family_name}".strip(),
    }


def _ask_for_code(request, address):
    """Let allauth send a code to the second address; an address that cannot be added is said so, and nothing is lost."""
    form = AddEmailForm(user=request.user, data={"email": address})
    if not form.is_valid():
        messages.warning(request, "Your details are saved, but that second address cannot be added. Try it again here.")
        return redirect("account_email")
    form.save(request)
    return redirect("account_email_verification_sent")
