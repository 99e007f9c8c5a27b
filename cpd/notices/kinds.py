"""Every kind of notice: its sentence in the product, and how soon an e-mail says that there is an update (ux.md 4)."""

from dataclasses import dataclass

from cpd.notices.models import Urgency


@dataclass(frozen=True)
class Kind:
    """`text` may hold {placeholders}, filled by notify(); it is shown in the product only."""

    text: str
    urgency: Urgency


KINDS: dict[str, Kind] = {
    "enrolment.offered": Kind("You have been offered a place. Enter the code your coordinator gives you.", Urgency.NOW),
    "enrolment.accepted": Kind("You are enrolled. Your lessons and your portfolio are ready.", Urgency.NONE),
    "session.changed": Kind("A live session was changed: {detail}. Your calendar follows.", Urgency.NOW),
    "portfolio.due_week": Kind("Your portfolio is due on {detail} and is not submitted yet.", Urgency.NOW),
    "portfolio.due_day": Kind(
        "Your portfolio is due within 24 hours, on {detail}, and is not submitted yet.", Urgency.NOW
    ),
    "submission.correct_day": Kind("Your small correction is due within 24 hours, on {detail}.", Urgency.NOW),
    "submission.submitted": Kind("Your portfolio is submitted. The receipt is on its page.", Urgency.NOW),
    "submission.taken_back": Kind("You took your portfolio back. Submit it again before the deadline.", Urgency.NONE),
    "submission.accepted": Kind("Your portfolio was accepted and goes to an assessor.", Urgency.DIGEST),
    "submission.returned": Kind(
        "Your portfolio came back for a small correction. You have 48 hours from when you open this, weekends and bank "
        "holidays apart, and until {detail} at the latest.",
        Urgency.NOW,
    ),
    "submission.quarantined": Kind(
        "One item could identify somebody, so it was locked away. Everything else is in a new draft.", Urgency.NOW
    ),
    "deadline.moved": Kind("Your deadline is now {detail}.", Urgency.NOW),
    "submission.held": Kind(
        "Your portfolio is paused while somebody looks into a question. You need not do anything now.", Urgency.NOW
    ),
    "submission.goes_on": Kind("The question is answered: your portfolio goes on from where it was.", Urgency.NOW),
    "submission.void": Kind("This attempt does not count. Its page says what you can do.", Urgency.NOW),
    "submission.not_submitted": Kind(
        "The last moment to hand in your portfolio has passed. Your work is kept; its page says what you can do.",
        Urgency.NOW,
    ),
    "submission.deferred": Kind(
        "You hand in your portfolio at a later time. Everything is in a new draft; no attempt is used.", Urgency.NOW
    ),
    "submission.reopened": Kind("Your portfolio is looked at again.", Urgency.NOW),
    "case.asked": Kind(
        "A learner asked for something, or a question was raised. It has a day for its answer.", Urgency.DIGEST
    ),
    "case.seated": Kind("You are on a panel. What it is about is on its page.", Urgency.NOW),
    "case.replied": Kind("The learner replied to your panel.", Urgency.DIGEST),
    "case.answered": Kind("What you asked for is answered.", Urgency.NOW),
    "case.settled": Kind("The panel answered the question that you raised about whose work it is.", Urgency.DIGEST),
    "case.raised": Kind(
        "There is a question about your portfolio. Its page says what it is, and you can reply.", Urgency.NOW
    ),
    "suspicion.given": Kind("Something was given to you to look into. It has a day for its end.", Urgency.NOW),
    "appeal.made": Kind("A learner appealed. It has a day for its answer.", Urgency.DIGEST),
    "appeal.answered": Kind("Your appeal is answered.", Urgency.NOW),
    "case.due": Kind("Waiting for an answer: {detail}.", Urgency.DIGEST),
    "attestation.answered": Kind("Your manager answered your request for a confirmation.", Urgency.DIGEST),
    "attestation.refused": Kind(
        "Your coordinator could not confirm the address you gave for a confirmation. Nothing was sent there.",
        Urgency.DIGEST,
    ),
    "attestation.address_waiting": Kind(
        "A learner gave an address for a confirmation. Nothing is sent before you have confirmed it.", Urgency.DIGEST
    ),
    "file.harmful": Kind(
        "The virus check found something harmful in a file that somebody tried to upload. Nothing of it was kept.",
        Urgency.NOW,
    ),
    "file.harmful_kept": Kind(
        "The virus check found something harmful in a file that was taken before a scanner was set up. It is locked away.",
        Urgency.NOW,
    ),
    "intake.waiting": Kind("Waiting for intake: {detail}.", Urgency.DIGEST),
    "marking.allocated": Kind("There is a portfolio for you to mark, due {detail}.", Urgency.DIGEST),
    "marking.stepped_aside": Kind("An assessor stepped aside: a portfolio waits for another one.", Urgency.DIGEST),
    "marking.countersign": Kind("There is a mark for you to countersign.", Urgency.DIGEST),
    "marking.sent_back": Kind("A mark came back to you from whoever countersigns it.", Urgency.DIGEST),
    "marking.due_soon": Kind("A portfolio is to be marked by you until {detail}.", Urgency.DIGEST),
    "marking.overdue": Kind("A portfolio allocated to you is past its date.", Urgency.DIGEST),
    "marking.overdue_list": Kind("Past the date for marking: {detail}.", Urgency.DIGEST),
    "marking.lapsed": Kind(
        "You left a portfolio for more than half an hour, and another assessor took it. What you wrote is kept.",
        Urgency.NONE,
    ),
    "marking.to_agree": Kind("A portfolio is marked twice: agree its mark with the other assessor.", Urgency.DIGEST),
    "marking.proposed": Kind("The other assessor proposes an agreed mark and waits for your answer.", Urgency.DIGEST),
    "marking.discuss": Kind("The other assessor answered your proposal for an agreed mark.", Urgency.DIGEST),
    "marking.third_wanted": Kind("Two assessors do not agree on a mark: a third one is needed.", Urgency.DIGEST),
    "standardisation.asked": Kind("There is a standardisation exercise for you.", Urgency.DIGEST),
    "moderation.waiting": Kind("Waiting for moderation: {detail}.", Urgency.DIGEST),
    "moderation.queried": Kind("The moderator asks you about a mark.", Urgency.DIGEST),
    "moderation.changed": Kind(
        "A mark that you moderated was changed. Your word does not cover it yet.", Urgency.DIGEST
    ),
    "moderation.change_proposed": Kind("The moderator proposes a change to a run that you marked.", Urgency.DIGEST),
    "moderation.change_to_decide": Kind("A change to the marking waits for your decision.", Urgency.DIGEST),
    "moderation.change_decided": Kind("A change to the marking was decided.", Urgency.DIGEST),
    "moderation.advice": Kind("The moderator looked at marking that you have begun, and wrote to you.", Urgency.DIGEST),
    "moderation.nobody": Kind("A cohort has nobody who may moderate it.", Urgency.NOW),
    "board.called": Kind("You are called to a board, on {detail}.", Urgency.DIGEST),
    "board.results_late": Kind("Results past the day by which they are out: {detail}.", Urgency.DIGEST),
    "certificates.late": Kind("Past the day by which they are made: {detail}.", Urgency.DIGEST),
    "release.asked": Kind("A release of results waits for a second person.", Urgency.NOW),
    "result.released": Kind("Your result and feedback are ready.", Urgency.NOW),
    "award.proposed": Kind(
        "It is proposed that one of your awards is revoked. Nothing has changed yet: read why, and reply.", Urgency.NOW
    ),
    "award.changed": Kind("One of your awards has changed. Its page says what, why, and what you can do.", Urgency.NOW),
    "award.kept": Kind(
        "The change that was proposed for one of your awards was dropped. Your award stands as it did.", Urgency.NOW
    ),
    "award.answered": Kind("Your reply about one of your awards is answered.", Urgency.NOW),
    "award.to_decide": Kind("A change of an award waits for a second coordinator.", Urgency.DIGEST),
    "award.replied": Kind("A holder replied about a change of an award. A second coordinator answers.", Urgency.NOW),
    "certificate.issued": Kind("Your certificate is ready.", Urgency.NOW),
    "certificate.held": Kind("A certificate needs a person.", Urgency.NOW),
    "certificates.mismatch": Kind(
        "Results, awards and certificates do not agree. No certificate is made until they do.", Urgency.NOW
    ),
    "incident.opened": Kind("An incident was opened: an item is locked away.", Urgency.NOW),
    "item.quarantined": Kind(
        "One item of your portfolio could identify somebody, so it was locked away. Your marks and results stay.",
        Urgency.NOW,
    ),
    "item.given_back": Kind(
        "The item that was locked away identifies nobody after all. It is where it was.", Urgency.NOW
    ),
    "evidence.emergency": Kind(
        "Your portfolio was opened in an emergency. “Who opened my evidence” says by whom and when.", Urgency.NOW
    ),
    "evidence.emergency_lead": Kind("Somebody opened evidence in an emergency.", Urgency.NOW),
    "reading.unusual": Kind("Somebody read evidence in an unusual way. Please look at it.", Urgency.DIGEST),
    "incident.report_due": Kind(
        "Whether the regulator is told of a breach has to be decided by {detail}.", Urgency.NOW
    ),
    "concern.late": Kind("A safeguarding concern is past its working day.", Urgency.NOW),
    "concern.raised": Kind("A safeguarding concern was raised.", Urgency.NOW),
    "visit.invited": Kind("You are invited to a visit. Open it when you are ready; its days begin then.", Urgency.NOW),
    "away.named": Kind("A learner named somebody to keep away. Look at which accounts that closes.", Urgency.NOW),
    "away.lead_needed": Kind("Something waits for another safeguarding lead. Please appoint one.", Urgency.NOW),
    "pack.made": Kind("What you asked for is ready to be downloaded.", Urgency.NOW),
    "pack.stopped": Kind("What you asked for could not be made. Its page says why.", Urgency.NOW),
    "archive.asked": Kind("A colleague asked for an archive with evidence. A second person has to agree.", Urgency.NOW),
    "history.checked": Kind("The check of the record that you asked for is done.", Urgency.NOW),
    "finding.raised": Kind("The university has raised a finding. It waits for your answer.", Urgency.NOW),
    "finding.asked": Kind("The university asks again about a finding.", Urgency.NOW),
    "finding.answered": Kind("The provider has answered a finding.", Urgency.DIGEST),
    "finding.closed": Kind("The university has closed a finding.", Urgency.DIGEST),
    "report.signed": Kind("The university has signed its report. Your response is due in writing.", Urgency.NOW),
    "response.sent": Kind("The provider has sent its response to your report.", Urgency.NOW),
    "report.due": Kind("Your report of a visit is due by {detail}.", Urgency.DIGEST),
    "report.late": Kind("The report of a visit was due by {detail} and is not signed yet.", Urgency.DIGEST),
    "response.due": Kind("The response to the university's report is due by {detail}.", Urgency.DIGEST),
    "response.late": Kind("The response to a report was due by {detail} and is not sent yet.", Urgency.DIGEST),
    "finding.late": Kind(
        "A finding was to be done by {detail} and is not closed. Until it is, nobody can enrol under its agreement.",
        Urgency.NOW,
    ),
    "finding.open": Kind("A finding was to be done by {detail} and is not closed yet.", Urgency.DIGEST),
    "finding.due": Kind("A finding of the university waits for your answer, which is due by {detail}.", Urgency.DIGEST),
    "finding.unanswered": Kind("The answer to a finding was due by {detail} and is not there yet.", Urgency.DIGEST),
    "finding.unsettled": Kind(
        "The provider answered a finding. You had until {detail} to close it or to ask again.", Urgency.DIGEST
    ),
    "erasure.asked": Kind(
        "A person asks that what is kept about them is erased. It has a day for its answer.", Urgency.NOW
    ),
    "erasure.answered": Kind("Your request that your information is erased is answered.", Urgency.NOW),
    "copy.ready": Kind("The copy of your information is ready. It is there for 7 days.", Urgency.DIGEST),
    "account.external": Kind("A coordinator invited somebody from outside to a cohort.", Urgency.DIGEST),
    "account.changed": Kind("Your account was changed: {detail}.", Urgency.NOW),
    "job.dead": Kind("A background job failed five times and needs a person.", Urgency.NOW),
    "backup.missed": Kind("There was no backup for more than a day. Anything lost now is lost for good.", Urgency.NOW),
}
