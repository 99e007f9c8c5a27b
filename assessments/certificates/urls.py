"""Addresses of this feature."""

app_name = "certificates"
urlpatterns = []
