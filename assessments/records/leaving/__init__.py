"""A person asks that what is kept about her is erased; the award stays."""
