"""Sharing out a cohort: equally, by weight, by group, as listed, and what was pinned beforehand."""

from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.marking.actions import pin
from assessments.marking.lists import ListError, read_list, write_list
from assessments.marking.models import Allocation, Pin
from assessments.marking.sharing import Sharing
from assessments.marking.suggestions import list_waiting, suggest_assessors
from assessments.standing.actions import set_availability
from cpd.accounts.actions import keep_away
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed
from tests.clock import NOON, TODAY
from tests.factories import make_accepted, make_cohort, make_enrolment
from tests.people import employer, make_person, sign_in

pytestmark = pytest.mark.django_db
DUE = "2099-07-17"


@pytest.fixture
def cohort(assessor, second_assessor):
    cohort = make_cohort(assessor=assessor)
    cohort.staff.create(person=second_assessor, role="assessor")
    return cohort


@pytest.fixture
def four(cohort):
    """Portfolios of four learners, two from each of two employers."""
    return [
        make_accepted(
            make_person(f"Learner {number}", Role.LEARNER, employer=employer("North" if number < 2 else "South")),
            cohort,
        )
        for number in range(4)
    ]


def rows(coordinator):
    return suggest_assessors(list(list_waiting(coordinator)), TODAY)


def shares(proposals) -> Counter:
    return Counter(proposal.person_id for proposal in proposals)


def test_equally_is_equal_and_the_same_each_time(four, coordinator, assessor, second_assessor):
    first = Sharing(rows(coordinator)).give({})

    assert shares(first) == {assessor.pk: 2, second_assessor.pk: 2}
    assert [one.person_id for one in Sharing(rows(coordinator)).give({})] == [one.person_id for one in first]


def test_by_weight(four, coordinator, assessor, second_assessor):
    assert shares(Sharing(rows(coordinator), {assessor.pk: 3, second_assessor.pk: 1}).give({})) == {
        assessor.pk: 3,
        second_assessor.pk: 1,
    }
    assert shares(Sharing(rows(coordinator), {assessor.pk: 0, second_assessor.pk: 1}).give({})) == {
        second_assessor.pk: 4
    }


def test_capacity_leaves_the_rest_to_be_chosen_by_hand(four, coordinator, assessor, second_assessor):
    for person in (assessor, second_assessor):
        set_availability(person, most=1, away_from=None, away_until=None, by=person, now=NOON)

    proposals = Sharing(rows(coordinator)).give({})

    assert shares(proposals) == {assessor.pk: 1, second_assessor.pk: 1, None: 2}


def test_coi_1_whoever_has_fewest_choices_is_served_first(four, coordinator, assessor, second_assessor):
    """One learner keeps the first assessor away, so the second one is kept for her."""
    last = four[-1]
    keep_away(name=str(assessor), by=last.portfolio.enrolment.learner, now=NOON)
    set_availability(second_assessor, most=1, away_from=None, away_until=None, by=second_assessor, now=NOON)

    proposals = {one.waiting.submission.pk: one.person_id for one in Sharing(rows(coordinator)).give({})}

    assert proposals.pop(last.pk) == second_assessor.pk
    assert set(proposals.values()) == {assessor.pk}


def test_a_wish_that_cannot_be_is_said_and_nobody_is_proposed(four, coordinator, assessor):
    set_availability(assessor, most=None, away_from=TODAY, away_until=TODAY, by=assessor, now=NOON)

    proposals = Sharing(rows(coordinator)).give({four[0].pk: (assessor.pk, "Pinned to Asha Assessor")})

    (pinned,) = [proposal for proposal in proposals if proposal.waiting.submission.pk == four[0].pk]
    assert (pinned.person_id, pinned.why) == (None, "Pinned to Asha Assessor. Not available.")


def test_the_list_is_written_filled_in_and_read(four, coordinator, assessor):
    waiting = rows(coordinator)
    lines = write_list(waiting).decode("utf-8-sig").split()
    assert lines[0] == "portfolio,assessor"
    number = four[1].portfolio.enrolment.candidate_number

    listed = read_list(
        f"portfolio,assessor\n{four[0].reference},{assessor.email}\n{number},{assessor.email.upper()}\n"
        f"NOBODY,{assessor.email}\n{four[2].reference},x@example.org\n{four[0].reference},{assessor.email}\n"
        f"{four[3].reference},\n".encode(),
        waiting,
    )

    assert {pk: person for pk, (person, _) in listed.wishes.items()} == {
        four[0].pk: assessor.pk,
        four[1].pk: assessor.pk,
    }
    assert [problem.partition(":")[0] for problem in listed.problems] == ["Row 4", "Row 5", "Row 6"]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a,b\n1,2", b'portfolio,assessor\n"open', b"\x00" * 9])
def test_a_file_that_is_no_list_is_refused_with_a_sentence(data):
    with pytest.raises(ListError):
        read_list(data, [])


def share(client, cohort, **posted):
    return client.post(reverse("marking:share_cohort", args=[cohort.pk]), {"due_date": DUE} | posted)


def test_looking_changes_nothing_and_allocating_does_what_was_shown(client, four, cohort, coordinator, assessor):
    sign_in(client, coordinator)
    assert cohort.code in client.get("/marking/share-out/").text

    proposal = share(client, cohort, method="equal")
    assert proposal.status_code == 200
    assert not Allocation.objects.exists()
    answer = share(
        client, cohort, method="equal", allocate="yes", **{f"row-{four[0].pk}": assessor.pk, f"row-{four[1].pk}": ""}
    )

    assert answer.url == "/marking/allocations/"
    assert Allocation.objects.get().submission == four[0]


def test_by_employer_each_group_has_one_assessor(client, four, cohort, coordinator, assessor, second_assessor):
    sign_in(client, coordinator)
    north, south = (employer(name).pk for name in ("North", "South"))

    page = share(
        client, cohort, method="group", **{f"group-{north}": assessor.pk, f"group-{south}": second_assessor.pk}
    ).text

    assert page.count("The group of Asha Assessor") == 2
    assert page.count("The group of Sam Second") == 2


def test_as_listed_and_a_pin_goes_before_the_list(client, four, cohort, coordinator, assessor, second_assessor):
    sign_in(client, coordinator)
    pin(four[0].portfolio.enrolment, assessor=second_assessor, by=coordinator, now=NOON)
    text = "portfolio,assessor\n" + "\n".join(f"{one.reference},{assessor.email}" for one in four)

    assert share(client, cohort, method="list").status_code == 422
    page = share(client, cohort, method="list", file=SimpleUploadedFile("list.csv", text.encode())).text

    assert page.count("Listed for Asha Assessor") == 3
    assert page.count("Pinned to Sam Second") == 1


@pytest.mark.parametrize("weight", ["-1", "1,5", "101", "NaN"])
def test_a_weight_that_cannot_be_is_refused(weight, client, four, cohort, coordinator, assessor):
    sign_in(client, coordinator)

    assert share(client, cohort, method="weighted", **{f"weight-{assessor.pk}": weight}).status_code == 422


def test_weights_that_give_nobody_anything_are_refused(client, four, cohort, coordinator, assessor, second_assessor):
    sign_in(client, coordinator)
    none = {f"weight-{person.pk}": "0" for person in (assessor, second_assessor)}

    assert share(client, cohort, method="weighted", **none).status_code == 422


def test_a_pin_is_set_on_its_page_and_taken_out(client, cohort, coordinator, assessor, learner):
    enrolment = make_enrolment(learner, cohort)
    sign_in(client, coordinator)
    page = f"/marking/pins/{cohort.pk}/"
    assert str(learner) not in client.get(page).text.partition("<main")[2]

    client.post(page, {f"pin-{enrolment.pk}": assessor.pk})
    assert Pin.objects.get().assessor == assessor
    client.post(page, {f"pin-{enrolment.pk}": ""})

    assert not Pin.objects.exists()


def test_coi_1_nobody_is_pinned_to_somebody_too_near(cohort, coordinator, assessor, learner):
    enrolment = make_enrolment(learner, cohort)
    learner.manager = assessor
    learner.save()

    with pytest.raises(NotAllowed, match="They are the learner's manager"):
        pin(enrolment, assessor=assessor, by=coordinator, now=NOON)
    with pytest.raises(NotAllowed, match="Only a coordinator"):
        pin(enrolment, assessor=None, by=assessor, now=NOON)
