"""Sealing a submission, and taking it back before it is accepted."""

from collections.abc import Iterable
from datetime import datetime

from assessments.portfolios.actions.words import keep_passages
from assessments.portfolios.contents import load_contents
from assessments.portfolios.deadlines import is_late
from assessments.portfolios.fingerprints import fingerprint
from assessments.portfolios.forgetting import forget_check
from assessments.portfolios.identifiers import check_words_are_answered, list_words, load_watch
from assessments.portfolios.manifest import DECLARATIONS_VERSION, digest_of, write_manifest
from assessments.portfolios.models import Declaration, Submission, TextRevision
from assessments.portfolios.moves import lock, move
from assessments.portfolios.reading import text_of
from assessments.portfolios.rules import check_can_submit, check_can_take_back, check_is_own
from assessments.portfolios.states import SEALED, ItemKind, SubmissionState
from assessments.portfolios.states import Declaration as DeclarationKind
from cpd.accounts.models import User
from cpd.history.actions import action, record, unchanged
from cpd.notices.actions import notify
from cpd.rules import NotAllowed


class Changed(Exception):
    """The portfolio is not what the page showed when the learner decided to submit it."""


@action
def submit(
    submission: Submission, *, declarations: Iterable[str], by: User, now: datetime, seen: str = ""
) -> Submission:
    """Seal everything into a manifest and hand it in. A second time gives the same submission and receipt.

    Refuses while a hard gap is open, after the last moment, or without every declaration; raises Changed when `seen`
    is the fingerprint of something else than what is there now.
    """
    submission = lock(submission)
    check_is_own(by, submission)
    if submission.state in SEALED:
        unchanged()
        return submission
    contents = load_contents(submission)
    check_can_submit(by, contents, now)
    _check_declarations(declarations)
    if seen and seen != fingerprint(contents):
        raise Changed("The portfolio was changed since this page was opened. Look at it once more, then submit it.")
    words = list_words(contents.items, load_watch(submission.portfolio))
    check_words_are_answered(words)
    late = submission.is_late or (submission.state == SubmissionState.DRAFT and is_late(submission, now))
    texts = {item.pk: text_of(item) for item in contents.items if item.kind != ItemKind.FILE}
    manifest = write_manifest(contents, texts, now=now, is_late=late)
    _make_declarations(submission, now)
    TextRevision.objects.filter(item__submission=submission).delete()
    move(
        submission,
        SubmissionState.SUBMITTED,
        now=now,
        manifest=manifest,
        manifest_digest=digest_of(manifest),
        is_late=late,
        correct_by=None,
    )
    keep_passages(submission, words, now)
    forget_check(submission.portfolio, now)
    record(
        "submission.submitted",
        by=by,
        about=submission,
        now=now,
        digest=submission.manifest_digest,
        attempt=submission.attempt,
        draft=submission.draft_number,
        late=late,
        items=len(contents.items),
        declarations=DECLARATIONS_VERSION,
    )
    notify(by, "submission.submitted", now=now, about=submission, url=f"/portfolio/{submission.pk}/receipt/")
    return submission


@action
def take_back(submission: Submission, *, by: User, now: datetime) -> Submission:
    """Back to a draft before it is accepted; no attempt is used. The digest of what was sealed stays in the history."""
    submission = lock(submission)
    check_is_own(by, submission)
    if submission.state == SubmissionState.DRAFT:
        unchanged()
        return submission
    check_can_take_back(by, submission)
    digest = submission.manifest_digest
    submission.declarations.all().delete()
    submission.kept_passages.filter(manifest_digest=digest).delete()
    submission.submitted_at = None
    move(submission, SubmissionState.DRAFT, now=now, manifest="", manifest_digest="", is_late=False)
    record("submission.taken_back", by=by, about=submission, now=now, digest=digest)
    notify(by, "submission.taken_back", now=now, about=submission, url=f"/portfolio/{submission.pk}/")
    return submission


def _check_declarations(declarations: Iterable[str]) -> None:
    missing = set(DeclarationKind.values) - set(declarations)
    if missing:
        raise NotAllowed("Every declaration is needed before a portfolio can be submitted. Tick each one you can make.")


def _make_declarations(submission: Submission, now: datetime) -> None:
    submission.declarations.all().delete()
    Declaration.objects.bulk_create(
        Declaration(submission=submission, kind=kind, text_version=DECLARATIONS_VERSION, made_at=now)
        for kind in DeclarationKind
    )
