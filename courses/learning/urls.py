"""Addresses of this feature."""

app_name = "learning"
urlpatterns = []
