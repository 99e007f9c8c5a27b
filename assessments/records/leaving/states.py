"""The life of a request for erasure."""

from django.db.models import TextChoices


class ErasureState(TextChoices):
    ASKED = "asked", "Asked for"
    AGREED = "agreed", "Agreed by one person; waits for a second"
    APPROVED = "approved", "Being carried out"
    DONE = "done", "Erased"
    PARTLY = "partly", "Erased in part"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Taken back"


ERASURE_MOVES = {
    ErasureState.ASKED: {ErasureState.AGREED, ErasureState.REFUSED, ErasureState.WITHDRAWN},
    ErasureState.AGREED: {ErasureState.APPROVED, ErasureState.REFUSED, ErasureState.WITHDRAWN},
    ErasureState.APPROVED: {ErasureState.DONE, ErasureState.PARTLY},
    ErasureState.DONE: set(),
    ErasureState.PARTLY: set(),
    ErasureState.REFUSED: set(),
    ErasureState.WITHDRAWN: set(),
}
OPEN = [ErasureState.ASKED, ErasureState.AGREED, ErasureState.APPROVED]


class AskedBy(TextChoices):
    """By which way the request came."""

    PRODUCT = "product", "In the product"
    EMAIL = "email", "By e-mail"
    LETTER = "letter", "By letter"
    SPOKEN = "spoken", "In person or by telephone"
