"""The author's pages, one file per kind of thing."""
