"""Input of the university's rooms."""
