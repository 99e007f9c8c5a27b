"""The pages of a portfolio, one file per kind of thing."""
