"""Outcomes: what is counted, what is hidden, how it is drawn, and views that are kept."""

import csv
import io
from collections import Counter
from datetime import date
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.audit.actions import keep_view, open_visit
from assessments.audit.models import SavedView
from assessments.audit.outcomes.counting import Facts, Moderated
from assessments.audit.outcomes.hiding import SMALL, hide
from assessments.audit.outcomes.topics.cells import HIDDEN
from assessments.audit.outcomes.topics.listing import find_table, list_topics
from assessments.audit.outcomes.topics.shown import ON_PAGE, WHOLE, Filter
from assessments.audit.rules.views import MOST
from assessments.boards.states import Result
from assessments.evaluations.actions import say_what_was_done
from assessments.evaluations.models import Opening
from assessments.moderation.agreement import LEAST
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.clock import NOON
from tests.factories import make_released
from tests.people import make_person, sign_in

pytestmark = pytest.mark.usefixtures("standing_award")


@pytest.fixture
def learner(award):
    return award.enrolment.learner


@pytest.fixture
def visit(auditor, award):
    return open_visit(award.accreditation, purpose="Monitoring", by=auditor, now=timezone.now())


class Module:
    def __init__(self, code):
        self.code = code


class Version:
    def __init__(self, code):
        self.module = Module(code)


class Rules:
    feedback_working_days = 20


class FakeCohort:
    """A cohort as the topics read it; the real ones are in the tests with pages."""

    def __init__(self, code, module, starts_on=date(2026, 1, 5)):
        self.pk, self.code, self.version, self.starts_on, self.rules = code, code, Version(module), starts_on, Rules()


def make_facts(results: dict, cohorts=None, **values) -> Facts:
    cohorts = cohorts or sorted({cohort for cohort, _, _ in results})
    assessors = {assessor for _, _, assessor in results}
    return Facts(
        cohorts=[FakeCohort(code, code[0]) for code in cohorts],
        as_at=NOON,
        results={key: Counter(counts) for key, counts in results.items()},
        names={assessor: str(assessor) for assessor in assessors},
        **values,
    )


def rows_of(facts: Facts, name: str, chosen: Filter | None = None) -> dict[str, list]:
    table = find_table(facts, chosen or Filter(), f"outcomes-{name}")
    return {row[0]: list(row[1:]) for row in table.rows}


# What is counted.


def test_results_are_counted_by_module_cohort_attempt_and_assessor():
    facts = make_facts(
        {
            ("A1", 1, "x"): {"pass": 30, "refer": 10},
            ("A1", 2, "y"): {"pass": 8, "fail": 6},
            ("B1", 1, "x"): {"pass": 20, "defer": 5},
        }
    )

    assert rows_of(facts, "by-module") == {
        "A": [54, 38, 10, 0, 6, 38 / 54],
        "B": [25, 20, 0, 5, 0, 0.8],
        "All": [79, 58, 10, 5, 6, 58 / 79],
    }
    assert rows_of(facts, "by-attempt")["Attempt 2"] == [14, 8, 0, 0, 6, 8 / 14]
    assert rows_of(facts, "by-assessor")["x"] == [65, 50, 10, 5, 0, 50 / 65]
    assert [row[:3] for row in find_table(facts, Filter(), "outcomes-by-cohort-and-attempt").rows] == [
        ["A1", 1, 40],
        ["A1", 2, 14],
        ["B1", 1, 25],
    ]


def test_turnaround_has_median_ninetieth_percentile_and_target():
    days = [(number, number <= 20) for number in range(1, 31)]

    row = rows_of(make_facts({}, ["A1"], turnarounds={"A1": days}), "turnaround")["A1"]

    assert row == [30, 15, 27, 20, 20 / 30]


def test_agreement_has_an_interval_and_is_hidden_for_few():
    facts = make_facts(
        {},
        ["A1", "A2"],
        pairs={"A1": [[20, 5], [10, 15]], "A2": [[5, 0], [0, 1]]},
        moderated={"A1": Moderated(20, 18, 2, 1), "A2": Moderated(3, 3, 0, 0)},
    )

    first = rows_of(facts, "agreement-of-assessors")
    assert [round(value, 2) for value in first["A1"]] == [50, 0.7, 0.56, 0.81, 0.4, 0.15, 0.65]
    assert first["A2"] == [6, *["fewer than 10"] * 6]
    assert [round(value, 3) for value in rows_of(facts, "agreement-of-moderators")["A1"]] == [20, 0.9, 0.699, 0.972]


def test_changes_are_told_in_full():
    facts = make_facts(
        {}, ["A1"], moderated={"A1": Moderated(12, 10, 2, 1)}, run_changes={"A1": 1}, board_changes={"A1": 1}
    )

    assert rows_of(facts, "changes")["A1"] == [12, 2, 1, 1, 1]


def test_retention_counts_those_who_took_their_place():
    facts = make_facts({}, ["A1"], enrolments={"A1": Counter(active=10, interrupted=5, completed=40, withdrawn=5)})

    assert rows_of(facts, "retention")["A1"] == [60, 15, 40, 5, 55 / 60]


def test_appeals_that_were_taken_back_are_left_out():
    appeals = Counter(
        {("answered", "dismissed"): 6, ("answered", "mark_again"): 5, ("withdrawn", ""): 9, ("made", ""): 7}
    )

    assert rows_of(make_facts({}, ["A1"], appeals=appeals), "appeals") == {"All": [18, 5, 6, 7]}


def test_what_learners_say_is_told_by_statement_module_and_cohort():
    said = {
        "A1": {"use": Counter({5: 20, 4: 6, 3: 6, 1: 8}), "time": Counter({2: 12})},
        "B1": {"use": Counter({4: 10, 3: 5, 2: 5})},
    }
    facts = make_facts({}, ["A1", "B1"], evaluations=said)

    assert rows_of(facts, "evaluation")["What I learnt is of use in my work."] == [60, 36, 11, 13, 0.6]
    by_cohort = [tuple(row) for row in find_table(facts, Filter(), "outcomes-evaluation-by-cohort").rows]
    assert by_cohort == [
        ("A1", "What I learnt is of use in my work.", 40, 26, 6, 8, 0.65),
        ("A1", "I could do it beside my work.", 12, 0, 0, 12, 0.0),
        ("B1", "What I learnt is of use in my work.", 20, 10, 5, 5, 0.5),
    ]


def test_what_few_say_is_hidden_with_what_would_give_it_away():
    facts = make_facts({}, ["A1"], evaluations={"A1": {"use": Counter({5: 20, 3: 2, 1: 9})}})

    assert rows_of(facts, "evaluation")["What I learnt is of use in my work."] == [31, 20, HIDDEN, HIDDEN, 20 / 31]


def test_where_nothing_was_opened_the_page_says_so():
    (topic,) = list_topics(make_facts({}, ["A1"]), Filter(topic="evaluation"))

    assert topic.sheets == []
    assert topic.means.endswith("None was opened yet within this scope.")


def test_the_evidence_room_has_what_learners_say_and_what_was_done(client, auditor, visit, award, coordinator):
    opening = Opening.objects.create(cohort=award.enrolment.cohort, number=12, opened_at=NOON)
    opening.tallies.create(statement="use", answer=5, number=12)
    say_what_was_done(opening, text="A second live day.", by=coordinator, now=NOON)
    sign_in(client, auditor)

    page = client.get(reverse("audit:show_exhibit", args=[visit.pk, 15])).text
    outcomes = client.get(f"/audit/visits/{visit.pk}/outcomes/?topic=evaluation").text

    assert "What I learnt is of use in my work." in page
    assert "A second live day." in page
    assert "100% of 12" in outcomes


# What is hidden.


def test_a_small_number_is_hidden_and_another_with_it():
    facts = make_facts({("A1", 1, "x"): {"pass": 30, "refer": 3, "fail": 9}})

    assert rows_of(facts, "by-cohort")["A1"] == [42, 30, HIDDEN, 0, HIDDEN, 30 / 42]


def test_what_one_cohort_hides_the_sum_of_the_others_does_not_give_away():
    facts = make_facts(
        {("A1", 1, "x"): {"pass": 30, "refer": 3, "fail": 9}, ("A2", 1, "x"): {"pass": 30, "refer": 20, "fail": 9}}
    )
    rows = rows_of(facts, "by-cohort")

    refers = [rows[name][2] for name in ("A1", "A2", "All")]
    assert refers.count(HIDDEN) != 1


def test_three_appeals_are_not_told():
    assert rows_of(make_facts({}, ["A1"], appeals=Counter({("made", ""): 3})), "appeals")["All"][0] == HIDDEN


def test_a_filter_picks_rows_and_changes_no_figure():
    facts = make_facts({(f"A{one}", 1, "x"): {"pass": 40 + one, "refer": one} for one in range(1, 9)})
    everything = rows_of(facts, "by-cohort")

    for code in ("A1", "A4", "A8"):
        picked = rows_of(facts, "by-cohort", Filter(cohort=code))
        assert picked == {code: everything[code], "All": everything["All"]}


counts = st.integers(0, 12)
COHORTS = ("A1", "A2", "B1")
population = st.fixed_dictionaries(
    {
        (cohort, attempt, assessor): st.fixed_dictionaries({str(result): counts for result in Result})
        for cohort in COHORTS
        for attempt in (1, 2)
        for assessor in ("x", "y")
    }
)


def told_by(table_rows: dict[str, list], columns: int) -> dict:
    return {(row, place): value for row, values in table_rows.items() for place, value in enumerate(values[:columns])}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(results=population)
def test_no_small_number_is_shown_and_none_is_a_difference_of_what_is_shown(results):
    """Every sum that a reader can form along rows, and along columns of each table and between tables, is tried."""
    facts = make_facts(results)
    cells = {}
    for name in ("by-module", "by-cohort", "by-attempt", "by-assessor"):
        cells |= {(name, *key): value for key, value in told_by(rows_of(facts, name), 5).items() if key[0] != "All"}
    cells |= {("all", *key): value for key, value in told_by(rows_of(facts, "by-module"), 5).items() if key[0] == "All"}
    assert all(value == HIDDEN or value == 0 or value >= SMALL for value in cells.values())
    lines = [[(*row, place) for place in range(5)] for row in {key[:2] for key in cells}]
    for place in range(5):
        for name in ("by-module", "by-attempt", "by-assessor"):
            lines.append([("all", "All", place), *sorted(key for key in cells if key[0] == name and key[2] == place)])
        for module in "AB":
            cohorts = sorted(key for key in cells if key[0] == "by-cohort" and key[1][0] == module and key[2] == place)
            lines.append([("by-module", module, place), *cohorts])
    for line in lines:
        known = [key for key in line if key in cells]
        hidden = [key for key in known if cells[key] == HIDDEN]
        assert len(hidden) != 1, (line, [cells[key] for key in known])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(parts=st.lists(st.integers(0, 15), min_size=1, max_size=6))
def test_the_hidden_cells_of_a_line_are_never_one_and_never_few(parts):
    cells = {"total": sum(parts)} | dict(enumerate(parts))
    hidden = hide(cells, [["total", *range(len(parts))]])

    shown = {key: number for key, number in cells.items() if key not in hidden}
    assert all(number == 0 or number >= SMALL for number in shown.values())
    if hidden:
        assert len(hidden) >= 2
        assert "total" in hidden or sum(cells[key] for key in hidden) >= SMALL


# How it is drawn.


def copy(row, **changes):
    """Another row that says the same but for this."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "id"}
    return type(row).objects.create(**values | changes)


def make_more_like(award, number: int) -> None:
    """As many more candidates whose road was the same, row by row."""
    decision = award.decision
    mark = decision.paper.mark
    for place in range(number):
        names = {"candidate_number": f"COPY-{place:04}", "calendar_token": f"copy-{place}", "code": f"COPY-{place:04}"}
        enrolment = copy(award.enrolment, learner_id=make_person(f"Learner Copy{place}").pk, **names)
        portfolio = copy(decision.submission.portfolio, enrolment_id=enrolment.pk)
        submission = copy(decision.submission, portfolio_id=portfolio.pk, reference=f"COPY-{place:04}")
        allocation = copy(mark.allocation, submission_id=submission.pk)
        of_submission = {"submission_id": submission.pk}
        copied = copy(mark, allocation_id=allocation.pk, **of_submission)
        number_of = {"candidate_number": enrolment.candidate_number}
        paper = copy(decision.paper, mark_id=copied.pk, **of_submission, **number_of)
        copy(decision, paper_id=paper.pk, **of_submission)


def test_a_chart_says_in_words_what_it_draws(client, coordinator, award):
    make_more_like(award, LEAST + 1)

    page = sign_in(client, coordinator).get("/audit/provider/outcomes/").content.decode()

    charts = ["<svg" + part.partition("</svg>")[0] + "</svg>" for part in page.split("<svg")[1:] if "chart-bar" in part]
    assert charts
    for chart in charts:
        svg = ElementTree.fromstring(chart)
        names = {element.get("id") for element in svg.iter() if element.get("id")}
        assert set(svg.get("aria-labelledby").split()) == names
        assert all(element.text for element in svg.iter("{http://www.w3.org/2000/svg}desc"))
        assert all(element.get("style") is None for element in svg.iter())
    assert f"100% of {LEAST + 2}" in page
    assert "<style" not in page


def test_a_chart_of_nothing_is_not_drawn():
    topics = list_topics(make_facts({("A1", 1, "x"): {"pass": 2}}), Filter(topic="results"))

    assert [sheet.chart for topic in topics for sheet in topic.sheets] == [None] * 5


def test_a_page_shows_the_beginning_and_the_whole_and_the_files_hold_all():
    facts = make_facts({(f"A{one}", 1, "x"): {"pass": 20 + one} for one in range(70)})

    (topic,) = list_topics(facts, Filter(topic="results"))
    sheet = next(sheet for sheet in topic.on_page.sheets if sheet.table.name == "outcomes-by-cohort")

    assert len(find_table(facts, Filter(), "outcomes-by-cohort").rows) == 71
    assert sheet.table.rows[-1][0] == sheet.chart.bars[-1].label == WHOLE
    assert len(sheet.table.rows) == len(sheet.chart.bars) == ON_PAGE
    assert f"The first {ON_PAGE} of 71 rows" in sheet.table.note


# Who sees it.


def test_the_auditor_reads_codes_and_nobodys_name(client, auditor, visit, award):
    page = sign_in(client, auditor).get(f"/audit/visits/{visit.pk}/outcomes/").content.decode()

    for secret in ("Any Assessor", "Amira", str(award.enrolment.learner_id), award.enrolment.candidate_number):
        assert secret not in page
    assert "S-" in page


def test_each_look_and_each_file_of_an_auditor_is_on_record_and_shown_to_the_provider(
    client, auditor, coordinator, visit
):
    sign_in(client, auditor)
    client.get(f"/audit/visits/{visit.pk}/outcomes/")
    client.get(f"/audit/visits/{visit.pk}/outcomes/outcomes-by-cohort.xlsx")

    entries = Entry.objects.filter(name="visit.outcomes", subject_id=str(visit.pk)).order_by("pk")
    assert [entry.detail["form"] for entry in entries] == ["page", "xlsx"]
    client.logout()
    page = sign_in(client, coordinator).get(f"/audit/provider/{visit.pk}/").content.decode()
    assert "Outcomes, as a page" in page
    assert "Outcomes by cohort, as XLSX" in page


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf", "json"])
def test_each_table_is_taken_away_in_four_forms(client, auditor, visit, ending):
    sign_in(client, auditor)

    for name in (
        "by-module",
        "by-cohort-and-attempt",
        "turnaround",
        "agreement-of-moderators",
        "changes",
        "retention",
        "appeals",
    ):
        response = client.get(f"/audit/visits/{visit.pk}/outcomes/outcomes-{name}.{ending}")
        assert response.status_code == 200
        assert response["Content-Disposition"] == f'attachment; filename="outcomes-{name}.{ending}"'
        assert (
            b"Assessor" not in (b"".join(response) if response.streaming else response.content) or name == "by-assessor"
        )


@pytest.mark.parametrize("name", ["outcomes-nothing.csv", "outcomes-by-cohort.exe", "by-cohort.csv"])
def test_an_unknown_table_is_not_found(client, auditor, visit, name):
    assert sign_in(client, auditor).get(f"/audit/visits/{visit.pk}/outcomes/{name}").status_code == 404


def test_the_csv_says_what_the_page_says(client, coordinator, award):
    response = sign_in(client, coordinator).get("/audit/provider/outcomes/outcomes-by-cohort.csv")

    lines = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert lines[0] == ["Cohort", "Decided", "Pass", "Resubmit", "Defer", "Fail", "Share of passes"]
    assert lines[1] == [award.enrolment.cohort.code, HIDDEN, HIDDEN, "0", "0", "0", HIDDEN]


def test_a_result_on_the_table_of_a_board_is_nobodys_result_yet(client, auditor, visit, award):
    board = award.decision.paper.board
    type(board).objects.filter(pk=board.pk).update(state="papers")

    page = sign_in(client, auditor).get(f"/audit/visits/{visit.pk}/outcomes/outcomes-by-cohort.json").json()

    assert page["rows"] == []


def test_after_its_last_day_the_room_is_closed(client, auditor, visit):
    type(visit).objects.filter(pk=visit.pk).update(opens_on=date(2020, 1, 1), closes_on=date(2020, 1, 2))
    sign_in(client, auditor)

    for path in ("", "outcomes-by-cohort.csv"):
        assert client.get(f"/audit/visits/{visit.pk}/outcomes/{path}").status_code == 404
    assert client.post(f"/audit/visits/{visit.pk}/outcomes/keep/", {"name": "x"}).status_code == 404


def test_a_visit_shows_its_scope_and_not_the_rest(client, auditor, visit, learner):
    other = make_released(make_person("Other Learner"), not_yet_met=["1.2"]).portfolio.enrolment.cohort

    inside = sign_in(client, auditor).get(f"/audit/visits/{visit.pk}/outcomes/").content.decode()

    assert other.code not in inside


@pytest.mark.parametrize(
    "query", ["?cohort=NONE", "?began_from=soon", "?topic=secrets", "?began_from=2026-02-01&began_until=2026-01-01"]
)
def test_a_filter_that_cannot_be_says_so_and_shows_everything(client, auditor, visit, query):
    response = sign_in(client, auditor).get(f"/audit/visits/{visit.pk}/outcomes/{query}")

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()


# Kept views.


def test_a_view_is_kept_used_renamed_and_deleted(client, auditor, visit, award):
    sign_in(client, auditor)
    base = f"/audit/visits/{visit.pk}/outcomes/"
    code = award.enrolment.cohort.code

    kept = client.post(f"{base}keep/", {"name": "Summer", "query": f"cohort={code}&topic=results&x=1"})

    assert kept.url == f"{base}?topic=results&cohort={code}"
    page = client.get(kept.url).content.decode()
    assert 'aria-current="page">Summer</a>' in page
    assert "Turnaround in working days" not in page
    view = SavedView.objects.get()
    assert client.post(f"/audit/views/{view.pk}/", {"name": "Winter"}).status_code == 302
    assert ">Winter</a>" in client.get(base).content.decode()
    assert client.post(f"/audit/views/{view.pk}/delete/").url == base
    assert not SavedView.objects.exists()


def test_a_name_is_given_once_and_what_was_typed_stays(client, auditor, visit):
    keep_view(visit, name="Mine", query="", by=auditor, now=NOON)

    response = sign_in(client, auditor).post(
        f"/audit/visits/{visit.pk}/outcomes/keep/", {"name": " Mine ", "query": "topic=results"}
    )

    assert response.status_code == 422
    page = response.content.decode()
    assert "You have a view of this name already" in page
    assert 'value="topic=results"' in page


def test_so_many_views_are_enough(auditor, visit):
    for number in range(MOST):
        keep_view(visit, name=f"View {number}", query="", by=auditor, now=NOON)

    with pytest.raises(NotAllowed, match="Delete one"):
        keep_view(visit, name="One more", query="", by=auditor, now=NOON)


def test_somebody_elses_view_is_not_found(client, auditor, coordinator, visit):
    view = keep_view(visit, name="Hers", query="", by=auditor, now=NOON)
    sign_in(client, coordinator)

    assert client.get(f"/audit/views/{view.pk}/").status_code == 404
    assert client.post(f"/audit/views/{view.pk}/delete/").status_code == 404
    assert "Hers" not in client.get("/audit/provider/outcomes/").content.decode()


def test_the_history_knows_that_a_view_was_kept_and_not_its_name(auditor, visit):
    keep_view(visit, name="About Amira", query="", by=auditor, now=NOON)

    assert "Amira" not in str(Entry.objects.latest("pk").detail)


# How much it asks.


def test_the_page_asks_no_more_for_more_cohorts(client, coordinator, auditor, award):
    def count_queries() -> int:
        sign_in(client, coordinator)
        client.get("/audit/provider/outcomes/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/audit/provider/outcomes/")
        return len(queries)

    few = count_queries()
    for number in range(3):
        make_released(make_person(f"Learner {number}"), not_yet_met=["1.2"])

    assert count_queries() == few
