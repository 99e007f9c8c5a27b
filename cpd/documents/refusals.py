"""Why a document cannot be read."""


class NotReadable(Exception):
    """The bytes are not a document that we can open; the sentence says why."""
