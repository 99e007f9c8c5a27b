"""The record of one candidate as JSON: each line of her story with its place in the signed tree (exhibit 17)."""

import json
from datetime import UTC, datetime
from functools import cache

from assessments.audit.queries.stories import Story
from cpd.history import merkle
from cpd.history.models import Leaf
from cpd.history.proofs import newest_checkpoint, write_checkpoint
from cpd.history.sequencing import read_subtree


def write_record(story: Story, *, as_at: datetime) -> bytes:
    """Lines in words, their leaves, and the hashes from each leaf to the root of the newest checkpoint.

    What a leaf hashes holds ids of people, so the leaf's hash stands here and not its content; the provider shows that
    to whoever must have it.
    """
    checkpoint = newest_checkpoint()
    size = checkpoint.size if checkpoint else 0
    wanted = [event.leaf for event in story.events if event.leaf is not None]
    hashes = dict(Leaf.objects.filter(index__in=wanted).values_list("index", "hash"))
    # Lines share most of the way up, so each node is read once.
    subtree = cache(read_subtree)
    events = [
        {
            "at": event.at.astimezone(UTC).isoformat(timespec="seconds"),
            "who": event.who,
            "what": event.title,
            "detail": event.body,
            "leaf": event.leaf,
            "leaf_hash": bytes(hashes[event.leaf]).hex() if event.leaf in hashes else None,
            "path": [one.hex() for one in merkle.inclusion_proof(event.leaf, size, subtree)]
            if event.leaf is not None and event.leaf < size
            else None,
        }
        for event in story.events
    ]
    data = {
        "format": "cpd-record@v1",
        "candidate": story.enrolment.candidate_number,
        "as_at": as_at.astimezone(UTC).isoformat(timespec="seconds"),
        "checkpoint": write_checkpoint(checkpoint) if checkpoint else None,
        "attempts": [{"attempt": one.attempt, "manifest": one.manifest_digest or None} for one in story.submissions],
        "certificates": [one.pdf_sha256 for one in story.certificates],
        "events": events,
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
