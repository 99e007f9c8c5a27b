"""Input of the pages about agreements."""
