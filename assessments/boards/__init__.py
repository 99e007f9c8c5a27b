"""Papers, decisions, ratification, release."""
