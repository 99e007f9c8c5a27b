"""Words that stand where they may be read, and nowhere else."""

# Stands in evidence, feedback, notes and reasons, and nowhere else.
PHRASE = "copperfinch"
UPLOADED, OWN_TITLE = "quillfeather-home-visit.png", "My map of the zephyrines street"
MANAGER_NAME, MANAGER_EMAIL = "Mo Canarymanager", "mo.canarymanager@example.org"
