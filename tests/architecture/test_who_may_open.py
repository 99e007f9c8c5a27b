"""Every page × every role × own and foreign things: who is let in, who is refused, and that refusals change nothing."""

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from cpd.accounts.roles import Role
from cpd.history.models import Entry
from cpd.rules import NotAllowed
from tests.architecture.pages import PAGES, address_of, open_to, parameters_of, signed_in
from tests.architecture.relations import OTHER_ACCREDITATION, OTHER_COHORT, SAME_COHORT, make_kin

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROLE_PAGES = [page for page in PAGES if isinstance(open_to(page), frozenset)]
# In these roles a person opens what is theirs alone; in the others, everything that the page is about.
PERSONAL = {Role.LEARNER, Role.ASSESSOR, Role.TUTOR, Role.MODERATOR, Role.BOARD, Role.AUDITOR}
# Which roles a feature's pages are for at most, and the pages that are for fewer. Nobody reads evidence by another
# way than portfolios, intake, marking and moderation; administrators and authors by none.
AT_MOST = {
    "accounts": {Role.ADMINISTRATOR},
    "operations": {Role.ADMINISTRATOR},
    "catalogue": {Role.AUTHOR, Role.ADMINISTRATOR},
    "accreditation": {Role.ADMINISTRATOR, Role.COORDINATOR},
    "delivery": {Role.COORDINATOR, Role.TUTOR, Role.LEARNER},
    "learning": {Role.LEARNER},
    "portfolios": {Role.LEARNER, Role.COORDINATOR},
    "confidentiality": {Role.COORDINATOR, Role.SAFEGUARDING, Role.LEARNER, Role.ADMINISTRATOR},
    "standing": {Role.ASSESSOR, Role.MODERATOR, Role.BOARD, Role.COORDINATOR},
    "appeals": {Role.LEARNER, Role.COORDINATOR, Role.SAFEGUARDING, Role.TUTOR, Role.BOARD},
    "cases": {Role.LEARNER, Role.COORDINATOR, Role.SAFEGUARDING, Role.TUTOR, Role.BOARD},
    "marking": {Role.ASSESSOR, Role.COORDINATOR},
    "standardisation": {Role.ASSESSOR, Role.MODERATOR},
    "moderation": {Role.MODERATOR, Role.COORDINATOR, Role.ASSESSOR, Role.BOARD},
    "boards": {Role.BOARD, Role.COORDINATOR, Role.LEARNER},
    "certificates": {Role.COORDINATOR, Role.LEARNER, Role.BOARD},
    "audit": {Role.AUDITOR, Role.COORDINATOR, Role.ADMINISTRATOR},
    "evaluations": {Role.LEARNER},
    "records": {Role.LEARNER, Role.COORDINATOR, Role.ADMINISTRATOR},
}
FEWER = {
    **dict.fromkeys(["list_incidents", "show_incident", "purge_item", "decide_report"], {"safeguarding"}),
    **dict.fromkeys(["give_item_back", "list_readings", "show_reading"], {"safeguarding"}),
    **dict.fromkeys(["list_concerns", "show_concern", "take_concern"], {"safeguarding"}),
    **dict.fromkeys(["show_sample", "review_item", "send_back", "advise", "confirm_sample"], {"moderator"}),
    **dict.fromkeys(
        [
            "lock_interim_item",
            "raise_interim_concern",
            "download_interim_item",
            "show_population",
            "draw_sample",
            "escalate",
        ],
        {"moderator"},
    ),
    **dict.fromkeys(["decide_paper", "ratify_board", "note_attendance", "endorse_board", "withdraw_paper"], {"board"}),
    **dict.fromkeys(["confirm_minutes", "approve_change", "refuse_change"], {"board"}),
    **dict.fromkeys(["freeze_papers", "change_award", "list_codes", "ask_for_release", "act_alone"], {"coordinator"}),
    **dict.fromkeys(["list_passages", "review_passages", "raise_passage_concern"], {"safeguarding"}),
    **dict.fromkeys(
        ["list_emergencies", "open_in_emergency", "read_in_emergency", "close_emergency", "download_in_emergency"]
        + ["lock_in_emergency", "raise_in_emergency"],
        {"safeguarding", "administrator"},
    ),
    **dict.fromkeys(["list_kept_away", "show_kept_away", "recognise_account"], {"safeguarding"}),
    **dict.fromkeys(["list_my_kept_away", "withdraw_name"], {"learner"}),
    **dict.fromkeys(
        ["list_intake", "show_intake", "open_submission", "accept_submission", "return_submission", "quarantine_item"],
        {"coordinator", "safeguarding"},
    ),
    **dict.fromkeys(["show_correction", "ask_to_talk"], {"learner"}),
    **dict.fromkeys(
        ["mark_submission", "show_mark", "show_queue", "finalise_mark", "save_judgement", "agree_mark"], {"assessor"}
    ),
    **dict.fromkeys(["list_visits", "show_visit", "close_visit", "list_candidates", "show_story"], {"auditor"}),
    **dict.fromkeys(["invite_to_visit", "cancel_visit"], {"administrator"}),
    **dict.fromkeys(["list_findings", "write_finding", "show_finding", "raise_finding"], {"auditor"}),
    **dict.fromkeys(["discard_finding", "ask_again", "close_finding", "write_report", "sign_report"], {"auditor"}),
    **dict.fromkeys(["show_checkpoint", "download_checkpoint", "mail_line"], {"auditor"}),
    **dict.fromkeys(["show_witness", "end_witness_key"], {"auditor"}),
    **dict.fromkeys(["keep_finding", "keep_report", "download_report"], {"auditor"}),
    **dict.fromkeys(["show_outcomes", "download_outcomes", "keep_view"], {"auditor"}),
    **dict.fromkeys(["show_provider_outcomes", "download_provider_outcomes", "keep_provider_view"], {"coordinator"}),
    **dict.fromkeys(["list_evaluations", "download_evaluations", "read_remarks"], {"author", "coordinator"}),
    **dict.fromkeys(["change_view", "delete_view"], {"auditor", "coordinator"}),
    **dict.fromkeys(["show_own_sample", "read_evidence", "download_evidence", "lock_evidence"], {"auditor"}),
    **dict.fromkeys(["list_packs", "show_pack", "download_pack"], {"auditor"}),
    **dict.fromkeys(["list_provider_packs", "show_provider_pack", "download_provider_pack"], {"coordinator"}),
    **dict.fromkeys(["agree_to_archive", "drop_archive"], {"coordinator"}),
    **dict.fromkeys(["list_exhibits", "show_exhibit", "review_exhibit", "download_exhibit"], {"auditor"}),
    **dict.fromkeys(["read_document", "show_reconciliation", "audit:download_record"], {"auditor"}),
    **dict.fromkeys(["draw_own_sample", "show_own_draw", "judge_attempt", "keep_own_mark"], {"auditor"}),
    **dict.fromkeys(["list_documents", "show_document"], {"coordinator", "administrator"}),
    **dict.fromkeys(["provide_document", "withdraw_document"], {"coordinator"}),
    **dict.fromkeys(
        ["list_suspicions", "enter_suspicion", "show_suspicion", "name_investigator", "decide_suspicion"]
        + ["tell_university"],
        {"coordinator", "administrator"},
    ),
    **dict.fromkeys(["list_to_reread"], {"moderator"}),
    **dict.fromkeys(["answer_finding", "send_response"], {"coordinator"}),
    **dict.fromkeys(["list_requests", "ask", "show_request", "take_back_request", "come_back"], {"learner"}),
    **dict.fromkeys(["list_cases", "list_off_the_road", "open_after_absence"], {"coordinator"}),
    **dict.fromkeys(["make_appeal", "show_appeal", "withdraw_appeal"], {"learner"}),
    **dict.fromkeys(["list_appeals", "seat_appeal"], {"coordinator"}),
    **dict.fromkeys(["list_closures", "drop_closure"], {"coordinator"}),
    **dict.fromkeys(["list_addresses", "check_address"], {"coordinator"}),
    **dict.fromkeys(["download_cohort"], {"coordinator"}),
    **dict.fromkeys(
        ["show_record", "download_record", "download_json", "download_pdf", "download_transcript", "add_activity"]
        + ["reflect_on_award", "change_activity", "remove_activity", "make_link", "end_link"],
        {"learner"},
    ),
    **dict.fromkeys(["change_retention"], {"administrator"}),
    **dict.fromkeys(["list_award_changes", "show_award_change", "carry_out_change", "drop_change"], {"coordinator"}),
    **dict.fromkeys(["list_endorsements", "end_endorsement"], {"administrator", "coordinator"}),
    **dict.fromkeys(["show_own_change", "give_back_award"], {"learner"}),
    **dict.fromkeys(
        ["list_explained", "show_explained", "place_hold", "lift_hold", "show_comparison"], {"coordinator"}
    ),
}
# What anybody may open without signing in; a page that joins them is a decision, so it is written down here.
PUBLIC = {
    # A link finds its own way to the session that asked; anybody else gets nothing.
    "accounts": {"leave", "follow_link", "sign_in_as", "open_account", "accept_invitation", "show_safety", "show_terms"}
    | {"show_privacy", "show_accessibility", "show_cookies", "show_help", "show_help_topic"},
    "operations": {"healthz", "readyz"},
    "certificates": {"verify", "verify_code", "follow_code"}
    | {"show_did", "show_keys", "download_key", "show_status_list", "show_status_token"}
    | {"check_file", "show_log", "download_checkpoint", "download_growth", "download_verifier", "download_keys"}
    | {"download_signer"}
    | {"download_proof"},
    "portfolios": {"answer_manager"},
    "records": {"show_shared"},
    "delivery": {"read_calendar"},
}
# Entries that looking leaves, and a mark that opening the desk begins.
LOOKS = {
    "appeal.read",
    "certificates.taken",
    "copy.downloaded",
    "case.read",
    "suspicion.read",
    "intake.return_noticed",
    "evidence.opened",
    "visit.read",
    "visit.exhibit",
    "visit.outcomes",
    "outcomes.exported",
    "lesson.opened",
    "mark.begun",
}
# What even those whom it is for are refused, as things stand in that world.
NOT_NOW = {"moderation:confirm_sample": "a mark is queried", "accounts:reopen_account": "the account is open"}
# Works in the session that asked alone, and is walked by tests/accounts/test_links.py.
FOR_ITS_SESSION = {"accounts:follow_link"}
# Behind a second proof, asked for anew: the session of these tests has given none.
PROVED_LATELY = {"confidentiality:open_in_emergency", "records:ask_for_copy", "records:download_copy"}
# Opened by one person for herself: nobody else of her roles reads along.
OPENED_BY = dict.fromkeys(
    ["confidentiality:read_in_emergency", "confidentiality:download_in_emergency", "confidentiality:close_emergency"]
    + ["confidentiality:lock_in_emergency", "confidentiality:raise_in_emergency"],
    {Role.SAFEGUARDING},
) | dict.fromkeys(["audit:change_view", "audit:delete_view"], {Role.AUDITOR})
# What somebody without a row of their own may open all the same, by the relation in which they stand.
SHARED = {
    (Role.TUTOR, SAME_COHORT): {
        *("delivery:show_cohort", "delivery:add_session", "delivery:change_session", "delivery:cancel_session"),
        "delivery:take_attendance",
    },
    # The moderators of a cohort plan and draw together; each reads her own samples alone.
    (Role.MODERATOR, SAME_COHORT): {
        *("moderation:show_plan", "moderation:show_statistics", "moderation:draw_sample"),
        *("moderation:escalate", "moderation:draw_interim"),
    },
    # The board of a cohort reads the reports on its marking, and one of them decides about a change.
    (Role.BOARD, SAME_COHORT): {
        *("moderation:show_report", "moderation:repeat_draw", "moderation:show_change"),
        *("moderation:approve_change", "moderation:refuse_change"),
    },
    (Role.LEARNER, SAME_COHORT): {"delivery:show_session", "delivery:download_session"},
    # An auditor of the university, who has opened no visit: that there is an agreement, and its key, which is theirs.
    (Role.AUDITOR, SAME_COHORT): {"audit:show_accreditation", "audit:end_witness_key"},
    (Role.AUDITOR, OTHER_COHORT): {"audit:show_accreditation", "audit:end_witness_key"},
    (Role.AUDITOR, OTHER_ACCREDITATION): {"audit:show_accreditation", "audit:end_witness_key"},
}


@pytest.fixture(scope="module")
def insiders(world):
    return {role: signed_in(person) for role, person in world.people.items()}


@pytest.fixture(scope="module")
def careless(world):
    """The same people in a client that sends no token, as a form on another site would."""
    return {role: signed_in(person, enforce_csrf_checks=True) for role, person in world.people.items()}


@pytest.fixture(scope="module")
def outsiders(world):
    return {role: signed_in(person) for role, person in world.strangers.items()}


@pytest.fixture(scope="module")
def kin(world):
    return make_kin()


def entries():
    return list(Entry.objects.order_by("pk").values_list("name", flat=True))


def test_no_page_is_for_more_people_than_its_feature():
    for page in ROLE_PAGES:
        feature, name = page.split(":")
        assert open_to(page) <= FEWER.get(page, FEWER.get(name, AT_MOST[feature])), page


def test_what_strangers_may_open_is_written_down():
    assert {page for page in PAGES if open_to(page) == "everyone"} == {
        f"{feature}:{name}" for feature, names in PUBLIC.items() for name in names
    }


@pytest.mark.parametrize("page", ROLE_PAGES)
def test_other_roles_are_refused(world, insiders, page):
    """All of them by the view itself, which saves drawing the page of the refusal; one as a browser asks."""
    address, before = address_of(page, world), entries()

    for role in set(Role) - open_to(page):
        for method in ("get", "post"):
            with pytest.raises(NotAllowed, match="for people appointed as"):
                call(page, method, world.people[role], world)
    role = next(role for role in Role if role not in open_to(page))
    assert insiders[role].get(address).status_code == 403

    assert entries() == before


def call(page, method, person, world):
    address = address_of(page, world)
    request = getattr(RequestFactory(), method)(address)
    request.user, request.session = person, {}
    match = resolve(address)
    return match.func(request, *match.args, **match.kwargs)


@pytest.mark.parametrize("page", PAGES)
def test_those_whom_it_is_for_see_it_and_looking_changes_nothing(world, insiders, page):
    address, before = address_of(page, world), entries()
    roles = OPENED_BY.get(page) or (open_to(page) if page in ROLE_PAGES else {Role.LEARNER})

    allowed = {403} if page in NOT_NOW else {404} if page in FOR_ITS_SESSION else {200, 302, 405, 410}

    for role in roles:
        client = signed_in(world.people[role]) if page == "accounts:leave" else insiders[role]
        response = client.get(address)
        assert response.status_code in allowed, role
        assert page in PROVED_LATELY or not response.get("Location", "").startswith("/account/"), role

    assert set(entries()[len(before) :]) <= LOOKS


@pytest.mark.parametrize("page", [page for page in ROLE_PAGES if parameters_of(page)])
def test_what_belongs_to_others_is_not_found(world, outsiders, page):
    address, before = address_of(page, world), entries()

    for role in open_to(page) & PERSONAL:
        looked, pressed = outsiders[role].get(address), outsiders[role].post(address)
        assert looked.status_code in (404, 405), role
        assert pressed.status_code in (404, 405), role
        assert {looked.status_code, pressed.status_code} != {405}, role

    assert entries() == before


@pytest.mark.parametrize("page", [page for page in ROLE_PAGES if parameters_of(page)])
def test_standing_near_is_no_right(world, kin, page):
    """On the same cohort, on another under the same agreement, under another agreement: 404, but for what is SHARED."""
    address = address_of(page, world)

    for (role, relation), client in kin.items():
        if role in open_to(page):
            answers = {client.get(address).status_code, client.post(address).status_code}
            is_shared = page in SHARED.get((role, relation), ())
            assert (answers <= {404, 405} and answers != {405}) is not is_shared, (role, relation, answers)


@pytest.mark.parametrize("page", ROLE_PAGES)
def test_no_page_knows_other_methods(world, insiders, page):
    address, before = address_of(page, world), entries()

    for role in open_to(page):
        for method in ("put", "patch", "delete"):
            assert getattr(insiders[role], method)(address).status_code in (403, 404, 405), (role, method)

    assert entries() == before


@pytest.mark.parametrize("page", [page for page in ROLE_PAGES if not parameters_of(page)])
def test_lists_hold_nothing_of_others(world, outsiders, page):
    secrets = {str(world.ids[name]) for name in ("submission_id", "sample_id", "board_id", "allocation_id")}
    secrets |= set(world.learner.enrolments.values_list("candidate_number", flat=True)) | world.canaries

    for role in open_to(page) & PERSONAL:
        response = outsiders[role].get(address_of(page, world))
        shown = b"" if response.streaming else response.content
        assert [secret for secret in secrets if secret.encode() in shown.lower()] == [], role


@pytest.mark.parametrize("page", ROLE_PAGES)
def test_a_press_without_a_token_is_refused(world, careless, page):
    before = entries()

    for role in open_to(page):
        response = careless[role].post(address_of(page, world))
        assert response.status_code == 403, role
        assert response.templates[0].name == "403_csrf.html", role

    assert entries() == before


@pytest.mark.parametrize("page", [page for page in PAGES if open_to(page) != "everyone"])
def test_nobody_opens_it_without_signing_in(world, page):
    before = entries()

    for method in ("get", "post", "put", "delete"):
        response = getattr(Client(), method)(address_of(page, world))
        assert response.status_code in (302, 401, 405), method
        assert response.status_code != 302 or response.url.startswith("/account/login/"), method

    assert entries() == before


def test_a_role_that_ends_closes_its_pages_at_once(world, insiders):
    address = address_of("marking:mark_submission", world)
    assert insiders[Role.ASSESSOR].get(address).status_code == 200

    world.people[Role.ASSESSOR].appointments.update(ends_on="2026-06-02")

    assert insiders[Role.ASSESSOR].get(address).status_code == 403
