"""Evidence, claims on criteria, declarations, confirmations by managers, submission."""
