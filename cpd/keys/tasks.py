"""Numbers new entries of history and signs the tree, every minute."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.utils import timezone

from cpd.history.checkpoints import sign_checkpoint
from cpd.history.sequencing import sequence
from cpd.jobs.schedule import schedule
from cpd.keys import keys


@schedule("history.sign", every=timedelta(seconds=60))
def sign_history(ref: str) -> Callable[[], None]:
    """Safe to ask for at any time: the same tree is signed once."""
    sequence()
    return sign_now


@schedule("history.search", every=timedelta(days=1), seconds=600)
def search_history(ref: str) -> None:
    """Once a day look for entries that were committed so late that the minute's search has passed them."""
    sequence(look_back=None)


def sign_now() -> None:
    sign_checkpoint(sign=partial(keys.sign, "log"), public_key=keys.public_key("log"), now=timezone.now())
