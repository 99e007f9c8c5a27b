"""Proofs and tokens: what they cover, and what is told apart."""

import json
import socket
from datetime import UTC, datetime

import pytest

from cpd.credentials import contexts
from cpd.credentials.bitstrings import SIZE, is_set, read_bits, write_bits
from cpd.credentials.canonical import Shape, UndefinedTerm, canonicalise, slot
from cpd.credentials.contexts import OPEN_BADGES, PINNED, VC, UnknownContext
from cpd.credentials.did import did_document, our_did
from cpd.credentials.multibase import read_base58, write_base58
from cpd.credentials.proofs import NotProven, check_proof, sign_document
from cpd.credentials.tokens import read_token, write_token
from cpd.keys.actions import rotate

NOW = datetime(2026, 7, 3, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def vault(tmp_path, settings):
    settings.CPD_VAULT = tmp_path / "vault"


def credential(**more):
    return {
        "@context": [VC, OPEN_BADGES],
        "id": "https://cpd.example/v/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": our_did(), "type": ["Profile"], "name": "Harbour Learning"},
        "validFrom": "2026-07-03T12:00:00Z",
        "credentialSubject": {"id": "urn:uuid:0b6c6d5c-1111-4222-8333-444455556666", "type": ["AchievementSubject"]},
    } | more


def test_what_we_sign_is_proven_by_our_document():
    signed = sign_document(credential(), now=NOW)

    assert check_proof(signed, did_document()) == signed["proof"]["verificationMethod"]
    assert signed["proof"]["created"] == "2026-07-03T12:00:00Z"


@pytest.mark.parametrize(
    "change",
    [
        {"validFrom": "2026-07-04T12:00:00Z"},
        {"issuer": {"id": "did:web:elsewhere.example", "type": ["Profile"]}},
        {"id": "https://cpd.example/v/2"},
        {"name": "Another title"},
        {"proof": None},
        {"@context": [VC, OPEN_BADGES, "https://elsewhere.example/context.json"]},
        {"@context": 7},
        {"issuer": None},
    ],
)
def test_a_changed_credential_is_not_proven(change):
    signed = sign_document(credential(), now=NOW)

    with pytest.raises(NotProven):
        check_proof(signed | change, did_document())


@pytest.mark.parametrize(
    "change",
    [
        {"created": "2026-07-03T12:00:01Z"},
        {"proofPurpose": "authentication"},
        {"cryptosuite": "eddsa-jcs-2022"},
        {"proofValue": "zzzz"},
        {"proofValue": None},
        {"verificationMethod": "did:web:x#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"},
        {"expires": "2027-01-01T00:00:00Z"},
    ],
)
def test_a_changed_proof_is_not_proven(change):
    signed = sign_document(credential(), now=NOW)

    with pytest.raises(NotProven):
        check_proof(signed | {"proof": signed["proof"] | change}, did_document())


def test_a_term_without_a_definition_is_refused_before_signing_and_after():
    signed = sign_document(credential(), now=NOW)

    for name, value in [("gradeInflated", "Distinction"), ("result", [{"type": "Made-Up"}])]:
        with pytest.raises(UndefinedTerm):
            sign_document(credential(**{name: value}), now=NOW)
    with pytest.raises(NotProven, match="No context defines"):
        check_proof(signed | {"gradeInflated": "Distinction"}, did_document())


def test_a_relative_address_is_refused():
    with pytest.raises(UndefinedTerm, match="neither an absolute address"):
        canonicalise(credential(type=["VerifiableCredential", "NotAType"]))


def test_what_was_signed_before_a_rotation_is_still_proven(db):
    signed, token = sign_document(credential(), now=NOW), write_token(credential())
    rotate("credential", by=None, now=NOW)
    rotate("token", by=None, now=NOW)

    assert check_proof(signed, did_document())
    assert read_token(token, did_document())
    assert len(did_document()["assertionMethod"]) == 4


def test_a_key_that_is_not_for_assertions_proves_nothing():
    signed = sign_document(credential(), now=NOW)

    with pytest.raises(NotProven, match="not a key of the issuer"):
        check_proof(signed, did_document() | {"assertionMethod": []})


def test_a_token_says_the_same_and_is_told_apart():
    token = write_token(credential())
    claims = read_token(token, did_document())
    head, body, signature = token.split(".")

    assert {key: claims[key] for key in credential()} == credential()
    assert (claims["iss"], claims["jti"], claims["nbf"]) == (our_did(), credential()["id"], 1783080000)
    for wrong in (f"{head}.{body[:-2]}AA.{signature}", f"{body}.{head}.{signature}", "a.b", token + "x", ""):
        with pytest.raises(NotProven):
            read_token(wrong, did_document())


def test_a_token_without_a_signature_is_no_token():
    token = write_token(credential())
    none = "eyJhbGciOiJub25lIn0"

    with pytest.raises(NotProven):
        read_token(f"{none}.{token.split('.')[1]}.", did_document())


def test_contexts_are_pinned_and_never_fetched(monkeypatch):
    def refuse(*_):
        raise AssertionError("The network was asked.")

    monkeypatch.setattr(socket.socket, "connect", refuse)

    for address in PINNED:
        assert contexts.load(address)["document"]["@context"]
    with pytest.raises(UnknownContext, match="nothing is fetched"):
        contexts.load("https://www.w3.org/2018/credentials/v1")


def test_a_context_whose_text_was_changed_is_refused(tmp_path, monkeypatch):
    name, _ = PINNED[VC]
    (tmp_path / name).write_text(json.dumps({"@context": {"gradeInflated": "https://x.example/grade"}}))
    monkeypatch.setattr(contexts, "FOLDER", tmp_path)
    contexts._read.cache_clear()

    try:
        with pytest.raises(UnknownContext, match="not the pinned one"):
            contexts.load(VC)
    finally:
        contexts._read.cache_clear()


def test_a_shape_gives_the_slow_form_for_any_name():
    def build(name):
        return credential(name=name)

    shape = Shape(build, ["name"])

    for name in ["Ann", "Łucja Ŵyn-Jones", 'Quote " and \\ slash', "محمد عبد الله", "line\nbreak", "0slot0name0"]:
        document, written, canonical = shape.fill(name=name)
        assert (canonical, json.loads(written)) == (canonicalise(document), document)


def test_a_shape_has_at_most_one_blank_node():
    twice = [{"type": "IdentityObject", "hashed": False, "identityHash": slot("a"), "identityType": "name"}] * 2
    twice[1] = twice[1] | {"identityHash": "other"}

    with pytest.raises(ValueError, match="one blank node"):
        Shape(lambda a: credential(credentialSubject={"type": ["AchievementSubject"], "identifier": twice}), ["a"])


def test_bits_stand_where_the_standard_says():
    bits = read_bits(write_bits([0, 9, SIZE - 1]))

    assert (bits[0], bits[1], bits[-1]) == (0x80, 0x40, 0x01)
    assert [is_set(bits, place) for place in (0, 1, 9, SIZE - 1)] == [True, False, True, True]
    with pytest.raises(ValueError, match="no such place"):
        is_set(bits, SIZE)


@pytest.mark.parametrize("encoded", ["", "z123", "uAAAA", write_bits([], 1 << 10), write_bits([], 1 << 24)])
def test_what_is_no_list_is_refused(encoded):
    with pytest.raises(ValueError, match="The list"):
        read_bits(encoded)


def test_base_58_is_its_own_inverse():
    for data in (b"", b"\0", b"\0\0abc", bytes(range(64))):
        assert read_base58(write_base58(data)) == data
    with pytest.raises(ValueError, match="base 58"):
        read_base58("u123")
