"""Addresses of this feature."""

app_name = "confidentiality"
urlpatterns = []
