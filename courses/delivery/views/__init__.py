"""The pages of this feature, by noun."""
