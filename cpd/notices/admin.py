"""Notices and e-mails, for support to look at. Their texts name nobody, but are read by the person alone."""

from django.contrib import admin

from cpd.notices.models import Mail, Notice
from cpd.support import ReadOnly


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = ["pk", "kind", "urgency", "created_at", "read_at", "mailed_at"]
    list_filter = ["kind", "urgency"]
    exclude = ["text", "url"]


@admin.register(Mail)
class MailAdmin(ReadOnly):
    list_display = ["pk", "notices", "asked_at", "sent_at", "error"]
    list_filter = ["error"]
