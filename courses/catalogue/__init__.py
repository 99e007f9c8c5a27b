"""Modules, their immutable published versions, and their packages."""
