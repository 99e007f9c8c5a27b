"""One file for each family of things by which a person could be identified."""
