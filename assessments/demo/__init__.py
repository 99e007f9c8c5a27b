"""The demonstration cohort, made by the same actions that people use."""
