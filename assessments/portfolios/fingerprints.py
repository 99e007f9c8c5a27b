"""A short value that tells whether a portfolio is still what a page showed."""

import hashlib

from assessments.portfolios.contents import Contents


def fingerprint(contents: Contents) -> str:
    """Changes with every item, version, completion, claim and the state of the submission."""
    parts = [contents.submission.state]
    for item in contents.items:
        claims = ",".join(f"{claim.criterion.number}@{claim.place}" for claim in item.claims.all())
        parts.append(f"{item.pk}:{item.version}:{item.is_complete}:{item.practice_date}:{claims}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
