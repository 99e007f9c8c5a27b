"""The append-only record of who did what, and the proof that it was not rewritten."""
