"""Names in any script."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError

UNPRINTABLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
# Joiners that Arabic, Persian and Indic names are written with.
JOINERS = "\u200c\u200d"


class NameField(forms.CharField):
    """A name in any script: composed, with single spaces, and without characters that cannot be printed."""

    def to_python(self, value):
        value = super().to_python(value)
        return unicodedata.normalize("NFC", " ".join(value.split()))

    def validate(self, value):
        super().validate(value)
        if any(unicodedata.category(letter) in UNPRINTABLE and letter not in JOINERS for letter in value):
            raise ValidationError("There is a hidden character in this name. Delete it and type it again.")
