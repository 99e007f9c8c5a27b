"""Sampling the marking, and confirming it."""
