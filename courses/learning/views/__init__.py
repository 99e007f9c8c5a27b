"""The learner's pages, one file per kind of thing."""
