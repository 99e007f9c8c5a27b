"""Credentials as JSON that others can check: canonical form, proofs, tokens, status lists, who we are."""
