"""Pages of accounts, a file for each noun."""

from cpd.accounts.views.pages import csrf_failure

__all__ = ["csrf_failure"]
