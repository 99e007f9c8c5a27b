"""The project: what both halves, courses and assessments, rest on."""
