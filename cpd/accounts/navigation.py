"""The items at the top of the page, at most five a role."""

from cpd.accounts.roles import Role

ITEMS: dict[Role, list[tuple[str, str]]] = {
    Role.LEARNER: [
        ("Home", "home:show_home"),
        ("My modules", "learning:list_modules"),
        ("Portfolio", "portfolios:list_portfolios"),
        ("Sessions", "delivery:list_my_sessions"),
        ("My record", "records:show_record"),
    ],
    Role.ASSESSOR: [
        ("Home", "home:show_home"),
        ("To mark", "marking:show_queue"),
        ("Marked", "marking:list_marked"),
        ("Comment bank", "marking:list_comments"),
        ("Standing", "standing:show_own"),
    ],
    Role.TUTOR: [("Home", "home:show_home"), ("Cohorts", "delivery:list_cohorts")],
    Role.MODERATOR: [
        ("Home", "home:show_home"),
        ("Moderation", "moderation:list_samples"),
        ("Standing", "standing:show_own"),
    ],
    Role.BOARD: [
        ("Home", "home:show_home"),
        ("Meetings", "boards:list_boards"),
        ("Changes to marking", "moderation:list_changes"),
        ("Standing", "standing:show_own"),
    ],
    Role.AUDITOR: [("Home", "home:show_home"), ("Visits", "audit:list_visits")],
    Role.AUTHOR: [
        ("Home", "home:show_home"),
        ("Modules", "catalogue:list_versions"),
        ("Evaluations", "audit:list_evaluations"),
    ],
    Role.COORDINATOR: [
        ("Cohorts", "delivery:list_cohorts"),
        ("Intake", "confidentiality:list_intake"),
        ("Allocation", "marking:list_allocations"),
        ("Boards", "boards:list_boards"),
        ("Certificates", "certificates:list_certificates"),
    ],
    Role.SAFEGUARDING: [
        ("Home", "home:show_home"),
        ("Intake", "confidentiality:list_intake"),
        ("Incidents", "confidentiality:list_incidents"),
        ("Concerns", "confidentiality:list_concerns"),
        ("Kept away", "accounts:list_kept_away"),
    ],
    Role.ADMINISTRATOR: [
        ("Home", "home:show_home"),
        ("People", "accounts:list_people"),
        ("Organisations", "accounts:list_organisations"),
        ("Accreditations", "accreditation:list_accreditations"),
        ("System", "operations:show_system"),
    ],
}
