"""Addresses of what a person is told: the page is here, since cpd.notices lies below accounts and their guards."""

from django.urls import path

from cpd.accounts.views import updates

app_name = "notices"
urlpatterns = [path("", updates.list_notices, name="list_notices")]
