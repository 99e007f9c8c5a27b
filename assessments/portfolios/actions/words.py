"""Answers to possible identifiers, one for each word of the whole portfolio, and the list of names to look for."""

import json
from collections.abc import Iterable
from datetime import datetime

from assessments.portfolios.contents import load_contents
from assessments.portfolios.identifiers import (
    Sighting,
    Word,
    find_sightings,
    list_words,
    load_watch,
    read_check,
)
from assessments.portfolios.models import EvidenceItem, IdentityCheck, KeptPassage, Portfolio, Submission, WordAnswer
from assessments.portfolios.moves import lock
from assessments.portfolios.replacing import exchange_file, replace_in
from assessments.portfolios.rules import check_can_work
from assessments.portfolios.states import ItemKind, KeepReason
from assessments.screening.cleaning import Cleaned, rewrite_file
from assessments.screening.refusals import Refused
from assessments.screening.texts import normalise_text
from cpd.accounts.models import User
from cpd.files.store import open_bytes
from cpd.files.texts import new_text_key, seal_text
from cpd.history.actions import action, record, unchanged
from cpd.rules import NotAllowed

MOST_NAMES = 100
GONE = "These words are not in the portfolio any more, so there is nothing to answer."


@action
def look_for_names(submission: Submission, *, names: Iterable[str], by: User, now: datetime) -> IdentityCheck:
    """Keep the learner's own list of names while she checks; it is destroyed when the work is accepted, or after a week
    without use."""
    submission = lock(submission)
    check_can_work(by, submission)
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if len(wanted) > MOST_NAMES:
        raise NotAllowed(f"The list has {len(wanted)} names. Give at most {MOST_NAMES}.")
    check = _open_check(submission.portfolio, now)
    if read_check(check)["names"] == wanted:
        unchanged()
        return check
    _write_check(check, now, names=wanted)
    record("names.listed", by=by, about=submission.portfolio, now=now, names=len(wanted))
    return check


@action
def keep_word(submission: Submission, *, sign: str, reason: str, by: User, now: datetime) -> WordAnswer:
    """Let these words stay wherever they are in the portfolio, for a reason that a safeguarding lead will read."""
    submission = lock(submission)
    check_can_work(by, submission)
    answer = submission.portfolio.word_answers.filter(sign=sign).first()
    if answer and answer.reason == reason:
        unchanged()
        return answer
    places = len(_find_word(submission, sign).sightings)
    answer, _ = WordAnswer.objects.update_or_create(
        portfolio=submission.portfolio, sign=sign, defaults={"reason": KeepReason(reason), "answered_at": now}
    )
    record("word.kept", by=by, about=submission.portfolio, now=now, places=places, reason=answer.reason)
    return answer


@action
def reopen_word(submission: Submission, *, sign: str, by: User, now: datetime) -> Portfolio:
    """Take an answer back, so that the words are asked about again."""
    submission = lock(submission)
    check_can_work(by, submission)
    deleted, _ = submission.portfolio.word_answers.filter(sign=sign).delete()
    if deleted:
        record("word.reopened", by=by, about=submission.portfolio, now=now)
    else:
        unchanged()
    return submission.portfolio


def replace_word(submission: Submission, *, sign: str, pseudonym: str, by: User, now: datetime) -> list[EvidenceItem]:
    """Put the pseudonym wherever these words stand; gives the items, pictures for one, in which they could not be replaced.

    Word documents are written anew, PDFs blacked out, which takes seconds and so comes before the transaction. Each text
    keeps its former version until the portfolio is submitted; a file's former copy is destroyed. The pseudonym is
    offered again for the same words.
    """
    check_can_work(by, submission)
    pseudonym = normalise_text(pseudonym.strip())
    seen = [sighting for sighting in _find_word(submission, sign).sightings if sighting.paragraph]
    files = list({sighting.item: None for sighting in seen if sighting.item.kind == ItemKind.FILE})
    rewritten = {item.pk: _rewrite_file(item, submission, sign, pseudonym) for item in files}
    _replace_word(submission, sign=sign, pseudonym=pseudonym, rewritten=rewritten, by=by, now=now)
    return [item for item in files if rewritten[item.pk] is None]


@action
def _replace_word(
    submission: Submission, *, sign: str, pseudonym: str, rewritten: dict, by: User, now: datetime
) -> Submission:
    submission = lock(submission)
    check_can_work(by, submission)
    word = _find_word(submission, sign)
    by_item: dict[EvidenceItem, list[Sighting]] = {}
    for sighting in word.sightings:
        by_item.setdefault(sighting.item, []).append(sighting)
    for item, sightings in by_item.items():
        replace_in(item, sightings, pseudonym, now)
        if rewritten.get(item.pk):
            exchange_file(item, rewritten[item.pk], by=by, now=now)
    check = _open_check(submission.portfolio, now)
    _write_check(check, now, pseudonyms=read_check(check)["pseudonyms"] | {sign: pseudonym})
    record(
        "word.replaced",
        by=by,
        about=submission.portfolio,
        now=now,
        places=len(word.sightings),
        items=[item.pk for item in by_item],
        files=len([copy for copy in rewritten.values() if copy]),
    )
    return submission


def _rewrite_file(item: EvidenceItem, submission: Submission, sign: str, pseudonym: str) -> Cleaned | None:
    """The file without these words, in every spelling in which they stand in it; None where that cannot be."""
    watch = load_watch(submission.portfolio)
    said = {seen.words for seen in find_sightings(item, watch) if seen.sign == sign}
    try:
        copy = rewrite_file(open_bytes(item.file), item.file.content_type, words=said, instead=pseudonym)
    except Refused:
        return None
    still = copy is None or any(word in copy.text for word in said)
    return None if still else copy


def keep_passages(submission: Submission, words: Iterable[Word], now: datetime) -> None:
    """Note each place that stays for a reason, for the safeguarding lead; part of sealing."""
    KeptPassage.objects.bulk_create(
        KeptPassage(
            submission=submission,
            item=sighting.item,
            manifest_digest=submission.manifest_digest,
            where=sighting.where,
            start=sighting.start,
            end=sighting.end,
            kind=sighting.kind,
            reason=word.answer.reason,
            sign=sighting.sign,
            passage_sign=sighting.passage_sign,
        )
        for word in words
        for sighting in word.sightings
    )


def _find_word(submission: Submission, sign: str) -> Word:
    contents = load_contents(submission)
    words = list_words(contents.items, load_watch(submission.portfolio))
    word = next((word for word in words if word.sign == sign), None)
    if word is None:
        raise NotAllowed(GONE)
    return word


def _open_check(portfolio: Portfolio, now: datetime) -> IdentityCheck:
    check = IdentityCheck.objects.filter(portfolio=portfolio).first()
    return check or IdentityCheck.objects.create(portfolio=portfolio, text_key=new_text_key(), used_at=now)


def _write_check(check: IdentityCheck, now: datetime, **parts) -> None:
    check.sealed = seal_text(check.text_key, json.dumps(read_check(check) | parts))
    check.used_at = now
    check.save(update_fields=["sealed", "used_at"])
