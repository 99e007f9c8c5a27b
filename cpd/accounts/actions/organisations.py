"""The provider, the employers and the universities."""

from datetime import datetime

from cpd.accounts.models import Organisation, OrganisationKind, User
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed


@action
def create_organisation(
    *, kind: str, name: str, by: User | None, now: datetime, safeguarding_contact: str = ""
) -> Organisation:
    """Add an organisation; there is one provider an installation."""
    name = " ".join(name.split())
    known = Organisation.objects.filter(kind=kind, name__iexact=name).first()
    if known:
        unchanged()
        return known
    if kind == OrganisationKind.PROVIDER and Organisation.objects.filter(kind=kind).exists():
        raise NotAllowed("This installation has its provider already.")
    organisation = Organisation.objects.create(
        kind=kind, name=name, safeguarding_contact=safeguarding_contact, created_at=now
    )
    record("organisation.created", by=by, about=organisation, now=now, kind=str(kind))
    return organisation
