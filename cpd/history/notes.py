"""The C2SP text formats: signed-note, tlog-checkpoint, tlog-proof. Pure functions over text."""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = b"\x01"
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


def key_id(name: str, public_key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public_key).digest()[:4]


def sign_note(head: TreeHead, *, sign: Sign, public_key: bytes) -> str:
    signature = b64encode(key_id(head.origin, public_key) + sign(head.text().encode())).decode()
    return f"{head.text()}\n— {head.origin} {signature}\n"


def read_note(note: str, public_keys: Sequence[bytes]) -> TreeHead:
    """The tree head of a note that one of these Ed25519 keys has signed; BadNote for any other."""
    head = parse_note(note)
    known = {key_id(head.origin, key): key for key in public_keys}
    signed = False
    for line in note.rpartition("\n\n")[2].splitlines():
        name, _, encoded = line.removeprefix("— ").partition(" ")
        raw = _decode(encoded)
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


def parse_note(note: str) -> TreeHead:
    """The tree head without looking at signatures."""
    lines = note.split("\n")
    if len(lines) < 5 or lines[3] or not lines[0] or not (lines[1].isascii() and lines[1].isdigit()):
        raise BadNote("The text is not a checkpoint.")
    return TreeHead(lines[0], int(lines[1]), _decode(lines[2]))


def write_proof(index: int, hashes: Sequence[bytes], checkpoint: str) -> str:
    """A .tlog-proof file: that one leaf is in the tree of the checkpoint."""
    lines = [PROOF_VERSION, f"index {index}", *(b64encode(value).decode() for value in hashes)]
    return "\n".join(lines) + "\n\n" + checkpoint


def read_proof(text: str) -> tuple[int, list[bytes], str]:
    """Index, hashes and checkpoint of a .tlog-proof file."""
    proof, _, checkpoint = text.partition("\n\n")
    version, *lines = proof.split("\n")
    if lines and lines[0].startswith("extra "):
        lines = lines[1:]
    if version != PROOF_VERSION or not lines or not lines[0].startswith("index "):
        raise BadNote("The text is not a proof of the form tlog-proof@v1.")
    return int(lines[0].removeprefix("index ")), [_decode(line) for line in lines[1:]], checkpoint


def _decode(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise BadNote("A line of the text is not base64.") from None
