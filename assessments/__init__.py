"""How learning is proved."""
