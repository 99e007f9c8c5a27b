"""Our canonical form beside those of a program in Rust and one in JavaScript, and the vector of the standard (row 16)."""

import hashlib

import pyoxigraph
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cpd.credentials import contexts
from cpd.credentials.canonical import canonicalise
from cpd.credentials.checking import proof_digest
from cpd.credentials.multibase import read_base58, read_key
from tests.outside.tools import ask_node, documents, needs_node

VECTOR = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
VECTOR_PROOF = {
    "@context": VECTOR["@context"],
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "created": "2023-02-24T23:36:38Z",
    "verificationMethod": "https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
    "proofPurpose": "assertionMethod",
}
VECTOR_KEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
VECTOR_VALUE = "z21EVs3eXERqTn4acNHT9viboqgzUaQ3kTmhPT3eA8qrVPE7CrQq78WkzctnMX5W4CrzcKnHw8V6dvy5pgWYCU5e9"
# TestVectors/eddsa-rdfc-2022/combinedHashDataInt.txt of w3c/vc-di-eddsa
VECTOR_DIGEST = (
    "4c4d3890a157f8d611b13c265c2c22f39aa0a567c7c7dd9ba3e45cd579784eeb"
    "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017"
)


def oxigraph(text: str) -> str:
    """The canonical form as a program in Rust gives it, from N-Quads whose blank nodes were renamed."""
    renamed = text.replace("_:c14n", "_:x9")
    quads = pyoxigraph.Dataset(pyoxigraph.parse(renamed.encode(), format=pyoxigraph.RdfFormat.N_QUADS))
    quads.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in quads))


@needs_node
def test_three_programs_agree_on_the_canonical_form(world):
    for made in (world.achievement, world.attendance, world.shaped):
        unsigned = {key: value for key, value in made.document.items() if key != "proof"}
        ours = canonicalise(unsigned)

        told = ask_node("canonical", credential=unsigned, documents=documents(world.did))

        assert told["sha256"] == hashlib.sha256(ours.encode()).hexdigest()
        assert oxigraph(ours) == ours


@pytest.fixture
def examples(tmp_path, monkeypatch):
    """The context of the standard's own examples, which no credential of ours may use."""
    text = b'{"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}'
    (tmp_path / "examples.json").write_bytes(text)
    pinned = (str(tmp_path / "examples.json"), hashlib.sha256(text).hexdigest())
    monkeypatch.setitem(contexts.PINNED, VECTOR["@context"][1], pinned)
    yield
    contexts._read.cache_clear()


def test_the_vector_of_the_standard(examples):
    digest = proof_digest(canonicalise(VECTOR_PROOF), canonicalise(VECTOR))

    assert digest.hex() == VECTOR_DIGEST
    Ed25519PublicKey.from_public_bytes(read_key(VECTOR_KEY)).verify(read_base58(VECTOR_VALUE), digest)
