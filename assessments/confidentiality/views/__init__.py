"""Pages of intake, incidents, concerns, and a learner's correction."""
