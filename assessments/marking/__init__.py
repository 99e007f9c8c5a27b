"""Allocation and marks."""
