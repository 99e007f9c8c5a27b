"""How long each kind of record is kept, what keeps it longer, and how it is destroyed."""
