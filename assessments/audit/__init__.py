"""The university's rooms."""
