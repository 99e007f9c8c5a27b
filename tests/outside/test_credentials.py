"""Our credentials as other people's libraries judge them, without a network (rows 11 to 16)."""

import base64
import copy
import json

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError

from assessments.certificates.credential import build_credential
from cpd.credentials.multibase import read_key
from tests.outside.making import FACTS, World
from tests.outside.tools import SCHEMA, ask_node, documents, needs_node

STATUS = "https://cpd.example.org/credentials/status/1.json"


def judge(world: World, credential: dict, *, edition: dict | None = None) -> dict:
    known = documents(world.did, edition or world.clean) | documents(world.university.did)
    return ask_node("credential", credential=credential, documents=known)


def changed(document: dict, *path, to) -> dict:
    document = copy.deepcopy(document)
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return document


@needs_node
@pytest.mark.parametrize("design", ["achievement", "attendance", "shaped"])
def test_a_genuine_credential_is_verified_in_another_language(world, design):
    answer = judge(world, getattr(world, design).document)

    assert answer == {"verified": True, "status": [False], "errors": []}


@needs_node
def test_what_a_university_signed_holds_inside_our_credential_and_alone(world):
    credential = world.endorsed.document
    [endorsement] = credential["credentialSubject"]["achievement"]["endorsement"]

    assert judge(world, credential) == {"verified": True, "status": [False], "errors": []}
    assert judge(world, endorsement)["verified"]
    assert ask_node("schema", credential=credential, schema=SCHEMA) == {"valid": True, "errors": None}


@needs_node
def test_what_a_university_signed_cannot_be_changed_by_us(world):
    path = ("credentialSubject", "achievement", "endorsement", 0)
    comment = (*path, "credentialSubject", "endorsementComment")
    doctored = changed(world.endorsed.document, *comment, to="We award this degree.")

    assert not judge(world, doctored)["verified"]
    assert not judge(world, doctored["credentialSubject"]["achievement"]["endorsement"][0])["verified"]


@needs_node
def test_a_revoked_one_is_told(world):
    answer = judge(world, world.achievement.document, edition=world.revoked)

    assert answer["status"] == [True]


TAMPERINGS = {
    "more credit": (["credentialSubject", "creditsEarned"], 60.0),
    "another issuer's name": (["issuer", "name"], "A University"),
    "another place in the list": (["credentialStatus", "statusListIndex"], "1"),
    "another name": (["credentialSubject", "identifier", 0, "identityHash"], "Somebody Else"),
    "a criterion not met": (
        ["credentialSubject", "result", 0, "achievedLevel"],
        "https://cpd.example.org/achievements/SCDA/1#1.1-not-yet-met",
    ),
    "an undefined term": (["credentialSubject", "gradeInflated"], "Distinction"),
}


@needs_node
@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_tampered_one_is_refused(world, tampering):
    path, value = TAMPERINGS[tampering]

    answer = judge(world, changed(world.achievement.document, *path, to=value))

    assert not answer["verified"]
    assert answer["errors"]


@needs_node
def test_a_tampered_status_list_is_refused(world):
    edition = changed(
        world.revoked, "credentialSubject", "encodedList", to=world.clean["credentialSubject"]["encodedList"]
    )

    assert not judge(world, world.achievement.document, edition=edition)["verified"]


@needs_node
@pytest.mark.parametrize("design", ["achievement", "attendance", "shaped"])
def test_the_schema_of_1edtech_accepts_it(world, design):
    credential = getattr(world, design).document

    assert ask_node("schema", credential=credential, schema=SCHEMA) == {"valid": True, "errors": None}


@needs_node
def test_the_schema_refuses_one_without_criteria(world):
    credential = copy.deepcopy(world.achievement.document)
    del credential["credentialSubject"]["achievement"]["criteria"]

    assert not ask_node("schema", credential=credential, schema=SCHEMA)["valid"]


def test_the_same_schema_in_python(world):
    for made in (world.achievement, world.attendance, world.shaped):
        jsonschema.Draft201909Validator(SCHEMA).validate(made.document)


@needs_node
def test_the_token_verifies_and_says_the_same(world):
    method = next(one for one in world.did["verificationMethod"] if one["type"] == "JsonWebKey")
    token = world.achievement.credential.token.decode()

    answer = ask_node("token", token=token, jwk=method["publicKeyJwk"])

    said = {key: value for key, value in answer["payload"].items() if key not in ("iss", "jti", "nbf", "sub")}
    assert said == {key: value for key, value in world.achievement.document.items() if key != "proof"}
    assert answer["header"] == {"alg": "ES256", "kid": method["id"], "typ": "JWT"}
    assert answer["payload"]["iss"] == world.did["id"] == "did:web:cpd.example.org"


@needs_node
def test_a_changed_token_is_refused(world):
    method = next(one for one in world.did["verificationMethod"] if one["type"] == "JsonWebKey")
    head, body, signature = world.achievement.credential.token.decode().split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["credentialSubject"]["creditsEarned"] = 60.0
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()

    answer = ask_node("token", token=f"{head}.{body}.{signature}", jwk=method["publicKeyJwk"])

    assert answer == {"error": "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"}


@pytest.fixture(scope="module")
def second(world):
    """Another verifier in Python, which trusts the key it was given and resolves nothing."""
    method = next(one for one in world.did["verificationMethod"] if one["type"] == "Multikey")
    key = Ed25519PublicKey.from_public_bytes(read_key(method["publicKeyMultibase"]))
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return OB3LdpVerifier(pem, issuer_did=world.did["id"])


def test_a_second_verifier_in_python_agrees(world, second):
    assert second.verify(world.achievement.document)


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_second_verifier_in_python_refuses_too(world, second, tampering):
    path, value = TAMPERINGS[tampering]

    with pytest.raises(OB3VerificationError):
        second.verify(changed(world.achievement.document, *path, to=value))


def test_the_facts_that_are_judged_are_those_of_a_real_award(learner):
    from tests.factories import make_award  # noqa: PLC0415

    certificate = make_award(learner).certificates.get()

    assert set(certificate.facts) == set(FACTS)
    assert build_credential(
        certificate.facts, award_id="a", code="C", list_number="1", made_at="2026-01-01T00:00:00Z", name="N", place="1"
    )
