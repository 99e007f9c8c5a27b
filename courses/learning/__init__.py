"""Progress through lessons, private notes, knowledge checks."""
