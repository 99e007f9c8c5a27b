"""Intake, return, quarantine and purge, incidents, safeguarding concerns."""
