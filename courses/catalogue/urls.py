"""Addresses of this feature."""

app_name = "catalogue"
urlpatterns = []
