"""Fields for words or bytes that hold nothing about a learner, and why; the rest stands in places.py."""

TEACHING = "what is taught; written by authors about nobody"
AGREEMENT = "an agreement with a university, its rules and its signatories"
OFFICE = "how a cohort is run; no learner is named in it"
UNIVERSITY = "what a university wrote on its visit, by candidate number; its record, kept for it"
CODES = "codes and digests of ours"
SECURE = "the record of who did what: ids, codes and salted digests"

# By model: the reason, for all of its fields.
NOT_ABOUT_A_LEARNER = {
    **dict.fromkeys(
        ["Module", "ModuleVersion", "Case", "Source", "LearningOutcome", "AssessmentCriterion", "Task", "TaskMode"]
        + ["Lesson", "ReflectivePrompt", "Check", "CheckOption", "Erratum"],
        TEACHING,
    ),
    **dict.fromkeys(["Accreditation", "AccreditedVersion", "Signatory", "Condition", "RuleSet"], AGREEMENT),
    **dict.fromkeys(["Cohort", "CohortStaff", "ClosureDay", "LiveSession", "PromisedPost"], OFFICE),
    **dict.fromkeys(
        ["Visit", "HistoryCheck", "Finding", "Message", "Report", "Response"]
        + ["OwnDraw", "ProvidedDocument", "SavedView"],
        UNIVERSITY,
    ),
    **dict.fromkeys(
        ["Submission", "DeadlineChange", "Declaration", "Need", "Shortfall", "AppealSeat", "Seat", "PlacedHold"]
        + [
            "Tally",
            "Disagreement",
            "Interim",
            "Escalation",
            "PopulationItem",
            "WithheldMark",
            "SampleReason",
            "IntakeDecision",
        ],
        CODES,
    ),
    **dict.fromkeys(["StatusList", "StatusListIssue", "StoredFile", "Job", "ScheduleSlot", "Key"], CODES),
    **dict.fromkeys(["DestructionRun", "DestructionLine", "RetentionRule"], CODES),
    **dict.fromkeys(["Entry", "Salt", "Leaf", "Node", "Checkpoint", "Witness", "Cosignature", "Timestamp"], SECURE),
    "Endorsement": "a university's own signature under an agreement",
    "Pack": "sealed packs and archives: the file goes with the evidence of anybody in it (destroying.py)",
    "PageImage": "pages of a file as pictures, which are destroyed with the file",
    "RosterImport": "a roster that was uploaded, destroyed when it is read or after a week",
    "Organisation": "an organisation, not a person",
    "Appointment": "who holds which role: codes and dates",
    "Comment": "a sentence of an assessor's own to use again; about no portfolio",
    "Permission": "Django's own names",
    "Group": "Django's own names",
    "ContentType": "Django's own names",
    "LogEntry": "Django's admin only looks here, so it writes none",
    "Session": "ended with the account; its content is signed and names an id",
}
