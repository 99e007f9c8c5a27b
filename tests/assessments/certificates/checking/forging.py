"""What forgers do to a certificate."""

import io
import json

import pikepdf


def swap_name(credential: bytes, name: str = "Mallory Forger") -> bytes:
    """The credential with another person's name and everything else as it was."""
    document = json.loads(credential)
    document["credentialSubject"]["identifier"][0]["identityHash"] = name
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def attach_another(pdf: bytes, credential: bytes) -> bytes:
    """The PDF written anew with another credential in the place of the one it had."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.attachments["credential.json"] = pikepdf.AttachedFileSpec(opened, credential, filename="credential.json")
        opened.save(out)
    return out.getvalue()
