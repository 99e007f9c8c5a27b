"""Cohorts with marks, for these tests."""

from tests.factories import make_marked
from tests.people import make_person

# Of three marks two are read: one of each assessor, one at random; nobody counts as new.
FEW = {"sample_all_below": 0, "sample_floor": 1, "sample_random_minimum": 1, "new_assessor_streak": 0}


def mark_three(cohort, assessor, not_yet_met=()):
    people = [make_person(name) for name in ("Ann One", "Bea Two", "Cat Three")]
    marks = [make_marked(assessor, person, cohort) for person in people[1:]]
    return [make_marked(assessor, people[0], cohort, not_yet_met), *marks]
