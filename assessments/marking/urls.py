"""Addresses of this feature."""

app_name = "marking"
urlpatterns = []
