"""A university with a key of its own, which signs endorsements as its own program would."""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cpd.credentials.canonical import canonicalise
from cpd.credentials.checking import SUITE, proof_digest
from cpd.credentials.contexts import OPEN_BADGES, VC
from cpd.credentials.multibase import write_base58, write_key

HOST = "merebridge.example"
CONTEXTS = [VC, OPEN_BADGES]


class University:
    """Its key never leaves this object."""

    def __init__(self, host: str = HOST) -> None:
        self.key = Ed25519PrivateKey.generate()
        self.issuer = f"did:web:{host}"
        self.method = f"{self.issuer}#registry-2026"

    @property
    def did(self) -> dict[str, Any]:
        public = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        method = {"id": self.method, "type": "Multikey", "controller": self.issuer}
        return {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": self.issuer,
            "verificationMethod": [method | {"publicKeyMultibase": write_key(public)}],
            "assertionMethod": [self.method],
        }

    def endorse(self, about: str, **more: Any) -> dict[str, Any]:
        """A signed endorsement of what lies at this address; `more` replaces parts of it before it is signed."""
        unsigned = {
            "@context": CONTEXTS,
            "id": "https://merebridge.example/endorsements/7",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Recognition of a module",
            "issuer": {"id": self.issuer, "type": ["Profile"], "name": "University of Merebridge"},
            "validFrom": "2026-01-01T00:00:00Z",
            "credentialSubject": {
                "id": about,
                "type": ["EndorsementSubject"],
                "endorsementComment": "We have examined this module and its assessment, and recognise it at FHEQ level 4.",
            },
        } | more
        proof = {
            "type": "DataIntegrityProof",
            "cryptosuite": SUITE,
            "created": "2026-01-01T09:00:00Z",
            "verificationMethod": self.method,
            "proofPurpose": "assertionMethod",
        }
        data = proof_digest(canonicalise({"@context": CONTEXTS} | proof), canonicalise(unsigned))
        return unsigned | {"proof": proof | {"proofValue": write_base58(self.key.sign(data))}}

    def files(self, about: str, **more: Any) -> dict[str, str]:
        """What it hands over: the endorsement and its DID document, as texts."""
        return {"document": json.dumps(self.endorse(about, **more)), "did": json.dumps(self.did)}
