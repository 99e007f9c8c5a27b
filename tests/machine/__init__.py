"""The whole life of a submission against a model in plain Python."""
