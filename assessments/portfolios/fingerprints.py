"""A short value that tells whether a portfolio is still what a page showed."""

import hashlib

from assessments.portfolios.contents import Contents


def fingerprint(contents: Contents) -> str:
    """Changes with every item, version, completion, claim, who reads a reflection, the way of a task, and the state."""
    parts = [contents.submission.state]
    parts += [f"{task.task.pk}:other" for task in contents.tasks if task.is_other_way]
    for item in contents.items:
        claims = ",".join(f"{claim.criterion.number}@{claim.place}" for claim in item.claims.all())
        parts.append(f"{item.pk}:{item.version}:{item.is_complete}:{item.practice_date}:{item.layer}:{claims}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
