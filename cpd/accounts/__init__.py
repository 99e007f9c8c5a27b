"""People, organisations, who holds which role from when to when, and how they sign in."""
