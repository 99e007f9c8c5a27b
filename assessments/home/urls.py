"""Addresses of this feature."""

app_name = "home"
urlpatterns = []
