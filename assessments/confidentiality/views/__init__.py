"""Pages of intake, incidents, concerns, unusual reading, emergencies, and a learner's correction."""
