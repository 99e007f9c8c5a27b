"""The JSON-LD contexts that a credential of ours may name: bundled, pinned by digest, never fetched."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "contexts"

VC = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
MULTIKEY = "https://w3id.org/security/multikey/v1"

# A context says which terms a signature covers, so another text under the same address would change what was signed.
# That of Open Badges was changed in place on 29 June 2026; this is the text of that day.
PINNED = {
    VC: ("credentials-v2.json", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"),
    OPEN_BADGES: ("open-badges-3.0.3.json", "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"),
    EXTENSIONS: ("open-badges-extensions.json", "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93"),
    DATA_INTEGRITY: ("data-integrity-v2.json", "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4"),
    MULTIKEY: ("multikey-v1.json", "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597"),
}


class UnknownContext(ValueError):
    """The document names a context that is not bundled, or whose bundled text is not the pinned one."""


def load(address: str, options: dict | None = None) -> dict[str, Any]:
    """A bundled context in the form that PyLD asks of a document loader; the network is never used."""
    return {"contextUrl": None, "documentUrl": address, "document": _read(address)}


@cache
def _read(address: str) -> Any:
    if address not in PINNED:
        raise UnknownContext(f"The context {address[:200]} is not one of ours, and nothing is fetched.")
    name, digest = PINNED[address]
    data = (FOLDER / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise UnknownContext(f"The bundled text of {address} is not the pinned one.")
    return json.loads(data)
