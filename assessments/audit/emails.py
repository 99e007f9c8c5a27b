"""The only e-mail with something in it: the line of a checkpoint, which names nobody and says nothing of anybody."""

from assessments.audit.lines import write_line
from cpd.history.models import Checkpoint
from cpd.notices.emails import send

SUBJECT = "A line for your notes"


def send_line(address: str, checkpoint: Checkpoint, *, key: str) -> None:
    send(address, subject=SUBJECT, body=f"{write_line(checkpoint)}\n", key=key)
