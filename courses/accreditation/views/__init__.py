"""Pages about agreements."""
