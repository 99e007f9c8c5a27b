"""The C2SP text formats: signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof. Pure functions over text."""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519, COSIGNATURE = b"\x01", b"\x04"
SIGNED_AT_BYTES, SIGNATURE_BYTES = 8, 64
PROOF_VERSION = "c2sp.org/tlog-proof@v1"

type Sign = Callable[[bytes], bytes]


class BadNote(ValueError):
    """The text is not a checkpoint, or nobody we know has signed it."""


@dataclass(frozen=True)
class TreeHead:
    """What a checkpoint states: the log of this name had this many leaves and this root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def key_id(name: str, public_key: bytes, kind: bytes = ED25519) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + kind + public_key).digest()[:4]


def write_key(name: str, public_key: bytes, kind: bytes = ED25519) -> str:
    """A verifier key: name, key id and key in one line, to be handed over by another way than the notes themselves."""
    return f"{name}+{key_id(name, public_key, kind).hex()}+{b64encode(kind + public_key).decode()}"


def read_key(text: str) -> tuple[str, bytes, bytes]:
    """Name, kind and public key of a verifier key; BadNote when its parts do not agree."""
    name, _, rest = text.strip().partition("+")
    mark, _, encoded = rest.partition("+")
    raw = _decode(encoded)
    kind, public_key = raw[:1], raw[1:]
    if not name or any(sign.isspace() for sign in name) or kind not in (ED25519, COSIGNATURE) or len(public_key) != 32:
        raise BadNote("The text is not an Ed25519 verifier key of the form name+id+key.")
    if mark != key_id(name, public_key, kind).hex():
        raise BadNote("The parts of the verifier key do not belong together: copy it again, whole.")
    return name, kind, public_key


def sign_note(head: TreeHead, *, sign: Sign, public_key: bytes) -> str:
    raw = key_id(head.origin, public_key) + sign(head.text().encode())
    return f"{head.text()}\n{write_signature(head.origin, raw)}"


def read_note(note: str, public_keys: Sequence[bytes]) -> TreeHead:
    """The tree head of a note that one of these Ed25519 keys has signed; BadNote for any other."""
    head = parse_note(note)
    known = {key_id(head.origin, key): key for key in public_keys}
    signed = False
    for name, raw in signature_lines(note):
        if name != head.origin or raw[:4] not in known:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(known[raw[:4]]).verify(raw[4:], head.text().encode())
        except InvalidSignature:
            raise BadNote("The signature under the checkpoint is wrong.") from None
        signed = True
    if not signed:
        raise BadNote("The checkpoint is not signed by a key of this service.")
    return head


def signature_lines(note: str) -> list[tuple[str, bytes]]:
    """The signatures under a note: whose, and key id with signature."""
    lines = [line.removeprefix("— ").partition(" ") for line in note.rpartition("\n\n")[2].splitlines()]
    return [(name, _decode(encoded)) for name, _, encoded in lines]


def cosigned_bytes(head: TreeHead, at: int) -> bytes:
    """What a witness signs: that at this second (POSIX) this was the largest tree it had seen, grown from those before."""
    return f"cosignature/v1\ntime {at}\n{head.text()}".encode()


def read_cosignature(head: TreeHead, name: str, public_key: bytes, raw: bytes) -> int:
    """The second at which this witness signed the tree head; BadNote when it did not."""
    if raw[:4] != key_id(name, public_key, COSIGNATURE) or len(raw) != 4 + SIGNED_AT_BYTES + SIGNATURE_BYTES:
        raise BadNote("The line is no co-signature by this witness's key.")
    at = int.from_bytes(raw[4 : 4 + SIGNED_AT_BYTES])
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(raw[4 + SIGNED_AT_BYTES :], cosigned_bytes(head, at))
    except InvalidSignature:
        raise BadNote("The co-signature is not of this checkpoint, or not by this key.") from None
    return at


def write_signature(name: str, raw: bytes) -> str:
    return f"— {name} {b64encode(raw).decode()}\n"


def parse_note(note: str) -> TreeHead:
    """The tree head without looking at signatures."""
    lines = note.split("\n")
    if len(lines) < 5 or lines[3] or not lines[0] or not (lines[1].isascii() and lines[1].isdigit()):
        raise BadNote("The text is not a checkpoint.")
    return TreeHead(lines[0], int(lines[1]), _decode(lines[2]))


def write_proof(index: int, hashes: Sequence[bytes], checkpoint: str, extra: bytes = b"") -> str:
    """A .tlog-proof file: that one leaf is in the tree of the checkpoint. `extra` is what the leaf hashes."""
    lines = [PROOF_VERSION, *([f"extra {b64encode(extra).decode()}"] if extra else []), f"index {index}"]
    return "\n".join([*lines, *_encode(hashes)]) + "\n\n" + checkpoint


def read_proof(text: str) -> tuple[int, list[bytes], str]:
    """Index, hashes and checkpoint of a .tlog-proof file."""
    proof, _, checkpoint = text.partition("\n\n")
    version, *lines = proof.split("\n")
    if lines and lines[0].startswith("extra "):
        lines = lines[1:]
    if version != PROOF_VERSION or not lines or not lines[0].startswith("index "):
        raise BadNote("The text is not a proof of the form tlog-proof@v1.")
    return int(lines[0].removeprefix("index ")), [_decode(line) for line in lines[1:]], checkpoint


def write_growth(old: int, hashes: Sequence[bytes], checkpoint: str) -> str:
    """That the tree of the checkpoint continues the one of `old` leaves, in the form in which witnesses are asked."""
    return "\n".join([f"old {old}", *_encode(hashes)]) + "\n\n" + checkpoint


def _encode(hashes: Sequence[bytes]) -> list[str]:
    return [b64encode(value).decode() for value in hashes]


def _decode(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise BadNote("A line of the text is not base64.") from None
