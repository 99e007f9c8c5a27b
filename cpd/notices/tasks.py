"""Background work of notices."""
