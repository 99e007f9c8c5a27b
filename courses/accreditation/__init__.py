"""Agreements with universities: which versions, what dates, which wording, which rules."""
