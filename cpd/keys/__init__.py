"""The keys of the service: sign, public_key, certificate, wrap, unwrap."""

from cpd.keys.keys import certificate, public_key, public_keys, sign, unwrap, wrap

__all__ = ["certificate", "public_key", "public_keys", "sign", "unwrap", "wrap"]
