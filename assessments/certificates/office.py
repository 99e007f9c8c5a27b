"""What the office does with many certificates at once."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from assessments.certificates.codes import spaced
from assessments.certificates.models import Certificate
from courses.delivery.models import Cohort
from cpd.accounts.models import User
from cpd.documents.zips import Member
from cpd.files.store import Destroyed, open_chunks
from cpd.history.actions import action, record


@action
def record_bundle(cohort: Cohort, *, count: int, by: User, now: datetime) -> None:
    """Leave in the record who took the certificates of a whole cohort."""
    record("certificates.taken", by=by, about=cohort, now=now, count=count)


def members_of_bundle(certificates: list[Certificate]) -> Iterator[Member]:
    """The stored documents, and a list that leads to each by candidate number. Files are named by the number of the
    certificate: namesakes do not collide, and no name stands in a list of files."""
    yield Member("certificates.csv", [_list(certificates)])
    for certificate in certificates:
        try:
            pieces = open_chunks(certificate.pdf)
        except Destroyed:
            # Replaced for the holder's safety since this was asked for.
            continue
        # PDFs are compressed inside; to press them again would only take time.
        yield Member(_name_of(certificate), pieces, is_packed=True)


def _list(certificates: list[Certificate]) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["Candidate", "Awarded on", "Certificate", "File"])
    rows.writerows(
        [
            one.award.enrolment.candidate_number,
            f"{one.award.awarded_on:%Y-%m-%d}",
            spaced(one.code),
            _name_of(one),
        ]
        for one in certificates
    )
    return out.getvalue().encode()


def _name_of(certificate: Certificate) -> str:
    return f"certificate-{certificate.code}.pdf"
