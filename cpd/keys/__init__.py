"""The keys of the service: sign, public_key, certificate, wrap, unwrap."""

from cpd.keys.keys import (
    certificate,
    certificates_of_seal,
    chain,
    public_key,
    public_keys,
    revocation_list,
    root_certificate,
    sign,
    unwrap,
    wrap,
)

__all__ = [
    "certificate",
    "certificates_of_seal",
    "chain",
    "public_key",
    "public_keys",
    "revocation_list",
    "root_certificate",
    "sign",
    "unwrap",
    "wrap",
]
