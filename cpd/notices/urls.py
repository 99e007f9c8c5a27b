"""Addresses of this feature."""

app_name = "notices"
urlpatterns = []
