"""Where something about a person stands: every field of every table, whose it is, and what becomes of it.

Destruction, erasure and the copy for the person herself all follow this table. A test fails when a model has a field for
words, bytes or JSON that stands neither here nor among those that hold nothing about anybody (elsewhere.py).
"""

from dataclasses import dataclass

from assessments.records.keeping.states import RecordKind

ENROLMENT, COHORT, PERSON = "enrolment", "cohort", "person"
K = RecordKind
SUBMISSION = "submission__portfolio__enrolment"


@dataclass(frozen=True)
class Place:
    """One table. `path` leads from its rows to the subject; an empty field name is the row's own id.

    `words` become a sentence that says they were destroyed, `blanks` become empty, `sealed` empty with the key in `key`
    destroyed, `files` are destroyed; with `goes` the rows themselves are deleted. `codes` are fields with codes, digests and
    dates of ours, which say nothing by themselves and stay. `told`: whether it is part of the copy for the person.
    """

    model: str
    kind: RecordKind
    path: str
    subject: str = ENROLMENT
    words: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    key: str = ""
    files: tuple[str, ...] = ()
    goes: bool = False
    codes: tuple[str, ...] = ()
    where: tuple[tuple[str, object], ...] = ()
    told: bool = True


def _of(path: str) -> str:
    return f"{path}__{SUBMISSION}"


# In the order in which rows may be deleted: what points at others first.
PLACES = [
    # Evidence, and everything that is derived from it
    Place("assessments.PassageReview", K.EVIDENCE, _of("passage"), goes=True, told=False),
    Place("assessments.KeptPassage", K.EVIDENCE, SUBMISSION, goes=True, codes=("manifest_digest", "where", "kind", "sign", "passage_sign"), told=False),
    Place("assessments.WordAnswer", K.EVIDENCE, "portfolio__enrolment", goes=True, codes=("sign",), told=False),
    Place("assessments.IdentityCheck", K.EVIDENCE, "portfolio__enrolment", sealed=("sealed",), key="text_key", goes=True),
    Place("assessments.TextRevision", K.EVIDENCE, _of("item"), sealed=("sealed_text",), goes=True),
    Place("assessments.Claim", K.EVIDENCE, _of("item"), blanks=("note",), codes=("place",)),
    Place("assessments.Place", K.EVIDENCE, _of("item"), blanks=("place",)),
    Place("assessments.Attestation", K.EVIDENCE, SUBMISSION, blanks=("manager_name", "manager_email", "manager_role", "statement"), codes=("token_digest",)),
    Place("assessments.IntakeOpening", K.EVIDENCE, SUBMISSION, words=("reason",), codes=("manifest_digest",)),
    Place("assessments.EvidenceItem", K.EVIDENCE, SUBMISSION, blanks=("title", "locator"), sealed=("sealed_text",), key="text_key", files=("file", "text_file"), codes=("label",)),
    # What a learner noted and did
    Place("courses.Note", K.LEARNING, "enrolment", sealed=("sealed_text",), key="text_key", goes=True, codes=("prompt",)),
    Place("courses.CheckAnswer", K.LEARNING, "enrolment", goes=True),
    Place("courses.LessonProgress", K.LEARNING, "enrolment", goes=True),
    Place("courses.Attendance", K.LEARNING, "enrolment", goes=True),
    Place("assessments.Envelope", K.LEARNING, "enrolment", sealed=("sealed_text",), key="text_key", goes=True),
    Place("courses.Enrolment", K.LEARNING, "pk", words=("end_reason",), blanks=("manager_name", "manager_email", "nation", "access_needs"), codes=("candidate_number", "code", "calendar_token")),
    # What others wrote about her work
    Place("assessments.Mark", K.MARKING, SUBMISSION, words=("feedback",), codes=("rules_version",)),
    Place("assessments.Judgement", K.MARKING, _of("mark"), words=("feedback",)),
    Place("assessments.TeamNote", K.MARKING, _of("mark"), words=("text",)),
    Place("assessments.Agreement", K.MARKING, SUBMISSION, words=("rationale", "answer"), codes=("rules_version",)),
    Place("assessments.Allocation", K.MARKING, SUBMISSION, words=("query", "same_employer_reason"), codes=("rules_version",)),
    Place("assessments.Countersignature", K.MARKING, _of("mark"), words=("reason",), codes=("rules_version",)),
    Place("assessments.SampledMark", K.MARKING, _of("mark"), words=("note",)),
    Place("assessments.Review", K.MARKING, _of("item__mark"), words=("note",)),
    Place("assessments.InterimItem", K.MARKING, _of("mark"), words=("advice",)),
    Place("assessments.RunChange", K.MARKING, _of("item__mark"), words=("why", "answer", "refusal"), codes=("rules_version",)),
    Place("assessments.OwnJudgement", K.MARKING, _of("mark"), words=("note",), told=False),
    Place("assessments.Exercise", K.MARKING, SUBMISSION, words=("discussion",), codes=("rules_version",), told=False),
    Place("assessments.Trial", K.MARKING, _of("participant__exercise"), words=("reason",), told=False),
    Place("assessments.Sample", K.MARKING, "cohort", COHORT, words=("report", "report_feedback", "report_next_time"), codes=("seed", "rule", "rules_version", "population_digest", "figures")),
    # Boards
    Place("assessments.Paper", K.BOARD, SUBMISSION, words=("withdrawn_reason",), codes=("candidate_number", "circumstances")),
    Place("assessments.Decision", K.BOARD, SUBMISSION, words=("reason",)),
    Place("assessments.Board", K.BOARD, "cohort", COHORT, words=("notice_reason", "papers_reason", "chairs_reason"), codes=("rules_version",)),
    Place("assessments.BoardMember", K.BOARD, "board__cohort", COHORT, words=("endorsement",)),
    Place("assessments.Minutes", K.BOARD, "board__cohort", COHORT, words=("remarks", "text")),
    Place("assessments.Release", K.BOARD, "board__cohort", COHORT, words=("stopped_reason",)),
    # What learners said of their module: of the cohort, since it leads to nobody any more
    Place("assessments.Remark", K.EVALUATION, "opening__cohort", COHORT, sealed=("sealed_text",), key="text_key", goes=True, told=False),
    Place("assessments.Opening", K.EVALUATION, "cohort", COHORT, words=("done",), told=False),
    # Side cases
    Place("assessments.SideCase", K.CASES, "enrolment", blanks=("instruction",), sealed=("sealed_statement", "sealed_reply", "sealed_reason"), key="text_key", codes=("rules_version",)),
    Place("assessments.Appeal", K.CASES, SUBMISSION, sealed=("sealed_statement", "sealed_reason"), key="text_key", codes=("rules_version",)),
    Place("assessments.AwardChange", K.CASES, "award__enrolment", words=("authority_reference",), sealed=("sealed_reply", "sealed_answer"), key="text_key", codes=("rules_version",)),
    # Safety: what a concern says about somebody else's risk is not part of her copy
    Place("assessments.Incident", K.SAFEGUARDING, _of("item"), words=("report_reason", "outcome"), codes=("evidence_digest",), told=False),
    Place("assessments.SafeguardingConcern", K.SAFEGUARDING, SUBMISSION, words=("note", "action_taken"), told=False),
    Place("assessments.EmergencyOpening", K.SAFEGUARDING, SUBMISSION, words=("reason",)),
    Place("assessments.UnusualReading", K.SAFEGUARDING, SUBMISSION, words=("note",), codes=("key",), told=False),
    # The person herself
    Place("assessments.SafeguardingConcern", K.ACCOUNT, "raised_by", PERSON, words=("note", "action_taken"), where=(("about", "self"),)),
    Place("accounts.Recognition", K.ACCOUNT, "entry__learner", PERSON, goes=True, told=False),
    Place("accounts.KeptAway", K.ACCOUNT, "learner", PERSON, goes=True, blanks=("name", "name_key", "email", "known_from")),
    Place("assessments.Activity", K.ACCOUNT, "learner", PERSON, sealed=("sealed_text",), key="text_key", goes=True),
    Place("assessments.Share", K.ACCOUNT, "learner", PERSON, goes=True, codes=("token",)),
    Place("assessments.SubjectAccess", K.ACCOUNT, "person", PERSON, files=("file",), codes=("file_digest",)),
    Place("assessments.ErasureRequest", K.ACCOUNT, "person", PERSON, words=("answer",), codes=("keys", "digest")),
    Place("assessments.LegalHold", K.ACCOUNT, "enrolment__learner", PERSON, words=("reason", "lifted_reason"), told=False),
    Place("assessments.LegalHold", K.ACCOUNT, "person", PERSON, words=("reason", "lifted_reason"), told=False),
    Place("assessments.DeclaredInterest", K.ACCOUNT, "person", PERSON, goes=True, blanks=("name", "name_key", "email", "organisation", "organisation_key")),
    Place("assessments.StandingFact", K.ACCOUNT, "person", PERSON, words=("seen",)),
    Place("assessments.Suspicion", K.ACCOUNT, "person", PERSON, sealed=("sealed_note", "sealed_reason"), key="text_key", codes=("rules_version",), told=False),
    Place("notices.Mail", K.ACCOUNT, "person", PERSON, goes=True, codes=("key", "error")),
    Place("notices.Notice", K.ACCOUNT, "person", PERSON, words=("text",), goes=True, codes=("kind", "url", "key", "subject_id")),
    Place("account.EmailConfirmation", K.ACCOUNT, "email_address__user", PERSON, goes=True, codes=("key",), told=False),
    Place("account.EmailAddress", K.ACCOUNT, "user", PERSON, goes=True, blanks=("email",)),
    Place("mfa.Authenticator", K.ACCOUNT, "user", PERSON, goes=True, codes=("data",), told=False),
    Place("usersessions.UserSession", K.ACCOUNT, "user", PERSON, goes=True, blanks=("user_agent",), codes=("session_key", "data", "ip")),
    Place("accounts.FormerAddress", K.ACCOUNT, "person", PERSON, goes=True, blanks=("email",)),
    Place("accounts.KeptForm", K.ACCOUNT, "person", PERSON, sealed=("sealed_text",), key="text_key", goes=True, codes=("place",)),
    Place("accounts.Preferences", K.ACCOUNT, "person", PERSON, goes=True, blanks=("safe_contact",)),
    Place("accounts.Invitation", K.ACCOUNT, "person", PERSON, blanks=("email",), codes=("token_digest", "mail_error")),
    Place("accounts.User", K.ACCOUNT, "pk", PERSON, blanks=("given_names", "family_name", "certificate_name", "team", "password", "email"), codes=("terms_version",)),
    # What stays: the award
    Place("assessments.Award", K.AWARD, "enrolment", codes=("state_reason",)),
    Place("assessments.Certificate", K.AWARD, "award__enrolment", sealed=("sealed_name",), key="name_key", files=("pdf",), codes=("code", "facts", "template_version", "pdf_sha256", "credential_sha256")),
]  # fmt: skip


def places_of(kind: RecordKind, subject: str) -> list[Place]:
    """A sampled portfolio is the same tables as any other."""
    kind = K.EVIDENCE if kind == K.SAMPLE else kind
    return [place for place in PLACES if place.kind == kind and place.subject == subject]
