"""Drawing a sample of her own."""

from datetime import datetime

from assessments.audit.exhibits.contents import Scope
from assessments.audit.models import OwnDraw, Visit, VisitItem
from assessments.audit.queries.draws import list_pieces, rule_of
from assessments.audit.rules.visits import check_can_read
from assessments.moderation.sampling import digest, draw
from cpd.accounts.models import User
from cpd.history.actions import action, record
from cpd.rules import NotAllowed


@action
def draw_own_sample(visit: Visit, *, seed: str, by: User, now: datetime, at_least: int = 0) -> OwnDraw:
    """EE-4: by the rule of the agreement and her seed, from everybody who is not in her sample yet; more on demand."""
    visit = Visit.objects.select_for_update(of=["self"]).select_related("accreditation__university").get(pk=visit.pk)
    check_can_read(by, visit, now.date())
    rules = visit.accreditation.rules
    pieces = list_pieces(Scope(visit, now), by, rules)
    if not pieces:
        raise NotAllowed("There is nobody to draw from: everybody with a mark that stands is in your sample.")
    rule = rule_of(rules, at_least)
    facts = [piece for piece, _ in pieces.values()]
    own = OwnDraw.objects.create(
        visit=visit,
        number=visit.draws.count() + 1,
        seed=seed,
        rule=str(rule),
        rules_version=rules.version,
        facts=sorted(map(str, facts)),
        population_digest=digest(facts),
        drawn_at=now,
    )
    chosen = draw(facts, rule=rule, seed=seed).chosen
    VisitItem.objects.bulk_create(
        VisitItem(visit=visit, enrolment_id=pieces[number][1], draw=own, added_at=now) for number in sorted(chosen)
    )
    record(
        "visit.drawn",
        by=by,
        about=own,
        now=now,
        visit=visit.pk,
        population=len(facts),
        size=len(chosen),
        digest=own.population_digest,
        sealed={"seed": seed},
    )
    return own
