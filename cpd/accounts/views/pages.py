"""Pages that anyone may read, and what is said to a form that came too late."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cpd.accounts.guards import open_to_public

# A help page for each, in the order of the list; templates/accounts/help/<topic>.html.
TOPICS = {
    "signing-in": "Signing in, and when it does not work",
    "second-proof": "Passkeys, authenticator apps and recovery codes",
    "learning": "Lessons, notes and knowledge checks",
    "portfolio": "Building a portfolio",
    "people-in-evidence": "Keeping people in your evidence safe",
    "deadlines": "Deadlines, extensions and breaks",
    "results": "Results, resubmission and appeals",
    "certificates": "Certificates and how they are checked",
    "staff": "For assessors, moderators, boards and coordinators",
}


@open_to_public
@require_safe
def show_safety(request):
    return render(request, "accounts/show_safety.html")


@open_to_public
@require_safe
def show_terms(request):
    return render(request, "accounts/show_terms.html")


@open_to_public
@require_safe
def show_privacy(request):
    return render(request, "accounts/show_privacy.html")


@open_to_public
@require_safe
def show_accessibility(request):
    return render(request, "accounts/show_accessibility.html")


@open_to_public
@require_safe
def show_cookies(request):
    return render(request, "accounts/show_cookies.html")


@open_to_public
@require_safe
def show_help(request):
    return render(request, "accounts/show_help.html", {"topics": TOPICS})


@open_to_public
@require_safe
def show_help_topic(request, topic):
    if topic not in TOPICS:
        raise Http404
    return render(request, f"accounts/help/{topic}.html", {"topic_title": TOPICS[topic]})


@open_to_public
def csrf_failure(request, reason=""):
    """A form whose token is out of date: nothing was saved, and the page says where the words still are."""
    return render(request, "403_csrf.html", status=403)
