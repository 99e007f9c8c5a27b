"""What an outsider gets to check the record with: proofs beside a checkpoint and its co-signatures."""

from cpd.history import merkle
from cpd.history.models import Checkpoint, Entry
from cpd.history.notes import write_growth, write_proof, write_signature
from cpd.history.sequencing import leaf_data, read_subtree


class NotYetSigned(Exception):
    """No checkpoint covers the entry yet; the next one follows within a minute."""


def newest_checkpoint(*, covering: int = 1, stamped: bool = False) -> Checkpoint | None:
    """The checkpoint of at least so many entries that convinces most: the newest with a co-signature, else the newest."""
    found = Checkpoint.objects.filter(size__gte=covering).order_by("-size", "-pk")
    if stamped:
        return found.filter(timestamp__isnull=False).select_related("timestamp").first()
    return found.filter(cosignatures__isnull=False).first() or found.first()


def write_checkpoint(checkpoint: Checkpoint) -> str:
    """The signed note with the co-signatures under it."""
    lines = (
        write_signature(row.witness.name, bytes(row.raw))
        for row in checkpoint.cosignatures.select_related("witness").order_by("pk")
    )
    return checkpoint.note + "".join(lines)


def write_entry_proof(entry: Entry) -> str:
    """The .tlog-proof text that this entry is in a signed tree; what its leaf hashes stands in the `extra` line."""
    leaf = getattr(entry, "leaf", None)
    checkpoint = newest_checkpoint(covering=leaf.index + 1) if leaf else None
    if not checkpoint:
        raise NotYetSigned("This entry is not under a signed checkpoint yet.")
    hashes = merkle.inclusion_proof(leaf.index, checkpoint.size, read_subtree)
    return write_proof(leaf.index, hashes, write_checkpoint(checkpoint), leaf_data(entry))


def prove_consistency(old: int, new: int) -> list[bytes]:
    """The hashes with which an outsider checks that the tree of `new` leaves continues the one of `old` leaves."""
    return merkle.consistency_proof(old, new, read_subtree)


def write_growth_proof(old: int, checkpoint: Checkpoint) -> str:
    """That the tree of this checkpoint continues the one of `old` leaves: what to ask a witness to co-sign, too."""
    return write_growth(old, prove_consistency(old, checkpoint.size), write_checkpoint(checkpoint))
