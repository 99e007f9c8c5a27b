"""A person asks for everything that is kept about her."""
