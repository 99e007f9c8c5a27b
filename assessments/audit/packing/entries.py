"""The entries of history that a pack names, and the hashes that lead from all of them to one signed root."""

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched

from django.db.models import QuerySet

from assessments.audit.models import Finding, Pack, Report, Response, VisitItem
from assessments.audit.sentences import SENTENCES
from assessments.boards.models import Board, Decision, Paper
from assessments.certificates.models import Award, AwardChange, Certificate
from assessments.marking.models import Allocation, Mark
from assessments.moderation.models import PopulationItem, Sample, SampledMark
from assessments.portfolios.models import Attestation, EvidenceItem, Portfolio, Submission
from courses.delivery.models import Enrolment
from cpd.history.models import Entry, Leaf, Node
from cpd.history.sequencing import leaf_data

# What the university does in its rooms stands in the pack of its visit.
OF_VISIT = ("visit.", "finding.", "report.", "response.")
AT_ONCE = 400


@dataclass(frozen=True)
class Line:
    """One entry at its place: what its leaf hashes, and a word for the index of the pack."""

    index: int
    name: str
    subject_id: str
    data: bytes


def list_lines(pack: Pack, enrolments: QuerySet[Enrolment], size: int) -> list[Line]:
    """Every entry about these candidates that an auditor's story tells, and of a visit its own, by place in the tree."""
    found: dict[int, Line] = {}
    for ids in batched(_ids_of(pack, enrolments), AT_ONCE):
        entries = Entry.objects.filter(subject_id__in=ids, leaf__index__lt=size).select_related("leaf")
        for entry in entries.iterator(chunk_size=2000):
            if entry.name in SENTENCES or (pack.visit_id and entry.name.startswith(OF_VISIT)):
                found[entry.leaf.index] = Line(entry.leaf.index, entry.name, entry.subject_id, leaf_data(entry))
    return [found[index] for index in sorted(found)]


def write_entries(lines: Iterable[Line]) -> bytes:
    return b"".join(b"%d %s\n" % (line.index, line.data) for line in lines)


def write_hashes(indexes: Iterable[int], size: int, subtree: Callable[[int, int], bytes]) -> bytes:
    """The complete subtrees beside these leaves, and nothing that covers one of them."""
    return "".join(
        f"{level} {index} {b64encode(subtree(level, index)).decode()}\n" for level, index in beside(indexes, size)
    ).encode()


def beside(indexes: Iterable[int], size: int) -> Iterator[tuple[int, int]]:
    """Which complete subtrees are needed, with these leaves, for the root over `size` leaves (RFC 9162, 2.1)."""
    row = set(indexes)
    for level in range(size.bit_length()):
        width = size >> level
        edge = width - 1 if width % 2 else None
        if edge is not None and edge not in row:
            yield level, edge
        row.discard(edge)
        yield from ((level, index ^ 1) for index in sorted(row) if index ^ 1 not in row)
        row = {index >> 1 for index in row}


def stored_hashes(indexes: Iterable[int], size: int) -> Callable[[int, int], bytes]:
    """Reads the hashes that `beside` asks for in a few statements, level by level."""
    wanted: dict[int, list[int]] = {}
    for level, index in beside(indexes, size):
        wanted.setdefault(level, []).append(index)
    known = {
        (level, index): value
        for level, places in wanted.items()
        for some in batched(places, AT_ONCE)
        for index, value in _read(level, some)
    }
    return lambda level, index: known[level, index]


def _read(level: int, indexes: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    rows = Node.objects.filter(level=level) if level else Leaf.objects.all()
    for index, value in rows.filter(index__in=indexes).values_list("index", "hash"):
        yield index, bytes(value)


def _ids_of(pack: Pack, enrolments: QuerySet[Enrolment]) -> Iterator[str]:
    """The ids of everything that an entry may be about."""
    everybody = enrolments.order_by().values("pk")
    submissions = Submission.objects.filter(portfolio__enrolment__in=everybody).values("pk")
    marks = Mark.objects.filter(submission__in=submissions).values("pk")
    papers = Paper.objects.filter(submission__in=submissions).values("pk")
    awards = Award.objects.filter(enrolment__in=everybody).values("pk")
    rows = [
        enrolments.order_by(),
        Portfolio.objects.filter(enrolment__in=everybody),
        Submission.objects.filter(pk__in=submissions),
        Allocation.objects.filter(submission__in=submissions),
        Mark.objects.filter(pk__in=marks),
        Attestation.objects.filter(submission__in=submissions),
        EvidenceItem.objects.filter(submission__in=submissions),
        SampledMark.objects.filter(mark__in=marks),
        Sample.objects.filter(pk__in=PopulationItem.objects.filter(mark__in=marks).values("sample")),
        Paper.objects.filter(pk__in=papers),
        Decision.objects.filter(submission__in=submissions),
        Board.objects.filter(pk__in=Paper.objects.filter(submission__in=submissions).values("board")),
        Award.objects.filter(pk__in=awards),
        Certificate.objects.filter(award__in=awards),
        AwardChange.objects.filter(award__in=awards),
    ]
    if pack.visit_id:
        rows += [
            Finding.objects.raised().filter(visit=pack.visit_id),
            Report.objects.filter(visit=pack.visit_id),
            Response.objects.filter(visit=pack.visit_id),
            VisitItem.objects.filter(visit=pack.visit_id),
        ]
        yield str(pack.visit_id)
    for some in rows:
        yield from map(str, some.values_list("pk", flat=True).iterator(chunk_size=2000))
