"""What the university's rooms hold."""

from assessments.audit.models.visits import Visit

__all__ = ["Visit"]
