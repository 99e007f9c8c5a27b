"""Pages of appeals: the learner's, the coordinator's, and the panel's."""
