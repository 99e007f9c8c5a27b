"""Who stands above somebody at work."""

from uuid import UUID

from cpd.accounts.models import User

LONGEST_LINE = 20


def list_line_above(person: User) -> list[UUID]:
    """Those to whom this person reports, the nearest first; a ring ends where it closes."""
    above: list[UUID] = []
    manager_id = person.manager_id
    while manager_id and manager_id not in above and len(above) < LONGEST_LINE:
        above.append(manager_id)
        manager_id = User.objects.filter(pk=manager_id).values_list("manager", flat=True).first()
    return above
