"""How the words to replace travel to the limited process together with their file."""

import json

SIGN_BYTES = 4


def pack(words: list[str], instead: str, data: bytes) -> bytes:
    asked = json.dumps({"words": words, "instead": instead}).encode()
    return len(asked).to_bytes(SIGN_BYTES) + asked + data


def unpack(packed: bytes) -> tuple[list[str], str, bytes]:
    """The words, the longest first, what to write instead, and the file."""
    start = SIGN_BYTES + int.from_bytes(packed[:SIGN_BYTES])
    asked = json.loads(packed[SIGN_BYTES:start])
    return sorted(asked["words"], key=len, reverse=True), asked["instead"], packed[start:]
