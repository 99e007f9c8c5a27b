"""Notices and e-mails, for support to look at; what a notice says is read by its person alone."""

from cpd.notices.models import Mail, Notice
from cpd.support import show_rows

show_rows([Mail, Notice], hidden=["url", "key"])
