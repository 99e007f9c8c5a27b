"""Addresses of this feature."""

app_name = "delivery"
urlpatterns = []
