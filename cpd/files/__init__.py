"""Encrypted bytes under random names: put, open, destroy, serve."""
