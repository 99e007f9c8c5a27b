"""Puts what she had typed back into the form that she left."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict

from cpd.accounts.leaving.actions import read_form
from cpd.accounts.leaving.models import KeptForm
from cpd.files.sealing import Damaged
from cpd.files.store import Destroyed

# The id of the form that “Exit this page” sends off, in the template of every page that keeps what is typed.
FORM = "writing"
BACK_AGAIN = "What you had typed when you left this page is in the boxes again. It has not been sent."


def keeps_typed[F: forms.Form](request: HttpRequest, form: F) -> F:
    """Says of the form that a page shows: leaving by “Exit this page” keeps what stands in it, and it stands there again
    when she is back. The form in the template has the id “writing”."""
    request.exit_form = FORM
    if form.is_bound or not request.user.is_authenticated:
        return form
    kept = KeptForm.objects.filter(person=request.user, place=request.path).first()
    typed = _opened(kept) if kept else None
    if typed is not None and _fill(form, typed):
        messages.info(request, BACK_AGAIN)
    return form


def _opened(kept: KeptForm) -> QueryDict | None:
    try:
        typed = read_form(kept)
    except (Destroyed, Damaged):
        return None
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def _fill(form: forms.Form, typed: QueryDict) -> bool:
    """Whether anything in it differs from what stands there anyway."""
    differs = False
    for name, field in form.fields.items():
        if isinstance(field, forms.FileField):
            continue
        value = field.widget.value_from_datadict(typed, {}, form.add_prefix(name))
        differs = differs or field.has_changed(form.get_initial_for_field(field, name), value)
        form.initial[name] = value
    return differs
