"""Appeals against released results: grounds, people who were not involved, and a look for others affected."""
