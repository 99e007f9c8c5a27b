"""Addresses of this feature."""

app_name = "audit"
urlpatterns = []
