"""How anything here says no: an exception that carries a sentence a person can act on."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied


class NotAllowed(PermissionDenied):
    """Refused, with a sentence the person can act on; 403.html shows it."""


def refusal(check: Callable[..., None], *args, **kwargs) -> str:
    """The sentence with which `check` refuses, or "" when it allows: for a page that shows why a button is off."""
    try:
        check(*args, **kwargs)
    except NotAllowed as no:
        return str(no)
    return ""
