"""The index of the evidence room: what a university asks for, in which form, and who brings what is missing."""

from assessments.audit.exhibits import (
    agreements,
    candidates,
    evaluations,
    figures,
    meetings,
    moderation,
    people,
    reconciling,
)
from assessments.audit.exhibits.contents import Exhibit, Need
from assessments.audit.states import DocumentKind

COORDINATOR, MODERATOR, CHAIR = "a coordinator", "a moderator", "the chair of the board"
ALL_FORMS = ("pdf", "json", "csv", "xlsx")
D = DocumentKind


def _document(kind: DocumentKind, who: str = COORDINATOR) -> Need:
    return Need(str(kind.label), who, kind.value)


EXHIBITS = [
    Exhibit(
        1,
        "Agreement and conditions",
        "The agreement, what was asked when it was approved, and what shows that each condition was met.",
        agreements.agreement,
        needs=(_document(D.AGREEMENT),),
        forms=ALL_FORMS,
        kinds=(D.AGREEMENT,),
    ),
    Exhibit(
        2,
        "Module specifications",
        "The version in force for each cohort, what changed from one to the next, and who approved it.",
        agreements.modules,
        needs=(Need("A cohort within the scope of this visit", COORDINATOR, "cohorts"),),
        forms=("pdf", "json", "csv", "xlsx"),
    ),
    Exhibit(
        3,
        "Briefs, criteria and guidance",
        "What learners are asked for, how it is judged, exemplars, and the examiner's comments on drafts.",
        agreements.briefs,
        needs=(_document(D.HANDBOOK), _document(D.EXEMPLARS), _document(D.DRAFT_COMMENTS)),
        forms=ALL_FORMS,
        kinds=(D.HANDBOOK, D.EXEMPLARS, D.DRAFT_COMMENTS),
    ),
    Exhibit(
        4,
        "Staff and their standing",
        "Who teaches, assesses, moderates and decides: posts, qualification, CPD, standardisation, conflicts declared.",
        people.staff,
        needs=(
            Need("Staff named to the cohorts", COORDINATOR, "staff"),
            _document(D.STAFF_CV),
        ),
        forms=ALL_FORMS,
        kinds=(D.STAFF_CV,),
    ),
    Exhibit(
        5,
        "Candidates and attempts",
        "Every candidate by number: enrolled, submitted, result, attempt, assessor, codes for lateness and extensions.",
        candidates.cohort_list,
        needs=(Need("A candidate on a cohort of this visit", COORDINATOR, "candidates"),),
        forms=("csv", "xlsx", "json"),
    ),
    Exhibit(
        6,
        "Marks",
        "Every mark of every attempt: first, second, third, agreed, moderated, penalised and ratified.",
        candidates.mark_list,
        needs=(Need("A mark that is final", "the assessors", "marks"),),
        forms=("csv", "xlsx", "json"),
    ),
    Exhibit(
        7,
        "Moderators' sampling",
        "Rule, seed, draw, the reason for each mark in and out, and the same draw made again before your eyes.",
        moderation.sampling,
        needs=(Need("A sample drawn by a moderator", MODERATOR, "samples"),),
        forms=ALL_FORMS,
    ),
    Exhibit(
        8,
        "Sampled portfolios",
        "What moderators read, with their verdict on each; the evidence is read in the room.",
        candidates.portfolios,
        needs=(Need("A portfolio that a moderator read", MODERATOR, "read"),),
        forms=("csv", "xlsx", "json"),
        pages=(("audit:show_own_sample", "Your sample, with the evidence"),),
    ),
    Exhibit(
        9,
        "Moderation reports",
        "Reports as signed, changes that were made, and that each went through the whole run.",
        moderation.reports,
        needs=(Need("A moderator's signed report", MODERATOR, "reports"),),
        forms=ALL_FORMS,
    ),
    Exhibit(
        10,
        "Standardisation",
        "Exercises, how far judgements were apart, and what was agreed.",
        people.standardisation,
        needs=(Need("A standardisation exercise that was discussed", MODERATOR, "exercises"),),
        forms=ALL_FORMS,
    ),
    Exhibit(
        11,
        "Boards",
        "Papers, quorum, the result sheet, chair's actions and minutes.",
        meetings.boards,
        needs=(
            Need("Results that a board ratified", CHAIR, "ratified"),
            Need("Minutes that the chair confirmed", CHAIR, "minutes"),
        ),
        forms=ALL_FORMS,
    ),
    Exhibit(
        12,
        "Examiners' reports",
        "Visits, reports, the provider's responses, and the tracker of actions.",
        meetings.examiners,
        needs=(Need("A signed report of an examiner, from here or from before", COORDINATOR, "examined"),),
        forms=ALL_FORMS,
        kinds=(D.EXAMINER_REPORT,),
    ),
    Exhibit(
        13,
        "Statistics",
        "Results by module, cohort, attempt and assessor; turnaround, agreement, changes, retention and appeals.",
        figures.statistics,
        needs=(Need("Results that a board ratified", CHAIR, "ratified"),),
        forms=ALL_FORMS,
        pages=(("audit:show_outcomes", "The room Outcomes"),),
    ),
    Exhibit(
        14,
        "Counts of what is confidential",
        "Earlier learning, adjustments, circumstances, misconduct, appeals, concerns and breaches: how many, and how "
        "they came out.",
        figures.counts,
        forms=ALL_FORMS,
    ),
    Exhibit(
        15,
        "Evaluations and monitoring",
        "What learners said and what was done, the yearly report, and whether earlier points are closed.",
        evaluations.evaluations,
        needs=(
            Need("Evaluations of a cohort, from here or from elsewhere", COORDINATOR, "evaluated"),
            _document(D.MONITORING),
        ),
        forms=ALL_FORMS,
        kinds=(D.EVALUATIONS, D.MONITORING),
    ),
    Exhibit(
        16,
        "Reconciliation",
        "Ratified passes, awards, certificates and the record, one to one, with each exception explained.",
        reconciling.reconciliation,
        needs=(Need("A pass that a board ratified", CHAIR, "passes"),),
        forms=ALL_FORMS,
        pages=(("audit:show_reconciliation", "Reconciliation on one page"),),
    ),
    Exhibit(
        17,
        "The signed record",
        "The checkpoint over everything that was done, and the record of a candidate end to end.",
        candidates.record,
        needs=(Need("A signed checkpoint", "an administrator", "checkpoint"),),
        forms=("json", "pdf"),
        pages=(("audit:show_checkpoint", "Take the checkpoint away"), ("audit:show_own_sample", "Your sample")),
    ),
    Exhibit(
        18,
        "Policies",
        "Assessment regulations, anonymising, safeguarding, data protection and accessibility, each with its version.",
        agreements.policies,
        needs=(
            _document(D.REGULATIONS),
            _document(D.ANONYMISATION),
            _document(D.SAFEGUARDING),
            _document(D.DATA_PROTECTION),
            _document(D.ACCESSIBILITY),
        ),
        forms=("csv", "xlsx", "pdf"),
        kinds=(D.REGULATIONS, D.ANONYMISATION, D.SAFEGUARDING, D.DATA_PROTECTION, D.ACCESSIBILITY),
    ),
]
BY_NUMBER = {exhibit.number: exhibit for exhibit in EXHIBITS}
EXHIBIT_OF = {kind: exhibit for exhibit in EXHIBITS for kind in exhibit.kinds}
