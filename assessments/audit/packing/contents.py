"""What the files of a pack say: codes, numbers, days and digests. No name, no item, and no words that anybody typed."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from assessments.audit.packing.entries import Line
from assessments.boards.models import Decision, Paper
from assessments.boards.rules import count_quorum
from assessments.boards.states import Seat
from assessments.certificates.models import Award, Certificate
from assessments.marking.models import Mark
from assessments.marking.states import MarkState
from assessments.moderation.models import Sample
from assessments.portfolios.models import Submission
from courses.accreditation.models import Accreditation
from courses.accreditation.queries.register import describe, get_agreement
from courses.accreditation.queries.rulesets import describe_rules
from courses.catalogue.models import ModuleVersion
from courses.delivery.models import Enrolment


def write_json(value: Any) -> bytes:
    """The same things are the same bytes, and a person can read them."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def tell_decisions(enrolments: QuerySet[Enrolment], lines: Iterable[Line]) -> dict:
    """Each candidate with what was submitted, judged, decided, awarded and issued, in a constant number of queries."""
    entered: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        entered[line.subject_id].add(line.name)
    everybody = list(enrolments)
    found: dict = {
        one.pk: {
            "candidate": one.candidate_number,
            "cohort": one.cohort.code,
            "module": one.version.module.code,
            "version": one.version.number,
            "submissions": [],
            "marks": [],
            "sampled": [],
            "decisions": [],
            "award": None,
            "certificates": [],
        }
        for one in everybody
    }
    _add_submissions(enrolments, found, entered)
    _add_marks(enrolments, found, entered)
    _add_decisions(enrolments, found, entered)
    _add_awards(enrolments, found, entered)
    return {"candidates": list(found.values())}


def list_manifests(enrolments: QuerySet[Enrolment]) -> dict[str, bytes]:
    """What each submission was sealed into: salted digests of its items. The SHA-256 of this file stands in the record."""
    return {
        f"submissions/{one.portfolio.enrolment.candidate_number}-{one.attempt}-{one.draft_number}.json": (
            one.manifest.encode()
        )
        for one in _sealed(enrolments).select_related("portfolio__enrolment")
    }


def tell_criteria(enrolments: QuerySet[Enrolment]) -> dict:
    """The edition of the criteria that each candidate was judged by."""
    versions = (
        ModuleVersion.objects.filter(pk__in=enrolments.order_by().values("version"))
        .select_related("module")
        .prefetch_related("outcomes__criteria")
        .order_by("module__code", "number")
    )
    return {
        "editions": [
            {
                "module": version.module.code,
                "version": version.number,
                "title": version.title,
                "level": version.level_words,
                "credit": version.credit_words,
                "package_sha256": version.package_digest,
                "published_at": _time(version.published_at),
                "outcomes": [
                    {
                        "number": outcome.number,
                        "text": outcome.text,
                        "criteria": {
                            one.number: one.text for one in sorted(outcome.criteria.all(), key=lambda one: one.position)
                        },
                    }
                    for outcome in sorted(version.outcomes.all(), key=lambda outcome: outcome.position)
                ],
            }
            for version in versions
        ]
    }


def tell_agreement(enrolments: QuerySet[Enrolment], now: datetime) -> dict:
    """The editions of the agreement under which they enrolled, as they read today, with the numbers of their rules."""
    editions = Accreditation.objects.filter(pk__in=enrolments.order_by().values("accreditation"))
    return {
        "editions": [
            {
                "reference": one.reference,
                "says": [[str(row[0]), str(row[1])] for row in describe(agreement)],
                "rules": [
                    {"about": label, "says": says, "rule": rule}
                    for _, rows in describe_rules(agreement.rules)
                    for label, says, rule in rows
                ],
            }
            for one in editions.select_related("university").order_by("reference", "edition")
            for agreement in [get_agreement(one, now.date())]
        ]
    }


def tell_samples(enrolments: QuerySet[Enrolment]) -> dict:
    """Each draw in which a mark of theirs took part, with all that is needed to repeat it. Marks by their ids."""
    marks = Mark.objects.filter(submission__portfolio__enrolment__in=enrolments.order_by()).values("pk")
    samples = (
        Sample.objects.filter(population_items__mark__in=marks)
        .distinct()
        .select_related("cohort")
        .prefetch_related("population_items", "items__reasons")
        .order_by("cohort__code", "number")
    )
    return {
        "samples": [
            {
                "id": str(sample.pk),
                "cohort": sample.cohort.code,
                "number": sample.number,
                "state": sample.state,
                "seed": sample.seed,
                "rule": sample.rule,
                "rules": sample.rules_version,
                "digest": sample.population_digest,
                "drawn_at": _time(sample.drawn_at),
                "closed_at": _time(sample.closed_at),
                "population": [
                    {"facts": item.facts, "place": item.place, "left_out": item.left_out}
                    for item in sorted(sample.population_items.all(), key=lambda item: item.place)
                    if item.facts
                ],
                "drawn": [
                    {
                        "mark": str(item.mark_id),
                        "reasons": sorted(reason.reason for reason in item.reasons.all()),
                        "verdict": item.verdict,
                        "reviewed_at": _time(item.reviewed_at),
                    }
                    for item in sorted(sample.items.all(), key=lambda item: str(item.mark_id))
                ],
            }
            for sample in samples
        ]
    }


def tell_boards(enrolments: QuerySet[Enrolment]) -> dict:
    """The extract of each meeting: seats and quorum without names, and the papers of these candidates."""
    papers = (
        Paper.objects.filter(submission__portfolio__enrolment__in=enrolments.order_by())
        .select_related("board__cohort")
        .prefetch_related("board__members", "decisions", "conflicts")
        .order_by("board__held_on", "board", "candidate_number", "withdrawn_at")
    )
    meetings: dict = {}
    for paper in papers:
        board = paper.board
        if board.pk not in meetings:
            quorum = count_quorum(board)
            meetings[board.pk] = {
                "id": str(board.pk),
                "cohort": board.cohort.code,
                "kind": board.kind,
                "state": board.state,
                "held_on": board.held_on.isoformat(),
                "rules": board.rules_version,
                "papers_at": _time(board.papers_at),
                "ratified_at": _time(board.ratified_at),
                "released_at": _time(board.released_at),
                "seats": {
                    str(seat.label): sum(one.seat == seat and one.is_present for one in board.members.all())
                    for seat in Seat
                },
                "present": quorum.present,
                "needed": quorum.needed,
                "quorate": quorum.is_met,
                "papers": [],
            }
        meetings[board.pk]["papers"].append(
            {
                "candidate": paper.candidate_number,
                "proposed": paper.proposed,
                "criteria_not_met": paper.criteria_not_met,
                "score": paper.final_score,
                "interests_declared": len(paper.conflicts.all()),
                "withdrawn_at": _time(paper.withdrawn_at),
                "results": [one.result for one in sorted(paper.decisions.all(), key=lambda one: one.decided_at)],
            }
        )
    return {"meetings": list(meetings.values())}


def _sealed(enrolments: QuerySet[Enrolment]) -> QuerySet[Submission]:
    return (
        Submission.objects.filter(portfolio__enrolment__in=enrolments.order_by(), submitted_at__isnull=False)
        .exclude(manifest_digest="")
        .order_by("portfolio__enrolment__candidate_number", "attempt", "draft_number")
    )


def _add_submissions(enrolments: QuerySet[Enrolment], found: dict, entered: dict) -> None:
    for one in _sealed(enrolments).select_related("portfolio"):
        if "submission.submitted" in entered[str(one.pk)]:
            found[one.portfolio.enrolment_id]["submissions"].append(
                {
                    "id": str(one.pk),
                    "attempt": one.attempt,
                    "draft": one.draft_number,
                    "state": one.state,
                    "late": one.is_late,
                    "digest": one.manifest_digest,
                    "submitted_at": _time(one.submitted_at),
                    "accepted_at": _time(one.accepted_at),
                    "released_at": _time(one.released_at),
                }
            )


def _add_marks(enrolments: QuerySet[Enrolment], found: dict, entered: dict) -> None:
    marks = (
        Mark.objects.filter(submission__portfolio__enrolment__in=enrolments.order_by(), state=MarkState.FINAL)
        .select_related("submission__portfolio")
        .prefetch_related("judgements__criterion", "samplings__reasons")
        .order_by("finalised_at", "pk")
    )
    letters: dict = defaultdict(dict)
    for mark in marks:
        enrolment = mark.submission.portfolio.enrolment_id
        letter = letters[enrolment].setdefault(mark.assessor_id, chr(ord("A") + len(letters[enrolment])))
        names = entered[str(mark.pk)] & {"mark.finalised", "mark.agreed"}
        if not names:
            continue
        found[enrolment]["marks"].append(
            {
                "id": str(mark.pk),
                "entry": min(names),
                "submission": str(mark.submission_id),
                "stage": mark.stage,
                "assessor": letter,
                "outcome": mark.outcome,
                "score": None if mark.score is None else str(mark.score),
                "stands": mark.stands,
                "rules": mark.rules_version,
                "finalised_at": _time(mark.finalised_at),
                "judgements": {
                    one.criterion.number: one.verdict
                    for one in sorted(mark.judgements.all(), key=lambda one: one.criterion.position)
                },
            }
        )
        found[enrolment]["sampled"] += [
            {
                "sample": str(item.sample_id),
                "mark": str(mark.pk),
                "reasons": sorted(reason.reason for reason in item.reasons.all()),
                "verdict": item.verdict,
            }
            for item in mark.samplings.all()
        ]


def _add_decisions(enrolments: QuerySet[Enrolment], found: dict, entered: dict) -> None:
    decisions = Decision.objects.filter(submission__portfolio__enrolment__in=enrolments.order_by())
    for one in decisions.select_related("submission__portfolio").order_by("decided_at", "pk"):
        if "decision.made" in entered[str(one.pk)]:
            found[one.submission.portfolio.enrolment_id]["decisions"].append(
                {
                    "id": str(one.pk),
                    "submission": str(one.submission_id),
                    "result": one.result,
                    "supersedes": str(one.supersedes_id) if one.supersedes_id else None,
                    "decided_at": _time(one.decided_at),
                }
            )


def _add_awards(enrolments: QuerySet[Enrolment], found: dict, entered: dict) -> None:
    for award in Award.objects.filter(enrolment__in=enrolments.order_by()).select_related("accreditation"):
        if "award.granted" in entered[str(award.pk)]:
            found[award.enrolment_id]["award"] = {
                "id": str(award.pk),
                "state": award.state,
                "agreement": award.accreditation.reference,
                "edition": award.accreditation.edition,
                "awarded_on": award.awarded_on.isoformat(),
                "granted_at": _time(award.granted_at),
                "state_changed_at": _time(award.state_changed_at),
            }
    certificates = Certificate.objects.filter(award__enrolment__in=enrolments.order_by(), issued_at__isnull=False)
    for one in certificates.select_related("award").order_by("issued_at", "pk"):
        if "certificate.issued" in entered[str(one.pk)]:
            found[one.award.enrolment_id]["certificates"].append(
                {
                    "id": str(one.pk),
                    "state": one.state,
                    "pdf_sha256": one.pdf_sha256,
                    "credential_sha256": one.credential_sha256,
                    "issued_at": _time(one.issued_at),
                    "ended_at": _time(one.ended_at),
                }
            )


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
