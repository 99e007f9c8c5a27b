"""Answers to possible identifiers, one for each word of the whole portfolio, and the list of names to look for."""

import json
from collections.abc import Iterable
from datetime import datetime

from assessments.portfolios.contents import load_contents
from assessments.portfolios.identifiers import LOCATOR, NOTE, Sighting, Word, list_words, load_watch, read_check
from assessments.portfolios.models import EvidenceItem, IdentityCheck, KeptPassage, Portfolio, Submission, WordAnswer
from assessments.portfolios.moves import lock
from assessments.portfolios.places import split_paragraphs
from assessments.portfolios.reading import text_of
from assessments.portfolios.rules import check_can_work
from assessments.portfolios.states import ItemKind, KeepReason
from assessments.screening.texts import normalise_text
from cpd.accounts.models import User
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


@action
def replace_word(submission: Submission, *, sign: str, pseudonym: str, by: User, now: datetime) -> list[EvidenceItem]:
    """Put the pseudonym wherever these words stand in what was typed; gives the files in which they still stand.

    Each text keeps its former version until the portfolio is submitted. The pseudonym is offered again for the words.
    """
    submission = lock(submission)
    check_can_work(by, submission)
    word = _find_word(submission, sign)
    pseudonym = normalise_text(pseudonym.strip())
    by_item: dict[EvidenceItem, list[Sighting]] = {}
    for sighting in word.sightings:
        by_item.setdefault(sighting.item, []).append(sighting)
    files = [item for item in by_item if item.kind == ItemKind.FILE]
    for item, sightings in by_item.items():
        _replace_in(item, sightings, pseudonym, now)
    check = _open_check(submission.portfolio, now)
    _write_check(check, now, pseudonyms=read_check(check)["pseudonyms"] | {sign: pseudonym})
    record(
        "word.replaced",
        by=by,
        about=submission.portfolio,
        now=now,
        places=len(word.sightings),
        items=[item.pk for item in by_item],
        files=len(files),
    )
    return files


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


def _replace_in(item: EvidenceItem, sightings: list[Sighting], pseudonym: str, now: datetime) -> None:
    in_text = [sighting for sighting in sightings if sighting.paragraph]
    if in_text and item.kind != ItemKind.FILE:
        text = _rewrite(text_of(item), in_text, pseudonym)
        item.revisions.create(version=item.version, sealed_text=item.sealed_text, saved_at=now)
        item.sealed_text = seal_text(item.text_key, text)
        item.word_count = len(text.split())
        item.version += 1
        item.saved_at = now
        item.save(update_fields=["sealed_text", "word_count", "version", "saved_at"])
    in_locator = [sighting for sighting in sightings if sighting.where == LOCATOR]
    if in_locator:
        item.locator = _substitute(item.locator, in_locator, pseudonym)[:200]
        item.save(update_fields=["locator"])
    for claim in item.claims.all():
        in_note = [sighting for sighting in sightings if sighting.where == f"{NOTE}{claim.criterion.number}"]
        if in_note and claim.note:
            claim.note = _substitute(claim.note, in_note, pseudonym)[:300]
            claim.save(update_fields=["note"])


def _rewrite(text: str, sightings: list[Sighting], pseudonym: str) -> str:
    """The text with every line kept as it is but for the words: places are given by paragraph."""
    lines = text.split("\n")
    numbered = [at for at, line in enumerate(lines) if line.strip()]
    paragraphs = split_paragraphs(text)
    for number in {sighting.paragraph for sighting in sightings}:
        here = [sighting for sighting in sightings if sighting.paragraph == number]
        line = lines[numbered[number - 1]]
        indent = line[: len(line) - len(line.lstrip())]
        lines[numbered[number - 1]] = indent + _substitute(paragraphs[number - 1], here, pseudonym)
    return "\n".join(lines)


def _substitute(text: str, sightings: list[Sighting], pseudonym: str) -> str:
    for sighting in sorted(sightings, key=lambda sighting: sighting.start, reverse=True):
        owner = next((end for end in ("'s", "’s") if sighting.words.endswith(end)), "")
        text = text[: sighting.start] + pseudonym + owner + text[sighting.end :]
    return text


def _open_check(portfolio: Portfolio, now: datetime) -> IdentityCheck:
    check = IdentityCheck.objects.filter(portfolio=portfolio).first()
    return check or IdentityCheck.objects.create(portfolio=portfolio, text_key=new_text_key(), used_at=now)


def _write_check(check: IdentityCheck, now: datetime, **parts) -> None:
    check.sealed = seal_text(check.text_key, json.dumps(read_check(check) | parts))
    check.used_at = now
    check.save(update_fields=["sealed", "used_at"])
