"""Keys that never leave a device: a security module that speaks PKCS #11, or any key service put behind the same two methods.

CPD_PKCS11_MODULE is the device's library, CPD_PKCS11_TOKEN the label of its slot, CPD_PKCS11_PIN its PIN, and CPD_PKCS11_KEYS the
names of the keys that lie there, each under that label. A key is what cryptography calls a private key: it signs and knows
its public half. So a service such as a cloud's KMS needs a class like `EllipticKey`, and a line in `private`.
"""

import hashlib
import threading
from functools import cache
from importlib import import_module
from typing import Any, NoReturn

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.conf import settings

from cpd.keys.folder import MAKERS, KeyUnavailable
from cpd.keys.signing import PrivateKey

# A session of a device serves one caller at a time.
_alone = threading.Lock()


def holds(name: str) -> bool:
    """Whether this key lies in the device."""
    return bool(settings.CPD_PKCS11_MODULE) and name in settings.CPD_PKCS11_KEYS


def private(name: str) -> PrivateKey:
    """The key of this name in the device."""
    if name not in MAKERS:
        raise KeyUnavailable(f"The key {name} cannot lie in a device: it wraps, and every web process needs it.")
    place = (settings.CPD_PKCS11_MODULE, settings.CPD_PKCS11_TOKEN, settings.CPD_PKCS11_PIN)
    return _find(name, *place)


@cache
def _find(name: str, module: str, token: str, pin: str) -> PrivateKey:
    try:
        device = import_module("pkcs11")
        session = _open(module, token, pin)
        secret = session.get_key(object_class=device.ObjectClass.PRIVATE_KEY, label=name)
        public = session.get_key(object_class=device.ObjectClass.PUBLIC_KEY, label=name)
    except ImportError:
        raise KeyUnavailable("The package python-pkcs11 is not installed: pip install 'cpd[device]'.") from None
    except RuntimeError as problem:  # the base of every error of a device
        raise KeyUnavailable(
            f"The device does not give the key {name} ({type(problem).__name__}): see CPD_PKCS11_* in .env.example."
        ) from None
    kind = EdwardsKey if secret.key_type == device.KeyType.EC_EDWARDS else EllipticKey
    return kind(secret, public, device)


@cache
def _open(module: str, token: str, pin: str) -> Any:
    """One session in a process: a device refuses a second sign-in."""
    return import_module("pkcs11").lib(module).get_token(token_label=token).open(user_pin=pin)


class EllipticKey(ec.EllipticCurvePrivateKey):
    """A P-256 key in the device: the digest goes in, the signature comes out."""

    def __init__(self, secret: Any, public: Any, device: Any) -> None:
        self._secret, self._mechanism = secret, device.Mechanism.ECDSA
        point = public[device.Attribute.EC_POINT][-65:]
        self._public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)

    def sign(self, data: bytes, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        with _alone:
            raw = self._secret.sign(hashlib.sha256(data).digest(), mechanism=self._mechanism)
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))

    def public_key(self) -> ec.EllipticCurvePublicKey:
        return self._public

    @property
    def curve(self) -> ec.EllipticCurve:
        return self._public.curve

    @property
    def key_size(self) -> int:
        return self._public.key_size

    def exchange(self, *_: Any) -> NoReturn:
        raise KeyUnavailable("A key of a device signs and does nothing else.")

    private_numbers = private_bytes = __copy__ = __deepcopy__ = exchange


class EdwardsKey(ed25519.Ed25519PrivateKey):
    """An Ed25519 key in the device."""

    def __init__(self, secret: Any, public: Any, device: Any) -> None:
        self._secret, self._mechanism = secret, device.Mechanism.EDDSA
        self._public = ed25519.Ed25519PublicKey.from_public_bytes(public[device.Attribute.EC_POINT][-32:])

    def sign(self, data: bytes) -> bytes:
        with _alone:
            return self._secret.sign(data, mechanism=self._mechanism)

    def public_key(self) -> ed25519.Ed25519PublicKey:
        return self._public

    def private_bytes(self, *_: Any) -> NoReturn:
        raise KeyUnavailable("A key of a device never leaves it.")

    private_bytes_raw = __copy__ = __deepcopy__ = private_bytes
