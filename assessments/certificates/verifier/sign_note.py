#!/usr/bin/env python3
"""Co-signs the checkpoint of a record with a key that never leaves your university.

    python3 sign_note.py new-key registry.your-university.example
    python3 sign_note.py sign checkpoint --log "the log's key, as its keys.json says it"
    python3 sign_note.py sign growth.txt --log "the log's key"

The first makes `witness.key` (private: keep it, and never send it to anybody) and prints one line, the public key, which
you register with the provider. The second checks that the log signed the checkpoint, and signs it too, for the first
time. Later you sign what the provider calls growth.txt: it proves that the record continues the one that you signed
last, which stands in `witness.last` beside your key. Without that proof nothing newer is signed, so that your signature
means: this is the same record, and nothing in it was rewritten.

The signature is a cosignature/v1 line of C2SP. It needs Python 3.9 or newer and the package `cryptography`, and no
network. Send back the file that it writes.
"""

import argparse
import base64
import getpass
import hashlib
import os
import re
import sys
import time
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, WITNESS = b"\x01", b"\x04"


class Refused(Exception):
    """Nothing was signed; the sentence says why."""


def key_id(name, kind, public):
    return hashlib.sha256(name.encode() + b"\n" + kind + public).digest()[:4]


def write_key(name, public):
    encoded = base64.b64encode(WITNESS + public).decode()
    return f"{name}+{key_id(name, WITNESS, public).hex()}+{encoded}"


def unbase64(text):
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused("A line of the file is not what it should be.") from None


def read_note(text):
    """Name, size, root and signed text of a checkpoint, and the signatures under it."""
    lines = text.split("\n")
    if len(lines) < 5 or lines[3] or not (lines[1].isascii() and lines[1].isdigit()):
        raise Refused("This is not a checkpoint.")
    signatures = [line[2:].partition(" ") for line in lines[4:] if line.startswith("\u2014 ")]
    return lines[0], int(lines[1]), unbase64(lines[2]), "\n".join(lines[:3]) + "\n", signatures


def check_log(note, key):
    """Refuse a checkpoint that this key of the log did not sign."""
    name, _, rest = key.strip().partition("+")
    mark, _, encoded = rest.partition("+")
    raw = unbase64(encoded)
    if len(raw) != 33 or raw[:1] != LOG or key_id(name, LOG, raw[1:]).hex() != mark:
        raise Refused("The key of the log cannot be read: copy it again, whole.")
    origin, _, _, text, signatures = note
    for whose, _, encoded in signatures:
        signature = unbase64(encoded)
        if whose == origin == name and signature[:4].hex() == mark:
            try:
                Ed25519PublicKey.from_public_bytes(raw[1:]).verify(signature[4:], text.encode())
            except InvalidSignature:
                raise Refused("The checkpoint was changed after the log signed it.") from None
            return
    raise Refused("The log did not sign this checkpoint with the key that you gave.")


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def continues(old, new, old_root, new_root, path):
    """RFC 9162, 2.1.4.2: whether the record of `new` entries begins with the one of `old` entries."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    path = [old_root, *path] if old & (old - 1) == 0 else list(path)
    node, last = old - 1, new - 1
    while node % 2:
        node, last = node // 2, last // 2
    if not path:
        return False
    first = second = path[0]
    for value in path[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            first, second = node_hash(value, first), node_hash(value, second)
            while node % 2 == 0 and node:
                node, last = node // 2, last // 2
        else:
            second = node_hash(second, value)
        node, last = node // 2, last // 2
    return first == old_root and second == new_root and last == 0


def check_growth(note, before, proof):
    """Refuse a record that is not the one that was signed last, grown."""
    origin, size, root, _, _ = note
    old_origin, old_size, old_root, _, _ = before
    if origin != old_origin:
        raise Refused(f"You signed for the log {old_origin}, and this is {origin}. Ask why before you sign.")
    if size == old_size and root == old_root:
        return
    if proof is None:
        raise Refused(f"You signed {old_size} entries before. Take growth/{old_size} from the provider, and sign that.")
    first, *lines = proof.split("\n")
    if first != f"old {old_size}":
        raise Refused(f"The proof begins elsewhere: you signed {old_size} entries. Take growth/{old_size}.")
    if not continues(old_size, size, old_root, root, [unbase64(line) for line in lines]):
        raise Refused("DO NOT SIGN. The record does not continue the one that you signed: it was rewritten.")


def new_key(name, path, password):
    if not name or re.search(r"[\s+]", name):
        raise Refused("A name has neither spaces nor a plus: take the address of your registry.")
    key = Ed25519PrivateKey.generate()
    protection = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    data = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(f"{path} is there already. A key is made once; move it away if you want another.") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(f"{name}\n".encode() + data)
    return write_key(name, key.public_key().public_bytes_raw())


def read_private(path, ask):
    name, _, pem = path.read_bytes().partition(b"\n")
    password = ask() if b"ENCRYPTED" in pem else None
    try:
        return name.decode(), serialization.load_pem_private_key(pem, password)
    except (ValueError, TypeError):
        raise Refused("The key cannot be opened: is the pass phrase right?") from None


def sign(text, *, key, log, before, ask, now):
    """The checkpoint with our line under it. `before` is what was signed last, or None."""
    proof = None
    if re.match(r"old \d+\n", text):
        proof, _, text = text.partition("\n\n")
    note = read_note(text)
    check_log(note, log)
    if before is not None:
        check_growth(note, read_note(before), proof)
    name, private = read_private(key, ask)
    public = private.public_key().public_bytes_raw()
    signature = private.sign(f"cosignature/v1\ntime {now}\n{note[3]}".encode())
    raw = key_id(name, WITNESS, public) + now.to_bytes(8, "big") + signature
    return f"{text.rstrip()}\n\u2014 {name} {base64.b64encode(raw).decode()}\n"


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("new-key", help="make a key of your own")
    making.add_argument("name", help="who signs, such as registry.your-university.example")
    signing = commands.add_parser("sign", help="co-sign a checkpoint, or growth.txt")
    signing.add_argument("file", type=Path)
    signing.add_argument("--log", required=True, help="the log's key, which you got by another way")
    for command in (making, signing):
        command.add_argument("--key", type=Path, default=Path("witness.key"))
        command.add_argument("--no-password", action="store_true", help="for a key that a machine guards")
    chosen = parser.parse_args(arguments)
    last = chosen.key.with_suffix(".last")

    def ask():
        return getpass.getpass("Pass phrase of your key: ").encode()

    try:
        if chosen.command == "new-key":
            password = b"" if chosen.no_password else ask()
            print(new_key(chosen.name, chosen.key, password))
            print(f"Register this line with the provider. {chosen.key} stays with you.", file=sys.stderr)
            return 0
        before = last.read_text(encoding="utf-8") if last.exists() else None
        text = chosen.file.read_text(encoding="utf-8")
        signed = sign(text, key=chosen.key, log=chosen.log, before=before, ask=ask, now=int(time.time()))
        last.write_text(signed, encoding="utf-8")
        written = chosen.file.with_name(f"{chosen.file.stem}.signed.txt")
        written.write_text(signed, encoding="utf-8")
        print(signed.rstrip().split("\n")[-1])
        print(f"Hand {written} to the provider, on the page on which you registered your key.", file=sys.stderr)
        return 0
    except (OSError, UnicodeDecodeError, Refused) as problem:
        print(f"Nothing was signed. {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
