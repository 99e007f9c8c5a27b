"""What is known of stored files, for support to look at; the bytes are elsewhere and cannot be opened here."""

from cpd.files.models import StoredFile
from cpd.support import show_rows

show_rows([StoredFile])
