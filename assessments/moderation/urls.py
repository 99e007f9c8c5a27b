"""Addresses of this feature."""

app_name = "moderation"
urlpatterns = []
