"""How an entry of history reads to an auditor: who by role, what in a sentence, never a name."""

LEARNER, INTAKE, ASSESSOR, MODERATOR = "The learner", "Intake", "An assessor", "The moderator"
BOARD, COORDINATOR, SYSTEM, MANAGER = "The board", "A coordinator", "The system", "The manager"

# Entry name: (who, what happened).
SENTENCES: dict[str, tuple[str, str]] = {
    "enrolment.offered": (COORDINATOR, "Offered a place"),
    "enrolment.accepted": (LEARNER, "Enrolled; module version and accreditation were pinned"),
    "enrolment.started": (SYSTEM, "The cohort began"),
    "enrolment.interrupted": (COORDINATOR, "Noted a break"),
    "enrolment.resumed": (COORDINATOR, "Noted the return from a break"),
    "enrolment.withdrawn": (COORDINATOR, "Noted the withdrawal"),
    "enrolment.lapsed": (SYSTEM, "The longest registration passed"),
    "enrolment.completed": (SYSTEM, "The enrolment was completed"),
    "enrolment.cancelled": (COORDINATOR, "Cancelled the enrolment as entered in error"),
    "portfolio.opened": (LEARNER, "Opened the portfolio"),
    "attestation.asked": (LEARNER, "Asked for a manager's confirmation"),
    "attestation.answered": (MANAGER, "Answered the request for a confirmation"),
    "submission.submitted": (LEARNER, "Submitted: everything was sealed"),
    "submission.taken_back": (LEARNER, "Took the submission back before it was accepted"),
    "submission.draft_reopened": (SYSTEM, "A new draft was opened with everything else in place"),
    "submission.attempt_opened": (SYSTEM, "The next attempt was opened for what was not yet met"),
    "submission.confirmed": (MODERATOR, "Confirmed the marking"),
    "intake.opened": (INTAKE, "Opened the submission for a logged reason"),
    "intake.accepted": (INTAKE, "Accepted the submission"),
    "intake.returned": (INTAKE, "Returned the submission for a correction"),
    "intake.quarantined": (INTAKE, "Locked an item away"),
    "incident.purged": ("The safeguarding lead", "Destroyed the item that was locked away"),
    "allocation.made": (COORDINATOR, "Allocated the submission to an assessor"),
    "allocation.withdrawn": (COORDINATOR, "Took the allocation back"),
    "allocation.reopened": (SYSTEM, "The submission went back to the assessor"),
    "mark.begun": (ASSESSOR, "Began marking"),
    "mark.finalised": (ASSESSOR, "Finalised the mark"),
    "sample.drawn": (MODERATOR, "Drew a sample of the marking"),
    "sample.reviewed": (MODERATOR, "Reviewed this mark"),
    "sample.sent_back": (MODERATOR, "Sent the mark back with a question"),
    "sample.confirmed": (MODERATOR, "Confirmed the sample and with it the run"),
    "board.papers_frozen": (COORDINATOR, "Froze the papers"),
    "board.conflict_declared": (BOARD, "A member declared an interest and took no part"),
    "decision.made": (BOARD, "Decided"),
    "board.ratified": (BOARD, "Ratified the results"),
    "board.released": (COORDINATOR, "Released the results"),
    "award.granted": (SYSTEM, "The award was granted"),
    "award.state_changed": (COORDINATOR, "Changed the state of the award"),
    "certificate.issued": (SYSTEM, "The certificate was drawn and stored"),
    "certificate.held": (SYSTEM, "The certificate waits for a person"),
    "certificate.corrected": (COORDINATOR, "Corrected the name before it was printed"),
    "certificate.superseded": (COORDINATOR, "Replaced the certificate"),
    "evidence.opened": ("Staff", "Opened an item of evidence"),
}
# Details worth reading, and their words.
DETAILS = {
    "attempt": "attempt",
    "digest": "manifest",
    "result": "result",
    "outcome": "outcome",
    "verdict": "verdict",
    "stage": "stage",
    "state": "state",
    "hold": "held because of",
    "reason": "reason",
    "because": "for",
    "pdf": "SHA-256 of the PDF",
    "late": "late",
}
# Codes that read otherwise than they are written.
WORDS = {"refer": "resubmit", "not_yet_met": "not yet met"}
