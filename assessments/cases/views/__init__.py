"""Pages of side cases: the learner's, the coordinator's, and the panel's."""
